/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/select.h"

#include <stdlib.h>

/* Fewer than these are put in order at once; after so many divisions that did not help, which
 * only keys made for it can bring about, the rest is. */
enum { FEW = 32, DIVISIONS_MOST = 100 };

static int ascending(const void *one, const void *other)
{
    const uint64_t *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

static void swap(uint64_t *a, uint64_t *b)
{
    uint64_t kept = *a;
    *a = *b;
    *b = kept;
}

static uint64_t middle_of(uint64_t a, uint64_t b, uint64_t c)
{
    if (a > b) {
        swap(&a, &b);
    }
    return c < a ? a : c > b ? b : c;
}

/* Hoare's: afterwards no key before *right + 1 is above one from *left on. */
static void divide(uint64_t *keys, size_t begin, size_t end, size_t *left, size_t *right)
{
    uint64_t pivot = middle_of(keys[begin], keys[begin + (end - begin) / 2], keys[end - 1]);
    size_t i = begin, j = end - 1;
    while (i <= j) {
        while (keys[i] < pivot) {
            i++;
        }
        while (keys[j] > pivot) {
            j--;
        }
        if (i <= j) {
            swap(&keys[i++], &keys[j]);
            if (j-- == 0) {
                break;
            }
        }
    }
    *left = i;
    *right = j + 1;
}

void zs_select_least(uint64_t *keys, size_t count, size_t wanted)
{
    wanted = wanted < count ? wanted : count;
    if (wanted == 0) {
        return;
    }
    size_t begin = 0, end = count;
    for (int i = 0; wanted < count && end - begin > FEW && i < DIVISIONS_MOST; i++) {
        size_t left, right;
        divide(keys, begin, end, &left, &right);
        if (wanted <= right) {
            end = right;
        } else if (wanted >= left) {
            begin = left;
        } else {
            begin = end = wanted; /* between stand keys that are equal */
        }
    }
    /* The end that has not been divided may still have some of the first. */
    qsort(keys, end > wanted ? end : wanted, sizeof *keys, ascending);
}
