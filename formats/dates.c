/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/dates.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "encoding/utf8.h"

/* Years in which articles were written. */
enum { YEAR_FIRST = 1800, YEAR_LAST = 2199, REPUBLIC = 1911 };

/* So far into a text a dateline may stand, and so long a line may be that holds one. */
enum { DATELINE_BYTES = 600, DATELINE_CHARACTERS = 40, SIGNATURE_LINES = 3 };

struct date {
    int year, month, day;     /* month and day 0: not said */
    int hour, minute, second; /* hour -1: not said */
    char zone[8];             /* "+08:00", "Z"; empty: not said */
};

/* What is being read. */
struct scan {
    const char *at, *end;
};

/* ---- Characters ------------------------------------------------------------------------ */

/* The code point at the scan and its length in bytes; 0 at the end. Any bytes. */
static uint32_t peek(const struct scan *scan, size_t *size)
{
    size_t left = (size_t)(scan->end - scan->at);
    *size = zs_utf8_character(scan->at, left);
    if (*size == 0) {
        *size = left > 0;
        return left > 0 ? 0xFFFD : 0;
    }
    uint32_t character = zs_utf8_decode(scan->at, *size);
    /* Full width is half width. */
    return character >= 0xFF01 && character <= 0xFF5E ? character - 0xFEE0
           : character == 0x3000                      ? ' '
                                                      : character;
}

static bool take(struct scan *scan, uint32_t wanted)
{
    size_t size;
    if (peek(scan, &size) != wanted || size == 0) {
        return false;
    }
    scan->at += size;
    return true;
}

static bool take_string(struct scan *scan, const char *string)
{
    size_t length = strlen(string);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, string, length) != 0) {
        return false;
    }
    scan->at += length;
    return true;
}

static void pass_spaces(struct scan *scan)
{
    while (take(scan, ' ') || take(scan, '\t') || take(scan, 0xA0) || take(scan, '\r')) {
    }
}

/* The value of a digit, Western or Chinese; -1 if it is none. */
static int digit_value(uint32_t character, bool *chinese)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    *chinese = false;
    if (character >= '0' && character <= '9') {
        return (int)character - '0';
    }
    *chinese = true;
    if (character == 0x96F6 || character == 0x25CB || character == 0x25EF) {
        return 0; /* 零 and the circles that stand in for 〇 */
    }
    for (int i = 0; i < 10; i++) {
        if (character == digits[i]) {
            return i;
        }
    }
    return -1;
}

/* Reads 三十一, 十二, 廿三, 一百一十二, or digits one behind another; *digits is how many
 * there were, 0 if it was said with tens. -1 if there is none. */
static int take_number(struct scan *scan, int *digits)
{
    int total = 0, current = -1, count = 0;
    bool tens = false, has_chinese = false, has_western = false;
    for (;; count++) {
        size_t size;
        bool chinese;
        uint32_t character = peek(scan, &size);
        int value = digit_value(character, &chinese);
        if (value >= 0 && count < 9) {
            if (chinese ? has_western : has_chinese) {
                break;
            }
            has_chinese = has_chinese || chinese;
            has_western = has_western || !chinese;
            current = tens || current < 0 ? value : current * 10 + value;
        } else if (!has_western && character == 0x767E) { /* 百 */
            total += (current < 0 ? 1 : current) * 100;
            current = -1;
            tens = true;
        } else if (!has_western && (character == 0x5341 || character == 0x5EFF ||
                                    character == 0x5345)) { /* 十廿卅 */
            int ten = character == 0x5341 ? 10 : character == 0x5EFF ? 20 : 30;
            total += current > 0 ? current * 10 : ten;
            current = -1;
            tens = true;
        } else {
            break;
        }
        scan->at += size;
    }
    *digits = tens ? 0 : count;
    return count == 0 ? -1 : total + (current > 0 ? current : 0);
}

/* Western digits alone, so many at most; -1 if there are none. */
static int take_digits(struct scan *scan, int most, int *digits)
{
    int value = 0;
    for (*digits = 0; *digits < most; ++*digits) {
        size_t size;
        uint32_t character = peek(scan, &size);
        if (character < '0' || character > '9') {
            break;
        }
        value = value * 10 + (int)character - '0';
        scan->at += size;
    }
    return *digits > 0 ? value : -1;
}

