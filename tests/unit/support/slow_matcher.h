/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a query asks of an article, decided the slow and obvious way: character by character,
 * over all articles, with no index and no folding. For articles of ASCII letters, digits and
 * ideographs, 。, spaces and line ends.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_SLOW_MATCHER_H
#define ZS_TESTS_UNIT_SUPPORT_SLOW_MATCHER_H

#include <stdbool.h>
#include <stddef.h>

#include "searcher/query.h"

typedef struct test_collection {
    const zs_article *articles;
    size_t count;
} test_collection;

/* Whether article `i` is a hit of a query. Of a list of more than three words that has anything
 * but words in it, `match` must be ZS_WORDS_ALL or ZS_WORDS_ANY. */
bool test_is_hit(const test_collection *collection, size_t i, const zs_query *query,
                 zs_words_match match);

/* Words that may also be written as something else, and of that all pairs and Latin words; ends
 * with NULL. Off unless it is said that they count. */
typedef struct test_synonym {
    const char *word, *synonym;
    const char *terms[4];
} test_synonym;
extern const test_synonym test_synonyms[];
extern bool test_with_synonyms;

/* Regular expressions that it knows, and what they are as patterns of its own; ends with NULL.
 */
typedef struct test_expression {
    const char *expression, *pattern;
} test_expression;
extern const test_expression test_expressions[];

/* What is in parentheses by itself is what it would be without them. */
const zs_query *test_unwrapped(const zs_query *query);

/* How many words a query has without a sign, other clauses included; and whether these are
 * nothing but words. */
size_t test_count_words(const zs_query *query, bool *plain);

#endif
