/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pages of the server: whatever stands in a request or an article, they are HTML whose
 * elements are closed, in which nothing runs that is not the server's, and whose links ask for
 * what they say.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/html.h"
#include "server/links.h"
#include "server/page.h"
#include "server/page_marks.h"
#include "server/words.h"
#include "support/folder.h"
#include "support/random.h"

static const char *const hostile[] = {"<script>alert(1)</script>",
                                      "\"><img src=x onerror=alert(1)>",
                                      "' onmouseover='alert(1)",
                                      "</title></textarea></style><svg onload=alert(1)>",
                                      "<!-- <![CDATA[ ]]> -->",
                                      "&lt;b&gt; &amp; &#60;",
                                      "javascript:alert(1)",
                                      "broken \xE4\xB8 \xFF\xC0\xAF \xED\xA0\x80 bytes",
                                      "\x01\x1B[31m\x7F\xC2\x9B bell\b",
                                      "\xE2\x80\xAE turned \xE2\x81\xA6 round \xEF\xBB\xBF",
                                      "\xEF\xBF\xBF no character \xEF\xB7\x90",
                                      "",
                                      "\n",
                                      "国际消费中心 & 𠮷野家 <夜市>"};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

/* ---- Whether a page is well formed ----------------------------------------------- */

enum { DEEPEST = 64, MOST_IDS = 4096 };

/* A page that is gone through. */
struct reader {
    const char *page; /* all of it */
    const char *at;
    char open[DEEPEST][16];
    size_t depth;
    char ids[MOST_IDS][32];
    size_t id_count;
};

