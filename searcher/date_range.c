/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/date_range.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "text/fold.h"
#include "text/terms.h"

enum { DATE_MOST = 64 }; /* bytes of a date, folded */

/* A stretch of days, as digits: of a year, a month or a day. */
struct days {
    char first[ZS_DATE_DIGITS + 1];
    char last[ZS_DATE_DIGITS + 1];
};

/* ---- Numbers ------------------------------------------------------------------------ */

/* Takes a word if the text begins with it. */
static bool take(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0) {
        return false;
    }
    *at += length;
    return true;
}

/* One digit, ASCII or Chinese; -1 if there is none. */
static int take_digit(const char **at)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    if (**at >= '0' && **at <= '9') {
        return *(*at)++ - '0';
    }
    for (int i = 0; i < 10; i++) {
        if (take(at, digits[i])) {
            return i;
        }
    }
    return take(at, "零") ? 0 : take(at, "两") ? 2 : -1;
}

/* 2023, 12, 二〇二三, 十二, 三十一; -1 if there is none. *digits (may be NULL) is how many it
 * has. */
static int take_number(const char **at, int *digits)
{
    int value = -1, digit, count = 0;
    while (count < 8 && (digit = take_digit(at)) >= 0) {
        value = (value < 0 ? 0 : value * 10) + digit;
        count++;
    }
    if (count <= 1 && take(at, "十")) {
        digit = take_digit(at);
        value = (value < 0 ? 1 : value) * 10 + (digit < 0 ? 0 : digit);
        count = 2;
    }
    if (digits) {
        *digits = count;
    }
    return value;
}

/* ---- Days of the calendar ------------------------------------------------------------ */

static bool is_day(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) {
        return false;
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && leap);
}

/* Month and day are 0 if the stretch is a year or a month. */
static bool set_days(struct days *days, int year, int month, int day)
{
    if (year < 0 || year > 9999 || !is_day(year, month == 0 ? 1 : month, day == 0 ? 1 : day)) {
        return false;
    }
    int length = month == 0 ? 4 : day == 0 ? 6 : 8;
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%04d%02d%02d", year, month % 100, day % 100);
    (void)snprintf(days->first, sizeof days->first, "%.*s", length, digits);
    memcpy(days->last, days->first, sizeof days->last);
    return true;
}

/* Days before the year 0 are its first. */
static void set_day(char digits[ZS_DATE_DIGITS + 1], const struct tm *day)
{
    char text[40] = "00000101";
    if (day->tm_year + 1900 >= 0) {
        (void)snprintf(text, sizeof text, "%04d%02d%02d", day->tm_year + 1900, day->tm_mon + 1,
                       day->tm_mday);
    }
    memcpy(digits, text, ZS_DATE_DIGITS);
    digits[ZS_DATE_DIGITS] = '\0';
}

/* So many years, months and days before a day. The end of a month stays one: a month before
 * the 31st of March is the end of February. */
static struct tm before(struct tm day, int years, int months, int days)
{
    day.tm_year -= years;
    int month = day.tm_mon - months;
    day.tm_year += month < 0 ? -((11 - month) / 12) : 0;
    day.tm_mon = ((month % 12) + 12) % 12;
    while (!is_day(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday)) {
        day.tm_mday--;
    }
    day.tm_mday -= days;
    day.tm_hour = 12; /* far from where a day begins, also when clocks change */
    day.tm_min = day.tm_sec = 0;
    time_t time = timegm(&day);
    struct tm result = day;
    (void)gmtime_r(&time, &result);
    return result;
}

/* ---- As it is written ----------------------------------------------------------------- */

/* 2023, 202305, 20230504, 2023-5-4, 2023/05, 2023年5月4日. */
static bool read_calendar(const char *at, struct days *days)
{
    int digits, month = 0, day = 0;
    int year = take_number(&at, &digits);
    if (digits == 8 || digits == 6) {
        day = digits == 8 ? year % 100 : 0;
        month = digits == 8 ? year / 100 % 100 : year % 100;
        year = digits == 8 ? year / 10000 : year / 100;
        return month > 0 && (digits == 6 || day > 0) && *at == '\0' &&
               set_days(days, year, month, day);
    }
    if (digits != 4) {
        return false;
    }
    if (take(&at, "-") || take(&at, "/") || take(&at, ".") || (take(&at, "年") && *at)) {
        month = take_number(&at, NULL);
        (void)take(&at, "月");
        if (month < 1) {
            return false;
        }
        (void)(take(&at, "-") || take(&at, "/") || take(&at, "."));
        if (*at) {
            day = take_number(&at, NULL);
            (void)(take(&at, "日") || take(&at, "号"));
            if (day < 1) {
                return false;
            }
        }
    }
    return *at == '\0' && set_days(days, year, month, day);
}

