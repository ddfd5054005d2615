/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates of queries: every way to write them, and what they hold day by day, against a calendar
 * that only counts days.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "searcher/date_range.h"
#include "support/random.h"

enum { DAY = 24 * 60 * 60 };

/* ---- A calendar ------------------------------------------------------------------------ */

typedef struct test_day {
    long number;                   /* from 1970-01-01 on */
    int year, month, day, weekday; /* weekday: 0 is Monday */
} test_day;

static test_day day_of(long number)
{
    time_t time = (time_t)number * DAY;
    struct tm parts = {.tm_mday = 1};
    assert_non_null(gmtime_r(&time, &parts));
    return (test_day){number, parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                      (parts.tm_wday + 6) % 7};
}

static int months_of(test_day day)
{
    return day.year * 12 + day.month - 1;
}

/* The same day so many months before; the last of that month if it has no such day. */
static long months_before(test_day today, int months)
{
    long number = today.number;
    while (months_of(day_of(number)) > months_of(today) - months) {
        number--;
    }
    for (test_day day = day_of(number); day.day > today.day; day = day_of(number)) {
        number--;
    }
    return number;
}

/* ---- Asking ------------------------------------------------------------------------------ */

static zs_error error;

static time_t noon(int year, int month, int day)
{
    struct tm parts = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12};
    return timegm(&parts);
}

/* A Thursday. */
static time_t some_day(void)
{
    return noon(2024, 3, 14);
}

struct ends {
    char low[ZS_DATE_DIGITS + 1], high[ZS_DATE_DIGITS + 2];
};

static struct ends ask_at(const char *low, const char *high, time_t now)
{
    struct ends ends = {.low = "x", .high = "x"};
    zs_status status = zs_date_range(low, high, now, 0, ends.low, ends.high, &error);
    check(status == ZS_OK, "%s..%s: %s", low, high, error.message);
    check(strspn(ends.low, "0123456789") == strlen(ends.low), "%s..%s begins at %s", low, high,
          ends.low);
    return ends;
}

/* As the index and those who look at articles compare. */
static bool holds(const struct ends *ends, const char *digits)
{
    return strcmp(digits, ends->low) >= 0 &&
           (!ends->high[0] || strcmp(digits, ends->high) <= 0);
}

static bool holds_day(const struct ends *ends, int year, int month, int day)
{
    char digits[40];
    (void)snprintf(digits, sizeof digits, "%04d%02d%02d", year, month, day);
    return holds(ends, digits);
}

/* Fails the test unless the days from `first` to `last`, and no others, are held. An article of
 * which only the month or the year is known lies at its beginning. */
static void check_days(const char *text, const struct ends *ends, long first, long last)
{
    for (long number = first - 800; number <= last + 800; number++) {
        test_day day = day_of(number);
        bool wanted = number >= first && number <= last;
        check(holds_day(ends, day.year, day.month, day.day) == wanted,
              "%s, %s to %s: %04d-%02d-%02d is %s", text, ends->low, ends->high, day.year,
              day.month, day.day, wanted ? "missing" : "too much");
        char digits[40];
        (void)snprintf(digits, sizeof digits, "%04d%02d", day.year, day.month);
        for (int year = 0; day.day == 1 && year <= (day.month == 1); year++) {
            digits[year ? 4 : 6] = '\0';
            check(holds(ends, digits) == wanted, "%s, %s to %s: %s alone is %s", text,
                  ends->low, ends->high, digits, wanted ? "missing" : "too much");
        }
    }
}

static void check_range(const char *low, const char *high, const char *first, const char *last)
{
    struct ends ends = ask_at(low, high, some_day());
    int from[3], to[3];
    assert_int_equal(sscanf(first, "%d-%d-%d", &from[0], &from[1], &from[2]), 3);
    assert_int_equal(sscanf(last, "%d-%d-%d", &to[0], &to[1], &to[2]), 3);
    check_days(low, &ends, (long)(noon(from[0], from[1], from[2]) / DAY),
               (long)(noon(to[0], to[1], to[2]) / DAY));
}

/* ---- As it is written ----------------------------------------------------------------------
 */

