/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs of Han characters that go on with another, and how many articles have them.
 */
#ifndef ZS_SEARCHER_COMPLETIONS_H
#define ZS_SEARCHER_COMPLETIONS_H

#include "searcher/run_count.h"

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

#endif
