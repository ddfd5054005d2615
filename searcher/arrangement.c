/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/arrangement.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/number_set.h"
#include "base/select.h"

void zs_arrangement_release(zs_arrangement *arrangement)
{
    free(arrangement->facets);
    free(arrangement->collapsed.counts);
    *arrangement = (zs_arrangement){.sorts = false};
}

/* ---- What is asked for ------------------------------------------------------------- */

/* The field of a sort order, without its direction. */
static zs_status take_sort(const char *sort, zs_columns *columns, zs_reader *reader,
                           zs_arrangement *out, zs_error *error)
{
    const char *colon = strrchr(sort, ':');
    bool ascends = colon && strcmp(colon, ":asc") == 0;
    bool descends = colon && strcmp(colon, ":desc") == 0;
    char *name = strndup(sort, ascends || descends ? (size_t)(colon - sort) : strlen(sort));
    if (!name) {
        return zs_fail_memory(error);
    }
    zs_status status = ZS_OK;
    if (strcmp(name, "relevance") == 0) {
        if (ascends) {
            status =
                zs_fail(error, ZS_ERROR_ARGUMENT,
                        "the best come first, and cannot come last: sort by \"relevance\"");
        }
    } else {
        status = zs_columns_find(columns, reader, name, "sort by", &out->sort, error);
        out->sorts = status == ZS_OK;
    }
    if (out->sorts) {
        out->descends = descends || (zs_value_field_is_date(&out->sort) && !ascends);
    }
    free(name);
    out->sort.name = NULL;
    return status;
}

static zs_status take_facets(const zs_query_options *options, zs_columns *columns,
                             zs_reader *reader, zs_arrangement *out, zs_error *error)
{
    size_t count = 0;
    while (options->facets && options->facets[count]) {
        count++;
    }
    out->facets = calloc(count + 1, sizeof *out->facets);
    if (!out->facets) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        zs_status status = zs_columns_find(columns, reader, options->facets[i], "count by",
                                           &out->facets[i], error);
        if (status) {
            return status;
        }
        out->facet_count++;
    }
    out->facet_values = options->facet_values;
    out->counts = count > 0;
    return ZS_OK;
}

zs_status zs_arrangement_make(const zs_query_options *options, zs_columns *columns,
                              zs_reader *reader, zs_arrangement *out, zs_error *error)
{
    zs_arrangement made = {.histogram = options->histogram};
    zs_status status = ZS_OK;
    if (options->sort) {
        status = take_sort(options->sort, columns, reader, &made, error);
    }
    if (!status && options->collapse) {
        status = zs_columns_find(columns, reader, options->collapse, "collapse by",
                                 &made.collapse, error);
        made.collapses = status == ZS_OK;
    }
    if (!status && options->facets) {
        status = take_facets(options, columns, reader, &made, error);
    }
    if (!status && options->histogram != ZS_INTERVAL_NONE) {
        status = zs_columns_dates(columns, reader, &made.dates, error);
        made.counts = true;
    }
    if (status) {
        zs_arrangement_release(&made);
        return status;
    }
    *out = made;
    return ZS_OK;
}

/* ---- Sorting ----------------------------------------------------------------------- */

uint32_t zs_arrangement_place(const zs_arrangement *arrangement, uint32_t docid)
{
    const zs_value_field *field = &arrangement->sort;
    size_t count;
    const uint32_t *numbers = zs_column_numbers(field->column, docid, &count);
    uint32_t first = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = numbers[i] / field->unit;
        uint32_t place = arrangement->descends ? UINT32_MAX - number : number;
        first = place < first ? place : first;
    }
    return first;
}

zs_status zs_arrangement_sort(const zs_arrangement *arrangement, zs_matches *matches,
                              size_t wanted, zs_matches *scratch, zs_error *error)
{
    size_t count = matches->count;
    uint64_t *keys = malloc((count + 1) * sizeof *keys);
    zs_match *items =
        zs_array_grow(scratch->items, &scratch->capacity, count + 1, sizeof *items);
    scratch->items = items ? items : scratch->items;
    if (!keys || !items) {
        free(keys);
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] =
            (uint64_t)zs_arrangement_place(arrangement, matches->items[i].docid) << 32 | i;
    }
    zs_select_least(keys, count, wanted);
    for (size_t i = 0; i < count; i++) {
        items[i] = matches->items[keys[i] & UINT32_MAX];
    }
    free(keys);
    size_t capacity = scratch->capacity;
    scratch->items = matches->items;
    scratch->capacity = matches->capacity;
    matches->items = items;
    matches->capacity = capacity;
    return ZS_OK;
}

/* ---- Collapsing -------------------------------------------------------------------- */

zs_status zs_arrangement_collapse(zs_arrangement *arrangement, zs_matches *matches,
                                  size_t wanted, zs_error *error)
{
    zs_number_set seen = ZS_NUMBER_SET_INIT;
    size_t kept = 0;
    zs_status status =
        zs_value_field_count(&arrangement->collapse, matches->items, matches->count, true,
                             &arrangement->collapsed, error);
    for (size_t i = 0; !status && i < matches->count && kept < wanted; i++) {
        zs_match match = matches->items[i];
        uint32_t number = zs_value_field_first(&arrangement->collapse, match.docid);
        if (number != 0 && zs_number_set_has(&seen, number)) {
            continue;
        }
        if (number != 0 && !zs_number_set_add(&seen, number)) {
            status = zs_fail_memory(error);
        }
        matches->items[kept++] = match;
    }
    zs_number_set_release(&seen);
    matches->count = status ? matches->count : kept;
    return status;
}

uint64_t zs_arrangement_others(const zs_arrangement *arrangement, uint32_t docid)
{
    if (!arrangement->collapses) {
        return 0;
    }
    uint32_t number = zs_value_field_first(&arrangement->collapse, docid);
    uint32_t all = number == 0 ? 0 : zs_value_count_of(&arrangement->collapsed, number);
    return all > 0 ? all - 1 : 0;
}

/* ---- Counting ---------------------------------------------------------------------- */

zs_status zs_arrangement_count(const zs_arrangement *arrangement, const zs_matches *matches,
                               zs_buffer *notes, zs_counted **out, zs_error *error)
{
    zs_counted *counted = zs_counted_new(arrangement->facet_count);
    if (!counted) {
        return zs_fail_memory(error);
    }
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < arrangement->facet_count; i++) {
        status = zs_counted_add_facet(counted, &arrangement->facets[i], matches->items,
                                      matches->count, arrangement->facet_values, error);
    }
    if (!status && arrangement->histogram != ZS_INTERVAL_NONE) {
        status = zs_counted_add_histogram(counted, &arrangement->dates, arrangement->histogram,
                                          matches->items, matches->count, notes, error);
    }
    if (status) {
        zs_counted_free(counted);
        return status;
    }
    counted->public.articles = matches->count;
    zs_counted_finish(counted);
    *out = counted;
    return ZS_OK;
}
