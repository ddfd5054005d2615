/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/rerank.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Of a long article only so many bytes of text are looked at. */
enum { ARTICLE_LIMIT = 32 << 10 };

struct zs_reranker {
    zs_scorer *scorer;
    zs_record record;
    zs_folded title, text;
    zs_score_parts parts[ZS_RERANK_DEPTH];
};

zs_status zs_reranker_new(zs_reranker **out, zs_error *error)
{
    zs_reranker *reranker = calloc(1, sizeof *reranker);
    if (!reranker) {
        return zs_fail_memory(error);
    }
    zs_status status = zs_scorer_new(&reranker->scorer, error);
    if (status) {
        free(reranker);
        return status;
    }
    *out = reranker;
    return ZS_OK;
}

void zs_reranker_free(zs_reranker *reranker)
{
    if (reranker) {
        zs_scorer_free(reranker->scorer);
        zs_record_release(&reranker->record);
        zs_folded_release(&reranker->title);
        zs_folded_release(&reranker->text);
        free(reranker);
    }
}

/* Reads and looks at one match, and takes its id, since it is at hand. */
static zs_status look_at(zs_reranker *reranker, zs_reader *reader, zs_matches *matches,
                         zs_match *match, zs_score_parts *parts, zs_error *error)
{
    zs_status status =
        zs_reader_article(reader, match->docid, ARTICLE_LIMIT, &reranker->record, error);
    const zs_article *article = &reranker->record.article;
    if (!status) {
        const char *title = article->title ? article->title : "";
        status = zs_fold(title, strlen(title), ZS_PURPOSE_INDEX, &reranker->title, error);
    }
    if (!status) {
        status = zs_fold(article->text, article->text_length, ZS_PURPOSE_INDEX, &reranker->text,
                         error);
    }
    if (!status) {
        const zs_scored_article scored = {.title = &reranker->title,
                                          .text = &reranker->text,
                                          .term_count = reranker->record.term_count,
                                          .first_stage = match->weight};
        status = zs_scorer_look(reranker->scorer, &scored, parts, error);
    }
    if (status) {
        return status;
    }
    match->id = matches->ids.length;
    if (!zs_buffer_append(&matches->ids, article->id, strlen(article->id) + 1)) {
        return zs_fail_memory(error);
    }
    return ZS_OK;
}

static int by_score(const void *one, const void *other)
{
    const zs_match *a = one;
    const zs_match *b = other;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

static int by_docid(const void *one, const void *other)
{
    const zs_match *a = one;
    const zs_match *b = other;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

zs_status zs_rerank(zs_reranker *reranker, zs_reader *reader, const zs_matcher *matcher,
                    const zs_query_terms *query, zs_matches *matches, zs_error *error)
{
    if (matches->count == 0) {
        return ZS_OK;
    }
    zs_collection collection = zs_reader_collection(reader);
    size_t depth = matches->count < ZS_RERANK_DEPTH ? matches->count : ZS_RERANK_DEPTH;
    zs_status status =
        zs_scorer_prepare(reranker->scorer, matcher, query, &collection, depth, error);
    /* Read in the order in which they lie, neighbours share blocks. */
    qsort(matches->items, depth, sizeof *matches->items, by_docid);
    for (size_t i = 0; !status && i < depth; i++) {
        status =
            look_at(reranker, reader, matches, &matches->items[i], &reranker->parts[i], error);
    }
    if (status) {
        return status;
    }
    zs_scorer_compare(reranker->scorer, reranker->parts);
    for (size_t i = 0; i < depth; i++) {
        matches->items[i].weight = zs_score(&reranker->parts[i]);
    }
    qsort(matches->items, depth, sizeof *matches->items, by_score);
    /* Scores go on falling behind the last that was reranked. */
    for (size_t i = depth; i < matches->count; i++) {
        double weight = matches->items[i].weight / query->weight;
        double before = matches->items[i - 1].weight;
        matches->items[i].weight = weight < before ? weight : before;
    }
    return ZS_OK;
}

void zs_score_first_stage(const zs_query_terms *query, zs_matches *matches)
{
    for (size_t i = 0; i < matches->count; i++) {
        matches->items[i].weight /= query->weight;
    }
}
