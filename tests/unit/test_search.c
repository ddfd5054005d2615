/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The promise, from end to end: any run of one to twenty ideographs of an article finds it,
 * in either script. And what results are: in order, the same in pages, good for as long as
 * is said.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/snippet.h"
#include "text/fold.h"
#include "text/utf.h"

enum { ARTICLES = 300, LONGEST_RUN = 20 };

/* An index of real and random articles. */
struct library {
    char *folder;
    zs_buffer texts[ARTICLES];
    zs_searcher *searcher;
};

static struct library *library;

static void put(zs_index *index, const char *id, const char *title, const zs_buffer *text)
{
    zs_article article = {
        .id = id, .title = title, .text = text->data, .text_length = text->length};
    zs_error error;
    check_ok(zs_index_put(index, &article, &error), error);
}

static int make_library(void **state)
{
    (void)state;
    library = calloc(1, sizeof *library);
    assert_non_null(library);
    library->folder = test_folder_new();
    zs_index *index = NULL;
    zs_error error;
    check_ok(zs_index_open(library->folder, &index, &error), error);
    test_texts real = test_corpus_texts();
    test_texts more = test_collection_texts("drcd", 60 << 10);
    for (size_t i = 0; i < ARTICLES; i++) {
        zs_buffer *text = &library->texts[i];
        test_random random = test_random_new(i);
        if (i < real.count && i < ARTICLES / 3) {
            assert_true(zs_buffer_append(text, real.items[i].data, real.items[i].length));
        } else if (i < ARTICLES / 2 && i - ARTICLES / 3 < more.count && i >= ARTICLES / 3) {
            const test_text *one = &more.items[i - ARTICLES / 3];
            assert_true(zs_buffer_append(text, one->data, one->length));
        } else {
            unsigned kinds = i % 2 ? (unsigned)TEST_EVERYTHING
                                   : TEST_HAN | TEST_HAN_RARE | TEST_LATIN | TEST_SPACE |
                                         TEST_LINE_END | TEST_PUNCTUATION;
            test_random_text(&random, 20 + test_random_below(&random, 300), kinds, text);
        }
        char id[16];
        snprintf(id, sizeof id, "%zu", i);
        put(index, id, i % 4 ? NULL : "标题", text);
    }
    test_texts_release(&real);
    test_texts_release(&more);
    check_ok(zs_index_commit(index, &error), error);
    zs_index_close(index);
    check_ok(zs_searcher_open(library->folder, &library->searcher, &error), error);
    return 0;
}

static int free_library(void **state)
{
    (void)state;
    zs_searcher_close(library->searcher);
    for (size_t i = 0; i < ARTICLES; i++) {
        zs_buffer_release(&library->texts[i]);
    }
    test_folder_remove(library->folder);
    free(library);
    return 0;
}

static zs_results *search(zs_searcher *searcher, const char *query, size_t limit, size_t offset)
{
    zs_query_options options = {.limit = limit, .offset = offset};
    zs_results *results = NULL;
    zs_error error;
    check_ok(zs_searcher_query(searcher, query, &options, &results, &error), error);
    return results;
}

/* The place of an article among the results, from 1; 0 if it is not there. */
static size_t place_of(const zs_results *results, size_t article)
{
    for (size_t i = 0; i < zs_results_count(results); i++) {
        if (strtoul(zs_results_id(results, i), NULL, 10) == article) {
            return i + 1;
        }
    }
    return 0;
}

/* A run of ideographs in a text, beginning at a random place: at most `most` characters.
 * False if there is none behind that place. */
static bool random_run(test_random *random, const zs_buffer *text, size_t most, zs_buffer *run)
{
    zs_buffer_clear(run);
    size_t at = text->length > 0 ? test_random_below(random, text->length) : 0;
    while (at < text->length && ((unsigned char)text->data[at] & 0xC0) == 0x80) {
        at++;
    }
    size_t characters = 0;
    while (at < text->length && characters < most) {
        size_t next;
        UChar32 character = zs_utf8_next(text->data, at, text->length, &next);
        bool han = character >= 0 && zs_char_class_of(character) == ZS_CHAR_HAN;
        if (han) {
            assert_true(zs_buffer_append(run, text->data + at, next - at));
            characters++;
        } else if (characters > 0) {
            break;
        }
        at = next;
    }
    assert_true(zs_buffer_terminate(run));
    return characters > 0;
}

