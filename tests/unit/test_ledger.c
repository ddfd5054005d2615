/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the index knows of files: notes as bytes, when a file counts as unchanged, and the
 * ledger in a store.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/ledger.h"
#include "support/folder.h"

static const zs_note sample = {
    .stamp = {.size = 1234567890123, .modified = 1683180000123456789, .changed = -5},
    .digest = {.bytes = {1, 2, 3, 255}},
    .articles = 375859,
    .group = true,
    .settled = true};

static void assert_note(const zs_note *note, const zs_note *wanted)
{
    assert_true(zs_stamp_equal(&note->stamp, &wanted->stamp));
    assert_memory_equal(&note->digest, &wanted->digest, sizeof note->digest);
    assert_int_equal(note->articles, wanted->articles);
    assert_int_equal(note->group, wanted->group);
    assert_int_equal(note->settled, wanted->settled);
}

static void test_note_as_bytes(void **state)
{
    (void)state;
    zs_buffer bytes = ZS_BUFFER_INIT;
    const zs_note notes[] = {sample, zs_note_unfinished(false), zs_note_unfinished(true)};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        assert_true(zs_note_encode(&notes[i], &bytes));
        zs_note back = zs_note_decode(bytes.data, bytes.length);
        assert_note(&back, &notes[i]);
    }
    zs_buffer_release(&bytes);
}

/* What is not whole, or of another version, must lead to reading the file again. */
static void test_other_bytes_are_unfinished(void **state)
{
    (void)state;
    zs_buffer bytes = ZS_BUFFER_INIT;
    const zs_note unknown = zs_note_unfinished(false), group = zs_note_unfinished(true);
    assert_true(zs_note_encode(&sample, &bytes));
    for (size_t length = 0; length < bytes.length; length++) {
        zs_note note = zs_note_decode(bytes.data, length);
        assert_note(&note, length < 2 ? &unknown : &group);
    }
    assert_true(zs_buffer_append_byte(&bytes, 'x'));
    zs_note longer = zs_note_decode(bytes.data, bytes.length);
    assert_note(&longer, &group);
    bytes.data[0]++;
    zs_note newer = zs_note_decode(bytes.data, bytes.length - 1);
    assert_note(&newer, &group);
    zs_buffer_release(&bytes);
}

static void test_what_counts_as_unchanged(void **state)
{
    (void)state;
    zs_note note = sample;
    zs_stamp stamp = sample.stamp;
    assert_true(zs_note_matches(&note, &stamp, 0));
    stamp.size++;
    assert_false(zs_note_matches(&note, &stamp, 0));
    stamp = sample.stamp;
    stamp.modified++;
    assert_false(zs_note_matches(&note, &stamp, 0));
    stamp = sample.stamp;
    stamp.changed++;
    assert_false(zs_note_matches(&note, &stamp, 0));
    note.settled = false;
    assert_false(zs_note_matches(&note, &sample.stamp, 0));
}

static void test_files_changed_just_now(void **state)
{
    (void)state;
    const int64_t millisecond = 1000 * 1000, now = 1683180000000000000;
    zs_stamp stamp = {.changed = now - 51 * millisecond};
    assert_true(zs_stamp_settled(&stamp, now));
    stamp.changed = now - 49 * millisecond;
    assert_false(zs_stamp_settled(&stamp, now));
    stamp.changed = now + 3600 * 1000 * millisecond; /* another machine's clock */
    assert_false(zs_stamp_settled(&stamp, now));
}

static void test_hashes(void **state)
{
    (void)state;
    zs_hasher *hasher = NULL;
    zs_error error;
    check_ok(zs_hasher_new(&hasher, &error), error);
    zs_digest empty = zs_hasher_end(hasher);
    zs_hasher_add(hasher, "abc", 3);
    zs_digest whole = zs_hasher_end(hasher);
    zs_hasher_begin(hasher);
    zs_digest again = zs_hasher_end(hasher);
    zs_hasher_add(hasher, "a", 1);
    zs_hasher_add(hasher, "bc", 2);
    zs_digest parts = zs_hasher_end(hasher);
    assert_memory_equal(&empty, &again, sizeof empty);
    assert_memory_equal(&whole, &parts, sizeof whole);
    assert_memory_not_equal(&whole, &empty, sizeof whole);
    zs_hasher_free(hasher);
    zs_hasher_free(NULL);
}

/* ---- In a store -------------------------------------------------------------------- */

static zs_status collect(void *context, const char *path, const zs_note *note, zs_error *error)
{
    (void)error;
    char *list = context;
    size_t length = strlen(list);
    (void)snprintf(list + length, 100 - length, "%s=%d ", path, (int)note->articles);
    return ZS_OK;
}

static void assert_ledger(zs_writer *writer, const char *wanted)
{
    char list[100] = "";
    zs_error error;
    check_ok(zs_ledger_each(writer, "", collect, list, &error), error);
    assert_string_equal(list, wanted);
}

static void set(zs_writer *writer, const char *path, uint64_t articles)
{
    zs_note note = sample;
    zs_error error;
    note.articles = articles;
    check_ok(zs_ledger_set(writer, path, &note, &error), error);
}

static void test_in_a_store(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    char *directory = test_path(folder, "index");
    zs_writer *writer = NULL;
    zs_error error;
    check_ok(zs_writer_open(directory, "test", false, &writer, &error), error);
    assert_ledger(writer, "");
    set(writer, "b/城市.md", 2);
    set(writer, "a.txt", 1);
    set(writer, "/z.jsonl", 3);
    assert_ledger(writer, "/z.jsonl=3 a.txt=1 b/城市.md=2 ");
    check_ok(zs_ledger_remove(writer, "a.txt", &error), error);
    check_ok(zs_ledger_remove(writer, "never.txt", &error), error);
    set(writer, "/z.jsonl", 4);
    assert_ledger(writer, "/z.jsonl=4 b/城市.md=2 ");
    check_ok(zs_writer_commit(writer, &error), error);
    zs_writer_close(writer);

    writer = NULL;
    check_ok(zs_writer_open(directory, "test", false, &writer, &error), error);
    assert_ledger(writer, "/z.jsonl=4 b/城市.md=2 ");
    zs_writer_close(writer);
    free(directory);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_note_as_bytes),
        cmocka_unit_test(test_other_bytes_are_unfinished),
        cmocka_unit_test(test_what_counts_as_unchanged),
        cmocka_unit_test(test_files_changed_just_now),
        cmocka_unit_test(test_hashes),
        cmocka_unit_test(test_in_a_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
