/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Values of fields, written and read back as columns, against the articles themselves.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

static zs_error error;

/* Puts an article without a text, which takes no analysis. */
static uint32_t put_bare(zs_writer *writer, const zs_article *article)
{
    zs_article whole = *article;
    whole.text = "";
    zs_document document = {
        .key = article->id, .key_length = strlen(article->id), .article = &whole};
    zs_put_outcome outcome;
    uint32_t docid = 0;
    check_ok(zs_writer_put(writer, &document, &outcome, &docid, &error), error);
    return docid;
}

static zs_column *read_column(zs_reader *reader, const char *field)
{
    zs_column *column = NULL;
    check_ok(
        zs_reader_column(reader, zs_field_named(field, strlen(field)), field, &column, &error),
        error);
    return column;
}

/* Value `i` of an article; NULL if it has not so many. */
static const char *value_of(const zs_column *column, uint32_t docid, size_t i)
{
    size_t count;
    const uint32_t *numbers = zs_column_numbers(column, docid, &count);
    return i < count ? column->values[numbers[i]] : NULL;
}

static void check_values(const zs_column *column, uint32_t docid, const char *first,
                         const char *second)
{
    const char *const wanted[] = {first, first ? second : NULL};
    for (size_t i = 0; i < 2; i++) {
        const char *value = value_of(column, docid, i);
        check((value == NULL) == (wanted[i] == NULL) && (!value || !strcmp(value, wanted[i])),
              "article %u has %s for %s", docid, value, wanted[i]);
    }
    assert_null(value_of(column, docid, 2));
}

