/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Patterns: wildcards (* any number of characters, ? one), regular expressions (ICU's) and
 * words with a number of edits (Levenshtein's distance).
 *
 * A pattern is fitted to stretches of letters, digits and ideographs with nothing between them;
 * it begins and ends anywhere among ideographs, and at the edges of words of other scripts.
 */
#ifndef ZS_SEARCHER_PATTERN_H
#define ZS_SEARCHER_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <unicode/umachine.h>

#include "base/buffer.h"
#include "searcher/passages.h"
#include "text/fold.h"
#include "zsearch.h"

typedef struct zs_pattern zs_pattern;

/* These make a pattern of what a query says; `position` is where it says so, for errors. A
 * wildcard has backslashes before characters that mean nothing. Errors: QUERY (nothing to look
 * for; no regular expression), MEMORY. */
zs_status zs_pattern_wildcard(const char *text, int64_t position, zs_pattern **out,
                              zs_error *error);
zs_status zs_pattern_regex(const char *text, int64_t position, zs_pattern **out,
                           zs_error *error);
zs_status zs_pattern_fuzzy(const char *text, unsigned edits, int64_t position, zs_pattern **out,
                           zs_error *error);
void zs_pattern_free(zs_pattern *pattern);

/* Whether it says anything of ideographs. If not, it is fitted to whole terms of the index,
 * which are the words of other scripts. */
bool zs_pattern_has_han(const zs_pattern *pattern);

/* What every text that it fits begins with, as UTF-8. */
const char *zs_pattern_prefix(const zs_pattern *pattern, size_t *length);

/* What every text that it fits holds: pieces of ideographs, all of those of one alternative.
 * A piece is a run of sets, one of whose characters stands at each place. No alternative: it
 * may hold anything. */
typedef struct zs_pattern_set {
    UChar32 *characters;
    size_t count;
} zs_pattern_set;

typedef struct zs_pattern_piece {
    zs_pattern_set *sets;
    size_t count;
} zs_pattern_piece;

typedef struct zs_pattern_alternative {
    zs_pattern_piece *pieces;
    size_t count;
} zs_pattern_alternative;

const zs_pattern_alternative *zs_pattern_alternatives(const zs_pattern *pattern, size_t *count);

/* Appends the plain words of a pattern, with spaces between: what is worth a mark and a weight.
 * False if out of memory. */
bool zs_pattern_words(const zs_pattern *pattern, zs_buffer *out);

/* Whether it fits a whole text, units already folded; whether it fits anywhere in a folded
 * text. An expression that takes too long does not fit; where it does so again and again in a
 * text, the rest of it is not looked at. Errors: MEMORY. */
zs_status zs_pattern_fits(zs_pattern *pattern, const UChar *units, size_t length, bool *fits,
                          zs_error *error);
zs_status zs_pattern_found(zs_pattern *pattern, const zs_folded *folded, bool *found,
                           zs_error *error);

/* Appends the places in a folded text that it fits, in order. An expression is found as grep -o
 * does, from left to right, none in another. Of a wildcard it is the stretches that hold no
 * other that it fits, which may overlap: * stands for as little as it can. A word with edits is
 * taken where the fewest make it, then sought behind that. Errors: MEMORY. */
zs_status zs_pattern_places(zs_pattern *pattern, const zs_folded *folded, zs_passages *out,
                            zs_error *error);

#endif
