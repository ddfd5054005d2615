/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Cutting a run of ideographs into words as ICU does: the words of its dictionary, or single
 * characters, that together cost least.
 */
#ifndef ZS_TEXT_HAN_WORDS_H
#define ZS_TEXT_HAN_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

#include "text/dictionary.h"

typedef struct zs_han_words {
    uint32_t *lengths; /* of the words found, in units */
    size_t count;
    uint32_t *costs; /* scratch */
    size_t length_capacity, cost_capacity;
} zs_han_words;

#define ZS_HAN_WORDS_INIT ((zs_han_words){.count = 0})

void zs_han_words_release(zs_han_words *words);

/* Cuts units of which the dictionary takes each. The only error is ZS_ERROR_MEMORY. */
zs_status zs_cut_han(zs_dictionary *dictionary, const UChar *units, size_t length,
                     zs_han_words *out, zs_error *error);

#endif
