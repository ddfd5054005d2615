/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the articles go on behind a run of Han characters. The list of terms says which
 * characters may come next; what really does is read in a few of the articles that have both.
 */
#ifndef ZS_SEARCHER_GO_ON_H
#define ZS_SEARCHER_GO_ON_H

#include "searcher/run_count.h"
#include "searcher/searcher.h"

/* Longer runs are not gone on with. */
enum { ZS_GO_ON_MOST = 20 };

/* A run that begins with another, up to the end of a word, and stands in some articles. */
typedef struct zs_completion {
    UChar32 run[ZS_RUN_MOST];
    size_t length;
    zs_run_count count;
    bool
        lone; /* it ends with a character by itself, which may be but the beginning of a word */
    double likely; /* logarithm to base 2 of how likely it is meant; 0 unless the caller says */
} zs_completion;

typedef struct zs_completions {
    zs_completion *items;
    size_t count, capacity;
} zs_completions;

void zs_completions_release(zs_completions *completions);

/* Adds one unless it is there already; NULL if out of memory, else where it is. */
zs_completion *zs_completions_add(zs_completions *completions, const UChar32 *run,
                                  size_t length);

/* Puts those first that stand in the most articles, less where they are less likely; among
 * equals, the shorter. Those that only begin what stands in nearly as many are left out. */
void zs_completions_sort(zs_completions *completions);

/* How much is done for it: so many articles that have the run are asked what may come next, and
 * so many bytes of articles are read to see what does. */
typedef struct zs_go_on_effort {
    size_t asked, bytes;
} zs_go_on_effort;

/* Adds how the articles go on behind a run of 1 to ZS_GO_ON_MOST folded characters, at least
 * the most frequent ways to. Errors: CHANGED, CORRUPT, IO, MEMORY. */
zs_status zs_go_on(zs_searcher *searcher, const UChar32 *run, size_t length,
                   zs_go_on_effort effort, zs_completions *out, zs_error *error);

#endif
