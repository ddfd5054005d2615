/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/term_counts.h"

#include <stdlib.h>
#include <string.h>

struct zs_counted {
    uint64_t key;  /* all of a term of up to 8 bytes, part of a longer one */
    size_t offset; /* of the term in `bytes` */
    uint32_t length;
    uint32_t count;
    uint32_t field;
    uint32_t slot;
};

struct zs_counted_slot {
    uint32_t item; /* its number + 1, 0 if free */
    uint32_t hash;
};

enum { FIRST_SLOTS = 1024 };

void zs_term_counts_release(zs_term_counts *counts)
{
    zs_buffer_release(&counts->bytes);
    free(counts->items);
    free(counts->slots);
    free(counts->listed);
    *counts = ZS_TERM_COUNTS_INIT;
}

void zs_term_counts_clear(zs_term_counts *counts)
{
    /* After one very long article the table is large; a short one frees only its own slots. */
    for (size_t i = 0; i < counts->count; i++) {
        counts->slots[counts->items[i].slot].item = 0;
    }
    zs_buffer_clear(&counts->bytes);
    counts->count = 0;
}

static inline uint32_t slot_hash(uint32_t field, uint64_t hash)
{
    return (uint32_t)hash + field * 0x9E3779B1U;
}

/* Terms of one length, no more than 8 bytes, are the same if their keys are. */
static inline uint64_t key_of(const char *term, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)term;
    if (length < 4) {
        return length == 0 ? 0
                           : (uint64_t)bytes[0] << 16 | (uint64_t)bytes[length / 2] << 8 |
                                 bytes[length - 1];
    }
    uint32_t first, last;
    memcpy(&first, term, sizeof first);
    memcpy(&last, term + length - sizeof last, sizeof last);
    return (uint64_t)first << 32 | last;
}

static size_t free_slot(const struct zs_counted_slot *slots, size_t slot_count, uint32_t hash)
{
    size_t slot = hash & (slot_count - 1);
    while (slots[slot].item != 0) {
        slot = (slot + 1) & (slot_count - 1);
    }
    return slot;
}

/* Makes room for one more item, and keeps at least half of the slots free. */
static bool make_room(zs_term_counts *counts)
{
    struct zs_counted *items =
        zs_array_grow(counts->items, &counts->item_capacity, counts->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    counts->items = items;
    if (counts->slots && 2 * (counts->count + 1) <= counts->slot_count) {
        return true;
    }
    size_t slot_count = counts->slots ? 2 * counts->slot_count : FIRST_SLOTS;
    struct zs_counted_slot *slots = calloc(slot_count, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (size_t i = 0; counts->slots && i < counts->count; i++) {
        struct zs_counted_slot moved = counts->slots[items[i].slot];
        items[i].slot = (uint32_t)free_slot(slots, slot_count, moved.hash);
        slots[items[i].slot] = moved;
    }
    free(counts->slots);
    counts->slots = slots;
    counts->slot_count = slot_count;
    return true;
}

static inline bool has_room(const zs_term_counts *counts)
{
    return counts->slots && counts->count < counts->item_capacity &&
           2 * counts->count < counts->slot_count;
}

bool zs_term_counts_add(zs_term_counts *counts, uint32_t field, const char *term, size_t length,
                        uint64_t term_hash, uint32_t by)
{
    if (!has_room(counts) && !make_room(counts)) {
        return false;
    }
    uint64_t key = key_of(term, length);
    uint32_t hash = slot_hash(field, term_hash);
    size_t mask = counts->slot_count - 1, slot = hash & mask;
    for (; counts->slots[slot].item != 0; slot = (slot + 1) & mask) {
        if (counts->slots[slot].hash != hash) {
            continue;
        }
        struct zs_counted *item = &counts->items[counts->slots[slot].item - 1];
        if (item->key == key && item->length == length && item->field == field &&
            (length <= sizeof key ||
             memcmp(counts->bytes.data + item->offset, term, length) == 0)) {
            item->count += by;
            return true;
        }
    }
    size_t offset = counts->bytes.length;
    if (!zs_buffer_append(&counts->bytes, term, length)) {
        return false;
    }
    struct zs_counted *item = &counts->items[counts->count++];
    item->key = key;
    item->offset = offset;
    item->length = (uint32_t)length;
    item->count = by;
    item->field = field;
    item->slot = (uint32_t)slot;
    counts->slots[slot] = (struct zs_counted_slot){(uint32_t)counts->count, hash};
    return true;
}

const zs_term_count *zs_term_counts_list(zs_term_counts *counts, size_t *length)
{
    zs_term_count *listed = zs_array_grow(counts->listed, &counts->listed_capacity,
                                          counts->count + 1, sizeof *listed);
    if (!listed) {
        return NULL;
    }
    counts->listed = listed;
    for (size_t i = 0; i < counts->count; i++) {
        const struct zs_counted *item = &counts->items[i];
        listed[i] = (zs_term_count){.term = counts->bytes.data + item->offset,
                                    .length = item->length,
                                    .count = item->count,
                                    .field = item->field};
    }
    *length = counts->count;
    return listed;
}
