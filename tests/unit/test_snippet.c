/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Snippets: what is shown and marked of plain examples, and what must hold of any text, query
 * and length wanted.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "searcher/snippet.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/snippet.h"

/* All that makes a snippet. Terms weigh the same, as in an index of one article. */
struct tools {
    zs_analyser *analyser;
    zs_matcher *matcher;
    zs_query_terms query;
    zs_snippet_scratch scratch;
};

static struct tools tools;

static int open_tools(void **state)
{
    (void)state;
    return zs_analyser_new(&tools.analyser, NULL) || zs_matcher_new(&tools.matcher, NULL) ? -1
                                                                                          : 0;
}

static int close_tools(void **state)
{
    (void)state;
    zs_snippet_scratch_release(&tools.scratch);
    zs_query_terms_release(&tools.query);
    zs_matcher_free(tools.matcher);
    zs_analyser_free(tools.analyser);
    zs_snippet_free(NULL);
    return 0;
}

static zs_snippet *make(const char *query, const zs_article *article,
                        const zs_snippet_options *options)
{
    zs_snippet *snippet = NULL;
    zs_error error;
    check_ok(zs_query_terms_analyse(&tools.query, tools.analyser, NULL, query, &error), error);
    for (size_t i = 0; i < tools.query.count; i++) {
        tools.query.items[i].idf = 1;
        tools.query.weight += tools.query.items[i].factor;
    }
    check_ok(zs_matcher_prepare(tools.matcher, &tools.query, &error), error);
    check_ok(zs_snippet_make(&tools.scratch, tools.matcher, &tools.query, article, options,
                             &snippet, &error),
             error);
    return snippet;
}

/* Writes fragments with ‖ between them, marks in 【】. */
static void render(const zs_snippet *snippet, const char *text, zs_buffer *out)
{
    zs_buffer_clear(out);
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        const zs_fragment *fragment = &snippet->fragments[i];
        size_t at = fragment->span.start;
        assert_true(i == 0 || zs_buffer_append_string(out, "‖"));
        for (size_t j = 0; j < fragment->mark_count; j++) {
            zs_span mark = fragment->marks[j];
            assert_true(zs_buffer_append(out, text + at, mark.start - at));
            assert_true(zs_buffer_append_string(out, "【"));
            assert_true(zs_buffer_append(out, text + mark.start, mark.end - mark.start));
            assert_true(zs_buffer_append_string(out, "】"));
            at = mark.end;
        }
        assert_true(zs_buffer_append(out, text + at, fragment->span.end - at));
    }
    assert_true(zs_buffer_terminate(out));
}

static void check_shows(const char *query, const char *text, size_t characters,
                        const char *wanted)
{
    zs_article article = {.id = "a", .text = text, .text_length = strlen(text)};
    zs_snippet_options options = {.characters = characters};
    zs_snippet *snippet = make(query, &article, &options);
    test_check_snippet(snippet, &article, query, &options, 0);
    zs_buffer got = ZS_BUFFER_INIT;
    render(snippet, text, &got);
    check(strcmp(got.data, wanted) == 0, "%s: %s instead of %s", query, got.data, wanted);
    zs_buffer_release(&got);
    zs_snippet_free(snippet);
}

static void test_phrases_are_marked_whole(void **state)
{
    (void)state;
    check_shows("国际消费中心", "首批国际消费中心城市公布了。", 0,
                "首批【国际消费中心】城市公布了。");
    check_shows("国际消费中心", "國際消費中心城市。", 0, "【國際消費中心】城市。");
    check_shows("GDP", "去年ＧＤＰ增长，GDPR不同。", 0, "去年【ＧＤＰ】增长，GDPR不同。");
    check_shows("国际消费", "国际\n消费", 0, "【国际\n消费】");
    check_shows("营商环境", "没有的东西。", 0, "没有的东西。");
    check_shows("", "文章的开头。后面。", 0, "文章的开头。后面。");
    check_shows("消费", "", 0, "");
}

static void test_the_best_sentences_are_shown(void **state)
{
    (void)state;
    check_shows(
        "青年人才",
        "第一句话说别的事情，与此无关，不必显示出来。\n青年人才来了。\n最后一句也说别的。", 7,
        "【青年人才】来了。");
    check_shows(
        "产业链 营商环境",
        "产业链很长。这里说的是另一件毫不相干的事情，很长很长，没有人要看。营商环境很好。", 30,
        "【产业链】很长。‖【营商环境】很好。");
}

static void random_case(test_random *random, unsigned kinds, zs_buffer *text, zs_buffer *query)
{
    zs_buffer_clear(text);
    zs_buffer_clear(query);
    test_random_text(random, test_random_below(random, 600), kinds, text);
    /* Pieces of the text, cut anywhere, and something else. */
    for (size_t pieces = test_random_below(random, 4); pieces > 0 && text->length > 0;
         pieces--) {
        size_t start = test_random_below(random, text->length);
        size_t most = text->length - start < 30 ? text->length - start : 30;
        assert_true(
            zs_buffer_append(query, text->data + start, test_random_below(random, most + 1)));
        assert_true(zs_buffer_append_byte(query, ' '));
    }
    test_random_text(random, test_random_below(random, 4), kinds, query);
    for (size_t i = 0; i < query->length; i++) {
        query->data[i] = query->data[i] ? query->data[i] : ' ';
    }
    assert_true(zs_buffer_terminate(query));
    assert_true(zs_buffer_terminate(text));
}

