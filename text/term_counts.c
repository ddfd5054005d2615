/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/term_counts.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct zs_counted {
    size_t offset; /* of the term in `bytes` */
    size_t slot;
    uint32_t length;
    uint32_t count;
    uint32_t field;
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
        counts->slots[counts->items[i].slot] = 0;
    }
    zs_buffer_clear(&counts->bytes);
    counts->count = 0;
}

static uint64_t hash_of(uint32_t field, const char *term, size_t length)
{
    return XXH3_64bits_withSeed(term, length, field);
}

static size_t free_slot(const uint32_t *slots, size_t slot_count, uint64_t hash)
{
    size_t slot = hash & (slot_count - 1);
    while (slots[slot] != 0) {
        slot = (slot + 1) & (slot_count - 1);
    }
    return slot;
}

/* Keeps at least half of the slots free. */
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
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (size_t i = 0; i < counts->count; i++) {
        uint64_t hash =
            hash_of(items[i].field, counts->bytes.data + items[i].offset, items[i].length);
        items[i].slot = free_slot(slots, slot_count, hash);
        slots[items[i].slot] = (uint32_t)i + 1;
    }
    free(counts->slots);
    counts->slots = slots;
    counts->slot_count = slot_count;
    return true;
}

bool zs_term_counts_add(zs_term_counts *counts, uint32_t field, const char *term, size_t length,
                        uint32_t by)
{
    if (!make_room(counts)) {
        return false;
    }
    size_t mask = counts->slot_count - 1;
    size_t slot = hash_of(field, term, length) & mask;
    for (; counts->slots[slot] != 0; slot = (slot + 1) & mask) {
        struct zs_counted *item = &counts->items[counts->slots[slot] - 1];
        if (item->length == length && item->field == field &&
            memcmp(counts->bytes.data + item->offset, term, length) == 0) {
            item->count += by;
            return true;
        }
    }
    size_t offset = counts->bytes.length;
    if (!zs_buffer_append(&counts->bytes, term, length)) {
        return false;
    }
    counts->items[counts->count] = (struct zs_counted){.offset = offset,
                                                       .slot = slot,
                                                       .length = (uint32_t)length,
                                                       .count = by,
                                                       .field = field};
    counts->slots[slot] = (uint32_t)++counts->count;
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
