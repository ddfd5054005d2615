/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_analyze as a program sees it, and that the same text has the same terms always and in
 * every thread.
 */
#include "support/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"
#include "support/real_text.h"
#include "text/analyser.h"
#include "text/utf.h"

static zs_analysis *analyse(const char *text, size_t length, zs_purpose purpose)
{
    zs_analysis *analysis = NULL;
    zs_error error;
    check_ok(zs_analyze(text, length, purpose, &analysis, &error), error);
    assert_non_null(analysis);
    return analysis;
}

static void test_shows_all_stages(void **state)
{
    (void)state;
    static const char text[] = "臺北的ＧＤＰ研究生";
    zs_analysis *analysis = analyse(text, SIZE_MAX, ZS_PURPOSE_INDEX);
    assert_string_equal(zs_analysis_folded(analysis), "台北的gdp研究生");

    static const char *const words[] = {"台北", "的", "gdp", "研究生"};
    assert_int_equal(zs_analysis_word_count(analysis), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(zs_analysis_word(analysis, i), words[i]);
    }
    zs_span span = zs_analysis_word_span(analysis, 2);
    assert_int_equal(span.start, 9);
    assert_int_equal(span.end, 18); /* three full-width letters */

    static const struct {
        const char *term;
        zs_token_kind kind;
        size_t start, end;
    } tokens[] = {
        {"台北", ZS_TOKEN_HAN_WORD, 0, 6},    {"北的", ZS_TOKEN_HAN_CROSS, 3, 9},
        {"的", ZS_TOKEN_HAN_SINGLE, 6, 9},    {"gdp", ZS_TOKEN_WORD, 9, 18},
        {"研究", ZS_TOKEN_HAN_INNER, 18, 24}, {"研究生", ZS_TOKEN_HAN_LONG, 18, 27},
        {"究生", ZS_TOKEN_HAN_INNER, 21, 27}, {"生", ZS_TOKEN_HAN_FINAL, 24, 27},
    };
    assert_int_equal(zs_analysis_token_count(analysis), sizeof tokens / sizeof *tokens);
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        zs_token token = zs_analysis_token(analysis, i);
        assert_string_equal(token.term, tokens[i].term);
        assert_int_equal(token.kind, tokens[i].kind);
        assert_int_equal(token.span.start, tokens[i].start);
        assert_int_equal(token.span.end, tokens[i].end);
    }
    zs_analysis_free(analysis);
}

static void test_a_query_has_no_final_and_keeps_spaces(void **state)
{
    (void)state;
    zs_analysis *analysis = analyse("中 国", SIZE_MAX, ZS_PURPOSE_QUERY);
    assert_string_equal(zs_analysis_folded(analysis), "中 国");
    assert_int_equal(zs_analysis_token_count(analysis), 2);
    assert_int_equal(zs_analysis_token(analysis, 0).kind, ZS_TOKEN_HAN_SINGLE);
    zs_analysis_free(analysis);

    analysis = analyse("研究生", SIZE_MAX, ZS_PURPOSE_QUERY);
    for (size_t i = 0; i < zs_analysis_token_count(analysis); i++) {
        assert_int_not_equal(zs_analysis_token(analysis, i).kind, ZS_TOKEN_HAN_FINAL);
    }
    zs_analysis_free(analysis);
}

static void test_nothing_can_be_analysed(void **state)
{
    (void)state;
    zs_analysis *analysis = analyse("", SIZE_MAX, ZS_PURPOSE_QUERY);
    assert_string_equal(zs_analysis_folded(analysis), "");
    assert_int_equal(zs_analysis_word_count(analysis), 0);
    assert_int_equal(zs_analysis_token_count(analysis), 0);
    zs_analysis_free(analysis);

    analysis = analyse("中国", 0, ZS_PURPOSE_INDEX);
    assert_string_equal(zs_analysis_folded(analysis), "");
    zs_analysis_free(analysis);
    zs_analysis_free(NULL);
}

