/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Fields besides metadata that can be used so. */
static const struct {
    const char *name;
    zs_field_id field;
    uint32_t unit;
} named[] = {{"source", ZS_FIELD_SOURCE, 1},
             {"section", ZS_FIELD_SECTION, 1},
             {"author", ZS_FIELD_AUTHOR, 1},
             {"language", ZS_FIELD_LANGUAGE, 1},
             {"date", ZS_FIELD_DATE, 1},
             {"month", ZS_FIELD_DATE, ZS_MONTH_NUMBERS},
             {"year", ZS_FIELD_DATE, ZS_YEAR_NUMBERS}};
enum { NAMED = sizeof named / sizeof *named };

void zs_columns_clear(zs_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        free(columns->items[i].key);
        zs_column_free(columns->items[i].column);
    }
    columns->count = 0;
}

void zs_columns_release(zs_columns *columns)
{
    zs_columns_clear(columns);
    free(columns->items);
    *columns = (zs_columns){.items = NULL};
}

/* ---- Finding one ------------------------------------------------------------------- */

static zs_status fail_without_facets(const char *name, const char *purpose, zs_error *error)
{
    return zs_fail(error, ZS_ERROR_ARGUMENT,
                   "the index was made without facets, so there are only date, month and year "
                   "to %s, not \"%s\"; build it anew with: zsearch index --rebuild FOLDER",
                   purpose, name);
}

/* Names all that there are, as far as there is room. */
static zs_status fail_unknown(zs_reader *reader, const char *name, const char *purpose,
                              zs_error *error)
{
    zs_buffer metadata = ZS_BUFFER_INIT;
    char names[240] = "";
    size_t used = 0, more = 0;
    zs_status status = zs_reader_metadata_names(reader, &metadata, error);
    for (size_t at = 0; !status && at < metadata.length;) {
        const char *other = metadata.data + at;
        size_t size = strlen(other);
        if (used + size + 2 < sizeof names && more == 0) {
            used += (size_t)snprintf(names + used, sizeof names - used, ", %s", other);
        } else {
            more++;
        }
        at += size + 1;
    }
    zs_buffer_release(&metadata);
    return status ? status
                  : zs_fail(error, ZS_ERROR_ARGUMENT,
                            "there is no field \"%.*s\" to %s; there are source, section, "
                            "author, language, year, month, date%s%s",
                            60, name, purpose, names, more > 0 ? " …" : "");
}

/* The column of a field, read unless it is here. ZS_ERROR_NOT_FOUND if the index has none. */
static zs_status find_column(zs_columns *columns, zs_reader *reader, zs_field_id field,
                             const char *key, const zs_column **out, zs_error *error)
{
    for (size_t i = 0; i < columns->count; i++) {
        const struct zs_kept_column *kept = &columns->items[i];
        if (kept->field == field && (!kept->key || strcmp(kept->key, key) == 0)) {
            *out = kept->column;
            return ZS_OK;
        }
    }
    struct zs_kept_column *items = zs_array_grow(columns->items, &columns->capacity,
                                                 columns->count + 1, sizeof *columns->items);
    if (!items) {
        return zs_fail_memory(error);
    }
    columns->items = items;
    struct zs_kept_column *kept = &items[columns->count];
    *kept = (struct zs_kept_column){.field = field,
                                    .key = field == ZS_FIELD_METADATA ? strdup(key) : NULL};
    if (field == ZS_FIELD_METADATA && !kept->key) {
        return zs_fail_memory(error);
    }
    zs_status status = zs_reader_column(reader, field, key, &kept->column, error);
    if (status) {
        free(kept->key);
        return status;
    }
    columns->count++;
    *out = kept->column;
    return ZS_OK;
}

zs_status zs_columns_find(zs_columns *columns, zs_reader *reader, const char *name,
                          const char *purpose, zs_value_field *out, zs_error *error)
{
    zs_field_id field = ZS_FIELD_METADATA;
    zs_value_field found = {.name = name, .unit = 1};
    for (size_t i = 0; i < NAMED; i++) {
        if (strcmp(named[i].name, name) == 0) {
            field = named[i].field;
            found.unit = named[i].unit;
        }
    }
    /* The other fields of articles are no metadata, even where metadata is called so. */
    bool known =
        field != ZS_FIELD_METADATA || zs_field_named(name, strlen(name)) == ZS_FIELD_METADATA;
    zs_error problem;
    zs_status status = ZS_ERROR_NOT_FOUND;
    if (known) {
        status = find_column(columns, reader, field, name, &found.column, &problem);
    }
    if (status == ZS_ERROR_NOT_FOUND) {
        return zs_reader_has_facets(reader) || !known
                   ? fail_unknown(reader, name, purpose, error)
                   : fail_without_facets(name, purpose, error);
    }
    if (status) {
        return zs_fail(error, status, "%s", problem.message);
    }
    *out = found;
    return ZS_OK;
}

zs_status zs_columns_dates(zs_columns *columns, zs_reader *reader, zs_value_field *out,
                           zs_error *error)
{
    return zs_columns_find(columns, reader, "date", "count by", out, error);
}

/* ---- Values ------------------------------------------------------------------------ */

bool zs_value_field_print(const zs_value_field *field, uint32_t number, zs_buffer *out)
{
    if (!zs_value_field_is_date(field)) {
        const char *value = field->column->values[number];
        return zs_buffer_append(out, value, strlen(value) + 1);
    }
    uint32_t date = number * field->unit;
    uint32_t month = date % ZS_YEAR_NUMBERS / ZS_MONTH_NUMBERS, day = date % ZS_MONTH_NUMBERS;
    char text[40];
    int length = snprintf(text, sizeof text, "%04" PRIu32, date / ZS_YEAR_NUMBERS);
    if (month > 0) {
        length += snprintf(text + length, sizeof text - (size_t)length, "-%02" PRIu32, month);
    }
    if (day > 0) {
        length += snprintf(text + length, sizeof text - (size_t)length, "-%02" PRIu32, day);
    }
    return zs_buffer_append(out, text, (size_t)length + 1);
}

/* From which number to which counts are needed: dates are far from 1, all in some years. */
static void find_bounds(const zs_value_field *field, const zs_match *matches, size_t count,
                        uint32_t *least, uint32_t *most)
{
    *least = 1;
    *most = (uint32_t)field->column->value_count;
    if (!zs_value_field_is_date(field)) {
        return;
    }
    *least = UINT32_MAX;
    *most = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = zs_value_field_first(field, matches[i].docid);
        if (number != 0) {
            *least = number < *least ? number : *least;
            *most = number > *most ? number : *most;
        }
    }
}

zs_status zs_value_field_count(const zs_value_field *field, const zs_match *matches,
                               size_t count, bool first_only, zs_value_counts *out,
                               zs_error *error)
{
    zs_value_counts counted = {.counts = NULL};
    uint32_t most;
    find_bounds(field, matches, count, &counted.least, &most);
    counted.count = most >= counted.least ? (size_t)(most - counted.least) + 1 : 0;
    counted.counts = calloc(counted.count + 1, sizeof *counted.counts);
    if (!counted.counts) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        size_t values;
        const uint32_t *numbers = zs_column_numbers(field->column, matches[i].docid, &values);
        counted.without += values == 0;
        values = first_only && values > 1 ? 1 : values;
        for (size_t j = 0; j < values; j++) {
            counted.counts[numbers[j] / field->unit - counted.least]++;
        }
    }
    *out = counted;
    return ZS_OK;
}
