/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All that is to be marked in an article: what its snippets would mark, from its beginning to
 * its end.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/hits.h"
#include "searcher/require.h"
#include "searcher/step.h"

void zs_marks_free(zs_marks *marks)
{
    if (marks) {
        /* The arrays are const for whoever reads them, and ours. */
        free((zs_span *)(uintptr_t)marks->text_marks);
        free((zs_span *)(uintptr_t)marks->title_marks);
        free(marks);
    }
}

/* Marks the terms of a query in an article. */
static zs_status make_marks(zs_searcher *searcher, const zs_query_terms *query,
                            const zs_article *article, zs_marks **out, zs_error *error)
{
    zs_marks *marks = calloc(1, sizeof *marks);
    if (!marks) {
        return zs_fail_memory(error);
    }
    const char *title = article->title ? article->title : "";
    const char *text = article->text ? article->text : "";
    zs_status status = zs_matcher_prepare(searcher->matcher, query, error);
    if (!status) {
        status = zs_snippet_marks(&searcher->snippet, searcher->matcher, query, text,
                                  article->text_length, &marks->text_marks,
                                  &marks->text_mark_count, error);
    }
    if (!status) {
        status =
            zs_snippet_marks(&searcher->snippet, searcher->matcher, query, title, strlen(title),
                             &marks->title_marks, &marks->title_mark_count, error);
    }
    if (status) {
        zs_marks_free(marks);
        return status;
    }
    *out = marks;
    return ZS_OK;
}

zs_status zs_results_marks(zs_results *results, size_t i, zs_marks **out, zs_error *error)
{
    if (!out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_results_marks needs a place for the marks");
    }
    const zs_article *article = NULL;
    zs_status status = zs_results_article(results, i, &article, error);
    return status ? status
                  : make_marks(results->searcher, &results->query, article, out, error);
}

/* The terms that a search for the query would rank by. */
static zs_status prepare(zs_searcher *searcher, void *context, zs_error *error)
{
    const zs_query *const *query = context;
    const zs_vocabulary *vocabulary;
    zs_status status = zs_searcher_vocabulary(searcher, false, &vocabulary, error);
    if (status) {
        return status;
    }
    zs_requiring requiring = {.reader = NULL};
    zs_requirement *requirement = NULL;
    bool nothing = false, loosens = false;
    size_t count = 0;
    searcher->deadline = zs_deadline_in(ZS_TIMEOUT);
    status = zs_searcher_requiring(searcher, *query, ZS_WORDS_ALL, &requiring, error);
    requiring.vocabulary = vocabulary;
    if (!status) {
        status = zs_require(*query, &requiring, &requirement, &nothing, &loosens, error);
    }
    if (!status) {
        status = zs_prepare_terms(searcher, vocabulary, *query, requirement, &count, error);
    }
    zs_requirement_free(requirement);
    return status;
}

zs_status zs_searcher_mark(zs_searcher *searcher, const zs_query *query,
                           const zs_article *article, zs_marks **out, zs_error *error)
{
    if (!searcher || !query || !article || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_mark needs a searcher, a query, an article and a place for "
                       "the marks");
    }
    zs_status status = zs_searcher_steadily(searcher, prepare, &query, error);
    return status ? status : make_marks(searcher, &searcher->query, article, out, error);
}
