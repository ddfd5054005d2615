/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing an index and reading it when memory runs out: what was committed stays, and the
 * index opens and answers.
 */
#include "support/test.h"

#include <stdio.h>
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

/* Puts an article; one of a group is prepared apart. */
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
    zs_preparer *preparer = NULL;
    zs_status status = ZS_OK;
    if (group) {
        status = zs_preparer_new(writer, &preparer, error);
        status = status ? status : zs_prepare(preparer, &document, &document.prepared, error);
    }
    status = status ? status : zs_writer_put(writer, &document, &outcome, NULL, error);
    zs_preparer_free(preparer);
    zs_prepared_free(document.prepared);
    return status;
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

/* ---- A batch that is built apart and merged with what is there ---- */

enum { LARGE = 9, TERMS = 800 };

static zs_status put_large(zs_writer *writer, unsigned number, zs_error *error)
{
    char id[16];
    char names[TERMS][12];
    zs_term_count terms[TERMS];
    snprintf(id, sizeof id, "large%u", number);
    for (unsigned i = 0; i < TERMS; i++) {
        int length = snprintf(names[i], sizeof names[i], "term%u", i * (number % 3 + 1));
        terms[i] = (zs_term_count){.term = names[i], .length = (uint32_t)length, .count = 1};
    }
    zs_article article = {.id = id, .text = "text", .text_length = 4, .source = id};
    zs_document document = {.key = id,
                            .key_length = strlen(id),
                            .article = &article,
                            .terms = terms,
                            .term_count = TERMS};
    zs_put_outcome outcome;
    return zs_writer_put(writer, &document, &outcome, NULL, error);
}

static zs_status run_batch(void *context, zs_error *error)
{
    struct work *work = context;
    zs_status status = zs_writer_open(work->index, ANALYSER, false, &work->writer, error);
    if (status) {
        return status;
    }
    zs_writer_use_memory(work->writer, 1);
    status = put(work->writer, "a", NULL, error);
    status = status ? status : put(work->writer, "b", NULL, error);
    status = status ? status : zs_writer_commit(work->writer, error);
    for (unsigned i = 0; i < LARGE && !status; i++) {
        status = put_large(work->writer, i, error);
    }
    status = status ? status : zs_writer_delete(work->writer, "b", 1, error);
    status = status ? status : zs_writer_set_note(work->writer, "note", 4, "value", 5, error);
    return status ? status : zs_writer_commit(work->writer, error);
}

static void check_batch(void *context)
{
    struct work *work = context;
    zs_error error;
    check_ok(zs_reader_open(work->index, ANALYSER, &work->reader, &error), error);
    assert_int_equal(zs_reader_collection(work->reader).articles, LARGE + 1);
    assert_int_equal(test_frequency(work->reader, "term6"), LARGE);
    zs_reader_close(work->reader);
    work->reader = NULL;
}

static void reset_batch(void *context)
{
    struct work *work = context;
    zs_writer_close(work->writer);
    work->writer = NULL;
    zs_error error;
    check_ok(run_batch(work, &error), error);
    zs_writer_close(work->writer);
    work->writer = NULL;
    check_batch(work);
    test_folder_remove(work->parent);
    work->parent = test_folder_new();
    free(work->index);
    work->index = test_path(work->parent, "index");
}

static void test_writing_a_batch(void **state)
{
    (void)state;
    struct work work;
    begin(&work);
    const test_trial trial = {run_batch, check_batch, reset_batch, &work, TEST_ZSEARCH};
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

/* ---- Matching: what a reader keeps is whole, or not kept ---- */

enum { ARTICLES = 40, BEST = 5 };

struct matching {
    char *folder;
    zs_reader *reader;
    zs_matches best, shared;
    zs_buffer ids;
    zs_match expected[BEST];
};

static void put_many(const char *folder)
{
    zs_writer *writer = test_open_writer(folder, false);
    for (unsigned i = 0; i < ARTICLES; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s%s%.*s。", i % 3 == 0 ? "城市" : "街道",
                 i % 2 == 0 ? "人才" : "产业", (int)(3 * (i % 5)), "一二三四五");
        char id[8];
        snprintf(id, sizeof id, "%u", i);
        test_put_text(writer, id, text);
    }
    test_commit(writer);
    zs_writer_close(writer);
}

static zs_status run_matching(void *context, zs_error *error)
{
    struct matching *matching = context;
    const zs_match_node synonym = {.kind = ZS_MATCH_TERM,
                                   .term = {.term = "街道", .length = 6}};
    const zs_match_term terms[] = {
        {.term = "城市", .length = 6, .factor = 1, .also = &synonym, .also_count = 1},
        {.term = "人才", .length = 6, .factor = 0.5}};
    const zs_match_node nodes[] = {{.kind = ZS_MATCH_TERM, .term = terms[1]},
                                   {.kind = ZS_MATCH_DATES, .low = "0", .high = "1"}};
    const zs_match_share parts[] = {{&nodes[0], 1}, {&nodes[1], 0.5}};
    const zs_match_request request = {
        .terms = terms, .count = 2, .limit = BEST, .duplicates = ZS_MATCH_BEST};
    uint32_t docids[BEST];
    zs_buffer_clear(&matching->ids);
    zs_status status = zs_reader_find(matching->reader, &request, &matching->best, error);
    for (uint32_t i = 0; i < BEST; i++) {
        docids[i] = i + 1;
    }
    if (!status) {
        status = zs_reader_find_share(matching->reader, parts, 2, 1, &request,
                                      &matching->shared, error);
    }
    return status ? status
                  : zs_reader_ids(matching->reader, docids, BEST, &matching->ids, error);
}

static void check_matching(void *context)
{
    const struct matching *matching = context;
    assert_int_equal(matching->best.count, BEST);
    for (size_t i = 0; i < BEST; i++) {
        assert_int_equal(matching->best.items[i].docid, matching->expected[i].docid);
        assert_true(matching->best.items[i].weight == matching->expected[i].weight);
    }
    assert_int_equal(matching->shared.count, ARTICLES / 2);
    assert_int_equal(matching->ids.length, 2 * BEST);
    assert_memory_equal(matching->ids.data, "0\0001\0002\0003\0004", 2 * BEST);
}

static void end_matching(struct matching *matching)
{
    zs_reader_close(matching->reader);
    zs_matches_release(&matching->best);
    zs_matches_release(&matching->shared);
    zs_buffer_release(&matching->ids);
}

/* The same reader finds the same, and another begins with nothing kept. */
static void reset_matching(void *context)
{
    struct matching *matching = context;
    zs_error error;
    check_ok(run_matching(matching, &error), error);
    check_matching(matching);
    end_matching(matching);
    matching->reader = test_open_reader(matching->folder);
}

static void test_matching(void **state)
{
    (void)state;
    struct matching matching = {.folder = test_folder_new()};
    zs_error error;
    put_many(matching.folder);
    matching.reader = test_open_reader(matching.folder);
    check_ok(run_matching(&matching, &error), error);
    memcpy(matching.expected, matching.best.items, sizeof matching.expected);
    reset_matching(&matching);
    const test_trial trial = {run_matching, check_matching, reset_matching, &matching,
                              TEST_LIBRARIES};
    test_without_memory(&trial, 10 * PLACES);
    end_matching(&matching);
    test_folder_remove(matching.folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writing),
        cmocka_unit_test(test_writing_a_batch),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_matching),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
