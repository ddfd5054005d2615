/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query (the first line) and an article (the rest): the snippet is within the article, and
 * what it marks is within the snippet.
 */
#include "fuzz.h"

#include <string.h>

#include "searcher/snippet.h"

static void check(const zs_snippet *snippet, size_t length)
{
    size_t last = 0;
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        const zs_fragment *fragment = &snippet->fragments[i];
        MUST(fragment->span.start >= last && fragment->span.start < fragment->span.end &&
             fragment->span.end <= length);
        last = fragment->span.end;
        size_t at = fragment->span.start;
        for (size_t mark = 0; mark < fragment->mark_count; mark++) {
            zs_span span = fragment->marks[mark];
            MUST(span.start >= at && span.start < span.end && span.end <= fragment->span.end);
            at = span.end;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line_end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t query_length = line_end ? (size_t)(line_end - data) : size;
    char *words = strndup((const char *)data, query_length);
    const char *text = line_end ? (const char *)line_end + 1 : "";
    size_t length = line_end ? size - query_length - 1 : 0;
    MUST(words);

    zs_analyser *analyser;
    zs_matcher *matcher;
    zs_query query = ZS_QUERY_INIT;
    zs_snippet_scratch scratch = {.shown = NULL};
    MUST(zs_analyser_new(&analyser, NULL) == ZS_OK && zs_matcher_new(&matcher, NULL) == ZS_OK);
    MUST(zs_query_analyse(&query, analyser, words, NULL) == ZS_OK);
    MUST(zs_matcher_prepare(matcher, &query, NULL) == ZS_OK);
    for (size_t i = 0; i < query.count; i++) {
        query.items[i].idf = 1;
    }
    zs_article article = {.id = "a", .title = words, .text = text, .text_length = length};
    zs_snippet *snippet;
    MUST(zs_snippet_make(&scratch, matcher, &query, &article, NULL, &snippet, NULL) == ZS_OK);
    check(snippet, length);

    zs_snippet_free(snippet);
    zs_snippet_scratch_release(&scratch);
    zs_query_release(&query);
    zs_matcher_free(matcher);
    zs_analyser_free(analyser);
    free(words);
    return 0;
}