static void test_written_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *last;
    } cases[] = {
        {"2023", "2023-01-01", "2023-12-31"},
        {"2023年", "2023-01-01", "2023-12-31"},
        {"二〇二三", "2023-01-01", "2023-12-31"},
        {"二〇二三年", "2023-01-01", "2023-12-31"},
        {"二零二三年", "2023-01-01", "2023-12-31"},
        {"２０２３", "2023-01-01", "2023-12-31"},
        {"2023-05", "2023-05-01", "2023-05-31"},
        {"2023-5", "2023-05-01", "2023-05-31"},
        {"2023/05", "2023-05-01", "2023-05-31"},
        {"2023.5", "2023-05-01", "2023-05-31"},
        {"202305", "2023-05-01", "2023-05-31"},
        {"2023年5月", "2023-05-01", "2023-05-31"},
        {"2023年05月", "2023-05-01", "2023-05-31"},
        {"二〇二三年五月", "2023-05-01", "2023-05-31"},
        {"二〇二三年十月", "2023-10-01", "2023-10-31"},
        {"二〇二三年十二月", "2023-12-01", "2023-12-31"},
        {"2023-05-04", "2023-05-04", "2023-05-04"},
        {"2023-5-4", "2023-05-04", "2023-05-04"},
        {"2023/5/4", "2023-05-04", "2023-05-04"},
        {"2023.05.04", "2023-05-04", "2023-05-04"},
        {"20230504", "2023-05-04", "2023-05-04"},
        {"2023年5月4日", "2023-05-04", "2023-05-04"},
        {"2023年5月4号", "2023-05-04", "2023-05-04"},
        {"2023年5月4號", "2023-05-04", "2023-05-04"},
        {"２０２３年５月４日", "2023-05-04", "2023-05-04"},
        {"二〇二三年五月四日", "2023-05-04", "2023-05-04"},
        {"二〇二三年五月十日", "2023-05-10", "2023-05-10"},
        {"二〇二三年五月二十日", "2023-05-20", "2023-05-20"},
        {"二〇二三年五月三十一日", "2023-05-31", "2023-05-31"},
        {"2024-02", "2024-02-01", "2024-02-29"},
        {"2024-02-29", "2024-02-29", "2024-02-29"},
        {"2000-02-29", "2000-02-29", "2000-02-29"},
        {"2023-01", "2023-01-01", "2023-01-31"},
        {"2023-01-01", "2023-01-01", "2023-01-01"},
        {"2023-12-31", "2023-12-31", "2023-12-31"},
        /* Seen from Thursday, the 14th of March 2024. */
        {"今天", "2024-03-14", "2024-03-14"},
        {"今日", "2024-03-14", "2024-03-14"},
        {"today", "2024-03-14", "2024-03-14"},
        {"Today", "2024-03-14", "2024-03-14"},
        {"昨天", "2024-03-13", "2024-03-13"},
        {"昨日", "2024-03-13", "2024-03-13"},
        {"yesterday", "2024-03-13", "2024-03-13"},
        {"前天", "2024-03-12", "2024-03-12"},
        {"本周", "2024-03-11", "2024-03-17"},
        {"这周", "2024-03-11", "2024-03-17"},
        {"這週", "2024-03-11", "2024-03-17"},
        {"上周", "2024-03-04", "2024-03-10"},
        {"上週", "2024-03-04", "2024-03-10"},
        {"本月", "2024-03-01", "2024-03-31"},
        {"这个月", "2024-03-01", "2024-03-31"},
        {"這個月", "2024-03-01", "2024-03-31"},
        {"上月", "2024-02-01", "2024-02-29"},
        {"上个月", "2024-02-01", "2024-02-29"},
        {"上個月", "2024-02-01", "2024-02-29"},
        {"今年", "2024-01-01", "2024-12-31"},
        {"去年", "2023-01-01", "2023-12-31"},
        {"前年", "2022-01-01", "2022-12-31"},
        {"7d", "2024-03-07", "2024-03-14"},
        {"7D", "2024-03-07", "2024-03-14"},
        {"2w", "2024-02-29", "2024-03-14"},
        {"3m", "2023-12-14", "2024-03-14"},
        {"1y", "2023-03-14", "2024-03-14"},
        {"近三天", "2024-03-11", "2024-03-14"},
        {"近3日", "2024-03-11", "2024-03-14"},
        {"最近一周", "2024-03-07", "2024-03-14"},
        {"最近一个星期", "2024-03-07", "2024-03-14"},
        {"最近兩個禮拜", "2024-02-29", "2024-03-14"},
        {"近两周", "2024-02-29", "2024-03-14"},
        {"近三个月", "2023-12-14", "2024-03-14"},
        {"近三個月", "2023-12-14", "2024-03-14"},
        {"近十二个月", "2023-03-14", "2024-03-14"},
        {"近半个月", "2024-02-28", "2024-03-14"},
        {"近半年", "2023-09-14", "2024-03-14"},
        {"过去两年", "2022-03-14", "2024-03-14"},
        {"過去兩年", "2022-03-14", "2024-03-14"},
        {"近十年", "2014-03-14", "2024-03-14"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_range(cases[i].text, cases[i].text, cases[i].first, cases[i].last);
    }
}