static zs_snippet_options random_options(test_random *random)
{
    static const size_t characters[] = {0, 1, 2, 10, 40, 120, 1000, SIZE_MAX};
    static const size_t fragments[] = {0, 1, 2, 10, SIZE_MAX};
    return (zs_snippet_options){.characters = characters[test_random_below(random, 8)],
                                .fragments = fragments[test_random_below(random, 5)]};
}

static void test_snippets_of_random_text(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    zs_buffer query = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(1500); round++) {
        test_random random = test_random_new(round);
        unsigned kinds = round % 2 ? (unsigned)TEST_EVERYTHING
                                   : TEST_HAN | TEST_PUNCTUATION | TEST_LINE_END | TEST_EMOJI;
        random_case(&random, kinds, &text, &query);
        zs_article article = {.id = "a",
                              .title = round % 3 ? query.data : NULL,
                              .text = text.data,
                              .text_length = text.length};
        zs_snippet_options options = random_options(&random);
        const zs_snippet_options *given = round % 5 ? &options : NULL;
        zs_snippet *snippet = make(query.data, &article, given);
        test_check_snippet(snippet, &article, query.data, given, random.seed);
        zs_snippet_free(snippet);
    }
    zs_buffer_release(&text);
    zs_buffer_release(&query);
}

static void test_snippets_of_real_text(void **state)
{
    (void)state;
    test_texts texts = test_corpus_texts();
    static const char *const queries[] = {
        "国际消费中心城市", "青年人才 政策", "什么是营商环境", "先进制造业产业链", "的",
        "臺灣圖書館"};
    for (size_t i = 0; i < texts.count; i++) {
        for (size_t j = 0; j < sizeof queries / sizeof *queries; j++) {
            zs_article article = {.id = "a",
                                  .title = "先进制造业与青年人才",
                                  .text = texts.items[i].data,
                                  .text_length = texts.items[i].length};
            zs_snippet *snippet = make(queries[j], &article, NULL);
            test_check_snippet(snippet, &article, queries[j], NULL, i);
            zs_snippet_free(snippet);
        }
    }
    test_texts_release(&texts);
}

/* Of a text that has the query there is always something to see and a mark in it. */
static void test_what_is_found_is_marked(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(500); round++) {
        test_random random = test_random_new(round);
        zs_buffer_clear(&text);
        test_random_text(&random, 200, TEST_HAN | TEST_PUNCTUATION | TEST_LINE_END, &text);
        assert_true(zs_buffer_append_string(&text, "。珠穆朗玛峰。"));
        test_random_text(&random, 200, TEST_HAN | TEST_PUNCTUATION | TEST_LINE_END, &text);
        zs_article article = {.id = "a", .text = text.data, .text_length = text.length};
        zs_snippet *snippet = make("珠穆朗玛峰", &article, NULL);
        size_t marks = 0;
        for (size_t i = 0; i < snippet->fragment_count; i++) {
            marks += snippet->fragments[i].mark_count;
        }
        check(marks == 1, "seed %llu: %zu marks", (unsigned long long)random.seed, marks);
        zs_snippet_free(snippet);
    }
    zs_buffer_release(&text);
}

/* Page layout by white space, as text from PDF has it, makes a snippet no longer. */
static void test_white_space_counts_to_the_length(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t i = 0; i < 100; i++) {
        assert_true(zs_buffer_append_string(&text, i == 50 ? "消费" : "目录"));
        for (size_t spaces = 0; spaces < 200; spaces++) {
            assert_true(zs_buffer_append_byte(&text, ' '));
        }
    }
    zs_article article = {.id = "a", .text = text.data, .text_length = text.length};
    zs_snippet *snippet = make("消费", &article, NULL);
    size_t bytes = 0;
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        bytes += snippet->fragments[i].span.end - snippet->fragments[i].span.start;
    }
    zs_snippet_free(snippet);
    zs_buffer_release(&text);
    check(bytes < 2000, "a snippet of some 120 characters has %zu bytes", bytes);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Ten megabytes in one line, full of hits or with one at the end. */
static void test_long_lines_take_bounded_time(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        const char *end;
        const char *query;
    } cases[] = {
        {"中国", "", "中国"},        {"中文 ", "", "中国"},      {"中", "国人", "中国"},
        {"word ", "中国", "word"},   {"”", "中国。", "中国"},    {"中国”", "。", "中国"},
        {"a\u0301", "中国", "á"},    {"\u200B", "中国", "中国"}, {"。", "中国", "中国"},
        {"中国\n", "", "中国 国中"},
    };
    size_t length = test_rounds(10 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_buffer text = ZS_BUFFER_INIT;
        while (text.length < length) {
            assert_true(zs_buffer_append_string(&text, cases[i].unit));
        }
        assert_true(zs_buffer_append_string(&text, cases[i].end));
        zs_article article = {.id = "a", .text = text.data, .text_length = text.length};
        double before = seconds();
        zs_snippet *snippet = make(cases[i].query, &article, NULL);
        double took = seconds() - before;
        check(took < 10, "%s: %.1f s", cases[i].unit, took);
        zs_snippet_free(snippet);
        zs_buffer_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrases_are_marked_whole),
        cmocka_unit_test(test_the_best_sentences_are_shown),
        cmocka_unit_test(test_snippets_of_random_text),
        cmocka_unit_test(test_snippets_of_real_text),
        cmocka_unit_test(test_what_is_found_is_marked),
        cmocka_unit_test(test_white_space_counts_to_the_length),
        cmocka_unit_test(test_long_lines_take_bounded_time),
    };
    return cmocka_run_group_tests(tests, open_tools, close_tools);
}
