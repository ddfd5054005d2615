/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ICU's dictionary of Chinese and Japanese words, read where ICU itself has it: what words a
 * text begins with, and what each costs. ICU's break iterator asks it in a general way, which
 * takes most of the time of an analysis.
 */
#ifndef ZS_TEXT_DICTIONARY_H
#define ZS_TEXT_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

#include "zsearch.h"

/* No word with more units is looked for, as ICU does. */
enum { ZS_DICTIONARY_LONGEST = 20 };

typedef struct zs_dictionary_word {
    uint32_t length; /* units */
    uint32_t cost;   /* the more usual the word, the less */
} zs_dictionary_word;

typedef struct zs_dictionary zs_dictionary;

/* *out is NULL if this ICU has no such dictionary, or in another form. The only error is
 * ZS_ERROR_MEMORY. One thread at a time. */
zs_status zs_dictionary_open(zs_dictionary **out, zs_error *error);
void zs_dictionary_close(zs_dictionary *dictionary);

/* Whether a unit is one that zs_dictionary_match can be asked about: an ideograph that
 * normalization leaves alone and all versions of ICU know. */
static inline bool zs_dictionary_takes(UChar unit)
{
    return (unit >= 0x4E00 && unit <= 0x9FEF) || (unit >= 0x3400 && unit <= 0x4DB5) ||
           unit == 0x3005 || unit == 0x3007;
}

/* The words that `length` (at least 1) units begin with, the shortest first; their number. */
size_t zs_dictionary_match(zs_dictionary *dictionary, const UChar *units, size_t length,
                           zs_dictionary_word words[ZS_DICTIONARY_LONGEST]);

#endif
