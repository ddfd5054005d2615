/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON Lines: the reader of a line, what encoding a file is in, and the lines of a file.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "formats/format.h"
#include "formats/lines.h"

static zs_status read_line(zs_draft *draft, const char *data, uint64_t line, bool *found,
                           zs_error *error)
{
    return zs_read_jsonl(data, strlen(data), "a/城市.jsonl", line, draft, found, error);
}

static const zs_article *article_of(zs_draft *draft, const char *data)
{
    bool found = false;
    zs_error error;
    assert_int_equal(read_line(draft, data, 3, &found, &error), ZS_OK);
    assert_true(found);
    return zs_draft_article(draft);
}

static void test_all_members(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    const zs_article *article = article_of(
        &draft,
        "{\"id\":\"7\",\"title\":\"国际\",\"text\":\"消费中心\",\"date\":\"2023-05-04\","
        "\"author\":\"张三\",\"source\":\"日报\",\"url\":\"https://e.cn\"}\r");
    assert_string_equal(article->id, "7");
    assert_string_equal(article->path, "a/城市.jsonl");
    assert_string_equal(article->title, "国际");
    assert_int_equal(article->text_length, strlen("消费中心"));
    assert_memory_equal(article->text, "消费中心", strlen("消费中心"));
    assert_int_equal(article->text_offset, 0);
    assert_string_equal(article->date, "2023-05-04");
    assert_string_equal(article->author, "张三");
    assert_string_equal(article->source, "日报");
    assert_string_equal(article->url, "https://e.cn");
    assert_int_equal(article->metadata_count, 0);
    zs_draft_release(&draft);
}

static void test_other_members_are_metadata(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    const zs_article *article =
        article_of(&draft, "{\"text\":\"x\",\"n\":12,\"r\":1.5,\"b\":true,\"no\":null,"
                           "\"l\":[1, \"二\"],\"author\":[\"张三\",\"李四\"],\"s\":\"值\"}");
    static const zs_field wanted[] = {{"n", "12"},
                                      {"r", "1.5"},
                                      {"b", "true"},
                                      {"l", "[1,\"二\"]"},
                                      {"author", "[\"张三\",\"李四\"]"},
                                      {"s", "值"}};
    assert_int_equal(article->metadata_count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < article->metadata_count; i++) {
        assert_string_equal(article->metadata[i].name, wanted[i].name);
        assert_string_equal(article->metadata[i].value, wanted[i].value);
    }
    assert_null(article->author);
    zs_draft_release(&draft);
}

static void test_id(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    assert_string_equal(article_of(&draft, "{\"id\":42,\"text\":\"x\"}")->id, "42");
    assert_string_equal(article_of(&draft, "{\"id\":0.1,\"text\":\"x\"}")->id, "0.1");
    assert_string_equal(article_of(&draft, "{\"text\":\"x\"}")->id, "a/城市.jsonl#3");
    assert_string_equal(article_of(&draft, "{\"id\":\"\",\"text\":\"x\"}")->id,
                        "a/城市.jsonl#3");
    assert_string_equal(article_of(&draft, "{\"id\":null,\"text\":\"x\"}")->id,
                        "a/城市.jsonl#3");
    zs_draft_release(&draft);
}

static void test_nul(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    const zs_article *article =
        article_of(&draft, "{\"text\":\"a\\u0000b\",\"title\":\"c\\u0000d\"}");
    assert_int_equal(article->text_length, 3);
    assert_memory_equal(article->text, "a\0b", 3);
    assert_string_equal(article->title, "c\xEF\xBF\xBD"
                                        "d");
    zs_draft_release(&draft);
}

static void test_empty_lines(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    zs_error error;
    static const char *const lines[] = {"", "\r", " \t"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        bool found = true;
        assert_int_equal(read_line(&draft, lines[i], 3, &found, &error), ZS_OK);
        assert_false(found);
    }
    bool found = true;
    assert_int_equal(read_line(&draft, "\xEF\xBB\xBF", 1, &found, &error), ZS_OK);
    assert_false(found);
    zs_draft_release(&draft);
}