static bool at_digit(const struct scan *scan)
{
    size_t size;
    uint32_t character = peek(scan, &size);
    return character >= '0' && character <= '9';
}

/* ---- The calendar ------------------------------------------------------------------------ */

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool is_possible(const struct date *date)
{
    if (date->year < YEAR_FIRST || date->year > YEAR_LAST || date->month < 0 ||
        date->month > 12 || date->day < 0 || (date->day > 0 && date->month == 0)) {
        return false;
    }
    return date->day == 0 || date->day <= days_of(date->year, date->month);
}

static void write_date(const struct date *date, char out[ZS_DATE_SIZE])
{
    int length = snprintf(out, ZS_DATE_SIZE, "%04d", date->year);
    if (date->month > 0) {
        length += snprintf(out + length, ZS_DATE_SIZE - (size_t)length, "-%02d", date->month);
    }
    if (date->day > 0) {
        length += snprintf(out + length, ZS_DATE_SIZE - (size_t)length, "-%02d", date->day);
    }
    if (date->day > 0 && date->hour >= 0) {
        (void)snprintf(out + length, ZS_DATE_SIZE - (size_t)length, "T%02d:%02d:%02d%s",
                       date->hour, date->minute, date->second, date->zone);
    }
}

/* ---- One way of writing after another ---------------------------------------------------- */

/* 2023年5月4日, 二〇二三年五月, 民國112年5月4日. A year without 年's month is none. */
static bool read_chinese(struct scan *scan, struct date *date)
{
    struct scan at = *scan;
    int digits;
    (void)(take_string(&at, "中华") || take_string(&at, "中華"));
    bool republic = take_string(&at, "民国") || take_string(&at, "民國");
    pass_spaces(&at);
    date->year = take_number(&at, &digits);
    pass_spaces(&at);
    if (date->year < 0 || !take(&at, 0x5E74) || (!republic && digits != 4)) {
        return false;
    }
    if (republic && (date->year < 1 || date->year > 199)) {
        return false;
    }
    date->year += republic ? REPUBLIC : 0;
    pass_spaces(&at);
    date->month = take_number(&at, &digits);
    pass_spaces(&at);
    if (date->month < 1 || !take(&at, 0x6708)) {
        return false;
    }
    struct scan before = at;
    pass_spaces(&at);
    date->day = take_number(&at, &digits);
    pass_spaces(&at);
    if (date->day < 1 || !(take(&at, 0x65E5) || take(&at, 0x53F7) || take(&at, 0x865F))) {
        date->day = 0;
        at = before;
    }
    *scan = at;
    return is_possible(date);
}

/* 2023-05-04, 2023/5/4, 2023.05.04, 20230504, 2023-05. */
static bool read_numeric(struct scan *scan, struct date *date)
{
    struct scan at = *scan;
    int digits;
    date->year = take_digits(&at, 4, &digits);
    if (digits != 4) {
        return false;
    }
    static const uint32_t separators[] = {'-', '/', '.', 0x2013, 0x2014, 0x30FB, 0xB7};
    uint32_t separator = 0;
    if (at_digit(&at)) {
        date->month = take_digits(&at, 2, &digits);
        date->day = take_digits(&at, 2, &digits);
        *scan = at;
        return digits == 2 && date->month > 0 && date->day > 0 && !at_digit(&at) &&
               is_possible(date);
    }
    for (size_t i = 0; i < sizeof separators / sizeof *separators && separator == 0; i++) {
        separator = take(&at, separators[i]) ? separators[i] : 0;
    }
    pass_spaces(&at);
    date->month = separator > 0 ? take_digits(&at, 2, &digits) : -1;
    if (date->month < 1 || at_digit(&at)) {
        return false;
    }
    struct scan before = at;
    date->day = take(&at, separator) ? (pass_spaces(&at), take_digits(&at, 2, &digits)) : -1;
    if (date->day < 1 || at_digit(&at)) {
        date->day = 0;
        at = before;
    }
    *scan = at;
    return is_possible(date);
}

