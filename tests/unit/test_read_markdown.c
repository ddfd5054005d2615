/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Markdown: front matter, titles, and a text in which each byte stands where it stands in
 * the file.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/reading.h"

struct reading {
    zs_draft draft;
    struct {
        uint64_t line;
        zs_error error;
    } remark;
    const zs_article *article;
};

static void read_string(struct reading *reading, const char *data)
{
    zs_test_reading all;
    zs_test_reading_init(&all, "a/城市.md");
    zs_test_read_bytes(&all, zs_read_markdown, data, SIZE_MAX);
    check_ok(all.status, all.error);
    assert_int_equal(all.article_count, 1);
    *reading = (struct reading){.draft = all.articles[0].draft};
    all.articles[0].draft = ZS_DRAFT_INIT;
    if (all.remark_count > 0) {
        reading->remark.line = all.remarks[0].line;
        reading->remark.error = all.remarks[0].reason;
    }
    reading->article = zs_draft_article(&reading->draft);
    zs_test_reading_release(&all);
}

static void release(struct reading *reading)
{
    zs_draft_release(&reading->draft);
}

static int is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\f' || byte == '\t';
}

/* The text as the analyser sees it: white space within a block does not count, and what
 * parts two blocks is shown as a bar. */
static void squeeze(const zs_article *article, char *out, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < article->text_length;) {
        size_t newlines = 0, at = i;
        for (; at < article->text_length && is_blank(article->text[at]); at++) {
            newlines += article->text[at] == '\f' ? 2 : article->text[at] == '\n' ? 1 : 0;
        }
        assert_true(length + 2 < size);
        if (newlines > 1) {
            out[length++] = '|';
        }
        if (at < article->text_length) {
            out[length++] = article->text[at++];
        }
        i = at;
    }
    out[length] = '\0';
}

static void assert_squeezed(const char *data, const char *text)
{
    struct reading reading;
    char squeezed[1000];
    read_string(&reading, data);
    squeeze(reading.article, squeezed, sizeof squeezed);
    assert_string_equal(squeezed, text);
    release(&reading);
}

/* Every byte that is not white space stands in the file at the same place. */
static void assert_in_place(const char *data)
{
    struct reading reading;
    read_string(&reading, data);
    const zs_article *article = reading.article;
    for (size_t i = 0; i < article->text_length; i++) {
        if (!is_blank(article->text[i])) {
            assert_int_equal(article->text[i], data[article->text_offset + i]);
        }
    }
    release(&reading);
}

static void test_emphasis_leaves_runs_whole(void **state)
{
    (void)state;
    const char *data = "建设国际**消费**中心，[科技](http://e.cn/x \"题\")创新`代码`。\n";
    assert_squeezed(data, "建设国际消费中心，科技创新代码。");
    assert_in_place(data);
}

static void test_heading_is_the_title(void **state)
{
    (void)state;
    struct reading reading;
    const char *data = "\xEF\xBB\xBF\n# 国际**消费**中心 #\n正文在此。\n";
    read_string(&reading, data);
    assert_string_equal(reading.article->title, "国际消费中心");
    assert_string_equal(reading.article->id, "a/城市.md");
    assert_int_equal(reading.article->text_length, strlen("正文在此。"));
    assert_memory_equal(reading.article->text, "正文在此。", strlen("正文在此。"));
    assert_ptr_equal(strstr(data, "正文"), data + reading.article->text_offset);
    release(&reading);
}

static void test_title_over_two_lines(void **state)
{
    (void)state;
    struct reading reading;
    read_string(&reading, "城市\n观察 &amp; 思考\n===\n正文\n");
    assert_string_equal(reading.article->title, "城市 观察 & 思考");
    release(&reading);
}

static void test_later_heading_stays_in_text(void **state)
{
    (void)state;
    struct reading reading;
    read_string(&reading, "引言。\n\n## 背景\n正文\n");
    assert_string_equal(reading.article->title, "背景");
    release(&reading);
    assert_squeezed("引言。\n\n## 背景\n正文\n", "引言。|背景|正文");
}

static void test_title_from_name(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "只有正文。\n", "#\n", "---\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading reading;
        read_string(&reading, texts[i]);
        assert_string_equal(reading.article->title, "城市");
        release(&reading);
    }
}

static void test_blocks_stay_apart(void **state)
{
    (void)state;
    assert_squeezed("正文\n## 甲\n乙\n丙\n\n丁\r\n\r\n戊\r\n己\r\n", "正文|甲|乙丙|丁|戊己");
    assert_squeezed("- 北京\n- 上海\n  1. 广州\n  2. 深圳\n", "北京|上海|广州|深圳");
    assert_squeezed("正文\n> 引用\n续行\n\n```c\n甲\n乙\n```\n丙\n", "正文|引用续行|甲乙|丙");
    assert_squeezed("标题\n===\n\n题\n---\n文\n", "题|文");
    assert_squeezed("甲\n***\n乙\n", "甲|乙");
}

static void test_cells_stay_apart(void **state)
{
    (void)state;
    assert_squeezed("|城市|人口|\n|---|---|\n|北京|两千万|\n|上海 | 两千万|\n",
                    "城市|人口|北京|两千万|上海|两千万");
    assert_squeezed("城市|人口\n---|---\n北京|两千万\n", "城市|人口|北京|两千万");
}

