/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/rerank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/field.h"

/* So many bytes of an article's text are looked at: of what the first stage has found best, and
 * of the others. */
enum { BEST = 20, BEST_LIMIT = 32 << 10, OTHER_LIMIT = 4 << 10 };

/* Terms times articles that are looked at, and articles at the least (docs/ranking.md). */
enum { LOOKED_TERMS = 400, LEAST_DEPTH = 40 };

/* A match that is to be looked at. */
struct candidate {
    size_t match; /* its place in the order of the first stage */
    uint32_t docid;
};

struct zs_reranker {
    zs_scorer *scorer;
    zs_record record;
    zs_folded title, text;
    struct candidate candidates[ZS_RERANK_DEPTH];
    zs_score_parts parts[ZS_RERANK_DEPTH]; /* of each candidate */
    double half_life;                      /* of freshness, in days; 0: dates do not count */
    int64_t today;                         /* in days after 1970-01-01 */
    zs_script script;                      /* of the query */
};

void zs_reranker_set_half_life(zs_reranker *reranker, double days, int64_t today)
{
    reranker->half_life = days;
    reranker->today = today;
}

void zs_reranker_set_script(zs_reranker *reranker, zs_script script)
{
    reranker->script = script;
}

static bool is_written_so(const zs_reranker *reranker, const zs_text_facts *facts)
{
    return reranker->script != ZS_SCRIPT_ANY && facts->script == reranker->script;
}

/* What is dated later is of today; what has no date is as old as can be. */
static double freshness_of(const zs_reranker *reranker, const zs_text_facts *facts)
{
    if (reranker->half_life <= 0 || !facts->dated) {
        return 0;
    }
    int64_t age = reranker->today - facts->day;
    return exp2(-(double)(age > 0 ? age : 0) / reranker->half_life);
}

void zs_looks_release(zs_looks *looks)
{
    free(looks->items);
    *looks = (zs_looks){.items = NULL};
}

zs_status zs_reranker_new(zs_reranker **out, zs_error *error)
{
    zs_reranker *reranker = calloc(1, sizeof *reranker);
    if (!reranker) {
        return zs_fail_memory(error);
    }
    reranker->title.plain = reranker->text.plain =
        true; /* no place in the source is asked for */
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

/* Reads and folds the beginning of an article, and keeps that. *out belongs to the reranker,
 * until it reads another. */
static zs_status read_text(zs_reranker *reranker, const zs_rerank_source *source,
                           uint32_t docid, size_t limit, zs_kept_text *out, zs_error *error)
{
    zs_status status =
        zs_reader_article(source->reader, docid, limit, &reranker->record, error);
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
        *out =
            zs_kept_text_of(docid, limit, &reranker->record, &reranker->title, &reranker->text);
        zs_texts_add(source->texts, out);
    }
    return status;
}

/* Looks at one article; *id stays until the next. */
static zs_status look_at(zs_reranker *reranker, const zs_rerank_source *source, uint32_t docid,
                         double first_stage, size_t limit, zs_score_parts *parts,
                         const char **id, zs_error *error)
{
    const zs_kept_text *text = zs_texts_find(source->texts, docid, limit);
    zs_kept_text read;
    if (!text) {
        zs_status status = read_text(reranker, source, docid, limit, &read, error);
        if (status) {
            return status;
        }
        text = &read;
    }
    const zs_scored_article scored = {.title = &text->title,
                                      .text = &text->text,
                                      .term_count = text->facts.term_count,
                                      .first_stage = first_stage,
                                      .freshness = freshness_of(reranker, &text->facts),
                                      .script = is_written_so(reranker, &text->facts)};
    *id = text->facts.id;
    return zs_scorer_look(reranker->scorer, &scored, parts, error);
}

