/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How queries are written (docs/query-language.md): which characters mean something, and
 * zs_query_parse, which zsearch.h declares.
 */
#ifndef ZS_SEARCHER_SYNTAX_H
#define ZS_SEARCHER_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <unicode/umachine.h>

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

/* Whether a word is an operator: AND, OR, NOT, NEAR, NEAR/10, ADJ, ADJ/5, SENT, PARA. */
bool zs_syntax_operator(const char *word, size_t length);

#endif