static void test_byte_order_mark(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    zs_error error;
    bool found = false;
    const char *line = "\xEF\xBB\xBF{\"text\":\"x\"}";
    assert_int_equal(read_line(&draft, line, 1, &found, &error), ZS_OK);
    assert_true(found);
    assert_int_equal(read_line(&draft, line, 2, &found, &error), ZS_ERROR_FORMAT);
    zs_draft_release(&draft);
}

static void test_lines_that_hold_no_article(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        zs_status status;
        const char *says;
    } cases[] = {
        {"no", ZS_ERROR_FORMAT, "not JSON"},
        {"{\"text\":\"x\"", ZS_ERROR_FORMAT, "not JSON"},
        {"{\"text\":\"x\"} y", ZS_ERROR_FORMAT, "not JSON"},
        {"{\"text\":\"\\ud800\"}", ZS_ERROR_FORMAT, "not JSON"},
        {"[1]", ZS_ERROR_FORMAT, "not a JSON object"},
        {"1", ZS_ERROR_FORMAT, "not a JSON object"},
        {"{\"title\":\"x\"}", ZS_ERROR_FORMAT, "no \"text\""},
        {"{\"text\":1}", ZS_ERROR_FORMAT, "not a string"},
        {"{\"text\":\"\"}", ZS_ERROR_FORMAT, "neither title nor text"},
        {"{\"text\":\"x\",\"id\":[]}", ZS_ERROR_FORMAT, "\"id\""},
        {"{\"text\":\"\xB9\xFA\xBC\xCA\"}", ZS_ERROR_ENCODING, "byte 9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_draft draft = ZS_DRAFT_INIT;
        zs_error error;
        bool found = false;
        assert_int_equal(read_line(&draft, cases[i].line, 1, &found, &error), cases[i].status);
        assert_non_null(strstr(error.message, cases[i].says));
        assert_true(found);
        zs_draft_release(&draft);
    }
}

static void test_title_without_text(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    const zs_article *article = article_of(&draft, "{\"text\":\"\",\"title\":\"题\"}");
    assert_string_equal(article->title, "题");
    assert_int_equal(article->text_length, 0);
    zs_draft_release(&draft);
}

/* jansson quotes the line it cannot read, and may cut it within a character. */
static void test_message_is_utf8(void **state)
{
    (void)state;
    char line[700] = "";
    for (size_t padding = 0; padding < 3; padding++) {
        size_t length = (size_t)snprintf(line, sizeof line, "%.*s", (int)padding, "xx");
        while (length < 600) {
            length += (size_t)snprintf(line + length, sizeof line - length, "国");
        }
        zs_draft draft = ZS_DRAFT_INIT;
        zs_error error;
        bool found;
        assert_int_equal(read_line(&draft, line, 1, &found, &error), ZS_ERROR_FORMAT);
        size_t last = strlen(error.message);
        while (last > 0 && ((unsigned char)error.message[last - 1] & 0xC0) == 0x80) {
            last--;
        }
        unsigned char lead = (unsigned char)error.message[last - 1];
        assert_int_equal(strlen(error.message) - last, lead >= 0xE0 ? 2 : 0);
        zs_draft_release(&draft);
    }
}

static void test_encoding_of_files(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        bool whole;
        zs_status status;
    } cases[] = {
        {"", true, ZS_OK},
        {"{}\n{}\n", true, ZS_OK},
        {"国际\n", true, ZS_OK},
        {"{}\n\xB9\xFA\xBC\xCA\n{}", true, ZS_ERROR_ENCODING},
        {"\xB9\xFA\xBC\xCA\n国际\n", true, ZS_OK}, /* one damaged line */
        {"国\xE9\x99", false, ZS_OK},              /* cut where the reading stopped */
        {"国\xE9\x99", true, ZS_ERROR_ENCODING},
        {"\xFF\xFE{", false, ZS_OK}, /* too little to tell */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_error error;
        assert_int_equal(zs_check_lines_encoding(cases[i].head, strlen(cases[i].head),
                                                 cases[i].whole, &error),
                         cases[i].status);
    }
}

/* ---- The lines of a file ----------------------------------------------------------- */

static int file_of(const char *content, size_t length)
{
    char path[] = "/tmp/zsearch-lines-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(write(file, content, length), (ssize_t)length);
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    return file;
}

