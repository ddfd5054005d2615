/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Filters: the user's own programs.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/reading.h"

static void read_filtered(zs_test_reading *reading, const char *extension, const char *command,
                          const char *data)
{
    const zs_field filter = {extension, command};
    reading->options = (zs_reading_options){.filters = &filter, .filter_count = 1};
    zs_test_read_stream(reading, zs_read_filtered, data, SIZE_MAX);
}

static void assert_text(const zs_test_reading *reading, const char *text)
{
    check_ok(reading->status, reading->error);
    assert_int_equal(reading->article_count, 1);
    const zs_article *article = reading->articles[0].article;
    assert_int_equal(article->text_length, strlen(text));
    assert_memory_equal(article->text, text, strlen(text));
    assert_int_equal(article->text_offset, 0);
}

static void test_output_is_the_text(void **state)
{
    (void)state;
    zs_test_reading reading;
    zs_test_reading_init(&reading, "a.zip!b/old.DOC");
    read_filtered(&reading, ".doc", "cat {}", "国际消费中心");
    assert_text(&reading, "国际消费中心");
    read_filtered(&reading, ".doc", "tr x y", "axb");
    assert_text(&reading, "ayb");
    read_filtered(&reading, ".doc", "sh -c 'cat \"$0\"; echo \" $1\"' {} \"two words\"", "甲");
    assert_text(&reading, "甲 two words\n");
    zs_test_reading_release(&reading);
}

static void test_failures(void **state)
{
    (void)state;
    static const struct {
        const char *command, *says;
    } cases[] = {
        {"zsearch-no-such-program {}", "zsearch-no-such-program"},
        {"sh -c 'echo broken >&2; exit 3'", "status 3: broken"},
        {"sh -c 'kill -9 $$'", "signal 9"},
        {"", "no command"},
    };
    zs_test_reading reading;
    zs_test_reading_init(&reading, "b/old.doc");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_filtered(&reading, ".doc", cases[i].command, "x");
        assert_int_not_equal(reading.status, ZS_OK);
        check(strstr(reading.error.message, cases[i].says) != NULL, "%s",
              reading.error.message);
        assert_int_equal(reading.article_count, 0);
    }
    zs_test_reading_release(&reading);
}

/* A program that reads little of its input and writes much. */
static void test_much_output(void **state)
{
    (void)state;
    zs_test_reading reading;
    zs_test_reading_init(&reading, "b/old.doc");
    read_filtered(&reading, ".doc", "sh -c 'yes 国际消费中心 | head -n 100000'", "x");
    check_ok(reading.status, reading.error);
    assert_int_equal(reading.articles[0].article->text_length, 100000 * 19);
    zs_test_reading_release(&reading);
}

static void test_which_files(void **state)
{
    (void)state;
    const zs_field filters[] = {{".doc", "antiword {}"}, {".pdf", "pdftotext {} -"}};
    const zs_reading_options options = {.filters = filters, .filter_count = 2};
    assert_true(zs_filter_fits(&options, "a/b.DOC"));
    assert_false(zs_filter_fits(&options, ".doc"));
    assert_false(zs_filter_fits(&options, "a.docx"));
    assert_string_equal(zs_format_with(&options, "a.pdf")->name, "filter");
    assert_string_equal(zs_format_with(&options, "a.txt")->name, "plain text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output_is_the_text),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_much_output),
        cmocka_unit_test(test_which_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