static void test_what_is_not_there_is_null(void **state)
{
    (void)state;
    zs_analysis *analysis = analyse("中国", SIZE_MAX, ZS_PURPOSE_INDEX);
    assert_null(zs_analysis_word(analysis, 1));
    assert_int_equal(zs_analysis_word_span(analysis, 1).end, 0);
    assert_null(zs_analysis_token(analysis, 2).term);
    assert_null(zs_analysis_token(analysis, SIZE_MAX).term);
    zs_analysis_free(analysis);
}

static void test_what_cannot_be_is_refused(void **state)
{
    (void)state;
    zs_analysis *analysis = NULL;
    zs_error error;
    check_status(zs_analyze(NULL, 0, ZS_PURPOSE_INDEX, &analysis, &error), ZS_ERROR_ARGUMENT,
                 error);
    check_status(zs_analyze("a", 1, ZS_PURPOSE_INDEX, NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_analyze("a", ZS_TEXT_LIMIT + 1, ZS_PURPOSE_INDEX, &analysis, &error),
                 ZS_ERROR_ARGUMENT, error);
    assert_int_equal(zs_analyze(NULL, 0, ZS_PURPOSE_INDEX, &analysis, NULL), ZS_ERROR_ARGUMENT);
    assert_null(analysis);
}

static void test_length_and_nul(void **state)
{
    (void)state;
    zs_analysis *whole = analyse("中国\0人民", 13, ZS_PURPOSE_INDEX);
    assert_string_equal(zs_analysis_folded(whole), "中国\uFFFD人民");
    assert_int_equal(zs_analysis_word_count(whole), 2);
    zs_analysis_free(whole);
    zs_analysis *beginning = analyse("中国\0人民", SIZE_MAX, ZS_PURPOSE_INDEX);
    assert_string_equal(zs_analysis_folded(beginning), "中国");
    zs_analysis_free(beginning);
}

static bool is_boundary(const char *text, size_t length, size_t at)
{
    return at == length || ((unsigned char)text[at] & 0xC0) != 0x80;
}

static void check_spans(const zs_analysis *analysis, const char *text, size_t length,
                        uint64_t seed)
{
    zs_span last = {0, 0};
    for (size_t i = 0; i < zs_analysis_token_count(analysis); i++) {
        zs_token token = zs_analysis_token(analysis, i);
        zs_span span = token.span;
        check(span.start < span.end && span.end <= length && token.term && token.term[0],
              "seed %llu: token %zu, %zu to %zu", (unsigned long long)seed, i, span.start,
              span.end);
        check(is_boundary(text, length, span.start) && is_boundary(text, length, span.end),
              "seed %llu: token %zu, %zu to %zu, cuts a character", (unsigned long long)seed, i,
              span.start, span.end);
        check(span.start >= last.start, "seed %llu: token %zu begins before the last",
              (unsigned long long)seed, i);
        last = span;
    }
    size_t end = 0;
    for (size_t i = 0; i < zs_analysis_word_count(analysis); i++) {
        zs_span span = zs_analysis_word_span(analysis, i);
        check(span.start < span.end && span.end <= length && span.end >= end,
              "seed %llu: word %zu, %zu to %zu", (unsigned long long)seed, i, span.start,
              span.end);
        assert_non_null(zs_analysis_word(analysis, i));
        end = span.end;
    }
}

static void check_same(const zs_analysis *one, const zs_analysis *other, uint64_t seed)
{
    assert_string_equal(zs_analysis_folded(one), zs_analysis_folded(other));
    check(zs_analysis_token_count(one) == zs_analysis_token_count(other),
          "seed %llu: other tokens", (unsigned long long)seed);
    for (size_t i = 0; i < zs_analysis_token_count(one); i++) {
        zs_token a = zs_analysis_token(one, i);
        zs_token b = zs_analysis_token(other, i);
        check(a.kind == b.kind && a.span.start == b.span.start && a.span.end == b.span.end &&
                  strcmp(a.term, b.term) == 0,
              "seed %llu: token %zu differs", (unsigned long long)seed, i);
    }
}

static void test_random_text_has_good_spans_and_the_same_terms_again(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(300); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT;
        test_random_text(&random, 80, TEST_VALID, &text);
        zs_analysis *one = analyse(text.data, text.length, round % 2);
        zs_analysis *other = analyse(text.data, text.length, round % 2);
        check_spans(one, text.data, text.length, random.seed);
        check_same(one, other, random.seed);
        zs_analysis_free(one);
        zs_analysis_free(other);
        zs_buffer_release(&text);
    }
}

