/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How queries are written (docs/query-language.md): which characters and words mean
 * something.
 */
#ifndef ZS_SEARCHER_SYNTAX_H
#define ZS_SEARCHER_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <unicode/umachine.h>

#include "base/buffer.h"

/* The character at `at`, which ends before `end`, and its length: 0 at the end. Full-width and
 * Chinese forms of what means something are the ASCII ones: （ is (, ＋ is +, and every
 * opening quote is ". Bytes that are not UTF-8 are U+FFFD, one each. */
UChar32 zs_syntax_character(const char *at, const char *end, size_t *length);

/* Whether a character, as above, may mean something anywhere in a query. */
bool zs_syntax_special(UChar32 character);

/* White space, and control characters. */
bool zs_syntax_space(UChar32 character);

/* How many bytes a word has, up to white space or a parenthesis. */
size_t zs_syntax_word(const char *at, const char *end);

/* The character as it is. */
UChar32 zs_syntax_raw(const char *at, const char *end, size_t *length);

/* Appends it; U+FFFD for a byte that is not UTF-8, which must not become part of a character
 * when an escape beside it goes. False if out of memory. */
bool zs_syntax_append(zs_buffer *out, const char *at, size_t length);

/* What closes the quotation that a quote opens. */
UChar32 zs_syntax_closing(UChar32 open);

typedef enum zs_operator {
    ZS_OPERATOR_NONE,
    ZS_OPERATOR_AND,
    ZS_OPERATOR_OR,
    ZS_OPERATOR_NOT,
    ZS_OPERATOR_NEAR_ANY, /* this and all behind it are of nearness */
    ZS_OPERATOR_NEAR_ORDER,
    ZS_OPERATOR_SENTENCE,
    ZS_OPERATOR_PARAGRAPH
} zs_operator;

/* What a word means as an operator: AND, OR, NOT, NEAR, NEAR/10, ADJ, ADJ/5, SENT, PARA.
 * *distance is in characters, of those that have one. */
zs_operator zs_syntax_operator_of(const char *word, size_t length, unsigned *distance);
bool zs_syntax_operator(const char *word, size_t length);

#endif
