/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What it takes to be like an article: the terms that say most of it, with what each counts.
 * Looked up once for each such clause of a query, before the query is answered.
 */
#ifndef ZS_SEARCHER_LIKENESS_H
#define ZS_SEARCHER_LIKENESS_H

#include "searcher/query.h"
#include "searcher/query_terms.h"
#include "searcher/word_counts.h"
#include "store/reader.h"

/* So many terms of an article are looked for: docs/ranking.md has what more and fewer give. */
enum { ZS_LIKENESS_TERMS = 60 };

typedef struct zs_likeness {
    const zs_query *clause;
    uint32_t docid;       /* of the article, which is not like itself; 0: it is no article's */
    uint32_t duplicates;  /* number of those that are nearly the same; 0: none */
    zs_query_terms terms; /* weighed, the heaviest first */
} zs_likeness;

/* Grows and is used again. */
typedef struct zs_likenesses {
    zs_likeness *items;
    size_t count, capacity;
    size_t made; /* so many have terms to be released */
    zs_word_counts counts;
    zs_record record;
    zs_match_node *nodes; /* of what is not to be found */
    size_t node_capacity;
} zs_likenesses;

void zs_likenesses_release(zs_likenesses *likenesses);

/* Looks up all clauses of a query that ask for what is like an article. Errors: QUERY (there is
 * no such article), NOT_FOUND (it has gone), MEMORY, and those of reading. */
zs_status zs_likenesses_find(zs_likenesses *likenesses, zs_reader *reader,
                             zs_analyser *analyser, const zs_query *query, zs_error *error);

/* The terms of a clause; it must be one of those that were looked up. */
const zs_query_terms *zs_likeness_terms(const zs_likenesses *likenesses,
                                        const zs_query *clause);

/* Makes a node of the articles that are not to be found, being what others are to be like, or
 * nearly the same, unless each is wanted. *any is false if there are none. */
zs_status zs_likenesses_without(zs_likenesses *likenesses, bool expand, zs_match_node *out,
                                bool *any, zs_error *error);

#endif