/* Gives a match its id, since it is at hand. */
static zs_status take_id(zs_matches *matches, zs_match *match, const char *id, zs_error *error)
{
    match->id = matches->ids.length;
    return zs_buffer_append(&matches->ids, id, strlen(id) + 1) ? ZS_OK : zs_fail_memory(error);
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
    const struct candidate *a = one;
    const struct candidate *b = other;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

/* So many bytes of its text are looked at. */
static size_t limit_of(const struct candidate *candidate)
{
    return candidate->match < BEST ? BEST_LIMIT : OTHER_LIMIT;
}

/* Looks at the first `depth` matches. */
static zs_status look_at_all(zs_reranker *reranker, const zs_rerank_source *source,
                             zs_matches *matches, size_t depth, zs_error *error)
{
    struct candidate *candidates = reranker->candidates;
    zs_status status = ZS_OK;
    for (size_t i = 0; i < depth; i++) {
        candidates[i] = (struct candidate){.match = i, .docid = matches->items[i].docid};
    }
    /* Read in the order in which they lie, neighbours share blocks. */
    qsort(candidates, depth, sizeof *candidates, by_docid);
    for (size_t i = 0; !status && i < depth; i++) {
        zs_match *match = &matches->items[candidates[i].match];
        const char *id;
        status = look_at(reranker, source, match->docid, match->weight,
                         limit_of(&candidates[i]), &reranker->parts[i], &id, error);
        if (!status) {
            status = take_id(matches, match, id, error);
        }
    }
    return status;
}

/* Gives the matches that were looked at their scores. */
static zs_status note_looks(zs_reranker *reranker, zs_matches *matches, size_t depth,
                            zs_looks *looks, zs_error *error)
{
    zs_look *items =
        zs_array_grow(looks->items, &looks->capacity, looks->count + depth, sizeof *items);
    if (!items) {
        return zs_fail_memory(error);
    }
    looks->items = items;
    for (size_t i = 0; i < depth; i++) {
        zs_match *match = &matches->items[reranker->candidates[i].match];
        match->look = looks->count;
        items[looks->count++] = (zs_look){.parts = reranker->parts[i],
                                          .first_stage = match->weight,
                                          .text_limit = limit_of(&reranker->candidates[i])};
        match->weight = zs_score(&reranker->parts[i]);
    }
    return ZS_OK;
}

/* A query of no terms gives no weight. */
static double first_stage_score(const zs_query_terms *query, const zs_match *match)
{
    return query->weight > 0 ? match->weight / query->weight : 0;
}

/* Makes scores of the weights of the first stage, from a match on; their order stays. */
static void score_from(const zs_query_terms *query, zs_matches *matches, size_t first)
{
    for (size_t i = first; i < matches->count; i++) {
        matches->items[i].weight = first_stage_score(query, &matches->items[i]);
    }
}

/* How many articles a query needs: of a few words, by which the first stage can hardly tell one
 * from the next, all; the more words, the fewer. */
static size_t depth_for(const zs_query_terms *query)
{
    size_t depth = query->count > 0 ? LOOKED_TERMS / query->count : ZS_RERANK_DEPTH;
    depth = depth < LEAST_DEPTH ? LEAST_DEPTH : depth;
    return depth < ZS_RERANK_DEPTH ? depth : ZS_RERANK_DEPTH;
}

zs_status zs_rerank(zs_reranker *reranker, const zs_rerank_source *source,
                    const zs_matcher *matcher, const zs_query_terms *query, size_t depth,
                    zs_matches *matches, zs_looks *looks, zs_error *error)
{
    zs_collection collection = zs_reader_collection(source->reader);
    size_t most = depth_for(query);
    depth = most < depth ? most : depth;
    depth = matches->count < depth ? matches->count : depth;
    if (depth == 0) {
        score_from(query, matches, 0);
        return ZS_OK;
    }
    zs_status status =
        zs_scorer_prepare(reranker->scorer, matcher, query, &collection, depth, error);
    if (!status) {
        status = look_at_all(reranker, source, matches, depth, error);
    }
    if (status) {
        return status;
    }
    zs_scorer_compare(reranker->scorer, reranker->parts);
    status = note_looks(reranker, matches, depth, looks, error);
    if (status) {
        return status;
    }
    qsort(matches->items, depth, sizeof *matches->items, by_score);
    score_from(query, matches, depth);
    return ZS_OK;
}

void zs_score_first_stage(const zs_query_terms *query, zs_matches *matches)
{
    score_from(query, matches, 0);
}

zs_status zs_look_again(zs_reranker *reranker, const zs_rerank_source *source,
                        const zs_matcher *matcher, const zs_query_terms *query, uint32_t docid,
                        const zs_look *look, const double **terms, const uint32_t **counts,
                        zs_error *error)
{
    zs_collection collection = zs_reader_collection(source->reader);
    zs_status status =
        zs_scorer_prepare(reranker->scorer, matcher, query, &collection, 1, error);
    if (!status) {
        const char *id;
        status = look_at(reranker, source, docid, look->first_stage, look->text_limit,
                         &reranker->parts[0], &id, error);
    }
    if (!status) {
        *terms = zs_scorer_terms(reranker->scorer);
        *counts = zs_scorer_counts(reranker->scorer);
    }
    return status;
}
