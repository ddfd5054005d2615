/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles from memory through the public API: put, replaced, deleted; and what is refused.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "support/folder.h"

static zs_index *open_index(const char *folder)
{
    zs_index *index = NULL;
    zs_error error;
    check_ok(zs_index_open(folder, &index, &error), error);
    return index;
}

/* How many articles a query finds now. */
static size_t count_hits(const char *folder, const char *query)
{
    zs_searcher *searcher = NULL;
    zs_results *results = NULL;
    zs_error error;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    const zs_query_options each = {.expand = true};
    check_ok(zs_searcher_query(searcher, query, &each, &results, &error), error);
    size_t count = zs_results_count(results);
    zs_results_free(results);
    zs_searcher_close(searcher);
    return count;
}

static void test_articles_come_and_go(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = open_index(folder);
    zs_error error;
    zs_article article = {.id = "a", .title = "标题", .text = "消费", .text_length = 6};
    check_ok(zs_index_put(index, &article, &error), error);
    assert_int_equal(count_hits(folder, "消费"), 0);
    check_ok(zs_index_commit(index, &error), error);
    assert_int_equal(count_hits(folder, "消费"), 1);
    article.text = "制造";
    check_ok(zs_index_put(index, &article, &error), error);
    check_ok(zs_index_commit(index, &error), error);
    assert_int_equal(count_hits(folder, "消费"), 0);
    assert_int_equal(count_hits(folder, "制造"), 1);
    assert_int_equal(count_hits(folder, "标题"), 1);
    check_ok(zs_index_compact(index, &error), error);
    assert_int_equal(count_hits(folder, "制造"), 1);
    check_ok(zs_index_delete(index, "a", &error), error);
    check_status(zs_index_delete(index, "a", &error), ZS_ERROR_NOT_FOUND, error);
    check_ok(zs_index_commit(index, &error), error);
    assert_int_equal(count_hits(folder, "制造"), 0);
    zs_index_close(index);
    zs_index_close(NULL);
    test_folder_remove(folder);
}

/* Everything that an article can hold comes back. */
static void test_all_members_are_kept(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = open_index(folder);
    const zs_field fields[] = {{"城市", "郑州"}, {"empty", ""}};
    const zs_article article = {.id = "编号/1 \xFF",
                                .path = "文章/一.md",
                                .title = "消费",
                                .text = "a\0b",
                                .text_length = 3,
                                .text_offset = 99,
                                .date = "2023-05-04",
                                .author = "作者",
                                .source = "来源",
                                .url = "https://example.org/",
                                .metadata = fields,
                                .metadata_count = 2};
    zs_error error;
    check_ok(zs_index_put(index, &article, &error), error);
    zs_index_close(index);

    zs_searcher *searcher = NULL;
    zs_results *results = NULL;
    const zs_article *got = NULL;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    check_ok(zs_searcher_query(searcher, "消费", NULL, &results, &error), error);
    check_ok(zs_results_article(results, 0, &got, &error), error);
    assert_string_equal(zs_results_id(results, 0), article.id);
    assert_string_equal(got->id, article.id);
    assert_string_equal(got->path, article.path);
    assert_string_equal(got->title, article.title);
    assert_int_equal(got->text_length, 3);
    assert_memory_equal(got->text, "a\0b", 3);
    assert_int_equal(got->text_offset, 99);
    assert_string_equal(got->date, article.date);
    assert_string_equal(got->author, article.author);
    assert_string_equal(got->source, article.source);
    assert_string_equal(got->url, article.url);
    assert_int_equal(got->metadata_count, 2);
    assert_string_equal(got->metadata[0].name, "城市");
    assert_string_equal(got->metadata[1].value, "");
    zs_results_free(results);
    zs_searcher_close(searcher);
    test_folder_remove(folder);
}

static void test_long_ids_and_titles(void **state)
{
    (void)state;
    enum { LENGTH = 100000 };
    char *folder = test_folder_new();
    char *name = malloc(LENGTH + 1);
    assert_non_null(name);
    memset(name, 'n', LENGTH);
    name[LENGTH] = '\0';
    zs_index *index = open_index(folder);
    zs_article article = {.id = name, .title = name, .text = "消费", .text_length = 6};
    zs_error error;
    check_ok(zs_index_put(index, &article, &error), error);
    name[LENGTH - 1] = 'm';
    check_ok(zs_index_put(index, &article, &error), error);
    check_ok(zs_index_commit(index, &error), error);
    assert_int_equal(count_hits(folder, "消费"), 2);
    check_ok(zs_index_delete(index, name, &error), error);
    zs_index_close(index);
    assert_int_equal(count_hits(folder, "消费"), 1);
    free(name);
    test_folder_remove(folder);
}

static void test_what_cannot_be_is_refused(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = open_index(folder);
    zs_index *other = NULL;
    zs_error error;
    check_status(zs_index_open(NULL, &other, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_open("", &other, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_open(folder, NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_open(folder, &other, &error), ZS_ERROR_LOCKED, error);
    check_status(zs_index_open_rebuild(folder, &other, &error), ZS_ERROR_LOCKED, error);
    assert_null(other);

    const zs_field nameless = {NULL, "value"};
    const zs_field valueless = {"name", NULL};
    const zs_article bad[] = {
        {.id = NULL},
        {.id = ""},
        {.id = "a", .text = NULL, .text_length = 5},
        {.id = "a", .text = "a", .text_length = ((size_t)1 << 30) + 1},
        {.id = "a", .metadata_count = 1},
        {.id = "a", .metadata = &nameless, .metadata_count = 1},
        {.id = "a", .metadata = &valueless, .metadata_count = 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_status(zs_index_put(index, &bad[i], &error), ZS_ERROR_ARGUMENT, error);
        assert_int_equal(zs_index_put(index, &bad[i], NULL), ZS_ERROR_ARGUMENT);
    }
    const zs_article bare = {.id = "a"};
    check_ok(zs_index_put(index, &bare, &error), error);
    check_status(zs_index_put(NULL, &bare, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_put(index, NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_delete(NULL, "a", &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_delete(index, NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_commit(NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_index_compact(NULL, &error), ZS_ERROR_ARGUMENT, error);
    zs_index_close(index);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_articles_come_and_go),
        cmocka_unit_test(test_all_members_are_kept),
        cmocka_unit_test(test_long_ids_and_titles),
        cmocka_unit_test(test_what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
