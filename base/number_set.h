/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A set of numbers other than 0, which grows. Cleared, it keeps its memory.
 */
#ifndef ZS_BASE_NUMBER_SET_H
#define ZS_BASE_NUMBER_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct zs_number_set {
    uint32_t *slots;   /* 0: free */
    size_t slot_count; /* a power of two, or 0 */
    size_t count;
} zs_number_set;

#define ZS_NUMBER_SET_INIT ((zs_number_set){.slots = NULL})

void zs_number_set_release(zs_number_set *set);
void zs_number_set_clear(zs_number_set *set);

/* Adds a number; false if out of memory. */
bool zs_number_set_add(zs_number_set *set, uint32_t number);
bool zs_number_set_has(const zs_number_set *set, uint32_t number);

#endif
