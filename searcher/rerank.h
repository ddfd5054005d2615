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
#include "searcher/texts.h"
#include "store/reader.h"
#include "text/script.h"

typedef struct zs_reranker zs_reranker;

/* What was seen of an article that was reranked, for those who ask why it is where it is. */
typedef struct zs_look {
    zs_score_parts parts;
    double first_stage; /* the weight that it had before */
    size_t text_limit;  /* bytes of the text that were looked at, at most */
} zs_look;

typedef struct zs_looks {
    zs_look *items;
    size_t count, capacity;
} zs_looks;

void zs_looks_release(zs_looks *looks);

zs_status zs_reranker_new(zs_reranker **out, zs_error *error);
void zs_reranker_free(zs_reranker *reranker);

/* Makes an article count the more the newer it is, half as much for each `days` of its age. 0:
 * dates do not count, which is so from the beginning. `today` is in days after 1970-01-01. */
void zs_reranker_set_half_life(zs_reranker *reranker, double days, int64_t today);

/* The script that the query is written in: what is written so comes first among equals. Any,
 * from the beginning. */
void zs_reranker_set_script(zs_reranker *reranker, zs_script script);

/* Where articles are read, and kept. */
typedef struct zs_rerank_source {
    zs_reader *reader;
    zs_texts *texts;
} zs_rerank_source;

/* What is looked at: the first articles of the first stage, no more than this; of those that a
 * query of many words finds fewer, since it tells them apart better. */
enum { ZS_RERANK_DEPTH = 100 };

/* Replaces the weights of the first stage by scores and orders the matches by them: the best
 * `depth` at the most reranked, the rest behind them in the order in which
 * they were. What is seen of those is added to `looks`, and zs_match.look says where. */
zs_status zs_rerank(zs_reranker *reranker, const zs_rerank_source *source,
                    const zs_matcher *matcher, const zs_query_terms *query, size_t depth,
                    zs_matches *matches, zs_looks *looks, zs_error *error);

/* Looks at an article once more, as it was looked at: the parts, but for the contrast, are what
 * they were. *terms is what each term of the query adds to BM25 and *counts how often it
 * occurs; they stay until the next. */
zs_status zs_look_again(zs_reranker *reranker, const zs_rerank_source *source,
                        const zs_matcher *matcher, const zs_query_terms *query, uint32_t docid,
                        const zs_look *look, const double **terms, const uint32_t **counts,
                        zs_error *error);

/* Makes scores of the weights of the first stage; their order stays. */
void zs_score_first_stage(const zs_query_terms *query, zs_matches *matches);

#endif
