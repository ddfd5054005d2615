/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the hits of a query are arranged, as its options ask for: counted, sorted, collapsed. All
 * of it is of the articles that match as was asked, and so these are found, not only the best.
 */
#ifndef ZS_SEARCHER_ARRANGEMENT_H
#define ZS_SEARCHER_ARRANGEMENT_H

#include "searcher/columns.h"
#include "searcher/facets.h"

typedef struct zs_arrangement {
    bool sorts;
    bool descends;
    zs_value_field sort;
    bool collapses;
    zs_value_field collapse;
    zs_value_counts collapsed; /* how many there are of each value */
    bool counts;
    zs_value_field *facets;
    size_t facet_count;
    size_t facet_values; /* of each */
    zs_interval histogram;
    zs_value_field dates;
} zs_arrangement;

/* Whether there is anything to arrange. */
static inline bool zs_arrangement_is_needed(const zs_arrangement *arrangement)
{
    return arrangement->sorts || arrangement->collapses || arrangement->counts;
}

/* Makes an arrangement of what the options ask for. The names of its fields are theirs.
 * ZS_ERROR_ARGUMENT if there is no such field. */
zs_status zs_arrangement_make(const zs_query_options *options, zs_columns *columns,
                              zs_reader *reader, zs_arrangement *out, zs_error *error);
void zs_arrangement_release(zs_arrangement *arrangement);

/* Where an article stands by its value: the least come first, those without one last. */
uint32_t zs_arrangement_place(const zs_arrangement *arrangement, uint32_t docid);

/* Puts matches in their order, at least the first `wanted`; of equals those that stood before
 * the others come first. Memory is kept in `scratch`. */
zs_status zs_arrangement_sort(const zs_arrangement *arrangement, zs_matches *matches,
                              size_t wanted, zs_matches *scratch, zs_error *error);

/* Of each value leaves the first match, `wanted` at most; and counts them. */
zs_status zs_arrangement_collapse(zs_arrangement *arrangement, zs_matches *matches,
                                  size_t wanted, zs_error *error);

/* How many other articles have the value that one stands for. */
uint64_t zs_arrangement_others(const zs_arrangement *arrangement, uint32_t docid);

/* Counts what is asked for. */
zs_status zs_arrangement_count(const zs_arrangement *arrangement, const zs_matches *matches,
                               zs_buffer *notes, zs_counted **out, zs_error *error);

#endif