static void test_ranges(void **state)
{
    (void)state;
    check_range("2022-10", "2023-05", "2022-10-01", "2023-05-31");
    check_range("2022", "2023-05-04", "2022-01-01", "2023-05-04");
    check_range("2023-05", "2023", "2023-05-01", "2023-12-31");
    check_range("2023", "2023-05", "2023-01-01", "2023-05-31");
    check_range("2023-02", "2023-02", "2023-02-01", "2023-02-28");
    check_range("2022-12-31", "2023-01-01", "2022-12-31", "2023-01-01");
    check_range("去年", "昨天", "2023-01-01", "2024-03-13");
    check_range("近三个月", "上周", "2023-12-14", "2024-03-10");
    check_range("二〇二二年十月", "2023/5", "2022-10-01", "2023-05-31");
}

static void test_open_ends(void **state)
{
    (void)state;
    struct ends from = ask_at("2023-05", "", some_day());
    assert_string_equal(from.low, "202305");
    assert_string_equal(from.high, "");
    assert_true(holds_day(&from, 2023, 5, 1) && holds_day(&from, 9999, 12, 31));
    assert_false(holds_day(&from, 2023, 4, 30));
    struct ends to = ask_at("", "2023-05", some_day());
    assert_string_equal(to.low, "");
    assert_true(holds_day(&to, 0, 1, 1) && holds_day(&to, 2023, 5, 31));
    assert_false(holds_day(&to, 2023, 6, 1));
    struct ends all = ask_at("", "", some_day());
    assert_true(holds_day(&all, 1, 1, 1) && holds_day(&all, 9999, 12, 31));
}

/* What is known to the month or to the year lies at its beginning, and so is either before or
 * behind any place where time can be cut. */
static void test_nothing_falls_between(void **state)
{
    (void)state;
    static const char *const dates[] = {"2023", "202301", "20230101",
                                        "2022", "202212", "20221231"};
    struct ends before = ask_at("", "2022-12-31", some_day());
    struct ends behind = ask_at("2023-01-01", "", some_day());
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        check(holds(&before, dates[i]) != holds(&behind, dates[i]), "%s", dates[i]);
    }
}

/* ---- Every day of some years
 * ------------------------------------------------------------------ */

static void check_named(test_day today, const char *text, long first, long last)
{
    struct ends ends = ask_at(text, text, (time_t)today.number * DAY + DAY / 2);
    check_days(text, &ends, first, last);
}

static long first_of_month(long number, int months_ago)
{
    int wanted = months_of(day_of(number)) - months_ago;
    while (months_of(day_of(number)) > wanted || day_of(number).day > 1) {
        number--;
    }
    return number;
}

static long last_of_month(long number)
{
    while (day_of(number + 1).day > 1) {
        number++;
    }
    return number;
}

static void test_seen_from_any_day(void **state)
{
    (void)state;
    size_t rounds = test_rounds(400);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        /* From 1995 to 2040; every other time the end of a month. */
        test_day today = day_of(9131 + (long)test_random_below(&random, 16000));
        if (test_random_once_in(&random, 2)) {
            today = day_of(last_of_month(today.number) - (long)test_random_below(&random, 3));
        }
        long monday = today.number - today.weekday;
        long month = first_of_month(today.number, 0), before = first_of_month(today.number, 1);
        check_named(today, "昨天", today.number - 1, today.number - 1);
        check_named(today, "本周", monday, monday + 6);
        check_named(today, "上周", monday - 7, monday - 1);
        check_named(today, "本月", month, last_of_month(month));
        check_named(today, "上个月", before, month - 1);
        check_named(today, "去年", first_of_month(today.number, today.month + 11),
                    first_of_month(today.number, today.month - 1) - 1);
        int count = 1 + (int)test_random_below(&random, 40);
        char text[40];
        (void)snprintf(text, sizeof text, "近%d天", count);
        check_named(today, text, today.number - count, today.number);
        (void)snprintf(text, sizeof text, "%dw", count);
        check_named(today, text, today.number - 7L * count, today.number);
        (void)snprintf(text, sizeof text, "近%d个月", count);
        check_named(today, text, months_before(today, count), today.number);
        (void)snprintf(text, sizeof text, "%dy", count);
        check_named(today, text, months_before(today, 12 * count), today.number);
    }
}