/* 近三个月, 最近一周, 近半年, 7d: up to today. */
static bool read_last(const char *at, const struct tm *today, struct days *days)
{
    bool chinese = take(&at, "最近") || take(&at, "近") || take(&at, "过去");
    bool half = chinese && take(&at, "半");
    int number = half ? 1 : take_number(&at, NULL);
    (void)take(&at, "个");
    struct tm first;
    if (number < 1 || number > 9999) {
        return false;
    }
    if (take(&at, chinese ? "天" : "d") || (chinese && take(&at, "日"))) {
        first = before(*today, 0, 0, number);
    } else if (take(&at, chinese ? "周" : "w") ||
               (chinese && (take(&at, "星期") || take(&at, "礼拜")))) {
        first = before(*today, 0, 0, 7 * number);
    } else if (take(&at, chinese ? "月" : "m")) {
        first = half ? before(*today, 0, 0, 15) : before(*today, 0, number, 0);
    } else if (take(&at, chinese ? "年" : "y")) {
        first = half ? before(*today, 0, 6, 0) : before(*today, number, 0, 0);
    } else {
        return false;
    }
    set_day(days->first, &first);
    set_day(days->last, today);
    return *at == '\0';
}

/* 今天, 上周, 去年: a stretch of the calendar around today. */
static bool read_named(const char *text, const struct tm *today, struct days *days)
{
    static const struct {
        const char *name;
        char unit; /* day, week, month, year */
        int ago;
    } names[] = {{"今天", 'd', 0}, {"今日", 'd', 0},      {"today", 'd', 0}, {"昨天", 'd', 1},
                 {"昨日", 'd', 1}, {"yesterday", 'd', 1}, {"前天", 'd', 2},  {"本周", 'w', 0},
                 {"这周", 'w', 0}, {"上周", 'w', 1},      {"本月", 'm', 0},  {"这个月", 'm', 0},
                 {"上月", 'm', 1}, {"上个月", 'm', 1},    {"今年", 'y', 0},  {"去年", 'y', 1},
                 {"前年", 'y', 2}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i].name) != 0) {
            continue;
        }
        int ago = names[i].ago;
        struct tm day = before(*today, 0, 0, 0), last;
        switch (names[i].unit) {
        case 'd': last = day = before(day, 0, 0, ago); break;
        case 'w': /* from Monday on */
            day = before(day, 0, 0, (day.tm_wday + 6) % 7 + 7 * ago);
            last = before(day, 0, 0, -6);
            break;
        case 'm':
            day.tm_mday = 1;
            day = before(day, 0, ago, 0);
            return set_days(days, day.tm_year + 1900, day.tm_mon + 1, 0);
        default: return set_days(days, day.tm_year + 1900 - ago, 0, 0);
        }
        set_day(days->first, &day);
        set_day(days->last, &last);
        return true;
    }
    return false;
}

static zs_status read_days(const char *text, const struct tm *today, int64_t position,
                           struct days *days, zs_error *error)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_buffer plain = ZS_BUFFER_INIT;
    zs_status status = zs_fold(text, strlen(text), ZS_PURPOSE_INDEX, &folded, error);
    if (!status && (!zs_append_units(&plain, folded.units, folded.length) ||
                    !zs_buffer_terminate(&plain))) {
        status = zs_fail_memory(error);
    }
    zs_folded_release(&folded);
    if (!status && (plain.length > DATE_MOST ||
                    (!read_calendar(plain.data, days) && !read_named(plain.data, today, days) &&
                     !read_last(plain.data, today, days)))) {
        status = zs_fail_at(error, ZS_ERROR_QUERY, position,
                            "\"%s\" is no date; write 2023, 2023-05 or 2023-05-04, a range of "
                            "these as in 2023-05..2023-08, or 近三个月",
                            text);
    }
    zs_buffer_release(&plain);
    return status;
}

/* A date of which only the month or the year is known lies at its beginning: what begins with a
 * month begins with its first day, and with the first month its year. */
static void begin_early(char digits[ZS_DATE_DIGITS + 1])
{
    size_t length = strlen(digits);
    for (; length > 4 && strcmp(digits + length - 2, "01") == 0; length -= 2) {
        digits[length - 2] = '\0';
    }
}

zs_status zs_date_range(const char *low, const char *high, time_t now, int64_t position,
                        char low_digits[ZS_DATE_DIGITS + 1],
                        char high_digits[ZS_DATE_DIGITS + 2], zs_error *error)
{
    struct tm today = {.tm_mday = 1};
    struct days from = {.first = ""}, to = {.last = ""};
    (void)localtime_r(&now, &today);
    zs_status status = *low ? read_days(low, &today, position, &from, error) : ZS_OK;
    if (!status && *high) {
        status = read_days(high, &today, position, &to, error);
    }
    if (status) {
        return status;
    }
    if (*low && *high && strcmp(from.first, to.last) > 0 &&
        strncmp(from.first, to.last, strlen(to.last)) != 0) {
        return zs_fail_at(error, ZS_ERROR_QUERY, position,
                          "%s is after %s; write the earlier date first", low, high);
    }
    begin_early(from.first);
    memcpy(low_digits, from.first, sizeof from.first);
    (void)snprintf(high_digits, ZS_DATE_DIGITS + 2, "%s%s", to.last, *high ? "~" : "");
    return ZS_OK;
}
