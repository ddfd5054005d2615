/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The public API when memory runs out: from opening a searcher to the snippet of a hit.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "support/folder.h"
#include "support/real_text.h"
#include "support/snippet.h"

static char *folder;

static int make_index(void **state)
{
    (void)state;
    folder = test_folder_new();
    zs_index *index = NULL;
    zs_error error;
    check_ok(zs_index_open(folder, &index, &error), error);
    test_texts texts = test_corpus_texts();
    for (char id = 'a'; id <= 'e'; id++) {
        char name[] = {id, '\0'};
        const test_text *text = &texts.items[(size_t)(id - 'a') % texts.count];
        const zs_field metadata[] = {{"栏目", "要闻"}, {"pages", "12"}};
        zs_article article = {.id = name,
                              .path = "corpus/文章.txt",
                              .title = name,
                              .text = text->data,
                              .text_length = text->length,
                              .date = "2023-05-04",
                              .author = "林晓、周原",
                              .language = "zh-Hant",
                              .metadata = metadata,
                              .metadata_count = 2};
        check_ok(zs_index_put(index, &article, &error), error);
    }
    zs_index_close(index);
    test_texts_release(&texts);
    return 0;
}

static int remove_index(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

static const char plain[] = "国际消费中心城市 青年人才";

struct search {
    const char *query; /* NULL: words alone */
    bool keeps_searcher;
    zs_searcher *searcher;
    zs_results *results;
    const zs_article *article;
    zs_snippet *snippet;
    size_t expected;
};

static zs_status run_search(void *context, zs_error *error)
{
    struct search *search = context;
    zs_status status = ZS_OK;
    if (!search->searcher) {
        status = zs_searcher_open(folder, &search->searcher, error);
    }
    const char *query = search->query ? search->query : plain;
    if (!status) {
        status = zs_searcher_query(search->searcher, query, NULL, &search->results, error);
    }
    if (!status) {
        status = zs_results_article(search->results, 0, &search->article, error);
    }
    if (!status) {
        status = zs_results_snippet(search->results, 0, NULL, &search->snippet, error);
    }
    return status;
}

static void check_search(void *context)
{
    struct search *search = context;
    size_t count = zs_results_count(search->results);
    if (search->expected == 0) {
        search->expected = count;
    }
    assert_true(count > 0);
    assert_int_equal(count, search->expected);
    assert_string_equal(search->article->id, zs_results_id(search->results, 0));
    if (!search->query) { /* what marks stand for can be told of words */
        test_check_snippet(search->snippet, search->article, plain, NULL, 0);
    }
}

static void reset_search(void *context)
{
    struct search *search = context;
    zs_snippet_free(search->snippet);
    zs_results_free(search->results);
    search->snippet = NULL;
    search->results = NULL;
    if (!search->keeps_searcher) {
        zs_searcher_close(search->searcher);
        search->searcher = NULL;
    }
}

static void test_searching(void **state)
{
    (void)state;
    struct search search = {.keeps_searcher = false};
    const test_trial trial = {run_search, check_search, reset_search, &search, TEST_LIBRARIES};
    test_without_memory(&trial, 600);
}

static void test_a_searcher_is_good_after_a_failure(void **state)
{
    (void)state;
    struct search search = {.keeps_searcher = true};
    const test_trial trial = {run_search, check_search, reset_search, &search, TEST_LIBRARIES};
    test_without_memory(&trial, 600);
    zs_searcher_close(search.searcher);
}

/* Whatever else a query can ask for: of fields and values, of patterns, and of both together
 * with what must not be there. */
static void test_searching_by_other_things_than_words(void **state)
{
    (void)state;
    static const char *const queries[] = {
        "author:周原 language:zh path:文章 栏目:要闻 date:2023-05..2023-06 pages:10..20 NOT "
        "id:b",
        "城?* OR 城中~1 OR /第[一二三]篇|(人|城)市?/ OR title:?",
        "path:*文* 栏目:/要.+/ title:/[a-e]/ author:林小~1",
        "(城市 NEAR/9 人 OR \"的\" OR t*) AND author:(林晓 ADJ 周原) -pages:..3"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct search search = {.query = queries[i], .keeps_searcher = true};
        const test_trial trial = {run_search, check_search, reset_search, &search,
                                  TEST_LIBRARIES};
        test_without_memory(&trial, 400);
        zs_searcher_close(search.searcher);
    }
}

/* What is like an article or a text, with its keywords and those of what is found; and advice
 * for a query that finds nothing. */
struct likeness {
    zs_searcher *searcher;
    zs_results *results, *of_text;
    zs_keywords *keywords, *found;
    zs_query *query;
    zs_advice *advice;
    size_t expected;
};

static zs_status run_likeness(void *context, zs_error *error)
{
    struct likeness *likeness = context;
    const zs_query_options options = {.expand = true};
    zs_status status = ZS_OK;
    if (!likeness->searcher) {
        status = zs_searcher_open(folder, &likeness->searcher, error);
    }
    if (!status) {
        status = zs_similar(likeness->searcher, "a", &options, &likeness->results, error);
    }
    if (!status) {
        status = zs_similar_text(likeness->searcher, plain, SIZE_MAX, &options,
                                 &likeness->of_text, error);
    }
    if (!status) {
        status = zs_article_keywords(likeness->searcher, "a", 5, &likeness->keywords, error);
    }
    if (!status) {
        status = zs_results_keywords(likeness->results, 5, &likeness->found, error);
    }
    if (!status) {
        status = zs_searcher_parse(likeness->searcher,
                                   "+城市 +量子 \"消费国际的\" author:林大 date:1990", false,
                                   &likeness->query, error);
    }
    if (!status) {
        status = zs_advise(likeness->searcher, likeness->query, NULL, &likeness->advice, error);
    }
    return status;
}

static void check_likeness(void *context)
{
    struct likeness *likeness = context;
    size_t count = zs_results_count(likeness->results);
    likeness->expected = likeness->expected > 0 ? likeness->expected : count;
    assert_true(count > 0);
    assert_int_equal(count, likeness->expected);
    assert_int_equal(likeness->keywords->count, 5);
    assert_true(likeness->advice->count >= 3);
}

static void reset_likeness(void *context)
{
    struct likeness *likeness = context;
    zs_advice_free(likeness->advice);
    zs_query_free(likeness->query);
    zs_keywords_free(likeness->keywords);
    zs_keywords_free(likeness->found);
    zs_results_free(likeness->results);
    zs_results_free(likeness->of_text);
    *likeness =
        (struct likeness){.searcher = likeness->searcher, .expected = likeness->expected};
}

static void test_likeness_keywords_and_advice(void **state)
{
    (void)state;
    struct likeness likeness = {.searcher = NULL};
    /* Xapian itself leaks and falls when it runs out of memory in making ready to match what is
     * not to be found (1.4.22). */
    const test_trial trial = {run_likeness, check_likeness, reset_likeness, &likeness,
                              TEST_ZSEARCH};
    test_without_memory(&trial, 400);
    zs_searcher_close(likeness.searcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_searching),
        cmocka_unit_test(test_a_searcher_is_good_after_a_failure),
        cmocka_unit_test(test_searching_by_other_things_than_words),
        cmocka_unit_test(test_likeness_keywords_and_advice),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
