/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON Lines: the reader of a line, what encoding a file is in, and the lines of a file.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/lines.h"
#include "support/random.h"
#include "support/reading.h"

/* Reads a line behind some empty ones. What comes of it: an article, a remark or nothing. */
static zs_status read_line(zs_draft *draft, const char *data, uint64_t line, bool *found,
                           zs_error *error)
{
    zs_buffer file = ZS_BUFFER_INIT;
    zs_test_reading all;
    for (uint64_t i = 1; i < line; i++) {
        assert_true(zs_buffer_append_byte(&file, '\n'));
    }
    assert_true(zs_buffer_append_string(&file, data));
    zs_test_reading_init(&all, "a/城市.jsonl");
    zs_test_read_stream(&all, zs_read_jsonl, file.data ? file.data : "", file.length);
    check_ok(all.status, all.error);
    zs_status status = ZS_OK;
    *found = all.article_count + all.remark_count > 0;
    if (all.remark_count > 0) {
        *error = all.remarks[0].reason;
        status = error->status;
        assert_int_equal(all.remarks[0].line, line);
    } else if (all.article_count > 0) {
        assert_int_equal(all.articles[0].line, line);
        zs_draft_release(draft);
        *draft = all.articles[0].draft;
        all.articles[0].draft = ZS_DRAFT_INIT;
    }
    zs_test_reading_release(&all);
    zs_buffer_release(&file);
    return status;
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
                           "\"l\":[1, \"二\"],\"title\":[\"张三\",\"李四\"],\"s\":\"值\"}");
    static const zs_field wanted[] = {{"n", "12"},
                                      {"r", "1.5"},
                                      {"b", "true"},
                                      {"l", "[1,\"二\"]"},
                                      {"title", "[\"张三\",\"李四\"]"},
                                      {"s", "值"}};
    assert_int_equal(article->metadata_count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < article->metadata_count; i++) {
        assert_string_equal(article->metadata[i].name, wanted[i].name);
        assert_string_equal(article->metadata[i].value, wanted[i].value);
    }
    assert_null(article->title);
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

/* By the names that people give: the user's map, then English names, then others. */
static void test_other_names(void **state)
{
    (void)state;
    zs_test_reading all;
    const zs_field names[] = {{"title", "t"}, {"text", "b"}};
    static const char line[] = "{\"t\":\"题\",\"b\":\"文\",\"text\":\"别的\",\"作者\":\"张三\","
                               "\"author\":\"李四\",\"日期\":\"2023年5月4日\"}\n"
                               "{\"text\":\"没有\"}\n";
    zs_test_reading_init(&all, "a.jsonl");
    all.options = (zs_reading_options){.names = names, .name_count = 2};
    zs_test_read_stream(&all, zs_read_jsonl, line, SIZE_MAX);
    assert_int_equal(all.article_count, 2);
    const zs_article *article = all.articles[0].article;
    assert_string_equal(article->title, "题");
    assert_memory_equal(article->text, "文", 3);
    assert_string_equal(article->author, "李四");
    assert_string_equal(article->date, "2023-05-04");
    assert_string_equal(zs_test_metadata(article, "作者"), "张三");
    assert_string_equal(zs_test_metadata(article, "text"), "别的");
    zs_test_reading_release(&all);
}

/* What zsearch exports is what was. */
static void test_export(void **state)
{
    (void)state;
    zs_draft draft = ZS_DRAFT_INIT;
    const zs_article *article =
        article_of(&draft, "{\"id\":\"a.zip!b.txt\",\"path\":\"a.zip!b.txt\",\"text\":\"文\","
                           "\"date\":\"2023-05-04\",\"date_origin\":\"file\","
                           "\"metadata\":{\"k\":[\"1\",\"2\"],\"title\":\"x\"}}");
    assert_string_equal(article->path, "a.zip!b.txt");
    assert_int_equal(article->date_origin, ZS_DATE_FILE);
    assert_int_equal(article->metadata_count, 3);
    assert_string_equal(article->metadata[1].value, "2");
    assert_string_equal(article->metadata[2].name, "title");
    zs_draft_release(&draft);
}

