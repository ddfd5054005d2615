/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the words of a query may also be written as. Where a synonym stands, the terms of what
 * it is a synonym of count as if they stood there.
 */
#ifndef ZS_SEARCHER_QUERY_SYNONYMS_H
#define ZS_SEARCHER_QUERY_SYNONYMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

#include "base/buffer.h"
#include "searcher/vocabulary.h"
#include "text/analyser.h"

typedef struct zs_query_synonym {
    uint32_t start, length; /* of its units, in `units` */
    bool begins_word, ends_word;
    size_t word, shown;              /* strings: what was typed, folded; what this is */
    uint32_t covered, covered_count; /* terms of the query, in `covers` */
    uint32_t needed, needed_count;   /* terms of its own, in `needs`: all articles that have it
                                      * have these */
} zs_query_synonym;

/* A term that finds a synonym. */
typedef struct zs_needed_term {
    size_t term; /* where its bytes begin in `strings` */
    uint32_t length;
    uint32_t frequency;
} zs_needed_term;

typedef struct zs_query_synonyms {
    zs_query_synonym *items;
    size_t count, capacity;
    UChar *units;
    size_t unit_count, unit_capacity;
    uint32_t *covers;
    size_t cover_count, cover_capacity;
    zs_needed_term *needs;
    size_t need_count, need_capacity;
    zs_buffer strings;
} zs_query_synonyms;

void zs_query_synonyms_release(zs_query_synonyms *synonyms);
void zs_query_synonyms_clear(zs_query_synonyms *synonyms);
bool zs_query_synonyms_copy(const zs_query_synonyms *synonyms, zs_query_synonyms *out);

/* Adds the synonyms of the text that the analyser has run over. `term_of` says which term of
 * the query a token of it is; UINT32_MAX: none. Runs the analyser over others. */
zs_status zs_query_synonyms_add(zs_query_synonyms *synonyms, zs_analyser *analyser,
                                const zs_vocabulary *vocabulary,
                                uint32_t (*term_of)(const void *query, const zs_cut *token),
                                const void *query, zs_error *error);

/* Whether there may be articles in which a synonym stands; of those that have been weighed. */
bool zs_query_synonym_occurs(const zs_query_synonyms *synonyms, size_t number);

/* Whether a synonym stands for a term. */
bool zs_query_synonym_covers(const zs_query_synonyms *synonyms, size_t number, uint32_t term);

#endif