static bool is_void(const char *name)
{
    static const char *const names[] = {"meta", "link", "input", "br", "hr", "img"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void read_id(struct reader *reader, const char *value, size_t length)
{
    check(length < sizeof *reader->ids && reader->id_count < MOST_IDS, "ids");
    char *id = reader->ids[reader->id_count++];
    memcpy(id, value, length);
    id[length] = '\0';
    for (size_t i = 0; i + 1 < reader->id_count; i++) {
        check(strcmp(reader->ids[i], id) != 0, "the id %s is there twice", id);
    }
}

/* An attribute: a name, or a name and a value in quotes, in which nothing is to be escaped. */
static void read_attribute(struct reader *reader)
{
    size_t name = strspn(reader->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    check(name > 0, "at %.60s", reader->at);
    check(strncmp(reader->at, "on", 2) != 0 && strncmp(reader->at, "style", name) != 0,
          "an attribute that a policy forbids: %.60s", reader->at);
    const char *begin = reader->at;
    reader->at += name;
    if (*reader->at != '=') {
        return;
    }
    check(reader->at[1] == '"', "no quotes at %.60s", begin);
    const char *value = reader->at + 2;
    size_t length = strcspn(value, "\"<");
    check(value[length] == '"', "no end of %.60s", begin);
    if (name == 4 && strncmp(begin, "href", 4) == 0) {
        check(value[0] == '/' || value[0] == '#' || strncmp(value, "http", 4) == 0,
              "a link to %.60s", value);
    }
    if (name == 2 && strncmp(begin, "id", 2) == 0) {
        read_id(reader, value, length);
    }
    reader->at = value + length + 1;
}

static void read_end_tag(struct reader *reader)
{
    char name[16];
    int length = 0;
    check(sscanf(reader->at, "</%15[a-z0-9]>%n", name, &length) == 1 && length > 0, "at %.60s",
          reader->at);
    check(reader->depth > 0 && strcmp(reader->open[reader->depth - 1], name) == 0,
          "</%s> closes <%s>", name, reader->depth > 0 ? reader->open[reader->depth - 1] : "");
    reader->depth--;
    reader->at += length;
}

static void read_tag(struct reader *reader)
{
    char name[16];
    int length = 0;
    if (reader->at[1] == '/') {
        read_end_tag(reader);
        return;
    }
    check(sscanf(reader->at, "<%15[a-z0-9]%n", name, &length) == 1, "at %.60s", reader->at);
    check(strcmp(name, "script") != 0 || strncmp(reader->at, "<script defer src=", 18) == 0,
          "a script: %.60s", reader->at);
    check(strcmp(name, "style") != 0, "a style: %.60s", reader->at);
    reader->at += length;
    while (*reader->at == ' ') {
        reader->at++;
        read_attribute(reader);
    }
    bool closed = *reader->at == '/';
    reader->at += closed;
    check(*reader->at == '>', "at %.60s", reader->at);
    reader->at++;
    if (!closed && !is_void(name)) {
        check(reader->depth < DEEPEST, "deep");
        memcpy(reader->open[reader->depth++], name, sizeof name);
    }
}

/* Fails unless the page is valid UTF-8 of characters that HTML allows. */
static void check_characters(const char *page, size_t length)
{
    zs_builder again = ZS_BUILDER_INIT;
    check(strlen(page) == length, "a NUL");
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)page[i];
        check(byte >= 0x20 || byte == '\n' || byte == '\t' || byte == '\r', "the byte %02x",
              byte);
    }
    /* What is valid already, but for the signs that are escaped, comes through as it is. */
    zs_append_html(&again, page, length);
    const char *from = page;
    for (const char *at = zs_builder_string(&again); *at; from++) {
        static const char *const escaped[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
        const char *sign = strchr("&<>\"'", *from);
        size_t step = 1;
        if (sign && *from) {
            const char *wanted = escaped[sign - "&<>\"'"];
            check(strncmp(at, wanted, strlen(wanted)) == 0, "at %.20s", from);
            step = strlen(wanted);
        } else {
            check(*at == *from, "%.20s became %.20s", from, at);
        }
        at += step;
    }
    zs_builder_release(&again);
}

/* Fails unless a page, or a part of one, is well formed. */
static void check_page(const zs_builder *page)
{
    static struct reader reader;
    memset(&reader, 0, sizeof reader);
    reader.page = reader.at = zs_builder_string(page);
    check_characters(reader.page, page->length);
    if (strncmp(reader.at, "<!DOCTYPE html>", 15) == 0) {
        reader.at += 15;
    }
    while (*reader.at) {
        size_t text = strcspn(reader.at, "<>");
        reader.at += text;
        check(*reader.at != '>', "a > at %.60s", reader.at);
        if (*reader.at) {
            read_tag(&reader);
        }
    }
    check(reader.depth == 0, "<%s> is not closed", reader.open[0]);
}

/* ---- Escaping -------------------------------------------------------------------- */

static void check_html(const char *text, const char *wanted)
{
    zs_builder out = ZS_BUILDER_INIT;
    zs_append_html_string(&out, text);
    assert_string_equal(zs_builder_string(&out), wanted);
    zs_builder_release(&out);
}

static void test_text_is_escaped(void **state)
{
    (void)state;
    check_html("<b> & \"c\" 'd'", "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
    check_html("国\xE5\x9B\xFFx", "国\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx");
    check_html("a\x01"
               "b\x7F"
               "c\xC2\x85",
               "a\xEF\xBF\xBD"
               "b\xEF\xBF\xBD"
               "c\xEF\xBF\xBD");
    check_html("a\tb\nc", "a\tb\nc");
    check_html("a\xE2\x80\xAE"
               "b",
               "ab"); /* or what follows would be turned round */
    check_html("a\xEF\xBF\xBF", "a\xEF\xBF\xBD");
    check_html("", "");
}

static void test_components_of_urls(void **state)
{
    (void)state;
    zs_builder out = ZS_BUILDER_INIT;
    zs_append_url_component(&out, "a-Z_0.~ +&=#?/%\"<国\xFF");
    assert_string_equal(out.data, "a-Z_0.~%20%2B%26%3D%23%3F%2F%25%22%3C%E5%9B%BD%FF");
    zs_builder_release(&out);
}

/* ---- Links ----------------------------------------------------------------------- */

/* Takes the next parameter of a URL, decoded; false behind the last. */
static bool next_parameter(const char **at, char *name, char *value, size_t size)
{
    if (!**at) {
        return false;
    }
    char *out = name;
    size_t length = 0;
    for ((*at)++; **at && **at != '&'; (*at)++) {
        unsigned byte = (unsigned char)**at;
        if (byte == '=' && out == name) {
            name[length] = '\0';
            out = value;
            length = 0;
            continue;
        }
        if (byte == '%') {
            check(sscanf(*at + 1, "%2x", &byte) == 1, "at %.10s", *at);
            *at += 2;
        }
        check(length + 1 < size, "long");
        out[length++] = (char)byte;
    }
    out[length] = '\0';
    return true;
}

static void test_links_say_what_the_form_has(void **state)
{
    (void)state;
    for (size_t i = 0; i < HOSTILE; i++) {
        zs_search_form form = {.q = hostile[i],
                               .n = 20,
                               .offset = 40,
                               .sort = "date:asc",
                               .collapse = "source",
                               .date = "2023..2024-05",
                               .match = ZS_WORDS_ALL,
                               .histogram = ZS_INTERVAL_YEAR};
        zs_form_add_filter(&form, "source", hostile[(i + 1) % HOSTILE]);
        zs_form_add_filter(&form, "tags", "a:b");
        form.facets[0] = "tags";
        zs_builder url = ZS_BUILDER_INIT;
        zs_append_search_url(&url, &form);
        check(url.data[0] == '/' && url.data[1] == '?', "%s", url.data);
        check(!strpbrk(url.data, "\"'<> "), "%s", url.data);
        char filter[300];
        (void)snprintf(filter, sizeof filter, "source:%s", hostile[(i + 1) % HOSTILE]);
        const char *const wanted[][2] = {
            {"q", hostile[i]},         {"n", "20"},           {"sort", "date:asc"},
            {"collapse", "source"},    {"filter", filter},    {"filter", "tags:a:b"},
            {"facet", "tags"},         {"histogram", "year"}, {"match", "all"},
            {"date", "2023..2024-05"}, {"offset", "40"}};
        const char *at = url.data + 1;
        char name[300], value[300];
        for (size_t j = 0; j < sizeof wanted / sizeof *wanted; j++) {
            check(next_parameter(&at, name, value, sizeof name), "%zu", j);
            assert_string_equal(name, wanted[j][0]);
            assert_string_equal(value, wanted[j][1]);
        }
        check(!*at, "%s", at);
        zs_builder_release(&url);
    }
}

static void test_links_leave_out_what_is_usual(void **state)
{
    (void)state;
    zs_search_form form = {.q = "a"};
    zs_page_complete(&form);
    assert_int_equal(form.n, ZS_PAGE_HITS);
    assert_string_equal(form.facets[0], "source");
    assert_int_equal(form.histogram, ZS_INTERVAL_AUTO);
    zs_builder url = ZS_BUILDER_INIT;
    zs_append_search_url(&url, &form);
    assert_string_equal(url.data, "/?q=a");
    zs_builder_release(&url);
}

static void test_filters_are_added_and_dropped(void **state)
{
    (void)state;
    zs_search_form form = {.q = "a"};
    for (size_t i = 0; i < ZS_FORM_FILTERS + 3; i++) {
        zs_form_add_filter(&form, "source", i % 2 ? "odd" : "even");
    }
    assert_int_equal(form.filter_count, ZS_FORM_FILTERS);
    assert_true(zs_form_has_filter(&form, "source", "odd"));
    zs_form_drop_filter(&form, "source", "odd");
    assert_false(zs_form_has_filter(&form, "source", "odd"));
    assert_int_equal(form.filter_count, ZS_FORM_FILTERS / 2);
}

static void test_paths_of_articles(void **state)
{
    (void)state;
    static const char *const paths[][2] = {
        {"a/b c.txt", "/article/a/b%20c.txt"},
        {"新闻/1", "/article/%E6%96%B0%E9%97%BB/1"},
        {"/srv/a", "/article/%2Fsrv%2Fa"},
        {"a//b", "/article/a%2F%2Fb"},
        {"a/../b", "/article/a%2F..%2Fb"},
        {"./b", "/article/.%2Fb"},
        {"a/", "/article/a%2F"},
        {"a?b#c%d", "/article/a%3Fb%23c%25d"},
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        zs_builder out = ZS_BUILDER_INIT;
        zs_append_article_path(&out, paths[i][0]);
        assert_string_equal(out.data, paths[i][1]);
        zs_builder_release(&out);
    }
}

/* ---- Words ----------------------------------------------------------------------- */

static void test_tongues(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        zs_tongue tongue;
    } cases[] = {
        {NULL, ZS_SIMPLIFIED},
        {"", ZS_SIMPLIFIED},
        {"zh-CN,zh;q=0.9,en;q=0.8", ZS_SIMPLIFIED},
        {"zh-TW,zh;q=0.9,en-US;q=0.8", ZS_TRADITIONAL},
        {"zh-Hant-HK", ZS_TRADITIONAL},
        {"zh-Hans-TW", ZS_SIMPLIFIED},
        {"ZH-hk", ZS_TRADITIONAL},
        {"en-GB,en;q=0.9", ZS_ENGLISH},
        {"fr, en;q=0.5, zh;q=0.7", ZS_SIMPLIFIED},
        {"de;q=1.0, en;q=0.001", ZS_ENGLISH},
        {"en;q=0, zh-TW;q=0.1", ZS_TRADITIONAL},
        {"en ; q=0.2 , zh-TW ; q=0.3", ZS_TRADITIONAL},
        {"fr", ZS_SIMPLIFIED},
        {"*", ZS_SIMPLIFIED},
        {"english", ZS_SIMPLIFIED},
        {"en;q=nonsense, zh-TW;q=0.5", ZS_TRADITIONAL},
        {",;,=;q=", ZS_SIMPLIFIED},
        {"en;q=", ZS_SIMPLIFIED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(zs_tongue_of(cases[i].header) == cases[i].tongue, "%s", cases[i].header);
    }
}

/* What is put into them stands in all languages, or in none. */
static void test_words_hold_the_same(void **state)
{
    (void)state;
    for (int words = 0; words < ZS_SAY_COUNT; words++) {
        for (const char *sign = "#@"; *sign; sign++) {
            bool has[3];
            for (int tongue = 0; tongue < 3; tongue++) {
                const char *text = zs_words_of((zs_tongue)tongue, (zs_words)words);
                check(text[0] != '\0', "%d", words);
                check(strchr(text, '<') ? strstr(text, "<kbd>") != NULL
                                        : !strpbrk(text, "&>\"'"),
                      "%s", text);
                has[tongue] = strchr(text, *sign) != NULL;
            }
            check(has[0] == has[1] && has[0] == has[2], "%s",
                  zs_words_of(ZS_ENGLISH, (zs_words)words));
        }
    }
}

static void check_said(zs_tongue tongue, zs_words words, uint64_t count, const char *wanted)
{
    zs_builder out = ZS_BUILDER_INIT;
    zs_say(&out, tongue, words, count, "x");
    assert_string_equal(zs_builder_string(&out), wanted);
    zs_builder_release(&out);
}

static void test_words_are_filled_in(void **state)
{
    (void)state;
    check_said(ZS_ENGLISH, ZS_SAY_FOUND, 1, "1 article");
    check_said(ZS_ENGLISH, ZS_SAY_FOUND, 1234567, "1,234,567 articles");
    check_said(ZS_SIMPLIFIED, ZS_SAY_FOUND_ABOUT, 1000, "约 1,000 篇");
    check_said(ZS_TRADITIONAL, ZS_SAY_ADVICE_UNKNOWN, 0, "沒有文章包含「x」，請去掉或換個說法");
    check_said(ZS_ENGLISH, ZS_SAY_FOUND, UINT64_MAX, "18,446,744,073,709,551,615 articles");
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *date, *chinese, *english;
        size_t length;
    } cases[] = {
        {"2023-05-04", "2023年5月4日", "4 May 2023", 10},
        {"2023-12", "2023年12月", "December 2023", 7},
        {"2023", "2023年", "2023", 4},
        {"2023-05-04T06:30:00Z", "2023年5月4日", "4 May 2023", 10},
        {"2023-05-04 06:30", "2023年5月4日", "4 May 2023", 10},
        {"2023-13", "2023-13", "2023-13", 0},
        {"2023-05-4", "2023-05-4", "2023-05-4", 0},
        {"20230504", "20230504", "20230504", 0},
        {"<5>", "&lt;5&gt;", "&lt;5&gt;", 0},
        {"", "", "", 0},
        {"202", "202", "202", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_builder out = ZS_BUILDER_INIT;
        zs_append_date(&out, ZS_SIMPLIFIED, cases[i].date);
        assert_string_equal(zs_builder_string(&out), cases[i].chinese);
        zs_builder_clear(&out);
        zs_append_date(&out, ZS_ENGLISH, cases[i].date);
        assert_string_equal(zs_builder_string(&out), cases[i].english);
        assert_int_equal(zs_date_length(cases[i].date), cases[i].length);
        zs_builder_release(&out);
    }
}

/* ---- Marks ----------------------------------------------------------------------- */

static void check_line(const char *text, const zs_span *spans, size_t count, const char *wanted)
{
    zs_builder out = ZS_BUILDER_INIT;
    zs_append_marked_line(&out, text, (zs_span){0, strlen(text)},
                          (zs_mark_list){spans, count, 0});
    assert_string_equal(zs_builder_string(&out), wanted);
    zs_builder_release(&out);
}

static void test_marks_wherever_they_lie(void **state)
{
    (void)state;
    check_line("a<b>c", (zs_span[]){{1, 4}}, 1, "a<mark>&lt;b&gt;</mark>c");
    check_line("abcdef", (zs_span[]){{0, 3}, {2, 4}}, 2, "<mark>abc</mark><mark>d</mark>ef");
    check_line("abc", (zs_span[]){{2, 99}}, 1, "ab<mark>c</mark>");
    check_line("abc", (zs_span[]){{50, 99}}, 1, "abc");
    check_line("abc", (zs_span[]){{1, 1}, {2, 1}, {2, 3}}, 3, "ab<mark>c</mark>");
    check_line("abc", (zs_span[]){{2, 3}, {0, 1}}, 2, "ab<mark>c</mark>");
    check_line("国际", (zs_span[]){{1, 4}}, 1, "国<mark>际</mark>"); /* within characters */
    check_line("国\n 际 a\tb", (zs_span[]){{0, 3}}, 1, "<mark>国</mark>际 a b");
    check_line("a b", (zs_span[]){{0, 1}, {2, 3}}, 2, "<mark>a</mark> <mark>b</mark>");
    check_line("", (zs_span[]){{0, 1}}, 1, "");
}

static void fold_page(zs_builder *out, void *context, size_t page)
{
    (void)context;
    zs_append_format(out, "[%zu]", page);
}

static void check_text(const char *text, const char *language, const zs_span *spans,
                       size_t count, const char *wanted)
{
    zs_article article = {
        .id = "a", .text = text, .text_length = strlen(text), .language = language};
    zs_builder out = ZS_BUILDER_INIT;
    zs_append_marked_text(&out, &article, (zs_mark_list){spans, count, 1}, fold_page, NULL);
    assert_string_equal(zs_builder_string(&out), wanted);
    zs_builder_release(&out);
}

static void test_paragraphs(void **state)
{
    (void)state;
    check_text("一\n\n　　二\r\n三\n", "zh-Hans", NULL, 0, "<p>一</p>\n<p>二</p>\n<p>三</p>\n");
    check_text("a\nb\n\nc", "en", NULL, 0, "<p>a<br>\nb</p>\n<p>c</p>\n");
    check_text("a\fb", "en", NULL, 0, "<p>a</p>\n[2]<p>b</p>\n");
    check_text("", NULL, NULL, 0, "");
    check_text("\n \n", NULL, NULL, 0, "");
    /* A mark goes over a paragraph's end, with its id once. */
    check_text("ab\ncd", NULL, (zs_span[]){{1, 4}, {4, 5}}, 2,
               "<p>a<mark id=\"hit-1\">b</mark></p>\n"
               "<p><mark>c</mark><mark id=\"hit-2\">d</mark></p>\n");
}

/* ---- Pages ----------------------------------------------------------------------- */

static zs_article article_of(const char *text)
{
    return (zs_article){.id = text[0] ? text : "id",
                        .path = text,
                        .title = text,
                        .text = text,
                        .text_length = strlen(text),
                        .date = text,
                        .date_origin = ZS_DATE_GIVEN,
                        .author = text,
                        .source = text,
                        .section = text,
                        .language = text,
                        .url = text};
}

/* Looks at all kinds of pages in which a text stands wherever there is one. */
static void check_pages_of(const char *text, const zs_span *spans, size_t span_count)
{
    zs_field metadata[] = {{text, text}, {"tags", text}};
    zs_article article = article_of(text);
    article.metadata = metadata;
    article.metadata_count = 2;
    zs_fragment fragments[] = {{{0, strlen(text)}, spans, span_count, 3}};
    zs_snippet snippet = {fragments, 1, spans, span_count};
    zs_hit hits[] = {{.id = article.id,
                      .rank = 1,
                      .article = &article,
                      .snippet = &snippet,
                      .title_marks = spans,
                      .title_mark_count = span_count,
                      .collapsed = 2,
                      .duplicates = 3},
                     {.id = article.id, .rank = 2, .article = &article, .step = 1},
                     {.id = article.id, .rank = 3, .article = &article, .step = 2},
                     {.id = article.id, .rank = 4}};
    zs_correction_change changes[] = {{{0, 1}, {0, strlen(text)}}, {{9, 2}, {5, 99999}}};
    zs_correction correction = {.query = text, .changes = changes, .change_count = 2};
    zs_keyword keywords[] = {{.text = text}};
    zs_keywords all_keywords = {keywords, 1};
    zs_advice_entry entries[] = {{ZS_ADVICE_UNKNOWN, text, {0, 1}, 0, true, NULL},
                                 {ZS_ADVICE_UNQUOTED, text, {0, strlen(text)}, 5, false, NULL},
                                 {ZS_ADVICE_VALUE, text, {0, 1}, 0, true, text},
                                 {ZS_ADVICE_DATES, text, {0, 1}, 0, true, text},
                                 {ZS_ADVICE_WITHOUT, text, {0, 1}, 5, true, NULL},
                                 {ZS_ADVICE_WITHOUT, text, {3, 99999}, 5, true, NULL},
                                 {ZS_ADVICE_ANY, "", {0, 0}, 5, true, NULL}};
    zs_advice advice = {entries, sizeof entries / sizeof *entries};
    zs_search_form form = {.q = text, .date = text, .sort = text, .collapse = text};
    zs_form_add_filter(&form, text, text);
    zs_page_complete(&form);
    zs_answer answer = {.query = text,
                        .correction = &correction,
                        .total = 1234,
                        .partial = true,
                        .collapse = "source",
                        .hits = hits,
                        .count = 4,
                        .keywords = &all_keywords};
    zs_answer nothing = {.query = text, .advice = &advice};
    zs_marks marks = {spans, span_count, spans, span_count};
    zs_page_problem problem = {400, text, (int64_t)strlen(text) / 2};
    zs_page_problem at_end = {400, NULL, 9999};
    for (int tongue = 0; tongue < 3; tongue++) {
        zs_page_context context = {.tongue = (zs_tongue)tongue,
                                   .title = tongue == 0 ? NULL : text,
                                   .articles = 5,
                                   .origin = text};
        zs_builder page = ZS_BUILDER_INIT;
        answer.corrected = tongue == 1;
        for (int part = 0; part < 2; part++) {
            const zs_answer *const answers[] = {NULL, &answer, &nothing};
            for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
                zs_page_search(&page, &context, &form, answers[i], NULL, part == 1);
                check_page(&page);
                zs_builder_clear(&page);
            }
            zs_page_search(&page, &context, &form, NULL, part ? &problem : &at_end, part == 1);
            check_page(&page);
            zs_builder_clear(&page);
        }
        zs_page_article(&page, &context, &article, tongue == 0 ? NULL : text,
                        tongue == 2 ? NULL : &marks, &answer);
        check_page(&page);
        zs_builder_clear(&page);
        zs_page_of_problem(&page, &context, &problem);
        check_page(&page);
        zs_builder_release(&page);
    }
}

static void test_pages_of_hostile_texts(void **state)
{
    (void)state;
    static const zs_span spans[] = {{0, 2}, {1, 5}, {4, 4}, {7, 3}, {8, 99999}};
    for (size_t i = 0; i < HOSTILE; i++) {
        check_pages_of(hostile[i], spans, sizeof spans / sizeof *spans);
        check_pages_of(hostile[i], NULL, 0);
    }
}

static void test_pages_of_random_texts(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<",  ">",  "\"",   "'",    "&",    "\n", "\f", "\r",
                                         "国", "際", "\xE5", "\xFF", "\x01", "a",  " ",  "：",
                                         "..", "/",  "#",    "%",    "=",    "。"};
    size_t rounds = test_rounds(200);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        char text[200] = "";
        size_t length = 0;
        size_t count = test_random_below(&random, 30);
        for (size_t i = 0; i < count; i++) {
            const char *piece =
                pieces[test_random_below(&random, sizeof pieces / sizeof *pieces)];
            memcpy(text + length, piece, strlen(piece) + 1);
            length += strlen(piece);
        }
        zs_span spans[6];
        for (size_t i = 0; i < 6; i++) {
            spans[i].start = test_random_below(&random, length + 3);
            spans[i].end = test_random_below(&random, length + 3);
        }
        check_pages_of(text, spans, test_random_below(&random, 7));
    }
}