static void test_every_run_finds_its_article(void **state)
{
    (void)state;
    zs_buffer run = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        test_random random = test_random_new(round);
        size_t article = test_random_below(&random, ARTICLES);
        size_t most = 1 + test_random_below(&random, LONGEST_RUN);
        if (!random_run(&random, &library->texts[article], most, &run)) {
            continue;
        }
        zs_results *results = search(library->searcher, run.data, ARTICLES, 0);
        check(place_of(results, article) > 0, "seed %llu: %s does not find article %zu",
              (unsigned long long)random.seed, run.data, article);
        zs_results_free(results);
    }
    zs_buffer_release(&run);
}

/* The same text in the other script, character by character; false if one of them has no one
 * counterpart that leads back. */
static bool convert(UTransliterator *there, UTransliterator *back, const char *text,
                    zs_buffer *out)
{
    zs_buffer_clear(out);
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        UChar32 character = zs_utf8_next(text, at, length, &at);
        UErrorCode status = U_ZERO_ERROR;
        UChar units[16];
        int32_t count = 0;
        u_strFromUTF32(units, 16, &count, &character, 1, &status);
        int32_t limit = count;
        utrans_transUChars(there, units, &count, 16, 0, &limit, &status);
        size_t end;
        UChar32 converted = zs_utf16_next(units, 0, (size_t)count, &end);
        bool one = end == (size_t)count;
        limit = count;
        utrans_transUChars(back, units, &count, 16, 0, &limit, &status);
        assert_true(U_SUCCESS(status));
        if (!one || zs_utf16_next(units, 0, (size_t)count, &end) != character) {
            return false;
        }
        test_put_character(out, (uint32_t)converted);
    }
    assert_true(zs_buffer_terminate(out));
    return true;
}

static void test_the_other_script_finds_it_too(void **state)
{
    (void)state;
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *ways[2] = {
        utrans_openU(u"Hans-Hant", -1, UTRANS_FORWARD, NULL, 0, NULL, &status),
        utrans_openU(u"Hant-Hans", -1, UTRANS_FORWARD, NULL, 0, NULL, &status),
    };
    assert_true(U_SUCCESS(status));
    zs_buffer run = ZS_BUFFER_INIT;
    zs_buffer converted = ZS_BUFFER_INIT;
    size_t asked = 0;
    for (size_t round = 0; round < test_rounds(1000); round++) {
        test_random random = test_random_new(round);
        size_t article = test_random_below(&random, ARTICLES);
        size_t most = 1 + test_random_below(&random, 6);
        if (!random_run(&random, &library->texts[article], most, &run) ||
            !convert(ways[round % 2], ways[1 - round % 2], run.data, &converted) ||
            strcmp(run.data, converted.data) == 0) {
            continue;
        }
        asked++;
        zs_results *results = search(library->searcher, converted.data, ARTICLES, 0);
        check(place_of(results, article) > 0,
              "seed %llu: %s, for %s, does not find article %zu",
              (unsigned long long)random.seed, converted.data, run.data, article);
        zs_results_free(results);
    }
    assert_true(asked > 0);
    zs_buffer_release(&run);
    zs_buffer_release(&converted);
    utrans_close(ways[0]);
    utrans_close(ways[1]);
}

static const char *const queries[] = {
    "国际消费中心城市", "青年人才 政策", "什么是营商环境",        "中", "的", "GDP",
    "的 中 人",         "標題",          "研究 生 Linux 与 Big5",
};

static void test_pages_are_parts_of_the_whole(void **state)
{
    (void)state;
    static const size_t sizes[] = {7, 60, 170};
    for (size_t i = 0; i < sizeof queries / sizeof *queries && i <= test_rounds(10); i++) {
        zs_results *whole = search(library->searcher, queries[i], ARTICLES, 0);
        size_t count = zs_results_count(whole);
        bool exact;
        uint64_t total = zs_results_total(whole, &exact);
        size_t asked = 0;
        while (asked < count && zs_results_step(whole, asked) == 0) {
            asked++;
        }
        check(exact && total == asked, "%s: %zu of %llu", queries[i], asked,
              (unsigned long long)total);
        for (size_t kind = 0; kind < sizeof sizes / sizeof *sizes; kind++) {
            size_t size = sizes[kind];
            for (size_t offset = 0; offset < count + size; offset += size) {
                zs_results *page = search(library->searcher, queries[i], size, offset);
                size_t left = count > offset ? count - offset : 0;
                assert_int_equal(zs_results_count(page), left < size ? left : size);
                for (size_t hit = 0; hit < zs_results_count(page); hit++) {
                    check(strcmp(zs_results_id(page, hit),
                                 zs_results_id(whole, offset + hit)) == 0 &&
                              zs_results_score(page, hit) ==
                                  zs_results_score(whole, offset + hit) &&
                              zs_results_step(page, hit) ==
                                  zs_results_step(whole, offset + hit) &&
                              zs_results_rank(page, hit) == offset + hit + 1,
                          "%s: hit %zu behind %zu is another", queries[i], hit, offset);
                }
                zs_results_free(page);
            }
        }
        zs_results_free(whole);
    }
}

