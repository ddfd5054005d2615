/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates as people write them.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "encoding/utf8.h"
#include "formats/complete.h"
#include "formats/dates.h"
#include "support/random.h"
#include "support/real_text.h"

struct example {
    const char *string, *date; /* NULL: none */
};

static void test_given(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"2023年5月4日", "2023-05-04"},
        {"２０２３年５月４日", "2023-05-04"},
        {"二〇二三年五月四日", "2023-05-04"},
        {"二零二三年十二月三十一日", "2023-12-31"},
        {"一九九八年二月廿八日", "1998-02-28"},
        {"二○二三年五月", "2023-05"},
        {"民國112年5月4日", "2023-05-04"},
        {"中華民國一百一十二年五月四日", "2023-05-04"},
        {"民国一一二年五月四日", "2023-05-04"},
        {"中華民國一百年一月一日", "2011-01-01"},
        {"2023-05-04", "2023-05-04"},
        {"2023/5/4", "2023-05-04"},
        {"2023.05.04", "2023-05-04"},
        {"2023. 5. 4", "2023-05-04"},
        {"20230504", "2023-05-04"},
        {"2023", "2023"},
        {"2023年", "2023"},
        {"2023-05", "2023-05"},
        {"4 May 2023", "2023-05-04"},
        {"May 4, 2023", "2023-05-04"},
        {"Thu, 04 May 2023 10:20:30 +0800", "2023-05-04T10:20:30+08:00"},
        {"Thu, 04 May 2023 10:20:30 +0800 (CST)", "2023-05-04T10:20:30+08:00"},
        {"2023-05-04T10:20:30Z", "2023-05-04T10:20:30Z"},
        {"2023-05-04T10:20:30.123+08:00", "2023-05-04T10:20:30+08:00"},
        {"2023-05-04 10:20", "2023-05-04T10:20:00"},
        {"2023年5月4日 10时20分", "2023-05-04T10:20:00"},
        {"2023年5月4日（星期四）下午3:20", "2023-05-04T15:20:00"},
        {"发布时间：2023年5月4日 10:20", "2023-05-04T10:20:00"},
        {"Date: 2023-05-04", "2023-05-04"},
        {"2024-02-29", "2024-02-29"},
        {"2023-02-29", NULL},
        {"2023年2月30日", NULL},
        {"2023-13-01", NULL},
        {"23-05-04", NULL},
        {"1023-05-04", NULL},
        {"昨天", NULL},
        {"", NULL},
        {"2023年5月4日以后", NULL},
        {"20231399", NULL},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char date[ZS_DATE_SIZE] = "";
        bool found = zs_date_read(examples[i].string, strlen(examples[i].string), date);
        check(found == (examples[i].date != NULL) &&
                  (!found || !strcmp(date, examples[i].date)),
              "%s: %s", examples[i].string, found ? date : "none");
    }
}

static void test_of_text(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"新华社北京2023年5月4日电 记者走进……", "2023-05-04"},
        {"本报讯（2023年5月4日）昨天上午，市里开会。", "2023-05-04"},
        {"2023-05-04 10:20 来源：城市报\n正文从这里开始。", "2023-05-04"},
        {"题目在这里\n2023年5月4日\n正文。", "2023-05-04"},
        {"城市日报 2023年05月04日 第01版\n正文。", "2023-05-04"},
        {"2010年5月4日，他出生在一座小城。", NULL},
        {"1998年12月3日那天下了一场大雪。", NULL},
        {"新华社北京5月4日电 没有说哪一年。", NULL},
        {"关于办理的通知\n\n各单位：\n现通知如下。\n\n市政府办公室\n二〇二三年五月四日\n",
         "2023-05-04"},
        {"正文说到2020年1月1日的事。\n结尾一行。", NULL},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char date[ZS_DATE_SIZE] = "";
        bool found = zs_date_of_text(examples[i].string, strlen(examples[i].string), date);
        check(found == (examples[i].date != NULL) &&
                  (!found || !strcmp(date, examples[i].date)),
              "%s: %s", examples[i].string, found ? date : "none");
    }
}

static void test_of_name(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"news/2023/05/04/a.html", "2023-05-04"},
        {"http://a.example/2023-05/04/nw.D110000_20230504_1-01.htm", "2023-05-04"},
        {"http://a.example/2023-05/04/content_1.htm", "2023-05-04"},
        {"http://a.example/2023/0504/c1-2.html", "2023-05-04"},
        {"20230504_3.txt", "2023-05-04"},
        {"t20230504_123.shtml", "2023-05-04"},
        {"2023-05-04 标题.md", "2023-05-04"},
        {"旧闻/2023年5月4日.txt", "2023-05-04"},
        {"19980101-01-001.txt", "1998-01-01"},
        {"c_1129586000.htm", NULL},
        {"20231399.txt", NULL},
        {"2022/2023-05/x.txt", "2023-05"},
        {"2021-01-01/2023-05-04.txt", "2023-05-04"},
        {"a.txt", NULL},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char date[ZS_DATE_SIZE] = "";
        bool found = zs_date_of_name(examples[i].string, date);
        check(found == (examples[i].date != NULL) &&
                  (!found || !strcmp(date, examples[i].date)),
              "%s: %s", examples[i].string, found ? date : "none");
    }
}

static size_t write_as(unsigned form, const struct tm *parts, char *out, size_t room)
{
    switch (form) {
    case 0: return strftime(out, room, "%Y-%m-%d", parts);
    case 1: return strftime(out, room, "%Y/%m/%d", parts);
    case 2: return strftime(out, room, "%Y年%m月%d日", parts);
    case 3: return strftime(out, room, "%Y%m%d", parts);
    case 4: return strftime(out, room, "%Y.%m.%d", parts);
    case 5: return strftime(out, room, "%d %b %Y", parts);
    case 6: return strftime(out, room, "%B %d, %Y", parts);
    default: return strftime(out, room, "%a, %d %b %Y", parts);
    }
}