static bool page_has(const zs_builder *page, const char *text)
{
    return strstr(zs_builder_string(page), text) != NULL;
}

static void test_paging(void **state)
{
    (void)state;
    static const struct {
        uint64_t offset, total, count;
        const char *sort, *collapse;
        bool previous, next;
    } cases[] = {
        {0, 0, 0, NULL, NULL, false, false},        {0, 10, 10, "date", NULL, false, false},
        {0, 11, 10, NULL, NULL, false, true},       {10, 11, 1, NULL, NULL, true, false},
        {0, 3, 10, NULL, NULL, false, true}, /* hits of a later step may go on */
        {0, 99, 10, NULL, "source", false, true},   {10, 99, 4, NULL, "source", true, false},
        {9990, 50000, 10, NULL, NULL, true, false}, {20, 50, 0, NULL, NULL, true, false},
        {5, 50, 10, NULL, NULL, false, false}, /* not by pages */
    };
    zs_article article = {.id = "a", .title = "t", .text = "", .text_length = 0};
    zs_hit hits[10];
    for (size_t i = 0; i < 10; i++) {
        hits[i] = (zs_hit){.id = "a", .rank = i + 1, .article = &article};
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_page_context context = {.tongue = ZS_ENGLISH};
        zs_search_form form = {.q = "a",
                               .offset = cases[i].offset,
                               .sort = cases[i].sort,
                               .collapse = cases[i].collapse};
        zs_page_complete(&form);
        zs_answer answer = {.query = "a",
                            .total = cases[i].total,
                            .exact = true,
                            .collapse = cases[i].collapse,
                            .hits = hits,
                            .count = cases[i].count};
        zs_builder page = ZS_BUILDER_INIT;
        zs_page_search(&page, &context, &form, &answer, NULL, true);
        check(page_has(&page, "rel=\"prev\"") == cases[i].previous, "case %zu", i);
        check(page_has(&page, "rel=\"next\"") == cases[i].next, "case %zu", i);
        zs_builder_release(&page);
    }
}