/* A written range is all of its days. */
static void test_any_written_range(void **state)
{
    (void)state;
    size_t rounds = test_rounds(1000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        test_day from = day_of((long)test_random_below(&random, 20000));
        test_day to = day_of(from.number + (long)test_random_below(&random, 1500));
        char low[40], high[40];
        (void)snprintf(low, sizeof low, "%d-%d-%d", from.year, from.month, from.day);
        long last = to.number;
        if (test_random_once_in(&random, 2)) {
            (void)snprintf(high, sizeof high, "%d年%d月%d日", to.year, to.month, to.day);
        } else {
            (void)snprintf(high, sizeof high, "%04d%02d", to.year, to.month);
            last = last_of_month(to.number);
        }
        struct ends ends = ask_at(low, high, some_day());
        check_days(low, &ends, from.number, last);
    }
}

/* Today is what it is where the program runs. */
static void test_local_time(void **state)
{
    (void)state;
    time_t evening = noon(2024, 3, 14) + 8 * 60 * 60; /* 20:00 UTC */
    assert_int_equal(setenv("TZ", "CST-8", 1), 0);
    tzset();
    struct ends ends = ask_at("今天", "今天", evening);
    assert_true(holds_day(&ends, 2024, 3, 15) && !holds_day(&ends, 2024, 3, 14));
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    tzset();
    ends = ask_at("今天", "今天", evening);
    assert_true(holds_day(&ends, 2024, 3, 14) && !holds_day(&ends, 2024, 3, 15));
}

/* However far back: there is no date before the year 0. */
static void test_further_back_than_any_date(void **state)
{
    (void)state;
    static const char *const texts[] = {"近2024年", "近2025年", "近9999年",
                                        "9999y",    "9999m",    "9999w"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct ends ends = ask_at(texts[i], texts[i], some_day());
        assert_true(holds_day(&ends, 2024, 3, 14) && holds_day(&ends, 1900, 1, 1));
    }
    struct ends ends = ask_at("近9999年", "", some_day());
    assert_true(holds_day(&ends, 0, 1, 1));
}

/* ---- Mistakes -------------------------------------------------------------------------------
 */

static void check_mistake(const char *low, const char *high, const char *said)
{
    struct ends ends = {.low = "x", .high = "x"};
    error.position = -1;
    check_status(zs_date_range(low, high, some_day(), 17, ends.low, ends.high, &error),
                 ZS_ERROR_QUERY, error);
    assert_int_equal(error.position, 17);
    check(strstr(error.message, said) != NULL, "%s: %s", said, error.message);
    /* What is given back is untouched. */
    assert_string_equal(ends.low, "x");
    assert_string_equal(ends.high, "x");
}

static void test_mistakes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2023-13",
        "2023-00",
        "2023-05-32",
        "2023-05-00",
        "2023-02-29",
        "1900-02-29",
        "2023-04-31",
        "202313",
        "20230532",
        "20230431",
        "20230500",
        "23",
        "202",
        "20235",
        "2023050",
        "202305041",
        "2023年13月",
        "二〇二三年十三月",
        "下周",
        "明天",
        "近",
        "最近",
        "近三",
        "近零天",
        "近天",
        "0d",
        "d",
        "7",
        "7x",
        "7days",
        "-7d",
        "近三个月前",
        "近99999天",
        "初夏",
        "2023-05-04T06:30",
        "2023-05-04x",
        "+2023",
        ".",
        "20x3",
        "很久很久以前，在一座谁也没有去过的城市里，有一个人想知道今天究竟是几月几日"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_mistake(texts[i], texts[i], texts[i]);
        check_mistake(texts[i], "", texts[i]);
        check_mistake("2023", texts[i], texts[i]);
    }
    check_mistake("2023-05", "2023-04", "2023-05 is after 2023-04");
    check_mistake("2023-05-04", "2023-05-03", "after");
    check_mistake("2024", "2023", "after");
    check_mistake("今天", "昨天", "after");
    check_mistake("2023-02", "2023-01-31", "after");
}

static int in_utc(void **state)
{
    (void)state;
    int result = setenv("TZ", "UTC", 1);
    tzset();
    return result;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_dates),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_open_ends),
        cmocka_unit_test(test_nothing_falls_between),
        cmocka_unit_test(test_seen_from_any_day),
        cmocka_unit_test(test_any_written_range),
        cmocka_unit_test(test_local_time),
        cmocka_unit_test(test_further_back_than_any_date),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, in_utc, NULL);
}
