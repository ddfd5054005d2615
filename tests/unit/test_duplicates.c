/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles nearly the same: they are found, one stands for all, and updates keep up.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "support/folder.h"
#include "support/real_text.h"
#include "zsearch.h"

struct ground {
    char *folder;
    char *directory;
    zs_index *index;
    zs_error error;
};

static void reopen(struct ground *ground)
{
    zs_index_close(ground->index);
    check_ok(zs_index_open(ground->directory, &ground->index, &ground->error), ground->error);
}

static int set_up(void **state)
{
    struct ground *ground = calloc(1, sizeof *ground);
    ground->folder = test_folder_new();
    ground->directory = test_path(ground->folder, "index");
    reopen(ground);
    *state = ground;
    return 0;
}

static int tear_down(void **state)
{
    struct ground *ground = *state;
    zs_index_close(ground->index);
    free(ground->directory);
    test_folder_remove(ground->folder);
    free(ground);
    return 0;
}

static void put(struct ground *ground, const char *id, const char *title, const char *text,
                size_t length)
{
    const zs_article article = {.id = id, .title = title, .text = text, .text_length = length};
    check_ok(zs_index_put(ground->index, &article, &ground->error), ground->error);
}

/* The hits of a query, as "id+duplicates" with a space behind each. */
static char *hits_of(struct ground *ground, const char *query, bool expand)
{
    zs_searcher *searcher;
    zs_results *results;
    zs_buffer hits = ZS_BUFFER_INIT;
    const zs_query_options options = {.limit = 100, .expand = expand, .lenient = true};
    check_ok(zs_index_commit(ground->index, &ground->error), ground->error);
    check_ok(zs_searcher_open(ground->directory, &searcher, &ground->error), ground->error);
    check_ok(zs_searcher_query(searcher, query, &options, &results, &ground->error),
             ground->error);
    for (size_t i = 0; i < zs_results_count(results); i++) {
        char line[100];
        char **ids;
        uint64_t count = zs_results_duplicates(results, i);
        check_ok(zs_results_duplicate_ids(results, i, 0, &ids, &ground->error), ground->error);
        for (size_t j = 0; j <= count; j++) {
            assert_true((ids[j] == NULL) == (j == count));
        }
        free(ids);
        int length =
            snprintf(line, sizeof line, "%s+%u ", zs_results_id(results, i), (unsigned)count);
        assert_true(zs_buffer_append(&hits, line, (size_t)length));
    }
    zs_results_free(results);
    zs_searcher_close(searcher);
    assert_true(zs_buffer_terminate(&hits));
    return hits.data;
}

static void assert_hits(struct ground *ground, const char *query, bool expand,
                        const char *expected)
{
    char *hits = hits_of(ground, query, expand);
    assert_string_equal(hits, expected);
    free(hits);
}

/* The same text, whatever its title and however short. */
static void test_the_same_text(void **state)
{
    struct ground *ground = *state;
    put(ground, "a", "第一个题目", "橱窗", 6);
    put(ground, "b", "完全不同的另一个", "橱窗", 6);
    put(ground, "c", "第一个题目", "街道", 6);
    assert_hits(ground, "橱窗", false, "a+1 ");
    assert_hits(ground, "橱窗", true, "a+1 b+1 ");
    assert_hits(ground, "街道", false, "c+0 ");

    /* Another handle knows them, and so does a compacted index. */
    reopen(ground);
    put(ground, "d", "又一个", "橱窗", 6);
    check_ok(zs_index_compact(ground->index, &ground->error), ground->error);
    assert_hits(ground, "橱窗", false, "d+2 ");

    /* Who changes leaves the others; who is deleted, too. */
    put(ground, "b", "完全不同的另一个", "车站", 6);
    assert_hits(ground, "橱窗", false, "d+1 ");
    assert_hits(ground, "车站", false, "b+0 ");
    check_ok(zs_index_delete(ground->index, "a", &ground->error), ground->error);
    assert_hits(ground, "橱窗", false, "d+0 ");
    put(ground, "e", "", "橱窗", 6);
    assert_hits(ground, "橱窗", false, "e+1 ");
}

/* Articles of corpus/ and copies of them without one of their paragraphs. */
static void test_copies(void **state)
{
    struct ground *ground = *state;
    test_texts texts = test_corpus_texts();
    size_t copies = 0, found = 0;
    for (size_t i = 0; i < texts.count; i++) {
        const test_text *text = &texts.items[i];
        char id[40];
        (void)snprintf(id, sizeof id, "o%zu", i);
        put(ground, id, NULL, text->data, text->length);
        /* The last tenth is cut off, at the end of a character. */
        size_t length = text->length - text->length / 10;
        while (length > 0 && ((unsigned char)text->data[length] & 0xC0) == 0x80) {
            length--;
        }
        (void)snprintf(id, sizeof id, "c%zu", i);
        put(ground, id, "转载", text->data, length);
    }
    for (size_t i = 0; i < texts.count; i++) {
        size_t length = texts.items[i].length < 90 ? texts.items[i].length : 90;
        if (texts.items[i].length < 300) {
            continue;
        }
        char query[100];
        memcpy(query, texts.items[i].data, length);
        query[length] = '\0';
        char *hits = hits_of(ground, query, false);
        char original[40], copy[40];
        (void)snprintf(original, sizeof original, "o%zu+1 ", i);
        (void)snprintf(copy, sizeof copy, "c%zu+1 ", i);
        copies++;
        found += strstr(hits, original) || strstr(hits, copy);
        free(hits);
    }
    check(copies > 20 && found * 100 >= copies * 95, "%zu of %zu", found, copies);
    test_texts_release(&texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_same_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_copies, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
