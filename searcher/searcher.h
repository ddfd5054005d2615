/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a zs_searcher is made of, for the files of this folder: an open index, and all that
 * one query after another uses again.
 */
#ifndef ZS_SEARCHER_SEARCHER_H
#define ZS_SEARCHER_SEARCHER_H

#include "base/number_set.h"
#include "searcher/likeness.h"
#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "searcher/requirement.h"
#include "searcher/rerank.h"
#include "searcher/snippet.h"
#include "searcher/view.h"
#include "store/reader.h"
#include "text/analyser.h"
#include "zsearch.h"

/* Where the scores of a step would be above those of the one before, they are brought just
 * below: by a factor, so that they stay in order. */
#define ZS_STEP_SCALE 0.999

/* How long a query may take where nobody says so, in milliseconds. */
enum { ZS_TIMEOUT = 5000 };

/* How often a query is begun anew because the index changed under it. */
enum { ZS_TRIES = 5 };

/* A term of the query and its weight, for choosing among them. */
struct zs_weighed {
    size_t term;
    double weight;
};

struct zs_searcher {
    zs_reader *reader;
    zs_analyser *analyser;
    zs_matcher *matcher;
    zs_reranker *reranker;
    zs_query_terms query;
    zs_likenesses likes;              /* of the query */
    zs_matches matches;               /* of all steps, the best first */
    size_t step_begins;               /* the first of them that has only some of the words */
    zs_matches step;                  /* of the step at hand */
    size_t depth;                     /* so many of them, the first, are reranked */
    zs_matches found;                 /* before they have been looked at */
    bool found_best;                  /* they are the best for any of the terms */
    zs_matches shared;                /* that have their share of the words */
    zs_looks looks;                   /* at those that were reranked */
    zs_number_set docids, duplicates; /* of what has been found */
    zs_number_set have;               /* docids of what has been looked at */
    zs_view view;
    zs_texts texts;      /* long ones that were looked at */
    uint64_t generation; /* of the index that they are of */
    zs_requirement_scratch scratch;
    zs_deadline deadline;
    zs_buffer notes; /* what the answer has to say, NUL-terminated each */
    zs_snippet_scratch snippet;
    struct zs_weighed *order;
    size_t order_capacity;
    zs_match_term *terms;
    size_t term_capacity;
    zs_match_node *synonyms; /* of the terms, and the terms that these need (first_stage.c) */
    size_t synonym_capacity;
    zs_vocabulary *usual;            /* regional words; made when it is first needed */
    const zs_vocabulary *vocabulary; /* the caller's; NULL: the usual one */
};

/* What words may also be written as. Errors: MEMORY. */
zs_status zs_searcher_vocabulary(zs_searcher *searcher, const zs_vocabulary **out,
                                 zs_error *error);

/* Answers a query: fills `matches`, at least the `wanted` best if there are so many, with what
 * belongs to them. Errors: QUERY, CHANGED, NOT_FOUND (an article has gone), CORRUPT, IO,
 * MEMORY. */
zs_status zs_search(zs_searcher *searcher, const zs_query *query,
                    const zs_query_options *options, size_t wanted, zs_error *error);

/* Makes results of the searcher's matches from `offset` on, at most `limit`. */
zs_status zs_results_new(zs_searcher *searcher, size_t offset, size_t limit, zs_results **out,
                         zs_error *error);

#endif
