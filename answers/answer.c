/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/answer.h"

#include <stdlib.h>

#include "answers/clock.h"
#include "answers/memory.h"

enum { DUPLICATES_NAMED = 20 };

static void release_hit(zs_hit *hit)
{
    zs_snippet_free(hit->snippet);
    zs_marks_free(hit->marks);
    zs_explanation_free(hit->explanation);
    free(hit->duplicate_ids);
}

void zs_answer_release(zs_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        release_hit(&answer->hits[i]);
    }
    free(answer->hits);
    zs_results_free(answer->results);
    zs_correction_free(answer->correction);
    zs_keywords_free(answer->keywords);
    zs_advice_free(answer->advice);
    *answer = (zs_answer){.qid = NULL};
}

const char *zs_answer_asked(const zs_answer *answer)
{
    return answer->corrected ? answer->correction->query : answer->query;
}

bool zs_answer_is_cut_off(const zs_answer *answer)
{
    return answer->partial && answer->count == 0 && answer->total == 0;
}

static zs_status fetch_hit(zs_results *results, size_t i, zs_needs needs, zs_hit *hit,
                           zs_error *error)
{
    *hit = (zs_hit){.id = zs_results_id(results, i),
                    .rank = zs_results_rank(results, i),
                    .score = zs_results_score(results, i),
                    .step = zs_results_step(results, i),
                    .collapsed = zs_results_collapsed(results, i),
                    .duplicates = zs_results_duplicates(results, i)};
    zs_status status = ZS_OK;
    if (needs.article) {
        status = zs_results_article(results, i, &hit->article, error);
    }
    if (!status && needs.snippet) {
        status = zs_results_snippet(results, i, &needs.snippets, &hit->snippet, error);
    }
    if (!status && needs.marks) {
        status = zs_results_marks(results, i, &hit->marks, error);
    }
    if (!status && needs.explanation) {
        status = zs_results_explain(results, i, &hit->explanation, error);
    }
    if (!status && needs.duplicate_ids && hit->duplicates > 0) {
        status =
            zs_results_duplicate_ids(results, i, DUPLICATES_NAMED, &hit->duplicate_ids, error);
    }
    if (status) {
        release_hit(hit);
        return status;
    }
    if (hit->snippet) {
        hit->title_marks = hit->snippet->title_marks;
        hit->title_mark_count = hit->snippet->title_mark_count;
    } else if (hit->marks) {
        hit->title_marks = hit->marks->title_marks;
        hit->title_mark_count = hit->marks->title_mark_count;
    }
    return ZS_OK;
}

static zs_status fetch(zs_answer *answer, zs_needs needs, zs_error *error)
{
    size_t found = zs_results_count(answer->results);
    answer->hits = zs_allocate(found, sizeof *answer->hits);
    for (size_t i = 0; i < found; i++) {
        zs_status status =
            fetch_hit(answer->results, i, needs, &answer->hits[answer->count], error);
        /* An article that has left the index a moment ago is no hit any more. */
        if (status && status != ZS_ERROR_NOT_FOUND) {
            return status;
        }
        answer->count += status == ZS_OK;
    }
    return ZS_OK;
}

/* Fetches what is needed and hands the answer out, or releases it. */
static zs_status complete(zs_answer *found, zs_status status, zs_needs needs, uint64_t began,
                          zs_answer *out, zs_error *error)
{
    if (!status) {
        status = fetch(found, needs, error);
    }
    if (status) {
        zs_answer_release(found);
        return status;
    }
    found->total = zs_results_total(found->results, &found->exact);
    found->partial = zs_results_partial(found->results);
    found->microseconds = zs_microseconds_now() - began;
    *out = *found;
    return ZS_OK;
}

/* Without advice the answer is complete as well. */
static void advise(zs_answer *answer, zs_searcher *searcher, const zs_query_options *options)
{
    zs_query *query = NULL;
    if (zs_searcher_parse(searcher, answer->query, options->lenient, &query, NULL) == ZS_OK) {
        (void)zs_advise(searcher, query, options, &answer->advice, NULL);
        zs_query_free(query);
    }
}

zs_status zs_answer_find(zs_answer *answer, zs_searcher *searcher, const char *qid,
                         const char *query, const zs_query_options *options, zs_needs needs,
                         zs_error *error)
{
    uint64_t began = zs_microseconds_now();
    zs_answer found = {
        .qid = qid, .query = query, .offset = options->offset, .collapse = options->collapse};
    zs_status status = ZS_OK;
    if (needs.correction && needs.corrected) {
        status = zs_correct(searcher, query, options, &found.correction, error);
        found.corrected = found.correction && !found.correction->typed_has_all;
    }
    if (!status) {
        status = zs_searcher_query(searcher, zs_answer_asked(&found), options, &found.results,
                                   error);
    }
    if (!status && needs.correction && !needs.corrected) {
        status = zs_correct(searcher, query, options, &found.correction, error);
    }
    if (!status && needs.keywords > 0) {
        status = zs_results_keywords(found.results, needs.keywords, &found.keywords, error);
    }
    status = complete(&found, status, needs, began, answer, error);
    if (!status && needs.advice && answer->total == 0 && answer->count == 0) {
        advise(answer, searcher, options);
    }
    return status;
}

zs_status zs_answer_similar(zs_answer *answer, zs_searcher *searcher, const zs_model *model,
                            const char *query, const zs_query_options *options, zs_needs needs,
                            zs_error *error)
{
    uint64_t began = zs_microseconds_now();
    zs_answer found = {.qid = "1", .query = query, .offset = options->offset};
    zs_status status =
        model->id
            ? zs_similar(searcher, model->id, options, &found.results, error)
            : zs_similar_text(searcher, model->text, SIZE_MAX, options, &found.results, error);
    if (!status && needs.keywords > 0) {
        status = model->id ? zs_article_keywords(searcher, model->id, needs.keywords,
                                                 &found.keywords, error)
                           : zs_text_keywords(searcher, model->text, SIZE_MAX, needs.keywords,
                                              &found.keywords, error);
    }
    return complete(&found, status, needs, began, answer, error);
}

char *zs_query_like_text(const char *id)
{
    zs_query *query = NULL;
    char *text = NULL;
    if (zs_query_like(id, &query, NULL) || zs_query_string(query, &text, NULL)) {
        zs_out_of_memory();
    }
    zs_query_free(query);
    return text;
}

zs_status zs_mark_article(zs_searcher *searcher, const zs_article *article, const char *query,
                          bool lenient, zs_marks **marks, zs_error *error)
{
    zs_query *parsed = NULL;
    *marks = NULL;
    if (query[0] == '\0') {
        return ZS_OK;
    }
    zs_status status = zs_searcher_parse(searcher, query, lenient, &parsed, error);
    if (!status) {
        status = zs_searcher_mark(searcher, parsed, article, marks, error);
    }
    zs_query_free(parsed);
    return status;
}
