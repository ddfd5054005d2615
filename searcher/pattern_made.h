/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The inside of a pattern: pattern.c fits it to texts, pattern_places.c says where;
 * pattern_make.c makes it of wildcards and words with edits, pattern_regex.c of regular
 * expressions.
 */
#ifndef ZS_SEARCHER_PATTERN_MADE_H
#define ZS_SEARCHER_PATTERN_MADE_H

#include <stdint.h>

#include "searcher/pattern.h"
#include "searcher/regex.h"

struct zs_pattern {
    bool has_han;
    bool wildcard; /* of what it fits, the least is a place */
    zs_pattern_alternative *alternatives;
    size_t alternative_count, alternative_capacity;
    bool in_piece; /* the last piece goes on */
    zs_buffer prefix, words;

    const zs_regex *regex;        /* NULL: it is no expression */
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

/* ---- Fitting it ---- */

/* A text in which an expression takes too long for so many stretches is given up. */
enum { ZS_STRETCHES_TOO_LONG = 5 };

/* The next stretch of letters, digits and ideographs behind one. */
bool zs_pattern_next_stretch(const zs_folded *folded, zs_passage *stretch);

/* Whether an expression took too long for a stretch, which is no failure. */
bool zs_pattern_took_too_long(UErrorCode *code);

/* What came of fitting an expression. */
zs_status zs_pattern_result(UErrorCode code, bool found, bool *out, zs_error *error);

/* Distances of a word with edits, character by character of a text (pattern.c). */
void zs_pattern_begin_row(zs_pattern *pattern);
uint32_t zs_pattern_step(zs_pattern *pattern, UChar32 character, bool anywhere, bool backwards);
bool zs_pattern_is_similar(zs_pattern *pattern, const UChar *units, size_t length,
                           bool anywhere);

#endif
