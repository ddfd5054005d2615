/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing at length: random runs against a plain list of articles, and so much text that a
 * dictionary is trained for it.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

/* The plain list: which version of each article there is, 0 if none. */
enum { ARTICLES = 40 };

/* Each article and each version has a word of its own. */
static void describe(uint32_t article, uint32_t version, zs_buffer *id, zs_buffer *text)
{
    char line[100];
    zs_buffer_clear(id);
    zs_buffer_clear(text);
    snprintf(line, sizeof line, "id%u", article);
    assert_true(zs_buffer_append_string(id, line) && zs_buffer_terminate(id));
    snprintf(line, sizeof line, "其中第 article%u 篇，第 version%u 版", article, version);
    assert_true(zs_buffer_append_string(text, line) && zs_buffer_terminate(text));
}

static void check_against_list(zs_reader *reader, const uint32_t *versions, uint64_t seed)
{
    zs_buffer id = ZS_BUFFER_INIT;
    zs_buffer text = ZS_BUFFER_INIT;
    uint32_t count = 0;
    for (uint32_t i = 0; i < ARTICLES; i++) {
        char word[32];
        snprintf(word, sizeof word, "article%u", i);
        uint32_t docid = test_find(reader, word);
        check((docid != 0) == (versions[i] != 0), "seed %llu: article %u is%s there",
              (unsigned long long)seed, i, docid ? "" : " not");
        if (docid) {
            describe(i, versions[i], &id, &text);
            test_check_article(reader, docid, id.data, text.data);
            snprintf(word, sizeof word, "version%u", versions[i]);
            check(test_find(reader, word) == docid, "seed %llu: article %u of another version",
                  (unsigned long long)seed, i);
            count++;
        }
    }
    assert_int_equal(zs_reader_collection(reader).articles, count);
    zs_buffer_release(&id);
    zs_buffer_release(&text);
}

static void test_random_writing_is_as_a_list(void **state)
{
    (void)state;
    zs_buffer id = ZS_BUFFER_INIT;
    zs_buffer text = ZS_BUFFER_INIT;
    zs_error error;
    for (size_t round = 0; round < test_rounds(6); round++) {
        test_random random = test_random_new(round);
        char *folder = test_folder_new();
        zs_writer *writer = test_open_writer(folder, false);
        zs_reader *reader = test_open_reader(folder);
        uint32_t versions[ARTICLES] = {0};
        uint32_t last_version = 0;
        for (size_t step = 0; step < 400; step++) {
            uint32_t i = (uint32_t)test_random_below(&random, ARTICLES);
            describe(i, versions[i], &id, &text);
            switch (test_random_below(&random, 20)) {
            case 0:
                test_commit(writer);
                check_ok(zs_reader_refresh(reader, &error), error);
                check_against_list(reader, versions, random.seed);
                break;
            case 1:
                if (test_random_once_in(&random, 4)) {
                    check_ok(zs_writer_compact(writer, &error), error);
                }
                break;
            case 2:
                zs_writer_close(writer);
                bool rebuild = test_random_once_in(&random, 8);
                writer = test_open_writer(folder, rebuild);
                if (rebuild) {
                    memset(versions, 0, sizeof versions);
                }
                break;
            case 3:
            case 4:
            case 5: {
                zs_status status = zs_writer_delete(writer, id.data, id.length, NULL);
                assert_int_equal(status, versions[i] ? ZS_OK : ZS_ERROR_NOT_FOUND);
                versions[i] = 0;
                break;
            }
            default: {
                zs_put_outcome wanted = versions[i] ? ZS_PUT_REPLACED : ZS_PUT_ADDED;
                if (versions[i] && test_random_once_in(&random, 4)) {
                    wanted = ZS_PUT_SAME;
                } else {
                    versions[i] = ++last_version;
                    describe(i, versions[i], &id, &text);
                }
                zs_article article = {
                    .id = id.data, .text = text.data, .text_length = text.length};
                test_put(writer, NULL, &article, wanted);
            }
            }
        }
        zs_writer_close(writer);
        check_ok(zs_reader_refresh(reader, &error), error);
        check_against_list(reader, versions, random.seed);
        zs_reader_close(reader);
        test_folder_remove(folder);
    }
    zs_buffer_release(&id);
    zs_buffer_release(&text);
}

/* Enough for a dictionary, which is trained on two megabytes. */
enum { MANY = 700, LENGTH = 2000 };

