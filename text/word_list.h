/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A list of folded words: those that count as one whatever ICU would cut, or that count for
 * nothing.
 */
#ifndef ZS_TEXT_WORD_LIST_H
#define ZS_TEXT_WORD_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"
#include "text/segment.h"

typedef struct zs_listed_word {
    size_t start;
    uint32_t length;
} zs_listed_word;

typedef struct zs_word_list {
    UChar *units;
    size_t unit_count, unit_capacity;
    zs_listed_word *items; /* in order once they are sorted */
    size_t count, capacity;
    uint32_t longest;
} zs_word_list;

void zs_word_list_release(zs_word_list *list);

/* Adds a word; false if out of memory. What was added is found once the list is sorted. */
bool zs_word_list_add(zs_word_list *list, const UChar *units, size_t length);
void zs_word_list_sort(zs_word_list *list);

bool zs_word_list_has(const zs_word_list *list, const UChar *units, size_t length);

/* The length of the longest word that some units begin with; 0 if there is none. */
uint32_t zs_word_list_longest(const zs_word_list *list, const UChar *units, size_t length);

/* Cuts runs of ideographs anew: what is a word of the list, the longest from the left, is one
 * word, and around it the cuts stay. The only error is ZS_ERROR_MEMORY. */
zs_status zs_word_list_cut(const zs_word_list *list, const zs_folded *folded, zs_words *words,
                           zs_error *error);

#endif