static void test_only_addresses_are_links(void **state)
{
    (void)state;
    zs_page_context context = {.tongue = ZS_ENGLISH};
    zs_article article = {.id = "a", .text = "", .url = "javascript:alert(1)"};
    zs_builder page = ZS_BUILDER_INIT;
    zs_page_article(&page, &context, &article, NULL, NULL, NULL);
    assert_false(page_has(&page, "href=\"javascript"));
    assert_true(page_has(&page, "javascript:alert(1)"));
    article.url = "https://example.org/?a=1&b=2";
    zs_page_article(&page, &context, &article, NULL, NULL, NULL);
    assert_true(page_has(&page, "href=\"https://example.org/?a=1&amp;b=2\""));
    zs_builder_release(&page);
}

static void test_languages_are_said(void **state)
{
    (void)state;
    zs_page_context context = {.tongue = ZS_TRADITIONAL};
    zs_article article = {.id = "a", .text = "x", .text_length = 1, .language = "zh-Hans"};
    zs_builder page = ZS_BUILDER_INIT;
    zs_page_article(&page, &context, &article, NULL, NULL, NULL);
    assert_true(page_has(&page, "<html lang=\"zh-Hant\">"));
    assert_true(page_has(&page, "<article lang=\"zh-Hans\">"));
    zs_builder_release(&page);
}

