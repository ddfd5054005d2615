/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/completions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

void zs_completions_release(zs_completions *completions)
{
    free(completions->items);
    *completions = (zs_completions){.count = 0};
}

zs_completion *zs_completions_add(zs_completions *completions, const UChar32 *run,
                                  size_t length)
{
    for (size_t i = 0; i < completions->count; i++) {
        zs_completion *known = &completions->items[i];
        if (known->length == length && memcmp(known->run, run, length * sizeof *run) == 0) {
            return known;
        }
    }
    zs_completion *items = zs_array_grow(completions->items, &completions->capacity,
                                         completions->count + 1, sizeof *items);
    if (!items) {
        return NULL;
    }
    completions->items = items;
    zs_completion *added = &items[completions->count++];
    *added = (zs_completion){.length = length};
    memcpy(added->run, run, length * sizeof *run);
    return added;
}

static double score_of(const zs_completion *completion)
{
    return log2(completion->count.articles + 1) + completion->likely;
}

static int by_score(const void *one, const void *other)
{
    const zs_completion *a = one, *b = other;
    double left = score_of(a), right = score_of(b);
    if (left != right) {
        return left < right ? 1 : -1;
    }
    if (a->length != b->length) {
        return a->length > b->length ? 1 : -1;
    }
    return memcmp(a->run, b->run, a->length * sizeof *a->run);
}

/* Whether what ends with a lone character goes on in the same way nearly wherever it stands:
 * then that is where a word begins, and not what anybody would type. */
static bool only_begins(const zs_completions *completions, const zs_completion *completion)
{
    for (size_t i = 0; completion->lone && i < completions->count; i++) {
        const zs_completion *other = &completions->items[i];
        if (other->length > completion->length &&
            5 * (uint64_t)other->count.articles >= 4 * (uint64_t)completion->count.articles &&
            memcmp(other->run, completion->run, completion->length * sizeof *completion->run) ==
                0) {
            return true;
        }
    }
    return false;
}

void zs_completions_sort(zs_completions *completions)
{
    size_t kept = 0;
    if (completions->count == 0) {
        return;
    }
    qsort(completions->items, completions->count, sizeof *completions->items, by_score);
    /* What is longer comes behind, and is still where it was. */
    for (size_t i = 0; i < completions->count; i++) {
        if (completions->items[i].count.articles > 0 &&
            !only_begins(completions, &completions->items[i])) {
            completions->items[kept++] = completions->items[i];
        }
    }
    completions->count = kept;
}