static int take_month_name(struct scan *scan)
{
    static const char names[][4] = {"jan", "feb", "mar", "apr", "may", "jun",
                                    "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12 && scan->end - scan->at >= 3; i++) {
        if (strncasecmp(scan->at, names[i], 3) == 0) {
            while (scan->at < scan->end &&
                   ((*scan->at | 0x20) >= 'a' && (*scan->at | 0x20) <= 'z')) {
                scan->at++;
            }
            (void)take(scan, '.');
            return i + 1;
        }
    }
    return 0;
}

/* 4 May 2023, May 4, 2023, Thu, 04 May 2023. */
static bool read_english(struct scan *scan, struct date *date)
{
    static const char weekdays[][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    struct scan at = *scan;
    int digits;
    for (size_t i = 0; i < 7 && at.end - at.at >= 3; i++) {
        if (strncasecmp(at.at, weekdays[i], 3) == 0) {
            while (at.at < at.end && ((*at.at | 0x20) >= 'a' && (*at.at | 0x20) <= 'z')) {
                at.at++;
            }
            (void)take(&at, ',');
            pass_spaces(&at);
            break;
        }
    }
    date->day = take_digits(&at, 2, &digits);
    pass_spaces(&at);
    (void)take(&at, '-');
    date->month = take_month_name(&at);
    pass_spaces(&at);
    (void)take(&at, '-');
    if (date->day < 0) {
        date->day = take_digits(&at, 2, &digits);
        (void)take(&at, ',');
        pass_spaces(&at);
    }
    date->year = take_digits(&at, 4, &digits);
    *scan = at;
    return digits == 4 && date->month > 0 && date->day > 0 && !at_digit(&at) &&
           is_possible(date);
}

/* Whether any of these may begin with a character: most of a text may not. */
static bool may_begin(uint32_t character)
{
    bool chinese;
    return digit_value(character, &chinese) >= 0 || character == 0x5341 ||
           character == 0x5EFF || character == 0x5345 || character == 0x767E ||
           character == 0x4E2D || character == 0x6C11 || /* 中華, 民國 */
           ((character | 0x20) >= 'a' && (character | 0x20) <= 'z');
}

/* Any of these. */
static bool read_any(struct scan *scan, struct date *date)
{
    size_t size;
    if (!may_begin(peek(scan, &size))) {
        return false;
    }
    static bool (*const ways[])(struct scan *, struct date *) = {read_chinese, read_numeric,
                                                                 read_english};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct scan at = *scan;
        *date = (struct date){.hour = -1};
        if (ways[i](&at, date)) {
            *scan = at;
            return true;
        }
    }
    return false;
}

/* ---- The time of day --------------------------------------------------------------------- */

static void read_zone(struct scan *scan, struct date *date)
{
    int digits;
    struct scan at = *scan;
    if (take(&at, 'Z') || take_string(&at, "GMT") || take_string(&at, "UTC")) {
        strcpy(date->zone, "Z");
        *scan = at;
        return;
    }
    char sign = take(&at, '+') ? '+' : take(&at, '-') ? '-' : '\0';
    int hours = sign ? take_digits(&at, 2, &digits) : -1;
    if (hours < 0 || hours > 14 || digits != 2) {
        return;
    }
    bool colon = take(&at, ':');
    int minutes = take_digits(&at, 2, &digits);
    if (minutes < 0 && !colon) {
        minutes = 0; /* the hour says it all */
        digits = 2;
    }
    if (minutes >= 0 && minutes < 60 && digits == 2) {
        (void)snprintf(date->zone, sizeof date->zone, "%c%02d:%02d", sign, hours, minutes);
        *scan = at;
    }
}

/* 10:20, 10:20:30.5, 10时20分, 下午3:20, T10:20:30+08:00. Leaves the scan where it is if
 * there is none. */
