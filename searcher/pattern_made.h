/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The inside of a pattern: pattern.c fits it to texts, pattern_make.c makes it of wildcards and
 * words with edits, pattern_regex.c of regular expressions.
 */
#ifndef ZS_SEARCHER_PATTERN_MADE_H
#define ZS_SEARCHER_PATTERN_MADE_H

#include <stdint.h>
#include <unicode/uregex.h>

#include "searcher/pattern.h"

struct zs_pattern {
    bool has_han;
    bool wildcard;
    zs_pattern_alternative *alternatives;
    size_t alternative_count, alternative_capacity;
    bool in_piece; /* the last piece goes on */
    zs_buffer prefix, words;

    URegularExpression *whole;    /* for a text as a whole */
    URegularExpression *anywhere; /* the same, edges included */

    unsigned edits; /* 0: it is an expression */
    UChar32 *word;
    size_t word_length;
    uint32_t *row; /* of distances, one more than the word is long */
};

zs_pattern *zs_pattern_new(zs_error *error);

/* What it must hold, in order: alternatives, in each pieces, in each sets or characters. One
 * that is no ideograph ends the piece. These return false if out of memory. */
bool zs_pattern_begin_alternative(zs_pattern *pattern);
bool zs_pattern_add_set(zs_pattern *pattern, const UChar32 *characters, size_t count);
bool zs_pattern_add_character(zs_pattern *pattern, UChar32 character);
void zs_pattern_end_piece(zs_pattern *pattern);
void zs_pattern_forget_alternatives(zs_pattern *pattern);

/* Opens the expression. Errors: QUERY, MEMORY. */
zs_status zs_pattern_compile(zs_pattern *pattern, const UChar *units, size_t length,
                             int64_t position, zs_error *error);

#endif
