/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/facets.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/select.h"

enum { DEFAULT_VALUES = 10 };

void zs_counted_free(zs_counted *counted)
{
    if (counted) {
        free(counted->facets);
        free(counted->names);
        free(counted->values);
        free(counted->places);
        zs_buffer_release(&counted->text);
        free(counted);
    }
}

zs_counted *zs_counted_new(size_t facets)
{
    zs_counted *counted = calloc(1, sizeof *counted);
    if (counted) {
        counted->facets = calloc(facets + 1, sizeof *counted->facets);
        counted->names = calloc(facets + 1, sizeof *counted->names);
    }
    if (counted && (!counted->facets || !counted->names)) {
        zs_counted_free(counted);
        counted = NULL;
    }
    return counted;
}

zs_status zs_counted_add(zs_counted *counted, const zs_value_field *field, uint32_t number,
                         uint64_t count, zs_error *error)
{
    size_t wanted = counted->value_count + 1;
    zs_facet_value *values =
        zs_array_grow(counted->values, &counted->value_capacity, wanted, sizeof *values);
    counted->values = values ? values : counted->values;
    size_t *places =
        zs_array_grow(counted->places, &counted->place_capacity, wanted, sizeof *places);
    counted->places = places ? places : counted->places;
    size_t place = counted->text.length;
    if (!values || !places || !zs_value_field_print(field, number, &counted->text)) {
        return zs_fail_memory(error);
    }
    places[counted->value_count] = place;
    values[counted->value_count++] = (zs_facet_value){.count = count};
    return ZS_OK;
}

/* The values that occur as keys of which the least is the most frequent, and of equals the
 * first. */
static size_t make_keys(const zs_value_counts *counts, uint64_t *keys)
{
    size_t used = 0;
    for (size_t i = 0; i < counts->count; i++) {
        if (counts->counts[i] > 0) {
            keys[used++] = (uint64_t)(UINT32_MAX - counts->counts[i]) << 32 |
                           (uint32_t)(counts->least + i);
        }
    }
    return used;
}

zs_status zs_counted_add_facet(zs_counted *counted, const zs_value_field *field,
                               const zs_match *matches, size_t count, size_t wanted,
                               zs_error *error)
{
    zs_value_counts counts;
    zs_status status = zs_value_field_count(field, matches, count, false, &counts, error);
    if (status) {
        return status;
    }
    uint64_t *keys = malloc((counts.count + 1) * sizeof *keys);
    if (!keys) {
        free(counts.counts);
        return zs_fail_memory(error);
    }
    size_t used = make_keys(&counts, keys);
    wanted = wanted > 0 ? wanted : DEFAULT_VALUES;
    size_t shown = used < wanted ? used : wanted;
    zs_select_least(keys, used, shown);
    for (size_t i = 0; !status && i < shown; i++) {
        uint32_t number = (uint32_t)keys[i];
        status =
            zs_counted_add(counted, field, number, zs_value_count_of(&counts, number), error);
    }
    size_t name = counted->text.length;
    if (!status && (!zs_buffer_append_string(&counted->text, field->name) ||
                    !zs_buffer_append_byte(&counted->text, '\0'))) {
        status = zs_fail_memory(error);
    }
    if (!status) {
        counted->names[counted->public.facet_count] = name;
        counted->facets[counted->public.facet_count++] =
            (zs_facet){.value_count = shown, .others = used - shown, .without = counts.without};
    }
    free(keys);
    free(counts.counts);
    return status;
}

void zs_counted_finish(zs_counted *counted)
{
    size_t next = 0;
    for (size_t i = 0; i < counted->value_count; i++) {
        counted->values[i].value = counted->text.data + counted->places[i];
    }
    for (size_t i = 0; i < counted->public.facet_count; i++) {
        counted->facets[i].field = counted->text.data + counted->names[i];
        counted->facets[i].values = counted->values + next;
        next += counted->facets[i].value_count;
    }
    counted->public.facets = counted->facets;
    if (counted->histogram.value_count > 0) {
        counted->histogram.values = counted->values + next;
        counted->public.histogram = &counted->histogram;
    }
}
