/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing an index and reading it when memory runs out: what was committed stays, and the
 * index opens and answers.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "support/folder.h"
#include "support/store.h"

#define ANALYSER "tests 1"

/* Places that are tried, of the thousands that there are. */
enum { PLACES = 30 };

struct work {
    char *parent;
    char *index;
    zs_writer *writer;
    zs_reader *reader;
    zs_matches matches;
    zs_record record;
    zs_buffer id;
    zs_index_info info;
};

static zs_status put(zs_writer *writer, const char *id, const char *group, zs_error *error)
{
    static const char text[] = "国家中心城市建设要靠产业，更要靠人才。";
    const zs_field metadata[] = {{"栏目", id}, {"栏目", "要闻"}};
    zs_article article = {.id = id,
                          .title = id,
                          .text = text,
                          .text_length = sizeof text - 1,
                          .source = id,
                          .metadata = metadata,
                          .metadata_count = 2};
    const zs_term_count terms[] = {{"城市", 6, 1, 0}, {id, (uint32_t)strlen(id), 3, 0}};
    zs_document document = {.key = id,
                            .key_length = strlen(id),
                            .group = group,
                            .article = &article,
                            .terms = terms,
                            .term_count = 2};
    zs_put_outcome outcome;
    return zs_writer_put(writer, &document, &outcome, NULL, error);
}

static zs_status write_all(zs_writer *writer, zs_error *error)
{
    uint64_t deleted;
    zs_status status = put(writer, "a", NULL, error);
    status = status ? status : put(writer, "b", "group", error);
    status = status ? status : put(writer, "c", "group", error);
    status = status ? status : zs_writer_set_note(writer, "note", 4, "value", 5, error);
    status = status ? status : zs_writer_commit(writer, error);
    status = status ? status : put(writer, "d", NULL, error);
    status = status ? status : zs_writer_delete(writer, "a", 1, error);
    status =
        status ? status : zs_writer_delete_group(writer, "group", NULL, 0, &deleted, error);
    status = status ? status : zs_writer_commit(writer, error);
    return status ? status : zs_writer_compact(writer, error);
}

static zs_status run_writing(void *context, zs_error *error)
{
    struct work *work = context;
    zs_status status = zs_writer_open(work->index, ANALYSER, false, &work->writer, error);
    return status ? status : write_all(work->writer, error);
}

static zs_status run_reading(void *context, zs_error *error)
{
    struct work *work = context;
    zs_match_term term = {.term = "城市", .length = 6, .factor = 1};
    zs_status status = zs_reader_open(work->index, ANALYSER, &work->reader, error);
    if (!status) {
        status = zs_reader_match(work->reader, &term, 1, 10, &work->matches, error);
    }
    if (!status) {
        status = zs_reader_article(work->reader, work->matches.items[0].docid, SIZE_MAX,
                                   &work->record, error);
    }
    if (!status) {
        status = zs_reader_id(work->reader, work->matches.items[0].docid, &work->id, error);
    }
    if (!status) {
        status = zs_reader_refresh(work->reader, error);
    }
    return status ? status : zs_reader_info(work->reader, &work->info, error);
}

static void check_reading(void *context)
{
    const struct work *work = context;
    assert_int_equal(work->matches.count, 1);
    assert_string_equal(work->record.article.id, "d");
    assert_int_equal(work->id.length, 1);
    assert_int_equal(work->id.data[0], 'd');
    assert_int_equal(work->info.articles, 1);
}

static void reset_reading(void *context)
{
    struct work *work = context;
    zs_reader_close(work->reader);
    zs_matches_release(&work->matches);
    zs_record_release(&work->record);
    zs_buffer_release(&work->id);
    work->reader = NULL;
}

static void check_written(void *context)
{
    struct work *work = context;
    zs_error error;
    check_ok(run_reading(work, &error), error);
    check_reading(work);
    reset_reading(work);
}

/* Whatever happened, the next run finds an index, or none, and can go on. */
static void reset_writing(void *context)
{
    struct work *work = context;
    zs_writer_close(work->writer);
    work->writer = NULL;
    zs_error error;
    zs_reader *reader = NULL;
    zs_status status = zs_reader_open(work->index, ANALYSER, &reader, &error);
    check(status == ZS_OK || status == ZS_ERROR_NOT_FOUND, "%s: %s", zs_status_name(status),
          error.message);
    zs_reader_close(reader);
    check_ok(zs_writer_open(work->index, ANALYSER, false, &work->writer, &error), error);
    check_ok(write_all(work->writer, &error), error);
    zs_writer_close(work->writer);
    work->writer = NULL;
    check_written(work);
    test_folder_remove(work->parent);
    work->parent = test_folder_new();
    free(work->index);
    work->index = test_path(work->parent, "index");
}

static void begin(struct work *work)
{
    *work = (struct work){.parent = test_folder_new()};
    work->index = test_path(work->parent, "index");
}

static void end(struct work *work)
{
    test_folder_remove(work->parent);
    free(work->index);
}

static void test_writing(void **state)
{
    (void)state;
    struct work work;
    begin(&work);
    const test_trial trial = {run_writing, check_written, reset_writing, &work, TEST_ZSEARCH};
    test_without_memory(&trial, PLACES);
    end(&work);
}

static void test_reading(void **state)
{
    (void)state;
    struct work work;
    begin(&work);
    zs_error error;
    check_ok(run_writing(&work, &error), error);
    zs_writer_close(work.writer);
    const test_trial trial = {run_reading, check_reading, reset_reading, &work, TEST_LIBRARIES};
    test_without_memory(&trial, 10 * PLACES);
    end(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writing),
        cmocka_unit_test(test_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
