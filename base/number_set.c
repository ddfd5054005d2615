/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/number_set.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

void zs_number_set_release(zs_number_set *set)
{
    free(set->slots);
    *set = ZS_NUMBER_SET_INIT;
}

void zs_number_set_clear(zs_number_set *set)
{
    if (set->count > 0) {
        memset(set->slots, 0, set->slot_count * sizeof *set->slots);
    }
    set->count = 0;
}

/* The slot that has the number, or the free one where it would go. Multiplied by 2^32 over the
 * golden ratio, numbers that follow each other lie far apart (Knuth, vol. 3, 6.4). */
static size_t slot_of(const uint32_t *slots, size_t slot_count, uint32_t number)
{
    uint32_t spread = number * 2654435769U;
    size_t slot = spread & (slot_count - 1);
    while (slots[slot] != 0 && slots[slot] != number) {
        slot = (slot + 1) & (slot_count - 1);
    }
    return slot;
}

/* Keeps at least half of the slots free. */
static bool make_room(zs_number_set *set)
{
    if (2 * (set->count + 1) <= set->slot_count) {
        return true;
    }
    size_t slot_count = set->slot_count > 0 ? 2 * set->slot_count : FIRST_SLOTS;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (size_t i = 0; i < set->slot_count; i++) {
        if (set->slots[i] != 0) {
            slots[slot_of(slots, slot_count, set->slots[i])] = set->slots[i];
        }
    }
    free(set->slots);
    set->slots = slots;
    set->slot_count = slot_count;
    return true;
}

bool zs_number_set_add(zs_number_set *set, uint32_t number)
{
    if (!make_room(set)) {
        return false;
    }
    size_t slot = slot_of(set->slots, set->slot_count, number);
    set->count += set->slots[slot] == 0;
    set->slots[slot] = number;
    return true;
}

bool zs_number_set_has(const zs_number_set *set, uint32_t number)
{
    return set->count > 0 && set->slots[slot_of(set->slots, set->slot_count, number)] != 0;
}
