/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Plain text: what becomes the title, where the text begins, what is refused.
 */
#include "support/test.h"

#include <string.h>

#include "support/reading.h"

/* The one article that was read, and how. */
struct reading {
    zs_draft draft;
    zs_error error;
    zs_status status;
    const zs_article *article;
    char encoding[40];
    size_t remark_count;
    zs_error remark;
    uint64_t remark_line;
};

static void read_bytes(struct reading *reading, const char *data, size_t length)
{
    zs_test_reading all;
    zs_test_reading_init(&all, "notes/2023-05 城市.txt");
    zs_test_read_bytes(&all, zs_read_text, data, length);
    reading->status = all.status;
    reading->error = all.error;
    memcpy(reading->encoding, all.encoding, sizeof reading->encoding);
    reading->remark_count = all.remark_count;
    if (all.remark_count > 0) {
        reading->remark = all.remarks[0].reason;
        reading->remark_line = all.remarks[0].line;
    }
    assert_int_equal(all.article_count, all.status == ZS_OK);
    if (all.article_count > 0) {
        reading->draft = all.articles[0].draft;
        all.articles[0].draft = ZS_DRAFT_INIT;
    }
    reading->article = zs_draft_article(&reading->draft);
    zs_test_reading_release(&all);
}

static void read_string(struct reading *reading, const char *data)
{
    read_bytes(reading, data, strlen(data));
    assert_int_equal(reading->status, ZS_OK);
}

/* The text must be what stands in the file at its offset. */
static void assert_text(const struct reading *reading, const char *data, const char *text)
{
    const zs_article *article = reading->article;
    assert_int_equal(article->text_length, strlen(text));
    assert_memory_equal(article->text, text, strlen(text));
    assert_memory_equal(data + article->text_offset, text, strlen(text));
}

static void test_title_by_empty_line(void **state)
{
    (void)state;
    const char *data = "国家中心城市\n\n国际消费中心。\n第二行。\n";
    struct reading reading = {.draft = ZS_DRAFT_INIT};
    read_string(&reading, data);
    assert_string_equal(reading.article->title, "国家中心城市");
    assert_text(&reading, data, "国际消费中心。\n第二行。\n");
    assert_string_equal(reading.article->id, "notes/2023-05 城市.txt");
    assert_string_equal(reading.article->path, "notes/2023-05 城市.txt");
    zs_draft_release(&reading.draft);
}

static void test_title_is_trimmed(void **state)
{
    (void)state;
    const char *data = "\xEF\xBB\xBF\r\n　　先进制造业　\r\n\r\n　　正文。";
    struct reading reading = {.draft = ZS_DRAFT_INIT};
    read_string(&reading, data);
    assert_string_equal(reading.article->title, "先进制造业");
    assert_text(&reading, data, "正文。");
    zs_draft_release(&reading.draft);
}

static void test_title_by_longer_line(void **state)
{
    (void)state;
    const char *data = "静夜思\n床前明月光，疑是地上霜。\n";
    struct reading reading = {.draft = ZS_DRAFT_INIT};
    read_string(&reading, data);
    assert_string_equal(reading.article->title, "静夜思");
    assert_text(&reading, data, "床前明月光，疑是地上霜。\n");
    zs_draft_release(&reading.draft);
}

/* None of these has a first line that stands apart: the name of the file is the title, and
 * the text is all there is. */
static void test_title_from_name(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\n\n",
        "只有一行",
        "只有一行\n\n",
        "这是一句完整的话。\n下一行比它长得多长得多长得多长得多。",
        "苹果\n香蕉\n西红柿\n",
        "一段被硬换行的文字它每行差不多一样长\n第二行也有差不多一样多的字没有标点的",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
        "一二三四五六七八九十一二三四五六七八九十一\n\n正文",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading reading = {.draft = ZS_DRAFT_INIT};
        read_string(&reading, texts[i]);
        assert_string_equal(reading.article->title, "2023-05 城市");
        assert_text(&reading, texts[i], texts[i]);
        zs_draft_release(&reading.draft);
    }
}

static void test_byte_order_mark_is_no_text(void **state)
{
    (void)state;
    const char *data = "\xEF\xBB\xBF只有一行";
    struct reading reading = {.draft = ZS_DRAFT_INIT};
    read_string(&reading, data);
    assert_int_equal(reading.article->text_offset, 3);
    assert_text(&reading, data, "只有一行");
    zs_draft_release(&reading.draft);
}

static void test_nul_is_content(void **state)
{
    (void)state;
    static const char data[] = "甲\0乙";
    struct reading reading = {.draft = ZS_DRAFT_INIT};
    read_bytes(&reading, data, sizeof data - 1);
    assert_int_equal(reading.status, ZS_OK);
    assert_int_equal(reading.article->text_length, sizeof data - 1);
    assert_memory_equal(reading.article->text, data, sizeof data - 1);
    zs_draft_release(&reading.draft);
}

static void test_other_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t length;
        const char *encoding, *text;
    } cases[] = {
        {"a \xB9\xFA\xBC\xCA\xCF\xFB\xB7\xD1\xD6\xD0\xD0\xC4", 14, "GB18030", "a 国际消费中心"},
        {"\xB0\xEA\xBB\xDA\xAE\xF8\xB6\x4F\xA4\xA4\xA4\xDF\xAA\xBA\xAB\xD8\xB3\x5D", 18, "Big5",
         "國際消費中心的建設"},
        {"\xFF\xFE-N\xFDV", 6, "UTF-16LE", "中国"},
        {"\xFE\xFFN-V\xFD", 6, "UTF-16BE", "中国"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = {.draft = ZS_DRAFT_INIT};
        read_bytes(&reading, cases[i].data, cases[i].length);
        check_ok(reading.status, reading.error);
        assert_string_equal(reading.encoding, cases[i].encoding);
        assert_int_equal(reading.article->text_length, strlen(cases[i].text));
        assert_memory_equal(reading.article->text, cases[i].text, strlen(cases[i].text));
        assert_int_equal(reading.article->text_offset, 0);
        assert_int_equal(reading.remark_count, 0);
        zs_draft_release(&reading.draft);
    }
}

static void test_damaged_utf8(void **state)
{
    (void)state;
    struct reading reading = {.draft = ZS_DRAFT_INIT};
    read_bytes(&reading, "一二三四\n五六七八九\xE5\x8D", 30);
    check_ok(reading.status, reading.error);
    assert_int_equal(reading.remark_count, 1);
    assert_int_equal(reading.remark_line, 2);
    assert_int_equal(reading.remark.status, ZS_ERROR_ENCODING);
    assert_non_null(strstr(reading.remark.message, "1 damaged character,"));
    zs_draft_release(&reading.draft);
}

static void test_no_text(void **state)
{
    (void)state;
    struct reading reading = {.draft = ZS_DRAFT_INIT};
    char binary[256];
    for (size_t i = 0; i < sizeof binary; i++) {
        binary[i] = (char)(i * 7);
    }
    read_bytes(&reading, binary, sizeof binary);
    assert_int_equal(reading.status, ZS_ERROR_ENCODING);
    assert_non_null(strstr(reading.error.message, "no text"));
    zs_draft_release(&reading.draft);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_title_by_empty_line),
        cmocka_unit_test(test_title_is_trimmed),
        cmocka_unit_test(test_title_by_longer_line),
        cmocka_unit_test(test_title_from_name),
        cmocka_unit_test(test_byte_order_mark_is_no_text),
        cmocka_unit_test(test_nul_is_content),
        cmocka_unit_test(test_other_encodings),
        cmocka_unit_test(test_damaged_utf8),
        cmocka_unit_test(test_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