static void test_values_ascend(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    static const char *const values[] = {"十", "-3", "10", "9.5", "a", "Z", "9", "十"};
    static const char *const ordered[] = {"-3", "9", "9.5", "10", "Z", "a", "十"};
    enum { COUNT = sizeof values / sizeof *values, ORDERED = sizeof ordered / sizeof *ordered };
    for (size_t i = 0; i < COUNT; i++) {
        char id[] = {(char)('a' + i), '\0'};
        zs_field metadata = {"值", values[i]};
        zs_article article = {
            .id = id, .source = values[i], .metadata = &metadata, .metadata_count = 1};
        assert_int_equal(put_bare(writer, &article), i + 1);
    }
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    static const char *const fields[] = {"source", "值"};
    for (size_t field = 0; field < 2; field++) {
        zs_column *column = read_column(reader, fields[field]);
        assert_int_equal(column->value_count, ORDERED);
        for (size_t i = 0; i < ORDERED; i++) {
            assert_string_equal(column->values[i + 1], ordered[i]);
        }
        for (uint32_t i = 0; i < COUNT; i++) {
            check_values(column, i + 1, values[i], NULL);
        }
        zs_column_free(column);
    }
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_what_there_is_no_column_of(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_article article = {.id = "a", .source = "报", .url = "http://a.example/"};
    put_bare(writer, &article);
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    zs_column *column = NULL;
    check_status(zs_reader_column(reader, ZS_FIELD_URL, NULL, &column, &error),
                 ZS_ERROR_NOT_FOUND, error);
    check_status(zs_reader_column(reader, ZS_FIELD_METADATA, "pages", &column, &error),
                 ZS_ERROR_NOT_FOUND, error);
    assert_null(column);
    column = read_column(reader, "section");
    assert_int_equal(column->value_count, 0);
    check_values(column, 1, NULL, NULL);
    check_values(column, 2, NULL, NULL);
    zs_column_free(column);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static uint32_t date_number(uint32_t year, uint32_t month, uint32_t day)
{
    return year * ZS_YEAR_NUMBERS + month * ZS_MONTH_NUMBERS + day;
}

static void test_dates_as_far_as_there_is_such_a_day(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        zs_date_origin origin;
        uint32_t year, month, day;
    } dates[] = {{"2023-05-04", ZS_DATE_GIVEN, 2023, 5, 4},
                 {"2023-05", ZS_DATE_NAME, 2023, 5, 0},
                 {"2023", ZS_DATE_NONE, 2023, 0, 0},
                 {"2023-13-04", 0, 2023, 0, 0},
                 {"2023-02-29", 0, 2023, 2, 0},
                 {"2024-02-29", 0, 2024, 2, 29},
                 {"1900-02-29", 0, 1900, 2, 0},
                 {"2000-02-29", 0, 2000, 2, 29},
                 {"2023-00-07", 0, 2023, 0, 0},
                 {"五月四日", 0, 0, 0, 0},
                 {"2023-05-04", ZS_DATE_FILE, 0, 0, 0},
                 {NULL, 0, 0, 0, 0},
                 {"9999-12-31", 0, 9999, 12, 31},
                 {"0000-01-01", 0, 0, 0, 0}};
    enum { COUNT = sizeof dates / sizeof *dates };
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    for (size_t i = 0; i < COUNT; i++) {
        char id[] = {(char)('a' + i), '\0'};
        zs_article article = {.id = id, .date = dates[i].date, .date_origin = dates[i].origin};
        put_bare(writer, &article);
    }
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    zs_column *column = read_column(reader, "date");
    assert_null(column->values);
    for (uint32_t i = 0; i < COUNT; i++) {
        size_t count;
        const uint32_t *numbers = zs_column_numbers(column, i + 1, &count);
        uint32_t wanted = date_number(dates[i].year, dates[i].month, dates[i].day);
        assert_int_equal(count > 0 ? *numbers : 0, wanted);
    }
    zs_column_free(column);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_long_values_are_cut(void **state)
{
    (void)state;
    char value[400] = "", cut[400] = "";
    for (size_t i = 0; i < 40; i++) {
        strcat(value, "长"); /* three bytes each */
    }
    strncat(cut, value, 99);
    strcat(cut, "…");
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_article article = {.id = "a", .source = value, .section = ""};
    put_bare(writer, &article);
    value[100] = '\0'; /* within a character, but not too long */
    article = (zs_article){.id = "b", .source = value};
    put_bare(writer, &article);
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    zs_column *column = read_column(reader, "source");
    check_values(column, 1, cut, NULL);
    check_values(column, 2, value, NULL);
    zs_column_free(column);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

/* More values than there are numbers, some of them twice or in two articles; articles that are
 * replaced and deleted; in an index that is opened again and again. */
static void test_more_values_than_numbers(void **state)
{
    (void)state;
    enum { ARTICLES = 20000, VALUES = 19000 };
    static char values[ARTICLES][2][24];
    static bool has[ARTICLES];
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    test_random random = test_random_new(7);
    for (size_t round = 0; round < ARTICLES + ARTICLES / 10; round++) {
        size_t i = round < ARTICLES ? round : test_random_below(&random, ARTICLES);
        char id[24];
        (void)snprintf(id, sizeof id, "%zu", i);
        if (test_random_once_in(&random, 5000)) {
            zs_writer_close(writer);
            writer = test_open_writer(folder, false);
        }
        if (round >= ARTICLES && has[i] && test_random_once_in(&random, 3)) {
            check_ok(zs_writer_delete(writer, id, strlen(id), &error), error);
            has[i] = false;
            continue;
        }
        for (size_t j = 0; j < 2; j++) {
            size_t number =
                round < VALUES && j == 0 ? round : test_random_below(&random, VALUES);
            (void)snprintf(values[i][j], sizeof values[i][j], "v%zu", number);
        }
        const zs_field metadata[] = {
            {"k", values[i][0]}, {"k", values[i][0]}, {"k", values[i][1]}};
        bool two = strcmp(values[i][0], values[i][1]) != 0 && test_random_once_in(&random, 8);
        zs_article article = {.id = id, .metadata = metadata, .metadata_count = two ? 3 : 2};
        values[i][1][0] = two ? 'v' : '\0';
        has[i] = true;
        put_bare(writer, &article);
    }
    check_ok(zs_writer_compact(writer, &error), error);
    zs_reader *reader = test_open_reader(folder);
    zs_column *column = read_column(reader, "k");
    uint32_t docid = 0;
    check_ok(zs_reader_next(reader, docid, &docid, &error), error);
    while (docid > 0) {
        zs_buffer id = ZS_BUFFER_INIT;
        check_ok(zs_reader_id(reader, docid, &id, &error), error);
        assert_true(zs_buffer_terminate(&id));
        size_t i = strtoul(id.data, NULL, 10);
        assert_true(has[i]);
        check_values(column, docid, values[i][0], values[i][1][0] ? values[i][1] : NULL);
        has[i] = false;
        zs_buffer_release(&id);
        check_ok(zs_reader_next(reader, docid, &docid, &error), error);
    }
    for (size_t i = 0; i < ARTICLES; i++) {
        check(!has[i], "article %zu is lost", i);
    }
    for (size_t i = 1; i < column->value_count; i++) {
        assert_true(strcmp(column->values[i], column->values[i + 1]) < 0);
    }
    zs_column_free(column);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_an_article_says_it_a_thousand_times(void **state)
{
    (void)state;
    enum { SAID = 3000 };
    static zs_field metadata[SAID];
    static char values[SAID][8];
    for (size_t i = 0; i < SAID; i++) {
        (void)snprintf(values[i], sizeof values[i], "%zu", i);
        metadata[i] = (zs_field){"标签", values[i]};
    }
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    zs_article article = {.id = "a", .metadata = metadata, .metadata_count = SAID};
    put_bare(writer, &article);
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    zs_column *column = read_column(reader, "标签");
    size_t count;
    (void)zs_column_numbers(column, 1, &count);
    check(count >= 300 && count <= 1000, "%zu values are kept", count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(value_of(column, 1, i), values[i]);
    }
    zs_column_free(column);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_an_index_without_facets(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = NULL;
    const zs_index_options unknown = {.without = "facets,colours"},
                           without = {.without = "facets"}, with = {.without = ""},
                           anew = {.rebuild = true};
    check_status(zs_index_open_with(folder, &unknown, &index, &error), ZS_ERROR_ARGUMENT,
                 error);
    assert_non_null(strstr(error.message, "\"colours\""));
    check_ok(zs_index_open_with(folder, &without, &index, &error), error);
    zs_article article = {.id = "a", .text = "城市", .text_length = 6, .source = "报"};
    check_ok(zs_index_put(index, &article, &error), error);
    zs_index_close(index);

    zs_reader *reader = test_open_reader(folder);
    zs_column *column = NULL;
    assert_false(zs_reader_has_facets(reader));
    check_status(zs_reader_column(reader, ZS_FIELD_SOURCE, NULL, &column, &error),
                 ZS_ERROR_NOT_FOUND, error);
    column = read_column(reader, "date");
    zs_column_free(column);
    zs_reader_close(reader);

    /* It stays so, and whoever wants it otherwise is told. */
    check_ok(zs_index_open(folder, &index, &error), error);
    article.id = "b";
    check_ok(zs_index_put(index, &article, &error), error);
    check_ok(zs_index_compact(index, &error), error);
    zs_index_close(index);
    check_status(zs_index_open_with(folder, &with, &index, &error), ZS_ERROR_ARGUMENT, error);
    assert_non_null(strstr(error.message, "without facets"));
    check_ok(zs_index_open_with(folder, &without, &index, &error), error);
    zs_index_close(index);
    zs_searcher *searcher = NULL;
    zs_index_info info;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    check_ok(zs_searcher_info(searcher, &info, &error), error);
    assert_string_equal(info.without, "facets");
    zs_searcher_close(searcher);

    /* Made anew, it has them unless it is not to. */
    check_ok(zs_index_open_with(folder, &anew, &index, &error), error);
    check_ok(zs_index_put(index, &article, &error), error);
    zs_index_close(index);
    check_status(zs_index_open_with(folder, &without, &index, &error), ZS_ERROR_ARGUMENT,
                 error);
    reader = test_open_reader(folder);
    assert_true(zs_reader_has_facets(reader));
    column = read_column(reader, "source");
    check_values(column, 1, "报", NULL);
    zs_column_free(column);
    zs_reader_close(reader);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_ascend),
        cmocka_unit_test(test_what_there_is_no_column_of),
        cmocka_unit_test(test_dates_as_far_as_there_is_such_a_day),
        cmocka_unit_test(test_long_values_are_cut),
        cmocka_unit_test(test_more_values_than_numbers),
        cmocka_unit_test(test_an_article_says_it_a_thousand_times),
        cmocka_unit_test(test_an_index_without_facets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
