/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the terms of a query stand in a folded text. Ranking and snippets both look here:
 * an article that is stored need not be cut into words again to be ranked or shown, since
 * the terms are sought as they are; words of other scripts at word edges only.
 */
#ifndef ZS_SEARCHER_MATCHER_H
#define ZS_SEARCHER_MATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "searcher/query_terms.h"
#include "searcher/unit_set.h"
#include "text/fold.h"

typedef struct zs_matcher zs_matcher;

zs_status zs_matcher_new(zs_matcher **out, zs_error *error);
void zs_matcher_free(zs_matcher *matcher);

/* Sets what is sought. The query must stay as it is while it is. */
zs_status zs_matcher_prepare(zs_matcher *matcher, const zs_query_terms *query, zs_error *error);

/* Term `term` of the query stands at units `start` to `end`, or a synonym of what it is part
 * of. */
typedef struct zs_occurrence {
    uint32_t term;
    uint32_t start, end;
    bool synonym;
} zs_occurrence;

typedef struct zs_occurrences {
    zs_occurrence *items; /* in order of start */
    size_t count;
    size_t capacity;
} zs_occurrences;

#define ZS_OCCURRENCES_INIT ((zs_occurrences){.count = 0})

void zs_occurrences_release(zs_occurrences *occurrences);

/* Makes room for one more. ZS_ERROR_MEMORY. */
zs_status zs_occurrences_grow(zs_occurrences *occurrences, zs_error *error);

/* Appends one. ZS_ERROR_MEMORY. */
static inline zs_status zs_occurrences_add(zs_occurrences *occurrences,
                                           zs_occurrence occurrence, zs_error *error)
{
    zs_status status = occurrences->count < occurrences->capacity
                           ? ZS_OK
                           : zs_occurrences_grow(occurrences, error);
    if (!status) {
        occurrences->items[occurrences->count++] = occurrence;
    }
    return status;
}

/* The units that anything which is sought begins with. */
const zs_unit_set *zs_matcher_begins(const zs_matcher *matcher);

/* Adds what stands at some places, which may be others, too. */
zs_status zs_matcher_try(const zs_matcher *matcher, const zs_folded *folded,
                         const zs_unit_places *places, zs_occurrences *out, zs_error *error);

/* Finds all occurrences, also those that overlap. */
zs_status zs_matcher_run(const zs_matcher *matcher, const zs_folded *folded,
                         zs_occurrences *out, zs_error *error);

#endif