static void test_a_query_that_is_wrong_somewhere(void **state)
{
    (void)state;
    zs_page_context context = {.tongue = ZS_SIMPLIFIED};
    zs_search_form form = {.q = "城市 (人才"};
    zs_page_problem problem = {400, "the parenthesis that opens here is not closed", 7};
    zs_builder page = ZS_BUILDER_INIT;
    zs_page_search(&page, &context, &form, NULL, &problem, true);
    assert_true(page_has(&page, "第 4 个字处有误："));
    assert_true(page_has(&page, "<code>城市 <mark>(</mark>人才</code>"));
    assert_true(page_has(&page, "lang=\"en\">the parenthesis"));
    /* What narrows it is asked for again with the next words, so it can be taken away. */
    form.date = "2023";
    zs_page_search(&page, &context, &form, NULL, &problem, true);
    assert_true(page_has(&page, "日期：2023年 <span class=\"cross\""));
    assert_false(page_has(&page, "全部取消"));
    zs_form_add_filter(&form, "source", "河畔日报");
    zs_page_search(&page, &context, &form, NULL, &problem, true);
    assert_true(page_has(&page, "来源：河畔日报 <span class=\"cross\""));
    assert_true(page_has(&page, "全部取消"));
    zs_builder_release(&page);
}

/* What narrows a search is a clause of the query that was asked, and places are in that. */
static void test_advice_leads_where_places_are_known(void **state)
{
    (void)state;
    zs_page_context context = {.tongue = ZS_SIMPLIFIED};
    zs_advice_entry entries[] = {
        {ZS_ADVICE_UNQUOTED, "\"b c\"", {2, 7}, 5, true, NULL},
        {ZS_ADVICE_WITHOUT, "a", {0, 1}, 1200, false, NULL},
        {ZS_ADVICE_DATES, "+date:1990", {0, 0}, 0, true, "2015..2016"}};
    zs_advice advice = {entries, 3};
    zs_search_form form = {.q = "a \"b c\""};
    zs_answer answer = {.query = form.q, .advice = &advice};
    zs_builder page = ZS_BUILDER_INIT;
    zs_page_search(&page, &context, &form, &answer, NULL, true);
    assert_true(page_has(&page, "<a href=\"/?q=a%20b%20c\">去掉引号</a>（5 篇）"));
    assert_true(page_has(&page, "<a href=\"/?q=%20%22b%20c%22\">去掉“a”</a>（约 1,200 篇）"));
    assert_true(page_has(&page, "没有“1990”的文章；现有文章的日期：2015..2016"));
    zs_builder_clear(&page);
    form.date = "1990";
    zs_page_search(&page, &context, &form, &answer, NULL, true);
    assert_false(page_has(&page, "/?q=a%20b%20c"));
    assert_true(page_has(&page, "去掉引号（5 篇）"));
    assert_true(page_has(&page, ">取消筛选</a>"));
    zs_builder_release(&page);
}

