/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which words of the index a text in pinyin may mean. Nothing is kept in the index for it: its
 * list of terms has every pair of characters that stands anywhere, so a word of four is a chain
 * of three pairs whose characters read as they are spelt (text/spelling.h), and the chains of
 * frequent pairs are the words.
 */
#ifndef ZS_SEARCHER_PINYIN_H
#define ZS_SEARCHER_PINYIN_H

#include "searcher/run_count.h"
#include "searcher/searcher.h"
#include "text/spelling.h"

/* So many words are found at most, each so long at most. */
enum { ZS_PINYIN_WORDS = 12, ZS_PINYIN_LENGTH = 16 };

/* What is less likely than the likeliest by more than this, a logarithm to base 2, nobody
 * means. */
#define ZS_PINYIN_UNLIKELY 4.0

typedef struct zs_pinyin_word {
    UChar32 characters[ZS_PINYIN_LENGTH];
    size_t length;
    zs_run_count count;
    double readings; /* logarithm to base 2 of how likely its characters read so */
    double score;    /* the same of how likely it is meant */
    bool begun;      /* its last character is none of a longer word for ICU, which may go on */
} zs_pinyin_word;

/* Characters by their readings, and what is kept from one search to the next. */
zs_status zs_pinyin_new(zs_pinyin **out, zs_error *error);
void zs_pinyin_free(zs_pinyin *pinyin);

/* Finds the words of two characters or more that a spelling may mean, the most likely first:
 * at most `limit` of them and ZS_PINYIN_WORDS. Errors: CHANGED, CORRUPT, IO, MEMORY. */
zs_status zs_pinyin_find(zs_searcher *searcher, const zs_spelling *spelling, size_t limit,
                         zs_pinyin_word *out, size_t *count, zs_error *error);

#endif