/* One thread's work: the terms of all texts, one behind another. */
struct work {
    const test_texts *texts;
    zs_buffer terms;
    size_t first; /* each thread takes the texts from another place on */
    bool failed;
};

static bool append_terms(zs_analyser *analyser, const test_text *text, zs_buffer *out)
{
    zs_part part = {.text = text->data, .length = text->length};
    const zs_term_count *terms;
    size_t count;
    if (zs_analyser_count(analyser, &part, 1, &terms, &count, NULL)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!zs_buffer_append(out, terms[i].term, terms[i].length) ||
            !zs_buffer_append_varint(out, terms[i].count)) {
            return false;
        }
    }
    return true;
}

static void *analyse_all(void *context)
{
    struct work *work = context;
    zs_analyser *analyser = NULL;
    work->failed = zs_analyser_new(&analyser, NULL) != ZS_OK;
    /* Once in another order, so that the threads do not go in step; that must not matter. */
    zs_buffer ignored = ZS_BUFFER_INIT;
    for (size_t i = 0; !work->failed && i < work->texts->count; i++) {
        size_t turned = (i + work->first) % work->texts->count;
        work->failed = !append_terms(analyser, &work->texts->items[turned], &ignored);
    }
    for (size_t i = 0; !work->failed && i < work->texts->count; i++) {
        work->failed = !append_terms(analyser, &work->texts->items[i], &work->terms);
    }
    zs_buffer_release(&ignored);
    zs_analyser_free(analyser);
    return NULL;
}

static void test_four_threads_make_the_same_terms(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    test_texts texts = test_corpus_texts();
    if (texts.count > 20) {
        for (size_t i = 20; i < texts.count; i++) {
            free(texts.items[i].data);
        }
        texts.count = 20;
    }
    pthread_t threads[THREADS];
    struct work works[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        works[i] = (struct work){.texts = &texts, .terms = ZS_BUFFER_INIT, .first = i};
        assert_int_equal(pthread_create(&threads[i], NULL, analyse_all, &works[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_false(works[i].failed);
        assert_true(works[i].terms.length > 0);
        check(works[i].terms.length == works[0].terms.length &&
                  memcmp(works[i].terms.data, works[0].terms.data, works[0].terms.length) == 0,
              "thread %zu made other terms", i);
        if (i > 0) {
            zs_buffer_release(&works[i].terms);
        }
    }
    zs_buffer_release(&works[0].terms);
    test_texts_release(&texts);
}

static void test_the_fingerprint_names_versions(void **state)
{
    (void)state;
    const char *fingerprint = zs_analyser_fingerprint();
    assert_non_null(strstr(fingerprint, "icu "));
    assert_non_null(strstr(fingerprint, "utf8proc "));
    assert_true(strlen(fingerprint) < sizeof((zs_index_info *)0)->analyser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shows_all_stages),
        cmocka_unit_test(test_a_query_has_no_final_and_keeps_spaces),
        cmocka_unit_test(test_nothing_can_be_analysed),
        cmocka_unit_test(test_what_is_not_there_is_null),
        cmocka_unit_test(test_what_cannot_be_is_refused),
        cmocka_unit_test(test_length_and_nul),
        cmocka_unit_test(test_random_text_has_good_spans_and_the_same_terms_again),
        cmocka_unit_test(test_four_threads_make_the_same_terms),
        cmocka_unit_test(test_the_fingerprint_names_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
