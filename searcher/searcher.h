/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a zs_searcher is made of, for the files of this folder: an open index, and all that
 * one query after another uses again.
 */
#ifndef ZS_SEARCHER_SEARCHER_H
#define ZS_SEARCHER_SEARCHER_H

#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "searcher/rerank.h"
#include "searcher/snippet.h"
#include "store/reader.h"
#include "text/analyser.h"
#include "zsearch.h"

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
    zs_matches matches;
    zs_matches found; /* before a filter has looked at them */
    zs_snippet_scratch snippet;
    struct zs_weighed *order;
    size_t order_capacity;
    zs_match_term *terms;
    size_t term_capacity;
};

/* Makes results of the searcher's matches from `offset` on, at most `limit`. */
zs_status zs_results_new(zs_searcher *searcher, size_t offset, size_t limit, zs_results **out,
                         zs_error *error);

#endif