static void test_results_are_in_order_and_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        zs_results *results = search(library->searcher, queries[i], ARTICLES, 0);
        bool seen[ARTICLES] = {false};
        for (size_t hit = 0; hit < zs_results_count(results); hit++) {
            size_t number = strtoul(zs_results_id(results, hit), NULL, 10);
            check(number < ARTICLES && !seen[number], "%s: %zu is there twice", queries[i],
                  number);
            seen[number] = true;
            check(hit == 0 ||
                      zs_results_score(results, hit) <= zs_results_score(results, hit - 1),
                  "%s: hit %zu has a greater score than the one before", queries[i], hit);
            const zs_article *article = NULL;
            zs_snippet *snippet = NULL;
            zs_error error;
            check_ok(zs_results_article(results, hit, &article, &error), error);
            assert_string_equal(article->id, zs_results_id(results, hit));
            assert_int_equal(article->text_length, library->texts[number].length);
            assert_memory_equal(article->text, library->texts[number].data,
                                article->text_length);
            check_ok(zs_results_snippet(results, hit, NULL, &snippet, &error), error);
            if (hit < 20) {
                test_check_snippet(snippet, article, queries[i], NULL, hit);
            }
            zs_snippet_free(snippet);
        }
        zs_results_free(results);
    }
}

/* All that match are there, whichever way they are ranked, and as they are numbered. */
static void test_the_first_stage_alone_finds_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const zs_query_options options = {.limit = ARTICLES, .first_stage = true};
        zs_results *reranked = search(library->searcher, queries[i], ARTICLES, 0);
        zs_results *first = NULL;
        zs_error error;
        check_ok(zs_searcher_query(library->searcher, queries[i], &options, &first, &error),
                 error);
        size_t count = zs_results_count(first);
        check(count == zs_results_count(reranked), "%s: %zu instead of %zu", queries[i], count,
              zs_results_count(reranked));
        for (size_t hit = 0; hit < count; hit++) {
            size_t number = strtoul(zs_results_id(first, hit), NULL, 10);
            check(place_of(reranked, number) > 0, "%s: %zu is only there", queries[i], number);
            double score = zs_results_score(first, hit);
            check(score >= 0 && (hit == 0 || score <= zs_results_score(first, hit - 1)),
                  "%s: hit %zu has the score %g", queries[i], hit, score);
        }
        zs_results_free(first);
        zs_results_free(reranked);
    }
}

static void test_results_outlive_the_next_query(void **state)
{
    (void)state;
    zs_results *first = search(library->searcher, "国际消费中心", 5, 0);
    zs_results *second = search(library->searcher, "研究生", 5, 0);
    const zs_article *article = NULL;
    zs_snippet *snippet = NULL;
    zs_error error;
    check_ok(zs_results_article(first, 0, &article, &error), error);
    check_ok(zs_results_snippet(first, 0, NULL, &snippet, &error), error);
    test_check_snippet(snippet, article, "国际消费中心", NULL, 0);
    zs_snippet_free(snippet);
    check_ok(zs_results_article(second, 0, &article, &error), error);
    check_ok(zs_results_snippet(second, 0, NULL, &snippet, &error), error);
    test_check_snippet(snippet, article, "研究生", NULL, 0);
    zs_snippet_free(snippet);
    zs_results_free(first);
    zs_results_free(second);
}

static void test_queries_of_nothing_find_nothing(void **state)
{
    (void)state;
    static const char *const nothings[] = {"", " ", "。", "？！ “”", "😀", "\xFF\xC0", "\n"};
    zs_searcher *fresh = NULL; /* one that has not been asked anything yet */
    zs_error error;
    check_ok(zs_searcher_open(library->folder, &fresh, &error), error);
    for (size_t i = 0; i < sizeof nothings / sizeof *nothings; i++) {
        zs_results *results = search(fresh, nothings[i], 0, 0);
        bool exact = false;
        assert_int_equal(zs_results_count(results), 0);
        assert_int_equal(zs_results_total(results, &exact), 0);
        assert_true(exact);
        zs_results_free(results);
    }
    zs_searcher_close(fresh);
}