static void read_time(struct scan *scan, struct date *date)
{
    struct scan at = *scan;
    int digits;
    pass_spaces(&at);
    (void)(take(&at, 'T') || take(&at, ','));
    pass_spaces(&at);
    bool afternoon = take_string(&at, "下午") || take_string(&at, "晚上");
    (void)(take_string(&at, "上午") || take_string(&at, "早上") || take_string(&at, "凌晨"));
    pass_spaces(&at);
    int hour = take_digits(&at, 2, &digits);
    bool colon = take(&at, ':') || take(&at, 0x65F6) || take(&at, 0x6642) ||
                 take(&at, 0x70B9) || take(&at, 0x9EDE);
    int minute = hour >= 0 && colon ? take_digits(&at, 2, &digits) : -1;
    int second = 0;
    if (minute < 0 || digits != 2 || hour > 23 || minute > 59) {
        return;
    }
    if (take(&at, ':')) {
        second = take_digits(&at, 2, &digits);
        if (second < 0 || second > 59) {
            return;
        }
        if (take(&at, '.')) {
            (void)take_digits(&at, 9, &digits);
        }
    } else if (take(&at, 0x5206)) { /* 分 */
        struct scan before = at;
        second = take_digits(&at, 2, &digits);
        if (second < 0 || second > 59 || !take(&at, 0x79D2)) {
            second = 0;
            at = before;
        }
    }
    date->hour = hour + (afternoon && hour < 12 ? 12 : 0);
    date->minute = minute;
    date->second = second;
    struct scan before = at;
    pass_spaces(&at);
    read_zone(&at, date);
    *scan = date->zone[0] ? at : before;
}

/* （星期四）, 周四, Thursday are passed over. */
static void pass_weekday(struct scan *scan)
{
    struct scan at = *scan;
    pass_spaces(&at);
    bool bracket = take(&at, '(');
    if (take_string(&at, "星期") || take_string(&at, "周") || take_string(&at, "週") ||
        take_string(&at, "礼拜")) {
        size_t size;
        (void)peek(&at, &size);
        at.at += size;
        if (!bracket || take(&at, ')')) {
            *scan = at;
        }
    }
}

/* ---- What is asked ------------------------------------------------------------------------
 */

bool zs_date_read(const char *string, size_t length, char out[ZS_DATE_SIZE])
{
    struct scan scan = {.at = string, .end = string + length};
    struct date date;
    pass_spaces(&scan);
    /* A label goes before: 发布时间：, Date: */
    for (const char *at = scan.at; at < scan.end && at < scan.at + 40; at++) {
        struct scan colon = {.at = at, .end = scan.end};
        if ((unsigned char)*at >= '0' && (unsigned char)*at <= '9') {
            break;
        }
        if (take(&colon, ':')) {
            scan = colon;
            pass_spaces(&scan);
            break;
        }
    }
    if (!read_any(&scan, &date)) {
        /* A year alone. */
        int digits;
        date = (struct date){.year = take_digits(&scan, 4, &digits), .hour = -1};
        (void)take(&scan, 0x5E74);
        if (digits != 4 || !is_possible(&date)) {
            return false;
        }
    }
    if (date.day > 0) {
        pass_weekday(&scan);
        read_time(&scan, &date);
        pass_weekday(&scan);
    }
    while (take(&scan, '\n') || take(&scan, ' ') || take(&scan, '\r') || take(&scan, '\t')) {
    }
    /* Behind RFC 5322's zone its name may stand: (CST). */
    if (scan.at < scan.end && *scan.at != '(') {
        return false;
    }
    write_date(&date, out);
    return true;
}

/* Whether a dateline may end here: a story's own date goes on with a comma or a sentence. */
static bool ends_dateline(struct scan scan)
{
    static const char *const ends[] = {"电",   "電",  "讯",   "訊",   "）",   ")",
                                       "】",   "]",   "\n",   "来源", "來源", "第",
                                       "作者", "文/", "记者", "記者"};
    struct date time = {.hour = -1};
    pass_weekday(&scan);
    read_time(&scan, &time);
    pass_spaces(&scan);
    (void)(take(&scan, '|') || take(&scan, '/'));
    pass_spaces(&scan);
    if (scan.at == scan.end) {
        return true;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct scan at = scan;
        if (take_string(&at, ends[i])) {
            return true;
        }
    }
    return false;
}

/* The first date in the text, as far as `end`, that stands as datelines do. */
static bool find_dateline(const char *text, const char *end, char out[ZS_DATE_SIZE])
{
    const char *line = text;
    size_t characters = 0;
    for (const char *at = text; at < end;) {
        struct scan scan = {.at = at, .end = end};
        struct date date;
        size_t size;
        uint32_t character = peek(&scan, &size);
        if (character == '\n') {
            line = at + 1;
            characters = 0;
        } else if (characters <= DATELINE_CHARACTERS) {
            bool inside = at > line && at_digit(&(struct scan){.at = at - 1, .end = end});
            struct scan behind = scan;
            if (!inside && read_any(&behind, &date) && date.day > 0 && ends_dateline(behind)) {
                write_date(&date, out);
                return true;
            }
            characters++;
        }
        at += size;
    }
    return false;
}