static void test_assets_are_found_by_the_paths_of_pages(void **state)
{
    (void)state;
    zs_page_context context = {.tongue = ZS_ENGLISH};
    zs_search_form form = {.q = ""};
    zs_builder page = ZS_BUILDER_INIT;
    zs_page_search(&page, &context, &form, NULL, NULL, false);
    size_t count = 0;
    for (const char *at = page.data; (at = strstr(at, "\"/assets/")) != NULL; count++) {
        char path[100];
        check(sscanf(at, "\"%99[^\"]\"", path) == 1, "%.60s", at);
        const zs_asset *asset = zs_asset_at(path);
        check(asset && asset->length > 100 && asset->data, "%s", path);
        at += 2;
    }
    assert_int_equal(count, 3);
    assert_null(zs_asset_at("/assets/style.css"));
    assert_null(zs_asset_at(""));
    zs_builder_release(&page);
}

static void test_opensearch(void **state)
{
    (void)state;
    zs_page_context context = {.tongue = ZS_SIMPLIFIED,
                               .title = "一二三四五六七八九十一二三四五六七八",
                               .origin = "http://127.0.0.1:8080"};
    zs_builder out = ZS_BUILDER_INIT;
    zs_page_opensearch(&out, &context);
    assert_true(page_has(&out, "<ShortName>一二三四五六七八九十一二三四五六</ShortName>"));
    assert_true(page_has(&out, "template=\"http://127.0.0.1:8080/?q={searchTerms}\""));
    zs_builder_release(&out);
}

