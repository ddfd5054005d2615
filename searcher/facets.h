/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is counted of the articles that match: facets and a histogram (zs_facets), which are one
 * block of memory that the results take over.
 */
#ifndef ZS_SEARCHER_FACETS_H
#define ZS_SEARCHER_FACETS_H

#include "searcher/columns.h"

/* What is counted, and where it goes. Values are kept as places in `text` until it is whole. */
typedef struct zs_counted {
    zs_facets public;
    zs_facet *facets;
    size_t *names; /* of the facets, places in `text` */
    zs_histogram histogram;
    zs_facet_value *values; /* of all facets and the histogram, one behind another */
    size_t value_count, value_capacity;
    size_t *places; /* of each value in `text` */
    size_t place_capacity;
    zs_buffer text;
} zs_counted;

void zs_counted_free(zs_counted *counted);

/* Makes what will have room for so many facets. NULL if out of memory. */
zs_counted *zs_counted_new(size_t facets);

/* Adds a value at the end. */
zs_status zs_counted_add(zs_counted *counted, const zs_value_field *field, uint32_t number,
                         uint64_t count, zs_error *error);

/* Counts the values of a field in some articles, and takes the `wanted` most frequent. */
zs_status zs_counted_add_facet(zs_counted *counted, const zs_value_field *field,
                               const zs_match *matches, size_t count, size_t wanted,
                               zs_error *error);

/* Counts dates (histogram.c). Where there would be too many bars, longer ones are taken, and a
 * note says so. */
zs_status zs_counted_add_histogram(zs_counted *counted, const zs_value_field *dates,
                                   zs_interval interval, const zs_match *matches, size_t count,
                                   zs_buffer *notes, zs_error *error);

/* Makes all that was added public. */
void zs_counted_finish(zs_counted *counted);

#endif
