/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query as terms with weights. It is analysed as an article is, so that it has the same
 * terms; what differs is how much each counts.
 */
#ifndef ZS_SEARCHER_QUERY_TERMS_H
#define ZS_SEARCHER_QUERY_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

#include "base/buffer.h"
#include "searcher/query_synonyms.h"
#include "store/reader.h"
#include "text/analyser.h"

typedef struct zs_query_term {
    size_t term; /* where its bytes begin in `terms` */
    uint32_t term_length;
    uint32_t start; /* where its units begin in `units` */
    uint32_t length;
    zs_token_kind kind; /* the one of its occurrences that counts most */
    bool content;       /* a word that says what the query is about */
    bool solid;         /* worth a mark where it stands by itself */
    bool prefix;        /* stands for every term that begins with it: a character alone */
    double factor; /* of its idf: the kind and number of its occurrences, boosts included */
    double plain;  /* the same without boosts */
    double idf;
    double share;       /* of the articles, that have it or a synonym */
    uint32_t frequency; /* how many articles have it; its synonyms are not among them */
} zs_query_term;

/* Grows with what it is given and is used again; all in it stays until the next analysis. */
typedef struct zs_query_terms {
    zs_buffer terms;
    UChar *units;
    size_t unit_count, unit_capacity;
    zs_query_term *items; /* distinct, in order of first occurrence */
    size_t count, capacity;
    double weight; /* of all terms: sum of factor · idf */
    zs_query_synonyms synonyms;
} zs_query_terms;

#define ZS_QUERY_TERMS_INIT ((zs_query_terms){.count = 0})

void zs_query_terms_release(zs_query_terms *query);

/* Begins another query. */
void zs_query_terms_clear(zs_query_terms *query);

/* Adds the terms of a text, which count `boost` times as much, and what the vocabulary (NULL:
 * nothing) knows their words to be written as besides. No terms are no error. */
zs_status zs_query_terms_add(zs_query_terms *query, zs_analyser *analyser,
                             const zs_vocabulary *vocabulary, const char *text, double boost,
                             zs_error *error);

/* Adds one term, by its folded units. */
zs_status zs_query_terms_add_term(zs_query_terms *query, const UChar *units, size_t length,
                                  zs_token_kind kind, double factor, zs_error *error);

/* Adds the terms of another query, which count `boost` times as much. */
zs_status zs_query_terms_add_all(zs_query_terms *query, const zs_query_terms *more,
                                 double boost, zs_error *error);

/* To be called when all has been added. */
void zs_query_terms_end(zs_query_terms *query);

/* These three for one text. */
zs_status zs_query_terms_analyse(zs_query_terms *query, zs_analyser *analyser,
                                 const zs_vocabulary *vocabulary, const char *text,
                                 zs_error *error);

/* Looks up how rare the terms are. */
zs_status zs_query_terms_weigh(zs_query_terms *query, zs_reader *reader, zs_error *error);

/* A copy, for what outlives the next analysis. */
zs_status zs_query_terms_copy(const zs_query_terms *query, zs_query_terms *out,
                              zs_error *error);

static inline double zs_query_term_weight(const zs_query_term *term)
{
    return term->factor * term->idf;
}

#endif