/* ---- Of an index ----------------------------------------------------------------- */

static void put_hostile(zs_index *index)
{
    zs_error error;
    for (size_t i = 0; i < HOSTILE; i++) {
        char id[32], text[300];
        (void)snprintf(id, sizeof id, "h%zu", i);
        (void)snprintf(text, sizeof text, "夜市\n%s 的灯亮到两点。%s", hostile[i], hostile[i]);
        zs_article article = article_of(hostile[i]);
        article.id = id;
        article.date = i % 2 ? "2023-05-04" : "2021-01";
        article.text = text;
        article.text_length = strlen(text);
        check_ok(zs_index_put(index, &article, &error), error);
    }
}

static void test_pages_of_an_index(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = NULL;
    zs_searcher *searcher = NULL;
    zs_error error;
    check_ok(zs_index_open(folder, &index, &error), error);
    put_hostile(index);
    zs_index_close(index);
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    zs_search_form form = {.q = "夜市 的灯"};
    zs_page_complete(&form);
    const zs_query_options options = {.limit = (size_t)form.n,
                                      .expand = true,
                                      .facets = form.facets,
                                      .facet_values = (size_t)form.facet_values,
                                      .histogram = form.histogram};
    const zs_needs needs = {.article = true, .snippet = true, .keywords = 5};
    zs_answer answer;
    check_ok(zs_answer_find(&answer, searcher, "", form.q, &options, needs, &error), error);
    assert_int_equal(answer.count, ZS_PAGE_HITS);
    zs_page_context context = {.tongue = ZS_SIMPLIFIED};
    zs_builder page = ZS_BUILDER_INIT;
    zs_page_search(&page, &context, &form, &answer, NULL, false);
    check_page(&page);
    assert_true(page_has(&page, "date=2023-05"));
    assert_true(page_has(&page, "2023年5月：7 篇"));
    assert_true(page_has(&page, "<h3>来源</h3>"));
    assert_true(page_has(&page, "<mark>夜市</mark>"));
    zs_builder_release(&page);
    zs_answer_release(&answer);
    zs_searcher_close(searcher);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_escaped),
        cmocka_unit_test(test_components_of_urls),
        cmocka_unit_test(test_links_say_what_the_form_has),
        cmocka_unit_test(test_links_leave_out_what_is_usual),
        cmocka_unit_test(test_filters_are_added_and_dropped),
        cmocka_unit_test(test_paths_of_articles),
        cmocka_unit_test(test_tongues),
        cmocka_unit_test(test_words_hold_the_same),
        cmocka_unit_test(test_words_are_filled_in),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_marks_wherever_they_lie),
        cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_pages_of_hostile_texts),
        cmocka_unit_test(test_pages_of_random_texts),
        cmocka_unit_test(test_paging),
        cmocka_unit_test(test_only_addresses_are_links),
        cmocka_unit_test(test_languages_are_said),
        cmocka_unit_test(test_a_query_that_is_wrong_somewhere),
        cmocka_unit_test(test_advice_leads_where_places_are_known),
        cmocka_unit_test(test_assets_are_found_by_the_paths_of_pages),
        cmocka_unit_test(test_opensearch),
        cmocka_unit_test(test_pages_of_an_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
