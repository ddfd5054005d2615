/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/nearest.h"

#include <string.h>

enum { LONGEST = 32, FAR = LONGEST };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, left out, replaced, or swapped with their neighbour to
 * make one word of the other. */
static size_t distance(const char *left, const char *right)
{
    size_t left_length = strlen(left);
    size_t right_length = strlen(right);
    if (left_length > LONGEST || right_length > LONGEST) {
        return FAR;
    }
    size_t cost[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= left_length; i++) {
        cost[i][0] = i;
    }
    for (size_t j = 0; j <= right_length; j++) {
        cost[0][j] = j;
    }
    for (size_t i = 1; i <= left_length; i++) {
        for (size_t j = 1; j <= right_length; j++) {
            size_t replaced = cost[i - 1][j - 1] + (left[i - 1] != right[j - 1]);
            cost[i][j] = least(replaced, least(cost[i - 1][j], cost[i][j - 1]) + 1);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                cost[i][j] = least(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[left_length][right_length];
}

const char *zs_nearest(const char *typed, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t length = strlen(typed);
    size_t best = FAR;
    for (size_t i = 0; i < count; i++) {
        size_t found = distance(typed, words[i]);
        /* A longer word may have more wrong in it; its beginning counts as nearly right. */
        if (length >= 2 && strncmp(words[i], typed, length) == 0) {
            found = 1;
        }
        if (found < best && found <= 1 + strlen(words[i]) / 4) {
            best = found;
            nearest = words[i];
        }
    }
    return nearest;
}
