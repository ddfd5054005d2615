/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The public API when memory runs out: from opening a searcher to the snippet of a hit, and a
 * concordance.
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
                              .source = id == 'b' ? "晚报" : "城市观察",
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
    const zs_query_options *options;
    bool keeps_searcher;
    zs_searcher *searcher;
    zs_results *results;
    const zs_article *article;
    zs_snippet *snippet;
    zs_correction *correction;
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
        status = zs_searcher_query(search->searcher, query, search->options, &search->results,
                                   error);
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
    /* Xapian 1.4.22 itself falls where memory runs out while it puts the last together: an AND
     * of an OR, something else, and what must not be. */
    size_t last = sizeof queries / sizeof *queries - 1;
    for (size_t i = 0; i <= last; i++) {
        struct search search = {.query = queries[i], .keeps_searcher = true};
        const test_trial trial = {run_search, check_search, reset_search, &search,
                                  i == last ? TEST_ZSEARCH : TEST_LIBRARIES};
        test_without_memory(&trial, 400);
        zs_searcher_close(search.searcher);
    }
}

/* Concordances, an article by its id and the marks in it. */
struct concordance {
    const char *query;
    zs_kwic_order order;
    zs_searcher *searcher;
    zs_marks *marks;
    const zs_article *article;
    zs_kwic_summary summary;
    uint64_t told, expected;
};

static bool count_line(void *context, const zs_kwic_line *line)
{
    struct concordance *concordance = context;
    assert_non_null(line->key);
    concordance->told++;
    return false;
}

static zs_status run_concordance(void *context, zs_error *error)
{
    struct concordance *concordance = context;
    zs_searcher **searcher = &concordance->searcher;
    zs_query *query = NULL;
    const zs_kwic_options options = {.order = concordance->order, .width = 5};
    concordance->told = 0;
    zs_status status = *searcher ? ZS_OK : zs_searcher_open(folder, searcher, error);
    if (!status) {
        status = zs_searcher_parse(*searcher, concordance->query, false, &query, error);
    }
    if (!status) {
        status = zs_kwic(*searcher, query, &options, count_line, concordance,
                         &concordance->summary, error);
    }
    if (!status) {
        status = zs_searcher_article(*searcher, "c", &concordance->article, error);
    }
    if (!status) {
        status = zs_searcher_mark(*searcher, query, concordance->article, &concordance->marks,
                                  error);
    }
    zs_query_free(query);
    return status;
}

static void check_concordance(void *context)
{
    struct concordance *concordance = context;
    concordance->expected =
        concordance->expected > 0 ? concordance->expected : concordance->told;
    assert_true(concordance->told > 0 && concordance->told == concordance->expected);
    assert_true(concordance->summary.lines == concordance->told &&
                concordance->summary.complete);
    assert_string_equal(concordance->article->id, "c");
}

static void reset_concordance(void *context)
{
    struct concordance *concordance = context;
    zs_marks_free(concordance->marks);
    concordance->marks = NULL;
}

static void test_concordances(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        zs_kwic_order order;
    } asked[] = {{"城市", ZS_KWIC_INDEX},
                 {"国际消费中心 OR 的", ZS_KWIC_LEFT},
                 {"城市 NEAR/9 人 OR 城?* OR 城中~1 OR /城市?/ OR t*", ZS_KWIC_RIGHT}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct concordance concordance = {.query = asked[i].query, .order = asked[i].order};
        const test_trial trial = {run_concordance, check_concordance, reset_concordance,
                                  &concordance, TEST_LIBRARIES};
        test_without_memory(&trial, 400);
        zs_searcher_close(concordance.searcher);
    }
}

/* Counted, sorted and collapsed: what the index knows, a share of words, what is looked at. */
static void test_arranging(void **state)
{
    (void)state;
    static const char *const facets[] = {"source", "month", "pages", NULL};
    static const zs_query_options options[] = {
        {.facets = facets, .histogram = ZS_INTERVAL_AUTO, .expand = true},
        {.facets = facets, .histogram = ZS_INTERVAL_DAY, .sort = "source", .collapse = "栏目"},
        {.sort = "date", .collapse = "source"}};
    static const char *const queries[] = {"城市", "城市 人 的 青年 消费", "\"城市\" OR t*"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        for (size_t j = 0; j < sizeof options / sizeof *options; j++) {
            struct search search = {
                .query = queries[i], .options = &options[j], .keeps_searcher = j > 0};
            const test_trial trial = {run_search, check_search, reset_search, &search,
                                      TEST_LIBRARIES};
            test_without_memory(&trial, 800);
            zs_searcher_close(search.searcher);
        }
    }
}

static zs_status run_correct(void *context, zs_error *error)
{
    struct search *search = context;
    return zs_correct(search->searcher, "青年人材 \"国际消费忠心\" wrogn", NULL,
                      &search->correction, error);
}

static void check_correct(void *context)
{
    struct search *search = context;
    assert_non_null(search->correction);
    assert_non_null(strstr(search->correction->query, "\"国际消费中心\""));
}

static void reset_correct(void *context)
{
    struct search *search = context;
    zs_correction_free(search->correction);
    search->correction = NULL;
}

static void test_correcting(void **state)
{
    (void)state;
    struct search search = {.keeps_searcher = true};
    zs_error error;
    const test_trial trial = {run_correct, check_correct, reset_correct, &search,
                              TEST_LIBRARIES};
    zs_index *index = NULL;
    char *other = test_folder_new();
    check_ok(zs_index_open(other, &index, &error), error);
    for (int i = 0; i < 40; i++) {
        static const char text[] = "国际消费中心城市留住青年人才，wrong。";
        char id[] = {(char)('A' + i), '\0'};
        zs_article article = {.id = id, .text = text, .text_length = sizeof text - 1};
        check_ok(zs_index_put(index, &article, &error), error);
    }
    zs_index_close(index);
    check_ok(zs_searcher_open(other, &search.searcher, &error), error);
    test_without_memory(&trial, 600);
    zs_searcher_close(search.searcher);
    test_folder_remove(other);
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
        cmocka_unit_test(test_concordances),
        cmocka_unit_test(test_arranging),
        cmocka_unit_test(test_correcting),
        cmocka_unit_test(test_likeness_keywords_and_advice),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
