/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which articles may meet a requirement, as a boolean query for the index: all that do, and
 * perhaps more.
 */
#ifndef ZS_SEARCHER_CANDIDATES_H
#define ZS_SEARCHER_CANDIDATES_H

#include <stdbool.h>

#include "searcher/requirement.h"
#include "store/reader.h"

/* A query that points into the requirement, which must outlive it. */
typedef struct zs_candidates {
    zs_match_node node;
    bool exact; /* all that match meet the requirement: none need be looked at */
} zs_candidates;

zs_status zs_candidates_make(const zs_requirement *requirement, zs_candidates *out,
                             zs_error *error);
void zs_candidates_release(zs_candidates *candidates);

/* Whether a sum of weights reaches what is asked, but for rounding. */
static inline bool zs_share_suffices(double sum, double least)
{
    return sum >= least * (1 - 1e-9);
}

#endif
