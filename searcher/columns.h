/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fields by whose values articles are counted, sorted and collapsed. What the index has of one
 * is read once, and kept until the index is looked at anew.
 */
#ifndef ZS_SEARCHER_COLUMNS_H
#define ZS_SEARCHER_COLUMNS_H

#include "base/buffer.h"
#include "base/field.h"
#include "store/reader.h"

struct zs_kept_column {
    zs_field_id field;
    char *key; /* of metadata; else NULL */
    zs_column *column;
};

typedef struct zs_columns {
    struct zs_kept_column *items;
    size_t count, capacity;
} zs_columns;

void zs_columns_release(zs_columns *columns);
void zs_columns_clear(zs_columns *columns);

/* A field by its name. An article has its values as numbers, which ascend as the values do. */
typedef struct zs_value_field {
    const char *name;
    const zs_column *column;
    uint32_t unit; /* of dates the numbers of a column are divided by it: a year, month, day */
} zs_value_field;

/* The field with a name; `purpose` is what for: "sort by". ZS_ERROR_ARGUMENT if there is none
 * that can be used so. The column is the searcher's. */
zs_status zs_columns_find(zs_columns *columns, zs_reader *reader, const char *name,
                          const char *purpose, zs_value_field *out, zs_error *error);

/* The field of all that is known of dates. */
zs_status zs_columns_dates(zs_columns *columns, zs_reader *reader, zs_value_field *out,
                           zs_error *error);

static inline bool zs_value_field_is_date(const zs_value_field *field)
{
    return !field->column->values;
}

/* The number of the first value of an article; 0 if it has none. */
static inline uint32_t zs_value_field_first(const zs_value_field *field, uint32_t docid)
{
    size_t count;
    const uint32_t *numbers = zs_column_numbers(field->column, docid, &count);
    return count > 0 ? *numbers / field->unit : 0;
}

/* Appends the value of a number, and a NUL. False if out of memory. */
bool zs_value_field_print(const zs_value_field *field, uint32_t number, zs_buffer *out);

/* How many articles have each value, by its number from `least` on. */
typedef struct zs_value_counts {
    uint32_t *counts;
    size_t count;
    uint32_t least;
    uint64_t without; /* articles that have none */
} zs_value_counts;

/* Counts the values of some articles; of those that have more than one the first only, or
 * each. */
zs_status zs_value_field_count(const zs_value_field *field, const zs_match *matches,
                               size_t count, bool first_only, zs_value_counts *out,
                               zs_error *error);

static inline uint32_t zs_value_count_of(const zs_value_counts *counts, uint32_t number)
{
    bool known = number >= counts->least && number - counts->least < counts->count;
    return known ? counts->counts[number - counts->least] : 0;
}

#endif