static void test_information(void **state)
{
    (void)state;
    zs_index_info info;
    zs_error error;
    check_ok(zs_searcher_info(library->searcher, &info, &error), error);
    uint64_t text_bytes = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        text_bytes += library->texts[i].length + (i % 4 ? 0 : strlen("标题"));
    }
    assert_int_equal(info.articles, ARTICLES);
    assert_int_equal(info.text_bytes, text_bytes);
    assert_int_equal(info.files, 0);
    assert_true(info.terms > ARTICLES && info.average_length > 10);
    assert_string_equal(info.made_by, zs_version());
}

static void test_the_default_is_ten(void **state)
{
    (void)state;
    zs_results *results = NULL;
    zs_error error;
    check_ok(zs_searcher_query(library->searcher, "的", NULL, &results, &error), error);
    assert_int_equal(zs_results_count(results), 10);
    zs_results_free(results);
    results = search(library->searcher, "的", 0, 3);
    assert_int_equal(zs_results_count(results), 10);
    assert_int_equal(zs_results_rank(results, 0), 4);
    zs_results_free(results);
    results = search(library->searcher, "的", SIZE_MAX, SIZE_MAX);
    assert_int_equal(zs_results_count(results), 0);
    zs_results_free(results);
}

static void test_what_cannot_be_is_refused(void **state)
{
    (void)state;
    zs_searcher *searcher = NULL;
    zs_results *results = NULL;
    zs_snippet *snippet = NULL;
    const zs_article *article = NULL;
    zs_error error;
    check_status(zs_searcher_open(NULL, &searcher, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_searcher_open("x", NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_searcher_open("/nonexistent/index", &searcher, &error), ZS_ERROR_NOT_FOUND,
                 error);
    check_status(zs_searcher_query(NULL, "x", NULL, &results, &error), ZS_ERROR_ARGUMENT,
                 error);
    check_status(zs_searcher_query(library->searcher, NULL, NULL, &results, &error),
                 ZS_ERROR_ARGUMENT, error);
    check_status(zs_searcher_query(library->searcher, "x", NULL, NULL, &error),
                 ZS_ERROR_ARGUMENT, error);
    char *longest = calloc(1, (64 << 10) + 2);
    assert_non_null(longest);
    memset(longest, 'a', (64 << 10) + 1);
    check_status(zs_searcher_query(library->searcher, longest, NULL, &results, &error),
                 ZS_ERROR_ARGUMENT, error);
    assert_int_equal(zs_searcher_query(library->searcher, longest, NULL, &results, NULL),
                     ZS_ERROR_ARGUMENT);
    longest[64 << 10] = '\0';
    check_ok(zs_searcher_query(library->searcher, longest, NULL, &results, &error), error);
    zs_results_free(results);
    free(longest);

    results = search(library->searcher, "的", 3, 0);
    check_status(zs_results_article(results, 3, &article, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_results_article(results, SIZE_MAX, &article, &error), ZS_ERROR_ARGUMENT,
                 error);
    check_status(zs_results_article(results, 0, NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_results_article(NULL, 0, &article, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_results_snippet(results, 3, NULL, &snippet, &error), ZS_ERROR_ARGUMENT,
                 error);
    check_status(zs_results_snippet(results, 0, NULL, NULL, &error), ZS_ERROR_ARGUMENT, error);
    assert_null(zs_results_id(results, 3));
    assert_int_equal(zs_results_rank(results, 3), 0);
    assert_true(zs_results_score(results, 3) == 0);
    zs_results_free(results);
    zs_results_free(NULL);
    zs_searcher_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_run_finds_its_article),
        cmocka_unit_test(test_the_other_script_finds_it_too),
        cmocka_unit_test(test_pages_are_parts_of_the_whole),
        cmocka_unit_test(test_results_are_in_order_and_whole),
        cmocka_unit_test(test_the_first_stage_alone_finds_the_same),
        cmocka_unit_test(test_results_outlive_the_next_query),
        cmocka_unit_test(test_queries_of_nothing_find_nothing),
        cmocka_unit_test(test_information),
        cmocka_unit_test(test_the_default_is_ten),
        cmocka_unit_test(test_what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, make_library, free_library);
}
