/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Requirements in the making: require.c joins what require_phrase.c and require_words.c make of
 * phrases and words and require_field.c of fields, ranges and patterns.
 */
#ifndef ZS_SEARCHER_REQUIRING_H
#define ZS_SEARCHER_REQUIRING_H

#include "searcher/require.h"

typedef struct zs_making {
    const zs_requiring *how;
    zs_status status; /* the first failure */
    zs_error *error;
} zs_making;

/* What a clause stands in: the field that it is of. */
typedef struct zs_scope {
    zs_field_id field;
    const char *key; /* of ZS_FIELD_METADATA */
} zs_scope;

/* All that make a requirement return NULL after a failure, and also, without one, if there is
 * nothing to be found by: it asks for nothing then. */
zs_requirement *zs_making_fail_memory(zs_making *making);
zs_requirement *zs_making_new(zs_making *making, zs_requirement_kind kind, zs_scope scope);

/* Adds a part, which may be NULL. */
void zs_making_add(zs_making *making, zs_requirement *whole, zs_requirement *part,
                   bool negated);

/* Adds a term that finds articles; false after a failure. */
bool zs_making_add_term(zs_making *making, zs_requirement *requirement, const char *bytes,
                        size_t length, bool prefix);

/* A requirement of no parts asks for nothing. */
zs_requirement *zs_making_unless_empty(zs_requirement *requirement);

/* ---- require_phrase.c, require_words.c ---- */

/* Text that stands so. */
zs_requirement *zs_require_phrase(zs_making *making, const char *text, size_t length,
                                  zs_scope scope);

/* All of the words of a text, each as it stands. */
zs_requirement *zs_require_words(zs_making *making, const char *text, zs_scope scope);

/* The same for words that stand as they are typed: what has no space in it is a phrase, without
 * signs at its ends (require_typed.c). */
zs_requirement *zs_require_typed(zs_making *making, const char *text, zs_scope scope);

/* How many words a text has, those that say nothing included and a phrase that has synonyms as
 * one; *asks becomes true if one of them
 * asks something, or a question mark does. */
size_t zs_count_words(zs_making *making, const char *text, bool *asks);

/* Adds the words of a text that say something to a list: a word is there if all pairs of its
 * characters are. Those that say nothing are added if there are no others. */
void zs_require_units(zs_making *making, const char *text, zs_requirement *list);

/* Adds the terms of a text that do not depend on how words are cut, pairs and words of other
 * scripts, each with its weight in the query. */
void zs_require_pairs(zs_making *making, const char *text, zs_requirement *list);

/* ---- require_field.c ---- */

/* A pattern, a range; words or a phrase of a field that is no text. */
zs_requirement *zs_require_pattern(zs_making *making, const zs_query *query, zs_scope scope);
zs_requirement *zs_require_range(zs_making *making, const zs_query *query, zs_scope scope);
zs_requirement *zs_require_value(zs_making *making, const char *text, zs_scope scope);

#endif
