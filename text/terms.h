/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tokens: what is indexed of the words. Of Han text every overlapping pair of characters and
 * every word of one or of three or more — a word of two is its own pair. So any run of two
 * or more characters is found wherever the dictionary would cut, and words still count for
 * more than accidental neighbours. Of other scripts, the word.
 *
 * A single character is found through the pairs that begin with it; the last character of
 * a run begins none, and so is a token of its own.
 */
#ifndef ZS_TEXT_TERMS_H
#define ZS_TEXT_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "text/fold.h"
#include "text/segment.h"
#include "zsearch.h"

/* No term is longer than this many bytes; longer words are cut to it. (Xapian takes 245.) */
enum { ZS_TERM_LIMIT = 240 };

/* Units `start` to `end` of the folded text, and what they are (a zs_token_kind). */
typedef struct zs_cut {
    uint32_t start, end;
    zs_token_kind kind;
} zs_cut;

typedef struct zs_tokens {
    zs_cut *items;
    size_t count;
    size_t capacity;
} zs_tokens;

#define ZS_TOKENS_INIT ((zs_tokens){.count = 0})

void zs_tokens_release(zs_tokens *tokens);

/* Makes the tokens of a folded and cut text, in order of their start, then end. For a query
 * the last characters of runs are left out. The only error is ZS_ERROR_MEMORY. */
zs_status zs_make_tokens(const zs_folded *folded, const zs_words *words, zs_purpose purpose,
                         zs_tokens *out, zs_error *error);

/* Whether every article in which a token's text stands has its term: other words of Han
 * characters are cut by what stands around them. */
static inline bool zs_token_is_certain(zs_token_kind kind)
{
    return kind == ZS_TOKEN_WORD || kind == ZS_TOKEN_HAN_WORD || kind == ZS_TOKEN_HAN_INNER ||
           kind == ZS_TOKEN_HAN_CROSS;
}

/* Whether an article that has the certain tokens of a text has all that the text is made of. A
 * number of three digits or more is rare enough without the character behind it: 2023年. */
bool zs_tokens_cover(const zs_tokens *tokens, const zs_folded *folded);

/* Writes the term of a token, UTF-8 without NUL, into `term`; returns its length. */
size_t zs_token_term(const zs_folded *folded, const zs_cut *token, char term[ZS_TERM_LIMIT]);

/* The same for units that are the whole of a token. */
size_t zs_units_term(const UChar *units, size_t count, char term[ZS_TERM_LIMIT]);

/* Appends units of folded text to a buffer as UTF-8; false if out of memory. */
bool zs_append_units(zs_buffer *out, const UChar *units, size_t length);

#endif
