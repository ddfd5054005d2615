/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counting the terms of one article: a hash table over term bytes in one growing block.
 */
#ifndef ZS_TEXT_TERM_COUNTS_H
#define ZS_TEXT_TERM_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/term_count.h"

typedef struct zs_term_counts {
    zs_buffer bytes; /* the terms, one behind another */
    struct zs_counted *items;
    size_t count;
    size_t item_capacity;
    struct zs_counted_slot *slots;
    size_t slot_count; /* a power of two */
    zs_term_count *listed;
    size_t listed_capacity;
} zs_term_counts;

#define ZS_TERM_COUNTS_INIT ((zs_term_counts){.count = 0})

void zs_term_counts_release(zs_term_counts *counts);

/* Forgets all terms and keeps the memory. */
void zs_term_counts_clear(zs_term_counts *counts);

/* Adds `by` to the count of a term of a field (0 only makes sure that it is there); `hash` is
 * that of the term (term_hash.h). False if out of memory. */
bool zs_term_counts_add(zs_term_counts *counts, uint32_t field, const char *term, size_t length,
                        uint64_t hash, uint32_t by);

/* The terms in order of first occurrence, *length of them; NULL if out of memory. They stay
 * until the next call. */
const zs_term_count *zs_term_counts_list(zs_term_counts *counts, size_t *length);

#endif
