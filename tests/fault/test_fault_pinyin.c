/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries in pinyin and completions when memory runs out.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "support/folder.h"

static char *folder;

static int make_index(void **state)
{
    (void)state;
    static const char *const texts[] = {"青年人才在路上。", "国际消费中心城市。",
                                        "国际消费的品牌。", "A beijing hat.",
                                        "北京的青年人才。"};
    folder = test_folder_new();
    zs_index *index = NULL;
    zs_error error;
    check_ok(zs_index_open(folder, &index, &error), error);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char id[] = {(char)('a' + (char)i), '\0'};
        zs_article article = {.id = id, .text = texts[i], .text_length = strlen(texts[i])};
        check_ok(zs_index_put(index, &article, &error), error);
    }
    zs_index_close(index);
    return 0;
}

static int remove_index(void **state)
{
    (void)state;
    test_folder_remove(folder);
    return 0;
}

struct trial {
    const char *text;
    bool keeps_searcher;
    zs_searcher *searcher;
    zs_results *results;
    zs_suggestions *suggestions;
    size_t expected;
};

static zs_status open_searcher(struct trial *trial, zs_error *error)
{
    return trial->searcher ? ZS_OK : zs_searcher_open(folder, &trial->searcher, error);
}

static void check_count(struct trial *trial, size_t count)
{
    assert_true(count > 0);
    if (trial->expected == 0) {
        trial->expected = count;
    }
    assert_int_equal(count, trial->expected);
}

static zs_status run_query(void *context, zs_error *error)
{
    struct trial *trial = context;
    zs_status status = open_searcher(trial, error);
    return status
               ? status
               : zs_searcher_query(trial->searcher, trial->text, NULL, &trial->results, error);
}

static void check_query(void *context)
{
    struct trial *trial = context;
    check_count(trial, zs_results_count(trial->results));
    assert_int_equal(zs_results_note_count(trial->results), 1);
}

static zs_status run_suggest(void *context, zs_error *error)
{
    struct trial *trial = context;
    zs_status status = open_searcher(trial, error);
    return status ? status
                  : zs_suggest(trial->searcher, trial->text, NULL, &trial->suggestions, error);
}

static void check_suggest(void *context)
{
    struct trial *trial = context;
    check_count(trial, trial->suggestions->count);
}

static void reset(void *context)
{
    struct trial *trial = context;
    zs_results_free(trial->results);
    zs_suggestions_free(trial->suggestions);
    trial->results = NULL;
    trial->suggestions = NULL;
    if (!trial->keeps_searcher) {
        zs_searcher_close(trial->searcher);
        trial->searcher = NULL;
    }
}

static void try_all(const char *const *texts, size_t count,
                    zs_status (*run)(void *, zs_error *), void (*check)(void *))
{
    for (size_t i = 0; i < 2 * count; i++) {
        struct trial context = {.text = texts[i / 2], .keeps_searcher = i % 2 != 0};
        const test_trial trial = {run, check, reset, &context, TEST_LIBRARIES};
        test_without_memory(&trial, 300);
        zs_searcher_close(context.searcher);
    }
}

static void test_queries(void **state)
{
    (void)state;
    static const char *const texts[] = {"qingnian rencai", "qnrc", "beijing",
                                        "+(guojixiaofei OR 北京) -wuhan"};
    try_all(texts, sizeof texts / sizeof *texts, run_query, check_query);
}

static void test_completions(void **state)
{
    (void)state;
    static const char *const texts[] = {"国际消", "国", "beij", "guojixiao"};
    try_all(texts, sizeof texts / sizeof *texts, run_suggest, check_suggest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_completions),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