static void make_text(uint32_t number, uint32_t version, zs_buffer *text)
{
    test_random random = test_random_new(1000 * version + number);
    zs_buffer_clear(text);
    test_random_text(&random, LENGTH / 4, TEST_HAN | TEST_PUNCTUATION, text);
    assert_true(zs_buffer_append(text, "\0", 1)); /* part of the text, and its end for C */
}

/* Puts an article with only two terms: it is the texts that matter. */
static uint32_t put_large(zs_writer *writer, uint32_t number, uint32_t version,
                          zs_put_outcome wanted)
{
    char id[32];
    snprintf(id, sizeof id, "id%u", number);
    zs_buffer text = ZS_BUFFER_INIT;
    make_text(number, version, &text);
    zs_article article = {.id = id, .text = text.data, .text_length = text.length};
    const zs_term_count terms[] = {{"common", 6, 1, 0}, {id, (uint32_t)strlen(id), 1, 0}};
    zs_document document = {.key = id,
                            .key_length = strlen(id),
                            .article = &article,
                            .terms = terms,
                            .term_count = 2};
    zs_put_outcome outcome;
    uint32_t docid = 0;
    zs_error error;
    check_ok(zs_writer_put(writer, &document, &outcome, &docid, &error), error);
    assert_int_equal(outcome, wanted);
    zs_buffer_release(&text);
    return docid;
}

/* Every article has the text of its version; that of version 0 is not there. */
static void check_large(zs_reader *reader, const uint32_t *versions)
{
    zs_buffer text = ZS_BUFFER_INIT;
    zs_record record = ZS_RECORD_INIT;
    for (uint32_t number = 0; number < MANY; number++) {
        char id[32];
        snprintf(id, sizeof id, "id%u", number);
        uint32_t docid = test_find(reader, id);
        assert_int_equal(docid != 0, versions[number] != 0);
        if (!docid) {
            continue;
        }
        make_text(number, versions[number], &text);
        zs_error error;
        check_ok(zs_reader_article(reader, docid, SIZE_MAX, &record, &error), error);
        assert_int_equal(record.article.text_length, text.length);
        assert_memory_equal(record.article.text, text.data, text.length);
    }
    zs_record_release(&record);
    zs_buffer_release(&text);
}

static void test_much_text_is_kept_with_a_dictionary(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    uint32_t versions[MANY] = {0};
    uint64_t text_bytes = 0;
    zs_error error;

    /* The first are written before there is a dictionary, and read by a reader without. */
    for (uint32_t number = 0; number < 10; number++) {
        (void)put_large(writer, number, 1, ZS_PUT_ADDED);
        versions[number] = 1;
    }
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    check_large(reader, versions);

    for (uint32_t number = 10; number < MANY; number++) {
        uint32_t docid = put_large(writer, number, 1, ZS_PUT_ADDED);
        versions[number] = 1;
        /* While they wait they can be replaced, be the same, and be taken away. */
        if (number % 50 == 11) {
            assert_int_equal(put_large(writer, number, 1, ZS_PUT_SAME), docid);
            assert_int_equal(put_large(writer, number, 2, ZS_PUT_REPLACED), docid);
            versions[number] = 2;
        }
        if (number % 100 == 12) {
            char id[32];
            snprintf(id, sizeof id, "id%u", number);
            check_ok(zs_writer_delete(writer, id, strlen(id), &error), error);
            versions[number] = 0;
        }
    }
    test_commit(writer);
    check_ok(zs_reader_refresh(reader, &error), error);
    check_large(reader, versions);
    zs_writer_close(writer);

    /* In the next run the dictionary is there from the beginning. */
    writer = test_open_writer(folder, false);
    for (uint32_t number = 0; number < MANY; number += 7) {
        (void)put_large(writer, number, 3, versions[number] ? ZS_PUT_REPLACED : ZS_PUT_ADDED);
        versions[number] = 3;
    }
    check_ok(zs_writer_compact(writer, &error), error);
    check_ok(zs_reader_refresh(reader, &error), error);
    check_large(reader, versions);

    zs_buffer text = ZS_BUFFER_INIT;
    for (uint32_t number = 0; number < MANY; number++) {
        if (versions[number]) {
            make_text(number, versions[number], &text);
            text_bytes += text.length;
        }
    }
    zs_buffer_release(&text);
    zs_index_info info;
    check_ok(zs_reader_info(reader, &info, &error), error);
    assert_int_equal(info.text_bytes, text_bytes);
    assert_true(info.index_bytes < text_bytes);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_writing_is_as_a_list),
        cmocka_unit_test(test_much_text_is_kept_with_a_dictionary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
