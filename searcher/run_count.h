/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How many articles a run of Han characters stands in. Of two characters the index knows; of
 * more it knows which articles have all of their pairs, and a few of these are looked at.
 */
#ifndef ZS_SEARCHER_RUN_COUNT_H
#define ZS_SEARCHER_RUN_COUNT_H

#include "searcher/searcher.h"

/* Longer runs are not counted. */
enum { ZS_RUN_MOST = 32 };

/* How much is done to count one: `steps` through postings, `looks` at articles, or
 * more until one has it; 0: it is known to stand somewhere. If it must be in fewer than
 * `least`, nothing more is done, and it counts as if it were in none. */
typedef struct zs_run_effort {
    size_t steps, looks;
    double least;
} zs_run_effort;

typedef struct zs_run_count {
    uint32_t articles; /* 0: none, as far as was looked */
    bool exact;
} zs_run_count;

/* Counts a run of 2 to ZS_RUN_MOST folded characters. Errors: CHANGED, CORRUPT, IO, MEMORY. */
zs_status zs_count_run(zs_searcher *searcher, const UChar32 *run, size_t length,
                       zs_run_effort effort, zs_run_count *out, zs_error *error);

#endif
