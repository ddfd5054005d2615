/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/answer.h"

#include <stdlib.h>

#include "cli/clock.h"
#include "cli/memory.h"

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
    *answer = (zs_answer){.qid = NULL};
}

const char *zs_answer_asked(const zs_answer *answer)
{
    return answer->corrected ? answer->correction->query : answer->query;
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
    if (!status) {
        status = fetch(&found, needs, error);
    }
    if (!status && needs.correction && !needs.corrected) {
        status = zs_correct(searcher, query, options, &found.correction, error);
    }
    if (status) {
        zs_answer_release(&found);
        return status;
    }
    found.total = zs_results_total(found.results, &found.exact);
    found.partial = zs_results_partial(found.results);
    found.microseconds = zs_microseconds_now() - began;
    *answer = found;
    return ZS_OK;
}