/* Any day, in every form, is read back; and seconds are what the C library says. */
static void test_round_trip(void **state)
{
    (void)state;
    test_random random = test_random_new(3);
    for (size_t i = 0; i < test_rounds(3000); i++) {
        time_t seconds = (time_t)test_random_below(&random, 8000000000) - 2000000000;
        struct tm parts;
        char expected[ZS_DATE_SIZE], date[ZS_DATE_SIZE], string[80];
        assert_non_null(gmtime_r(&seconds, &parts));
        assert_true(strftime(expected, sizeof expected, "%Y-%m-%d", &parts) > 0);
        assert_true(zs_date_of_time((int64_t)seconds, date));
        assert_string_equal(date, expected);
        for (unsigned form = 0; form < 8; form++) {
            size_t length = write_as(form, &parts, string, sizeof string);
            check(zs_date_read(string, length, date), "%s", string);
            assert_string_equal(date, expected);
        }
    }
}

static void test_any_bytes(void **state)
{
    (void)state;
    test_random random = test_random_new(4);
    static const char *const pieces[] = {"2023", "年",   "5",  "月",   "日",       "-",
                                         "/",    "民國", "十", "\xFF", "\xE5\xB9", " ",
                                         "\n",   "T",    ":",  "电",   "，"};
    for (size_t i = 0; i < test_rounds(20000); i++) {
        zs_buffer text = ZS_BUFFER_INIT;
        char date[ZS_DATE_SIZE];
        for (size_t j = test_random_below(&random, 12); j > 0; j--) {
            assert_true(zs_buffer_append_string(
                &text, pieces[test_random_below(&random, sizeof pieces / sizeof *pieces)]));
        }
        assert_true(zs_buffer_terminate(&text));
        (void)zs_date_read(text.data, text.length, date);
        (void)zs_date_of_text(text.data, text.length, date);
        (void)zs_date_of_name(text.data, date);
        zs_buffer_release(&text);
    }
}

static void test_language(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"我们国家的城市正在发展，这里的人说话很慢。", "zh-Hans"},
        {"我們國家的城市正在發展，這裡的人說話很慢。", "zh-Hant"},
        {"ひらがなとカタカナの文章です。", "ja"},
        {"한국어 문장입니다.", "ko"},
        {"This is a sentence in English about cities and people.", "en"},
        {"山水", "zh"},
        {"1234", NULL},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const char *language = zs_language_of(examples[i].string, strlen(examples[i].string));
        check((language == NULL) == (examples[i].date == NULL) &&
                  (!language || !strcmp(language, examples[i].date)),
              "%s: %s", examples[i].string, language ? language : "none");
    }
}

/* The language of nearly all articles of a collection. */
static void check_language(const char *collection, const char *wanted, double share)
{
    test_texts texts = test_collection_texts(collection, 8 << 20);
    size_t right = 0, judged = 0;
    for (size_t i = 0; i < texts.count; i++) {
        const char *language = zs_language_of(texts.items[i].data, texts.items[i].length);
        /* A few characters may be of both scripts. */
        if (zs_utf8_count(texts.items[i].data, texts.items[i].length) >= 50) {
            judged++;
            right += language && strcmp(language, wanted) == 0;
        }
    }
    check((double)right >= share * (double)judged, "%s: %zu of %zu", collection, right, judged);
    test_texts_release(&texts);
}

static void test_language_of_collections(void **state)
{
    (void)state;
    if (!getenv("ZSEARCH_TEST_DATA")) {
        print_message("skipped: ZSEARCH_TEST_DATA is not set\n");
        skip();
    }
    check_language("stard", "zh-Hans", 0.995);
    check_language("cmrc2018", "zh-Hans", 0.995);
    check_language("laws_zh", "zh-Hans", 0.995);
    check_language("drcd", "zh-Hant", 0.995);
    check_language("laws_tw", "zh-Hant", 0.995);
}

/* Which of the dates counts. */
static void test_origin(void **state)
{
    (void)state;
    static const struct {
        const char *given, *text, *path;
        const char *date;
        zs_date_origin origin;
    } cases[] = {
        {"2023年5月4日", "2020年1月1日\n文", "19990101.txt", "2023-05-04", ZS_DATE_GIVEN},
        {"上个月", "2020年1月1日\n文", "19990101.txt", "上个月", ZS_DATE_GIVEN},
        {NULL, "2020年1月1日\n文", "19990101.txt", "2020-01-01", ZS_DATE_DATELINE},
        {NULL, "文", "19990101.txt", "1999-01-01", ZS_DATE_NAME},
        {NULL, "文", "a.txt", "2001-09-09", ZS_DATE_FILE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_draft draft = ZS_DRAFT_INIT;
        assert_true(zs_draft_set_text(&draft, cases[i].text, strlen(cases[i].text), 0));
        assert_true(zs_draft_set(&draft, ZS_MEMBER_PATH, cases[i].path, strlen(cases[i].path)));
        if (cases[i].given) {
            assert_true(
                zs_draft_set(&draft, ZS_MEMBER_DATE, cases[i].given, strlen(cases[i].given)));
        }
        assert_true(zs_draft_complete(&draft, 1000000000));
        assert_string_equal(zs_draft_get(&draft, ZS_MEMBER_DATE), cases[i].date);
        assert_int_equal(draft.date_origin, cases[i].origin);
        zs_draft_release(&draft);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_given),
        cmocka_unit_test(test_of_text),
        cmocka_unit_test(test_of_name),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_language_of_collections),
        cmocka_unit_test(test_origin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
