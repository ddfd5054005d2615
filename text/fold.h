/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Folding: what is written differently but means the same is made one, before anything is
 * cut. In this order: NFKC and case folding (Unicode's NFKC_Casefold, UAX #44; through
 * utf8proc), which also makes full-width forms half-width and drops what is invisible; then
 * traditional characters to simplified, one by one (ICU's Hant-Hans). White space becomes
 * one space, or one line feed where it holds an empty line (or a form feed or paragraph
 * separator).
 *
 * In an article, white space between two Han characters goes away altogether unless it holds
 * an empty line: text from PDF and OCR has spaces and line ends anywhere. In a query white
 * space is what parts words, and stays.
 *
 * Each unit of the folded text knows the bytes of the source it came from.
 */
#ifndef ZS_TEXT_FOLD_H
#define ZS_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

#include "zsearch.h"

typedef enum zs_char_class {
    ZS_CHAR_OTHER,   /* punctuation, symbols, what is invalid or unassigned */
    ZS_CHAR_WORD,    /* letters, digits and marks of scripts other than Han */
    ZS_CHAR_HAN,     /* ideographs, also those of planes 2 and 3 */
    ZS_CHAR_SPACE,   /* the one space that stands for any */
    ZS_CHAR_NEWLINE, /* the one line feed that stands for an empty line */
    ZS_CHAR_IGNORED  /* leaves nothing; only while folding */
} zs_char_class;

/* The folded text in UTF-16, which is what ICU cuts; four arrays of one length. A character
 * beyond the BMP is two units with the same class and span. */
typedef struct zs_folded {
    UChar *units;
    uint32_t *start; /* the source bytes that unit i came from: start[i] to end[i] */
    uint32_t *end;
    uint8_t *class; /* a zs_char_class */
    size_t length;
    size_t capacity;
    bool plain; /* set before folding: nobody asks for `start` and `end`, which stay NULL */
} zs_folded;

#define ZS_FOLDED_INIT ((zs_folded){.length = 0})

void zs_folded_release(zs_folded *folded);

/* Folds `length` bytes of UTF-8 (below 4 GiB) into `out`, which is overwritten and keeps its
 * memory. Invalid bytes fold to U+FFFD, as many as Unicode recommends (one for each maximal
 * subpart). The only error is ZS_ERROR_MEMORY. */
zs_status zs_fold(const char *text, size_t length, zs_purpose purpose, zs_folded *out,
                  zs_error *error);

/* Whether an ideograph has another form in the other script: 國, and 国. */
bool zs_char_varies(UChar32 character);

/* What folding makes of an ideograph. */
UChar32 zs_char_simplified(UChar32 character);

/* Whether a zs_char_class is one of white space. */
static inline bool zs_is_blank_class(uint8_t class)
{
    return class == ZS_CHAR_SPACE || class == ZS_CHAR_NEWLINE;
}

/* The class of a code point that has been folded. */
zs_char_class zs_char_class_of(UChar32 character);

#endif
