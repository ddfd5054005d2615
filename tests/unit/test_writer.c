/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing and reading an index: what is put, replaced and taken away, when readers see it,
 * and what becomes of them while it is rebuilt or compacted.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"
#include "text/analyser.h"

static void test_what_is_put_is_found(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    uint32_t first = test_put_text(writer, "a", "国际消费中心");
    uint32_t second = test_put_text(writer, "b", "先进制造业");
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    assert_int_equal(test_find(reader, "消费"), first);
    assert_int_equal(test_find(reader, "制造"), second);
    assert_int_equal(test_find(reader, "没有"), 0);
    test_check_article(reader, first, "a", "国际消费中心");
    test_check_article(reader, second, "b", "先进制造业");
    assert_int_equal(zs_reader_collection(reader).articles, 2);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_outcomes(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_article article = {.id = "a", .text = "旧文章", .text_length = 9};
    uint32_t docid = test_put(writer, NULL, &article, ZS_PUT_ADDED);
    assert_int_equal(test_put(writer, NULL, &article, ZS_PUT_SAME), docid);
    test_commit(writer);
    assert_int_equal(test_put(writer, NULL, &article, ZS_PUT_SAME), docid);
    article.text = "新文章";
    assert_int_equal(test_put(writer, NULL, &article, ZS_PUT_REPLACED), docid);
    assert_int_equal(test_put(writer, NULL, &article, ZS_PUT_SAME), docid);
    article.title = "标题";
    assert_int_equal(test_put(writer, NULL, &article, ZS_PUT_REPLACED), docid);
    test_commit(writer);

    zs_reader *reader = test_open_reader(folder);
    assert_int_equal(zs_reader_collection(reader).articles, 1);
    assert_int_equal(test_find(reader, "旧文"), 0);
    assert_int_equal(test_find(reader, "新文"), docid);
    assert_int_equal(test_find(reader, "标题"), docid);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_the_outcome_is_wanted_and_the_docid_not(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_article article = {.id = "a", .text = "", .text_length = 0};
    zs_put_outcome outcome;
    zs_error error;
    check_ok(test_try_put(writer, NULL, &article, &outcome, NULL, &error), error);
    check_ok(test_try_put(writer, NULL, &article, &outcome, NULL, &error), error);
    assert_int_equal(outcome, ZS_PUT_SAME);
    zs_writer_close(writer);
    zs_writer_close(NULL);
    zs_reader_close(NULL);
    test_folder_remove(folder);
}

static void test_deleting(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_error error;
    check_status(zs_writer_delete(writer, "a", 1, &error), ZS_ERROR_NOT_FOUND, error);
    uint32_t docid = test_put_text(writer, "a", "文章");
    check_ok(zs_writer_delete(writer, "a", 1, &error), error);
    check_status(zs_writer_delete(writer, "a", 1, &error), ZS_ERROR_NOT_FOUND, error);
    test_put_text(writer, "b", "文章");
    test_commit(writer);

    zs_reader *reader = test_open_reader(folder);
    assert_int_equal(zs_reader_collection(reader).articles, 1);
    zs_record record = ZS_RECORD_INIT;
    check_status(zs_reader_article(reader, docid, SIZE_MAX, &record, &error),
                 ZS_ERROR_NOT_FOUND, error);
    check_status(zs_reader_article(reader, 99, SIZE_MAX, &record, &error), ZS_ERROR_NOT_FOUND,
                 error);
    zs_record_release(&record);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_keys_of_any_bytes(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    char keys[6][600];
    memset(keys, 'k', sizeof keys);
    keys[1][599] = 'l';
    memset(keys[2], 0, 600);
    keys[3][0] = 0;
    keys[4][300] = 0;
    memset(keys[5], 0xFF, 600);
    zs_article article = {.id = "shown", .text = "文章", .text_length = 6};
    static const size_t lengths[] = {0, 1, 120, 239, 240, 245, 300, 600};
    zs_put_outcome outcome;
    zs_error error;
    for (int pass = 0; pass < 2; pass++) {
        size_t added = 0;
        for (size_t i = 0; i < 6; i++) {
            for (size_t j = 0; j < sizeof lengths / sizeof *lengths; j++) {
                zs_document document = {
                    .key = keys[i], .key_length = lengths[j], .article = &article};
                check_ok(zs_writer_put(writer, &document, &outcome, NULL, &error), error);
                added += outcome == ZS_PUT_ADDED;
            }
        }
        /* The empty key and, of those of other lengths, what differs from all before: of the
         * second and the fifth only the longest, of the fourth all but the shortest. */
        assert_int_equal(added, pass == 0 ? 1 + 7 + 1 + 7 + 6 + 1 + 7 : 0);
        test_commit(writer);
    }
    check_ok(zs_writer_delete(writer, keys[1], 600, &error), error);
    check_status(zs_writer_delete(writer, keys[1], 600, &error), ZS_ERROR_NOT_FOUND, error);
    check_ok(zs_writer_delete(writer, keys[0], 600, &error), error);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_long_words_can_be_put(void **state)
{
    (void)state;
    static const char *const letters[] = {"a", "é", "я", "カ", "ก", "𞤀", "一", "𠀀"};
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        char text[2000] = "";
        while (strlen(text) + 5 < sizeof text) {
            strcat(text, letters[i]);
        }
        test_put_text(writer, letters[i], text);
    }
    test_commit(writer);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static uint64_t delete_group(zs_writer *writer, const char *group, const uint32_t *keep,
                             size_t count)
{
    uint64_t deleted = 999;
    zs_error error;
    check_ok(zs_writer_delete_group(writer, group, keep, count, &deleted, &error), error);
    return deleted;
}

static void test_groups(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    char long_group[400];
    memset(long_group, 'g', sizeof long_group - 1);
    long_group[sizeof long_group - 1] = '\0';
    const char *const groups[] = {"file.jsonl", "file.jsonl2", long_group};
    uint32_t docids[3][5];
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 5; j++) {
            char id[] = {(char)('a' + j), '\0'};
            zs_article article = {
                .id = id, .path = groups[i], .text = "文章", .text_length = 6};
            docids[i][j] = test_put(writer, groups[i], &article, ZS_PUT_ADDED);
        }
    }
    zs_error error;
    assert_int_equal(delete_group(writer, "unknown", NULL, 0), 0);
    check_status(zs_writer_delete(writer, "a", 1, &error), ZS_ERROR_NOT_FOUND, error);
    const uint32_t keep[] = {docids[0][1], docids[0][3]};
    assert_int_equal(delete_group(writer, groups[0], keep, 2), 3);
    assert_int_equal(delete_group(writer, groups[0], keep, 2), 0);
    assert_int_equal(delete_group(writer, groups[2], NULL, 0), 5);
    test_commit(writer);

    zs_reader *reader = test_open_reader(folder);
    assert_int_equal(test_frequency(reader, "文章"), 2 + 5);
    test_check_article(reader, docids[0][3], "d", "文章");
    test_check_article(reader, docids[1][0], "a", "文章");
    zs_reader_close(reader);
    assert_int_equal(delete_group(writer, groups[0], NULL, 0), 2);
    zs_writer_close(writer);

    writer = test_open_writer(folder, false);
    assert_int_equal(delete_group(writer, groups[1], NULL, 0), 5);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_readers_see_commits_when_they_look(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_reader *reader = test_open_reader(folder); /* new, and empty already */
    zs_error error;
    assert_int_equal(zs_reader_collection(reader).articles, 0);
    test_put_text(writer, "a", "文章");
    check_ok(zs_reader_refresh(reader, &error), error);
    assert_int_equal(test_frequency(reader, "文章"), 0);
    test_commit(writer);
    assert_int_equal(zs_reader_collection(reader).articles, 0);
    check_ok(zs_reader_refresh(reader, &error), error);
    assert_int_equal(test_frequency(reader, "文章"), 1);
    assert_int_equal(zs_reader_collection(reader).articles, 1);

    test_put_text(writer, "b", "文章");
    zs_writer_close(writer); /* which commits */
    check_ok(zs_reader_refresh(reader, &error), error);
    assert_int_equal(test_frequency(reader, "文章"), 2);
    zs_reader_close(reader);
    test_folder_remove(folder);
}

static void test_a_rebuild_replaces_at_its_first_commit(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    test_put_text(writer, "filler", "一二三四五六七");
    uint32_t docid = test_put_text(writer, "old", "旧文章");
    zs_writer_close(writer);
    zs_reader *before = test_open_reader(folder);

    writer = test_open_writer(folder, true);
    test_put_text(writer, "new", "新文章");
    zs_reader *meanwhile = test_open_reader(folder);
    assert_int_equal(test_find(meanwhile, "旧文"), docid);
    assert_int_equal(test_find(meanwhile, "新文"), 0);
    test_commit(writer);

    zs_error error;
    test_check_article(before, docid, "old", "旧文章");
    assert_int_equal(test_find(meanwhile, "旧文"), docid);
    check_ok(zs_reader_refresh(meanwhile, &error), error);
    assert_int_equal(test_find(meanwhile, "旧文"), 0);
    assert_int_not_equal(test_find(meanwhile, "新文"), 0);
    assert_int_equal(zs_reader_collection(meanwhile).articles, 1);
    test_check_article(before, docid, "old", "旧文章");
    assert_int_equal(test_database_count(folder), 1);

    test_put_text(writer, "newer", "更新的文章");
    test_commit(writer);
    check_ok(zs_reader_refresh(meanwhile, &error), error);
    assert_int_equal(zs_reader_collection(meanwhile).articles, 2);
    zs_reader_close(before);
    zs_reader_close(meanwhile);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_compacting_disturbs_no_reader(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_buffer text = ZS_BUFFER_INIT;
    test_random random = test_random_new(1);
    uint32_t docids[200];
    zs_error error;
    for (uint32_t i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        zs_buffer_clear(&text);
        test_random_text(&random, 100, TEST_HAN, &text);
        zs_article article = {.id = id, .text = text.data, .text_length = text.length};
        docids[i] = test_put(writer, NULL, &article, ZS_PUT_ADDED);
        if (i % 3 == 0) {
            check_ok(zs_writer_delete(writer, id, strlen(id), &error), error);
        }
    }
    test_put_text(writer, "last", "其中一篇zebra文章");
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    zs_index_info before;
    zs_index_info after;
    check_ok(zs_reader_info(reader, &before, &error), error);
    uint32_t docid = test_find(reader, "zebra");

    check_ok(zs_writer_compact(writer, &error), error);
    assert_int_equal(test_find(reader, "zebra"), docid);
    test_check_article(reader, docid, "last", "其中一篇zebra文章");
    check_ok(zs_reader_refresh(reader, &error), error);
    assert_int_equal(test_find(reader, "zebra"), docid);
    test_check_article(reader, docid, "last", "其中一篇zebra文章");
    check_ok(zs_reader_info(reader, &after, &error), error);
    assert_int_equal(after.articles, before.articles);
    assert_int_equal(after.terms, before.terms);
    assert_int_equal(after.text_bytes, before.text_bytes);
    assert_true(after.index_bytes < before.index_bytes);

    /* Writing goes on in the new one, with new numbers. */
    test_put_text(writer, "behind", "okapi");
    check_ok(zs_writer_compact(writer, &error), error);
    check_ok(zs_reader_refresh(reader, &error), error);
    assert_int_equal(zs_reader_collection(reader).articles, after.articles + 1);
    assert_true(test_find(reader, "okapi") > docids[199]);
    zs_reader_close(reader);
    zs_writer_close(writer);
    zs_buffer_release(&text);
    test_folder_remove(folder);
}

static void test_information(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_error error;
    check_ok(zs_writer_set_note(writer, "fa.txt", 6, "1", 1, &error), error);
    zs_article article = {.id = "a", .title = "标题", .text = "中国，中国", .text_length = 15};
    test_put(writer, NULL, &article, ZS_PUT_ADDED);
    assert_true(zs_writer_share_new(writer) <= 1);
    test_commit(writer);
    assert_true(zs_writer_share_new(writer) == 1);
    zs_writer_close(writer);

    writer = test_open_writer(folder, false);
    assert_true(zs_writer_share_new(writer) == 0);
    test_put_text(writer, "b", "中国");
    test_commit(writer);
    assert_true(zs_writer_share_new(writer) == 0.5);
    zs_reader *reader = test_open_reader(folder);
    zs_index_info info;
    check_ok(zs_reader_info(reader, &info, &error), error);
    assert_int_equal(info.articles, 2);
    assert_int_equal(info.terms, 4); /* 标题, 题, 中国, 国 */
    assert_int_equal(info.files, 1);
    assert_int_equal(info.text_bytes, 6 + 15 + 6);
    assert_true(info.average_length == 2.0);
    assert_true(info.index_bytes > 0);
    assert_int_equal(info.schema, 4);
    assert_int_equal(strlen(info.created), 20);
    assert_true(strcmp(info.updated, info.created) >= 0);
    assert_string_equal(info.made_by, zs_version());
    assert_string_equal(info.analyser, zs_analyser_fingerprint());
    assert_non_null(strstr(info.backend, "xapian "));

    check_ok(zs_writer_delete(writer, "a", 1, &error), error);
    test_commit(writer);
    check_ok(zs_reader_refresh(reader, &error), error);
    check_ok(zs_reader_info(reader, &info, &error), error);
    assert_int_equal(info.text_bytes, 6);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_put_is_found),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_the_outcome_is_wanted_and_the_docid_not),
        cmocka_unit_test(test_deleting),
        cmocka_unit_test(test_keys_of_any_bytes),
        cmocka_unit_test(test_long_words_can_be_put),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_readers_see_commits_when_they_look),
        cmocka_unit_test(test_a_rebuild_replaces_at_its_first_commit),
        cmocka_unit_test(test_compacting_disturbs_no_reader),
        cmocka_unit_test(test_information),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
