/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/store.h"

#include <dirent.h>
#include <string.h>

#include "store/directory.h"
#include "support/test.h"
#include "text/analyser.h"

zs_writer *test_open_writer(const char *directory, bool rebuild)
{
    zs_writer *writer = NULL;
    zs_error error;
    check_ok(zs_writer_open(directory, zs_analyser_fingerprint(), rebuild, &writer, &error),
             error);
    return writer;
}

zs_reader *test_open_reader(const char *directory)
{
    zs_reader *reader = NULL;
    zs_error error;
    check_ok(zs_reader_open(directory, zs_analyser_fingerprint(), &reader, &error), error);
    return reader;
}

char *test_database(const char *directory)
{
    uint32_t number = 0;
    zs_error error;
    check_ok(zs_directory_current(directory, &number, &error), error);
    return zs_directory_database(directory, number);
}

size_t test_database_count(const char *directory)
{
    size_t count = 0;
    DIR *folder = opendir(directory);
    check(folder, "%s is not there", directory);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += strncmp(entry->d_name, "glass.", strlen("glass.")) == 0;
    }
    closedir(folder);
    return count;
}

static zs_status try_put(zs_writer *writer, const char *group, const zs_article *article,
                         bool is_signed, zs_put_outcome *outcome, uint32_t *docid,
                         zs_error *error)
{
    /* Opening one costs a millisecond; a test has few enough articles. */
    zs_analyser *analyser = NULL;
    check_ok(zs_analyser_new(&analyser, error), *error);
    zs_document document = {.key = article->id,
                            .key_length = strlen(article->id),
                            .group = group,
                            .article = article};
    check_ok(zs_analyser_count_article(analyser, article, group, &document.terms,
                                       &document.term_count, error),
             *error);
    document.signature = is_signed ? zs_analyser_signature(analyser) : 0;
    zs_status status = zs_writer_put(writer, &document, outcome, docid, error);
    zs_analyser_free(analyser);
    return status;
}

zs_status test_try_put(zs_writer *writer, const char *group, const zs_article *article,
                       zs_put_outcome *outcome, uint32_t *docid, zs_error *error)
{
    return try_put(writer, group, article, false, outcome, docid, error);
}

zs_status test_try_put_signed(zs_writer *writer, const char *group, const zs_article *article,
                              zs_put_outcome *outcome, uint32_t *docid, zs_error *error)
{
    return try_put(writer, group, article, true, outcome, docid, error);
}

zs_status test_try_move(zs_writer *writer, const char *from, const char *to, zs_error *error)
{
    zs_analyser *analyser = NULL;
    const zs_article moved = {.path = to};
    const zs_term_count *terms;
    size_t count;
    check_ok(zs_analyser_new(&analyser, error), *error);
    check_ok(zs_analyser_count_article(analyser, &moved, NULL, &terms, &count, error), *error);
    zs_status status = zs_writer_move(writer, from, to, terms, count, error);
    zs_analyser_free(analyser);
    return status;
}

uint32_t test_put(zs_writer *writer, const char *group, const zs_article *article,
                  zs_put_outcome wanted)
{
    zs_put_outcome outcome;
    uint32_t docid = 0;
    zs_error error;
    check_ok(test_try_put(writer, group, article, &outcome, &docid, &error), error);
    check(outcome == wanted, "%s: outcome %d instead of %d", article->id, outcome, wanted);
    assert_true(docid > 0);
    return docid;
}

uint32_t test_put_text(zs_writer *writer, const char *id, const char *text)
{
    zs_article article = {.id = id, .text = text, .text_length = strlen(text)};
    return test_put(writer, NULL, &article, ZS_PUT_ADDED);
}

void test_commit(zs_writer *writer)
{
    zs_error error;
    check_ok(zs_writer_commit(writer, &error), error);
}

void test_check_article(zs_reader *reader, uint32_t docid, const char *id, const char *text)
{
    zs_record record = ZS_RECORD_INIT;
    zs_error error;
    check_ok(zs_reader_article(reader, docid, SIZE_MAX, &record, &error), error);
    assert_string_equal(record.article.id, id);
    assert_int_equal(record.article.text_length, strlen(text));
    assert_memory_equal(record.article.text, text, strlen(text));
    zs_record_release(&record);

    zs_buffer shown = ZS_BUFFER_INIT;
    check_ok(zs_reader_id(reader, docid, &shown, &error), error);
    assert_int_equal(shown.length, strlen(id));
    assert_memory_equal(shown.data, id, shown.length);
    zs_buffer_release(&shown);
}

uint32_t test_frequency(zs_reader *reader, const char *term)
{
    uint32_t frequency;
    zs_error error;
    check_ok(zs_reader_document_frequency(reader, term, strlen(term), &frequency, &error),
             error);
    return frequency;
}

uint32_t test_find(zs_reader *reader, const char *term)
{
    zs_match_term wanted = {.term = term, .length = strlen(term), .factor = 1};
    zs_matches matches = ZS_MATCHES_INIT;
    zs_error error;
    check_ok(zs_reader_match(reader, &wanted, 1, 10, &matches, &error), error);
    assert_true(matches.count <= 1);
    uint32_t docid = matches.count == 1 ? matches.items[0].docid : 0;
    zs_matches_release(&matches);
    return docid;
}