static void test_html(void **state)
{
    (void)state;
    const char *data = "<div class=\"甲>乙\">\n<p>第一<b>段</b></p><p>第二段&nbsp;完</p>\n"
                       "<!-- 注释\n> --> <script>\nvar 变量;\n</script>\n</div>\n\n"
                       "行内<span title='>'>标签</span>和<br>换行 &unknown; 2 < 3\n";
    assert_squeezed(data, "第一段|第二段完|行内标签和换行2<3");
    assert_in_place("<p>第一<b>段</b></p>\n\n行内<span>标签</span>");
}

static void test_entities_become_characters(void **state)
{
    (void)state;
    assert_squeezed("AT&amp;T &#x4E2D;&#25991; &hellip;", "AT&T中文…");
}

static void test_front_matter(void **state)
{
    (void)state;
    struct reading reading;
    const char *data =
        "---\ntitle: \"青年人才：政策\"\ndate: 2023-05-04\nauthor: [张三, 李四]\n"
        "source: 日报\nurl: https://e.cn/1\nid: 7\ntags:\n  - 城市\n  - 人才\n"
        "deep: {a: b}\nnone: ~\ntop: 是\n---\n# 另一个标题\n正文\n";
    read_string(&reading, data);
    const zs_article *article = reading.article;
    assert_int_equal(reading.remark.line, 0);
    assert_string_equal(article->title, "青年人才：政策");
    assert_string_equal(article->date, "2023-05-04");
    assert_string_equal(article->author, "张三, 李四");
    assert_string_equal(article->source, "日报");
    assert_string_equal(article->url, "https://e.cn/1");
    assert_string_equal(article->id, "a/城市.md");
    assert_int_equal(article->metadata_count, 2);
    assert_string_equal(article->metadata[0].name, "tags");
    assert_string_equal(article->metadata[0].value, "城市, 人才");
    assert_string_equal(article->metadata[1].name, "top");
    assert_string_equal(article->metadata[1].value, "是");
    assert_ptr_equal(strstr(data, "另一个"), data + article->text_offset);
    release(&reading);
    assert_squeezed(data, "另一个标题|正文");
    assert_in_place(data);
}

static void test_heading_that_repeats_the_title(void **state)
{
    (void)state;
    assert_squeezed("---\ntitle: 人才\n---\n\n# 人才\n正文\n", "正文");
}

static void test_broken_front_matter(void **state)
{
    (void)state;
    struct reading reading;
    read_string(&reading, "---\ndate: 2023\ntitle: a: b\n---\n# 标题\n正文\n");
    assert_int_equal(reading.remark.line, 3);
    assert_int_equal(reading.remark.error.status, ZS_ERROR_FORMAT);
    assert_string_equal(reading.article->title, "标题");
    assert_int_equal(reading.article->date_origin, ZS_DATE_NONE);
    release(&reading);
}

static void test_what_is_no_front_matter(void **state)
{
    (void)state;
    struct reading reading;
    read_string(&reading, "---\n一段文字\n---\n正文\n");
    assert_int_equal(reading.remark.line, 0);
    assert_string_equal(reading.article->title, "一段文字");
    release(&reading);
    assert_squeezed("---\ntitle: 没有结束\n", "title:没有结束");
}

static void test_other_encoding(void **state)
{
    (void)state;
    struct reading reading;
    /* 国际, 消费中心 */
    read_string(&reading, "# \xB9\xFA\xBC\xCA\n\n\xCF\xFB\xB7\xD1\xD6\xD0\xD0\xC4\n");
    assert_string_equal(reading.article->title, "国际");
    assert_int_equal(reading.article->text_length, 12);
    assert_int_equal(reading.article->text_offset, 0);
    release(&reading);
}

/* Whatever stands in the file, the text is UTF-8-sized pieces of it in place. */
static void test_random_markup(void **state)
{
    (void)state;
    static const char *const pieces[] = {"国际", "消费", "**",   "_",   "`",   "\n",   "\n\n",
                                         "# ",   "- ",   "> ",   "|",   "---", "[",    "](x)",
                                         "<b>",  "<p>",  "</p>", "```", "  ",  "<!--", "-->",
                                         "\t",   "&lt;", "a",    "\\",  "~~",  "1. ",  "==="};
    unsigned random = 1;
    char data[400];
    for (unsigned round = 0; round < 3000; round++) {
        size_t length = 0;
        data[0] = '\0';
        while (length < sizeof data - 20) {
            random = random * 1103515245 + 12345;
            const char *piece = pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)];
            length += (size_t)snprintf(data + length, sizeof data - length, "%s", piece);
        }
        struct reading reading;
        read_string(&reading, data);
        const zs_article *article = reading.article;
        assert_true(article->text_offset + article->text_length <= length);
        for (size_t i = 0; i < article->text_length; i++) {
            char byte = article->text[i];
            /* "&lt;" is the one thing here that is not what it looks like. */
            if (!is_blank(byte) && byte != '<') {
                assert_int_equal(byte, data[article->text_offset + i]);
            }
        }
        release(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_emphasis_leaves_runs_whole),
        cmocka_unit_test(test_heading_is_the_title),
        cmocka_unit_test(test_title_over_two_lines),
        cmocka_unit_test(test_later_heading_stays_in_text),
        cmocka_unit_test(test_title_from_name),
        cmocka_unit_test(test_blocks_stay_apart),
        cmocka_unit_test(test_cells_stay_apart),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_entities_become_characters),
        cmocka_unit_test(test_front_matter),
        cmocka_unit_test(test_heading_that_repeats_the_title),
        cmocka_unit_test(test_broken_front_matter),
        cmocka_unit_test(test_what_is_no_front_matter),
        cmocka_unit_test(test_other_encoding),
        cmocka_unit_test(test_random_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
