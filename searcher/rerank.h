/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reranking: the best articles of the first stage are read and looked at as text (scorer.h),
 * and ordered by what is seen.
 */
#ifndef ZS_SEARCHER_RERANK_H
#define ZS_SEARCHER_RERANK_H

#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "searcher/scorer.h"
#include "store/reader.h"

typedef struct zs_reranker zs_reranker;

zs_status zs_reranker_new(zs_reranker **out, zs_error *error);
void zs_reranker_free(zs_reranker *reranker);

/* What is looked at: the first articles of the first stage, as many as this. */
enum { ZS_RERANK_DEPTH = 100 };

/* Replaces the weights of the first stage by scores and orders the matches by them: the best
 * ZS_RERANK_DEPTH reranked, the rest behind them in the order in which they were. */
zs_status zs_rerank(zs_reranker *reranker, zs_reader *reader, const zs_matcher *matcher,
                    const zs_query_terms *query, zs_matches *matches, zs_error *error);

/* Makes scores of the weights of the first stage; their order stays. */
void zs_score_first_stage(const zs_query_terms *query, zs_matches *matches);

#endif
