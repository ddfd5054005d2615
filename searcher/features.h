/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What can be said of the places at which the terms of a query stand in an article.
 */
#ifndef ZS_SEARCHER_FEATURES_H
#define ZS_SEARCHER_FEATURES_H

#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "text/fold.h"

/* The greatest summed weight of what stands within `width` units of each other, each thing
 * once. `counts` has a place for each that is sought, all 0, and is left so. */
double zs_best_window(const zs_occurrences *hits, const double *weights, uint32_t width,
                      uint32_t *counts);

/* The share of a text's letters and ideographs that terms of the query cover; 0 if it has
 * none. `covered` has a place for each unit. */
double zs_covered_share(const zs_folded *folded, const zs_occurrences *hits, uint8_t *covered);

/* The letters and ideographs of a query, numbered, so that what stands between does not
 * matter. Grows and is used again. */
typedef struct zs_query_run {
    uint32_t *number; /* of unit i: how many are before it; one more at the end */
    struct zs_run_end *ends;
    size_t capacity, end_capacity;
    uint32_t count;
} zs_query_run;

void zs_query_run_release(zs_query_run *run);
zs_status zs_query_run_prepare(zs_query_run *run, const zs_query_terms *query, zs_error *error);

/* The number of letters and ideographs of the longest piece of the query that stands in the
 * text in one run of hits; a space or a sign between two hits counts for nothing, and no
 * synonym does. Of a term
 * that the query has twice only one place is known. */
uint32_t zs_longest_run(zs_query_run *run, const zs_query_terms *query, const zs_folded *folded,
                        const zs_occurrences *hits);

#endif