/* Whether a line is nothing but a date. */
static bool read_line(const char *line, const char *end, char out[ZS_DATE_SIZE])
{
    struct scan scan = {.at = line, .end = end};
    struct date date;
    pass_spaces(&scan);
    (void)(take(&scan, '(') || take(&scan, 0x3010));
    if (!read_any(&scan, &date) || date.day == 0) {
        return false;
    }
    (void)(take(&scan, ')') || take(&scan, 0x3011));
    pass_weekday(&scan);
    pass_spaces(&scan);
    if (scan.at != end) {
        return false;
    }
    write_date(&date, out);
    return true;
}

bool zs_date_of_text(const char *text, size_t length, char out[ZS_DATE_SIZE])
{
    size_t head = length < DATELINE_BYTES ? length : DATELINE_BYTES;
    if (find_dateline(text, text + head, out)) {
        return true;
    }
    /* Official documents are signed at the end. */
    const char *end = text + length;
    for (int lines = 0; lines < SIGNATURE_LINES && end > text; lines++) {
        while (end > text && (end[-1] == '\n' || end[-1] == '\r' || end[-1] == ' ')) {
            end--;
        }
        const char *line = end;
        while (line > text && line[-1] != '\n' && end - line < DATELINE_BYTES) {
            line--;
        }
        if (end - line < DATELINE_BYTES && read_line(line, end, out)) {
            return true;
        }
        end = line;
    }
    return false;
}

/* A folder for the year, one for the month and perhaps one for the day: 2023/05/04, 2023/0504,
 * 2023-05/04. `at` begins with four digits. */
static bool read_folders(struct scan *scan, struct date *date)
{
    int digits;
    struct scan at = *scan;
    *date = (struct date){.year = take_digits(&at, 4, &digits), .hour = -1};
    if (digits != 4 || !(take(&at, '/') || take(&at, '-'))) {
        return false;
    }
    date->month = take_digits(&at, 2, &digits);
    if (date->month < 1 || digits != 2) {
        return false;
    }
    (void)(take(&at, '/') || take(&at, '-'));
    date->day = take_digits(&at, 2, &digits);
    *scan = at;
    return digits == 2 && date->day > 0 && !at_digit(&at) && is_possible(date);
}

bool zs_date_of_name(const char *name, char out[ZS_DATE_SIZE])
{
    const char *end = name + strlen(name);
    bool whole = false, found = false;
    for (const char *at = name; at < end;) {
        struct scan scan = {.at = at, .end = end};
        struct date date;
        size_t size;
        (void)peek(&scan, &size);
        bool inside = at > name && at[-1] >= '0' && at[-1] <= '9';
        struct scan behind = scan;
        if (!inside &&
            (read_folders(&behind, &date) || (behind = scan, read_any(&behind, &date)))) {
            bool cut = at_digit(&behind);
            /* The last whole one is the nearest to the article; a month only for want of it. */
            if (!cut && (date.day > 0 || !whole)) {
                whole = whole || date.day > 0;
                found = true;
                date.hour = -1;
                write_date(&date, out);
                at = behind.at;
                continue;
            }
        }
        at += size;
    }
    return found;
}

bool zs_date_of_time(int64_t seconds, char out[ZS_DATE_SIZE])
{
    /* Days since 1 March of year 0 (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
    int64_t days = seconds / 86400 - (seconds % 86400 < 0) + 719468;
    if (days < 0 || days > (int64_t)146097 * 6) {
        return false;
    }
    int64_t era = days / 146097, of_era = days % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    struct date date = {.day = (int)(of_year - (153 * month + 2) / 5 + 1),
                        .month = (int)(month < 10 ? month + 3 : month - 9),
                        .hour = -1};
    date.year = (int)(year + era * 400 + (date.month <= 2));
    if (!is_possible(&date)) {
        return false;
    }
    write_date(&date, out);
    return true;
}