/* Whole files, in other encodings and with damage: the rest goes in. */
static void test_encodings(void **state)
{
    (void)state;
    zs_test_reading all;
    zs_test_reading_init(&all, "a.jsonl");
    zs_test_read_stream(&all, zs_read_jsonl,
                        "{\"text\":\"\xB9\xFA\xBC\xCA\xCF\xFB\xB7\xD1\"}\n"
                        "{\"text\":\"\xD6\xD0\xD0\xC4\xB3\xC7\xCA\xD0\"}\n",
                        SIZE_MAX);
    assert_int_equal(all.article_count, 2);
    assert_string_equal(all.encoding, "GB18030");
    assert_memory_equal(all.articles[1].article->text, "中心城市", 12);
    zs_test_read_stream(&all, zs_read_jsonl,
                        "{\"text\":\"国际消费\"}\n{\"text\":\"中\xFF心城市\"}\n", SIZE_MAX);
    assert_int_equal(all.article_count, 2);
    assert_int_equal(all.remark_count, 1);
    assert_int_equal(all.remarks[0].line, 2);
    zs_test_reading_release(&all);
}

/* ---- The lines of a file ----------------------------------------------------------- */

/* Lines of random lengths, some too long, some longer than what is read at a time. */
static void test_lines(void **state)
{
    (void)state;
    enum { LIMIT = 600 * 1000 };
    test_random random = test_random_new(5);
    static const size_t sizes[] = {0, 1, 10, 300, 70000, 500000, 900000};
    for (size_t round = 0; round < test_rounds(20); round++) {
        zs_buffer content = ZS_BUFFER_INIT;
        size_t lengths[20], count = 1 + test_random_below(&random, 20);
        for (size_t i = 0; i < count; i++) {
            lengths[i] = sizes[test_random_below(&random, 7)];
            assert_true(zs_buffer_reserve(&content, lengths[i] + 1));
            memset(content.data + content.length, 'a' + (int)i, lengths[i]);
            content.length += lengths[i];
            content.data[content.length++] = '\n';
        }
        content.length -= 1;              /* the last has no line end */
        count -= lengths[count - 1] == 0; /* and if it is empty, is none */
        zs_bytes bytes = {.data = content.data, .length = content.length};
        const zs_stream stream = zs_bytes_stream(&bytes);
        const zs_reading_options options = {.encoding = NULL};
        zs_tools tools;
        zs_error error;
        check_ok(zs_tools_init(&tools, &error), error);
        zs_reading reading = {.path = "x", .options = &options, .tools = &tools};
        zs_decoded decoded;
        zs_lines lines;
        check_ok(zs_decoded_open(&decoded, &stream, &reading, &error), error);
        zs_lines_init(&lines, &decoded, LIMIT);
        zs_line_kind kind;
        const char *line;
        size_t length;
        for (size_t i = 0; i < count; i++) {
            check_ok(zs_lines_next(&lines, &kind, &line, &length, &error), error);
            assert_int_equal(kind, lengths[i] > LIMIT ? ZS_LINE_TOO_LONG : ZS_LINE);
            assert_int_equal(lines.number, i + 1);
            if (kind == ZS_LINE) {
                assert_int_equal(length, lengths[i]);
                assert_true(length == 0 ||
                            (line[0] == 'a' + (int)i && line[length - 1] == 'a' + (int)i));
            }
        }
        check_ok(zs_lines_next(&lines, &kind, &line, &length, &error), error);
        assert_int_equal(kind, ZS_LINE_NONE);
        zs_lines_release(&lines);
        zs_decoded_release(&decoded);
        zs_tools_release(&tools);
        zs_buffer_release(&content);
    }
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
        cmocka_unit_test(test_other_names),
        cmocka_unit_test(test_export),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
