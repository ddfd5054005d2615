/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What can be cut without asking ICU, as it would (UAX #29): words of ASCII letters and digits,
 * and all that stands between such words and ideographs.
 */
#ifndef ZS_TEXT_PLAIN_WORDS_H
#define ZS_TEXT_PLAIN_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"

/* What a unit of folded text is to the cut. ICU cuts on both sides of what is apart, between
 * ideographs and what is plain, and anywhere in a text that has none of the others. */
typedef enum zs_cut_sort {
    ZS_SORT_APART,     /* holds nothing together: most punctuation, white space */
    ZS_SORT_PLAIN,     /* ASCII letters and digits, and what may hold them together */
    ZS_SORT_IDEOGRAPH, /* that zs_dictionary_takes */
    ZS_SORT_OTHER      /* only ICU knows */
} zs_cut_sort;

zs_cut_sort zs_cut_sort_of(UChar unit, uint8_t class);

/* The end of the first word or other piece of the plain units from `at` to `end`, which have
 * no others beside them; `at` if only ICU knows. */
uint32_t zs_plain_end(const UChar *units, uint32_t at, uint32_t end);

#endif