static void test_lines(void **state)
{
    (void)state;
    static const char content[] = "first\n\nthe third is longer\nlast";
    int file = file_of(content, strlen(content));
    zs_error error;
    zs_hasher *hasher = NULL;
    assert_int_equal(zs_hasher_new(&hasher, &error), ZS_OK);
    zs_lines lines = {.buffer = ZS_BUFFER_INIT};
    zs_lines_init(&lines, file, 10, hasher);

    static const struct {
        zs_line_kind kind;
        const char *line;
        uint64_t offset;
    } wanted[] = {{ZS_LINE, "first", 6},
                  {ZS_LINE, "", 7},
                  {ZS_LINE_TOO_LONG, NULL, 27},
                  {ZS_LINE, "last", 31}};
    zs_line_kind kind;
    const char *line;
    size_t length;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_int_equal(zs_lines_next(&lines, &kind, &line, &length, &error), ZS_OK);
        assert_int_equal(kind, wanted[i].kind);
        assert_int_equal(lines.number, i + 1);
        assert_int_equal(lines.offset, wanted[i].offset);
        if (kind == ZS_LINE) {
            assert_int_equal(length, strlen(wanted[i].line));
            assert_memory_equal(line, wanted[i].line, length);
        }
    }
    assert_int_equal(zs_lines_next(&lines, &kind, &line, &length, &error), ZS_OK);
    assert_int_equal(kind, ZS_LINE_NONE);

    zs_digest read = zs_hasher_end(hasher);
    zs_hasher_begin(hasher);
    zs_hasher_add(hasher, content, strlen(content));
    zs_digest whole = zs_hasher_end(hasher);
    assert_memory_equal(&read, &whole, sizeof read);

    zs_lines_release(&lines);
    zs_hasher_free(hasher);
    assert_int_equal(close(file), 0);
}

/* Lines that are longer than what is read at a time, and one that is passed over. */
static void test_long_lines(void **state)
{
    (void)state;
    enum { LONG = 1000 * 1000, LIMIT = 600 * 1000, SHORT = 500 * 1000 };
    char *content = malloc(LONG + SHORT + 4);
    assert_non_null(content);
    memset(content, 'x', LONG);
    content[LONG] = '\n';
    memset(content + LONG + 1, 'y', SHORT);
    memcpy(content + LONG + 1 + SHORT, "\nz", 2);
    int file = file_of(content, LONG + 1 + SHORT + 2);
    zs_error error;
    zs_hasher *hasher = NULL;
    assert_int_equal(zs_hasher_new(&hasher, &error), ZS_OK);
    zs_lines lines = {.buffer = ZS_BUFFER_INIT};
    zs_lines_init(&lines, file, LIMIT, hasher);
    assert_int_equal(zs_lines_head(&lines, &error), ZS_OK);
    assert_false(lines.ended);

    zs_line_kind kind;
    const char *line;
    size_t length;
    assert_int_equal(zs_lines_next(&lines, &kind, &line, &length, &error), ZS_OK);
    assert_int_equal(kind, ZS_LINE_TOO_LONG);
    assert_int_equal(lines.offset, LONG + 1);
    assert_int_equal(zs_lines_next(&lines, &kind, &line, &length, &error), ZS_OK);
    assert_int_equal(kind, ZS_LINE);
    assert_int_equal(length, SHORT);
    assert_memory_equal(line, content + LONG + 1, SHORT);
    assert_int_equal(zs_lines_next(&lines, &kind, &line, &length, &error), ZS_OK);
    assert_int_equal(length, 1);
    assert_int_equal(lines.number, 3);
    assert_int_equal(zs_lines_next(&lines, &kind, &line, &length, &error), ZS_OK);
    assert_int_equal(kind, ZS_LINE_NONE);

    free(content);
    zs_lines_release(&lines);
    zs_hasher_free(hasher);
    assert_int_equal(close(file), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_members),
        cmocka_unit_test(test_other_members_are_metadata),
        cmocka_unit_test(test_id),
        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_empty_lines),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_lines_that_hold_no_article),
        cmocka_unit_test(test_title_without_text),
        cmocka_unit_test(test_message_is_utf8),
        cmocka_unit_test(test_encoding_of_files),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
