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
        zs_article article = {
            .id = name, .title = name, .text = text->data, .text_length = text->length};
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

static const char query[] = "国际消费中心城市 青年人才";

struct search {
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
    test_check_snippet(search->snippet, search->article, query, NULL, 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_searching),
        cmocka_unit_test(test_a_searcher_is_good_after_a_failure),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
