/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query and a text that it is to be found in: two bytes of options, the query up to a NUL,
 * the title up to another, the text. The snippet's spans must be good ones.
 */
#include "fuzz.h"

#include <string.h>

#include "searcher/snippet.h"

static struct {
    zs_analyser *analyser;
    zs_matcher *matcher;
    zs_query_terms query;
    zs_snippet_scratch scratch;
} tools;

static void check_marks(const zs_span *marks, size_t count, zs_span within, const char *text,
                        size_t length)
{
    for (size_t i = 0; i < count; i++) {
        require(marks[i].start < marks[i].end && marks[i].start >= within.start &&
                    marks[i].end <= within.end,
                "a mark lies in its fragment");
        require(i == 0 || marks[i].start > marks[i - 1].end, "marks ascend and do not touch");
        require(cuts_no_character(text, length, marks[i].start) &&
                    cuts_no_character(text, length, marks[i].end),
                "marks cut no character");
    }
}

static void check_snippet(const zs_snippet *snippet, const zs_article *article)
{
    size_t end = 0;
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        zs_span span = snippet->fragments[i].span;
        require(span.start >= end && span.start < span.end && span.end <= article->text_length,
                "fragments ascend and do not overlap");
        require(cuts_no_character(article->text, article->text_length, span.start) &&
                    cuts_no_character(article->text, article->text_length, span.end),
                "fragments cut no character");
        check_marks(snippet->fragments[i].marks, snippet->fragments[i].mark_count, span,
                    article->text, article->text_length);
        end = span.end;
    }
    size_t title = strlen(article->title);
    check_marks(snippet->title_marks, snippet->title_mark_count, (zs_span){0, title},
                article->title, title);
}

/* The string at *at, which moves behind it; empty at the end of the input. */
static const char *next_string(const char *data, size_t size, size_t *at)
{
    const char *string = data + *at;
    const char *end = memchr(string, '\0', size - *at);
    if (!end) {
        return "";
    }
    *at = (size_t)(end - data) + 1;
    return string;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!tools.analyser) {
        require(zs_analyser_new(&tools.analyser, NULL) == ZS_OK &&
                    zs_matcher_new(&tools.matcher, NULL) == ZS_OK,
                "there are tools");
    }
    if (size < 2) {
        return 0;
    }
    const char *bytes = (const char *)data;
    size_t at = 2;
    zs_snippet_options options = {.characters = data[0], .fragments = data[1] & 7};
    const char *query = next_string(bytes, size, &at);
    zs_article article = {.id = "a", .title = next_string(bytes, size, &at)};
    article.text = bytes + at;
    article.text_length = size - at;

    require(zs_query_terms_analyse(&tools.query, tools.analyser, NULL, query, NULL) == ZS_OK,
            "the query is analysed");
    for (size_t i = 0; i < tools.query.count; i++) {
        tools.query.items[i].idf = 1;
    }
    zs_snippet *snippet = NULL;
    require(zs_matcher_prepare(tools.matcher, &tools.query, NULL) == ZS_OK &&
                zs_snippet_make(&tools.scratch, tools.matcher, &tools.query, &article, &options,
                                &snippet, NULL) == ZS_OK,
            "the snippet is made");
    check_snippet(snippet, &article);
    zs_snippet_free(snippet);
    return 0;
}
