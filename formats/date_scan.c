/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/date_scan.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "encoding/utf8.h"

/* Years in which articles were written. */
enum { YEAR_FIRST = 1800, YEAR_LAST = 2199, REPUBLIC = 1911 };

/* ---- Characters ------------------------------------------------------------------------ */

/* The code point at the scan and its length in bytes; 0 at the end. Any bytes. */
uint32_t zs_scan_peek(const zs_scan *scan, size_t *size)
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

bool zs_scan_take(zs_scan *scan, uint32_t wanted)
{
    size_t size;
    if (zs_scan_peek(scan, &size) != wanted || size == 0) {
        return false;
    }
    scan->at += size;
    return true;
}

bool zs_scan_string(zs_scan *scan, const char *string)
{
    size_t length = strlen(string);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, string, length) != 0) {
        return false;
    }
    scan->at += length;
    return true;
}

void zs_scan_spaces(zs_scan *scan)
{
    while (zs_scan_take(scan, ' ') || zs_scan_take(scan, '\t') || zs_scan_take(scan, 0xA0) ||
           zs_scan_take(scan, '\r')) {
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
static int take_number(zs_scan *scan, int *digits)
{
    int total = 0, current = -1, count = 0;
    bool tens = false, has_chinese = false, has_western = false;
    for (;; count++) {
        size_t size;
        bool chinese;
        uint32_t character = zs_scan_peek(scan, &size);
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
int zs_scan_digits(zs_scan *scan, int most, int *digits)
{
    int value = 0;
    for (*digits = 0; *digits < most; ++*digits) {
        size_t size;
        uint32_t character = zs_scan_peek(scan, &size);
        if (character < '0' || character > '9') {
            break;
        }
        value = value * 10 + (int)character - '0';
        scan->at += size;
    }
    return *digits > 0 ? value : -1;
}

bool zs_scan_at_digit(const zs_scan *scan)
{
    size_t size;
    uint32_t character = zs_scan_peek(scan, &size);
    return character >= '0' && character <= '9';
}

/* ---- The calendar ------------------------------------------------------------------------ */

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool zs_date_possible(const zs_date *date)
{
    if (date->year < YEAR_FIRST || date->year > YEAR_LAST || date->month < 0 ||
        date->month > 12 || date->day < 0 || (date->day > 0 && date->month == 0)) {
        return false;
    }
    return date->day == 0 || date->day <= days_of(date->year, date->month);
}

void zs_date_write(const zs_date *date, char out[ZS_DATE_SIZE])
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
static bool read_chinese(zs_scan *scan, zs_date *date)
{
    zs_scan at = *scan;
    int digits;
    (void)(zs_scan_string(&at, "中华") || zs_scan_string(&at, "中華"));
    bool republic = zs_scan_string(&at, "民国") || zs_scan_string(&at, "民國");
    zs_scan_spaces(&at);
    date->year = take_number(&at, &digits);
    zs_scan_spaces(&at);
    if (date->year < 0 || !zs_scan_take(&at, 0x5E74) || (!republic && digits != 4)) {
        return false;
    }
    if (republic && (date->year < 1 || date->year > 199)) {
        return false;
    }
    date->year += republic ? REPUBLIC : 0;
    zs_scan_spaces(&at);
    date->month = take_number(&at, &digits);
    zs_scan_spaces(&at);
    if (date->month < 1 || !zs_scan_take(&at, 0x6708)) {
        return false;
    }
    zs_scan before = at;
    zs_scan_spaces(&at);
    date->day = take_number(&at, &digits);
    zs_scan_spaces(&at);
    if (date->day < 1 || !(zs_scan_take(&at, 0x65E5) || zs_scan_take(&at, 0x53F7) ||
                           zs_scan_take(&at, 0x865F))) {
        date->day = 0;
        at = before;
    }
    *scan = at;
    return zs_date_possible(date);
}

/* 2023-05-04, 2023/5/4, 2023.05.04, 20230504, 2023-05. */
static bool read_numeric(zs_scan *scan, zs_date *date)
{
    zs_scan at = *scan;
    int digits;
    date->year = zs_scan_digits(&at, 4, &digits);
    if (digits != 4) {
        return false;
    }
    static const uint32_t separators[] = {'-', '/', '.', 0x2013, 0x2014, 0x30FB, 0xB7};
    uint32_t separator = 0;
    if (zs_scan_at_digit(&at)) {
        date->month = zs_scan_digits(&at, 2, &digits);
        date->day = zs_scan_digits(&at, 2, &digits);
        *scan = at;
        return digits == 2 && date->month > 0 && date->day > 0 && !zs_scan_at_digit(&at) &&
               zs_date_possible(date);
    }
    for (size_t i = 0; i < sizeof separators / sizeof *separators && separator == 0; i++) {
        separator = zs_scan_take(&at, separators[i]) ? separators[i] : 0;
    }
    zs_scan_spaces(&at);
    date->month = separator > 0 ? zs_scan_digits(&at, 2, &digits) : -1;
    if (date->month < 1 || zs_scan_at_digit(&at)) {
        return false;
    }
    zs_scan before = at;
    date->day = zs_scan_take(&at, separator)
                    ? (zs_scan_spaces(&at), zs_scan_digits(&at, 2, &digits))
                    : -1;
    if (date->day < 1 || zs_scan_at_digit(&at)) {
        date->day = 0;
        at = before;
    }
    *scan = at;
    return zs_date_possible(date);
}

static int take_month_name(zs_scan *scan)
{
    static const char names[][4] = {"jan", "feb", "mar", "apr", "may", "jun",
                                    "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12 && scan->end - scan->at >= 3; i++) {
        if (strncasecmp(scan->at, names[i], 3) == 0) {
            while (scan->at < scan->end &&
                   ((*scan->at | 0x20) >= 'a' && (*scan->at | 0x20) <= 'z')) {
                scan->at++;
            }
            (void)zs_scan_take(scan, '.');
            return i + 1;
        }
    }
    return 0;
}

/* 4 May 2023, May 4, 2023, Thu, 04 May 2023. */
static bool read_english(zs_scan *scan, zs_date *date)
{
    static const char weekdays[][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    zs_scan at = *scan;
    int digits;
    for (size_t i = 0; i < 7 && at.end - at.at >= 3; i++) {
        if (strncasecmp(at.at, weekdays[i], 3) == 0) {
            while (at.at < at.end && ((*at.at | 0x20) >= 'a' && (*at.at | 0x20) <= 'z')) {
                at.at++;
            }
            (void)zs_scan_take(&at, ',');
            zs_scan_spaces(&at);
            break;
        }
    }
    date->day = zs_scan_digits(&at, 2, &digits);
    zs_scan_spaces(&at);
    (void)zs_scan_take(&at, '-');
    date->month = take_month_name(&at);
    zs_scan_spaces(&at);
    (void)zs_scan_take(&at, '-');
    if (date->day < 0) {
        date->day = zs_scan_digits(&at, 2, &digits);
        (void)zs_scan_take(&at, ',');
        zs_scan_spaces(&at);
    }
    date->year = zs_scan_digits(&at, 4, &digits);
    *scan = at;
    return digits == 4 && date->month > 0 && date->day > 0 && !zs_scan_at_digit(&at) &&
           zs_date_possible(date);
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
bool zs_scan_date(zs_scan *scan, zs_date *date)
{
    size_t size;
    if (!may_begin(zs_scan_peek(scan, &size))) {
        return false;
    }
    static bool (*const ways[])(zs_scan *, zs_date *) = {read_chinese, read_numeric,
                                                         read_english};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        zs_scan at = *scan;
        *date = (zs_date){.hour = -1};
        if (ways[i](&at, date)) {
            *scan = at;
            return true;
        }
    }
    return false;
}

/* ---- The time of day --------------------------------------------------------------------- */

static void read_zone(zs_scan *scan, zs_date *date)
{
    int digits;
    zs_scan at = *scan;
    if (zs_scan_take(&at, 'Z') || zs_scan_string(&at, "GMT") || zs_scan_string(&at, "UTC")) {
        strcpy(date->zone, "Z");
        *scan = at;
        return;
    }
    char sign = zs_scan_take(&at, '+') ? '+' : zs_scan_take(&at, '-') ? '-' : '\0';
    int hours = sign ? zs_scan_digits(&at, 2, &digits) : -1;
    if (hours < 0 || hours > 14 || digits != 2) {
        return;
    }
    bool colon = zs_scan_take(&at, ':');
    int minutes = zs_scan_digits(&at, 2, &digits);
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
void zs_scan_time(zs_scan *scan, zs_date *date)
{
    zs_scan at = *scan;
    int digits;
    zs_scan_spaces(&at);
    (void)(zs_scan_take(&at, 'T') || zs_scan_take(&at, ','));
    zs_scan_spaces(&at);
    bool afternoon = zs_scan_string(&at, "下午") || zs_scan_string(&at, "晚上");
    (void)(zs_scan_string(&at, "上午") || zs_scan_string(&at, "早上") ||
           zs_scan_string(&at, "凌晨"));
    zs_scan_spaces(&at);
    int hour = zs_scan_digits(&at, 2, &digits);
    bool colon = zs_scan_take(&at, ':') || zs_scan_take(&at, 0x65F6) ||
                 zs_scan_take(&at, 0x6642) || zs_scan_take(&at, 0x70B9) ||
                 zs_scan_take(&at, 0x9EDE);
    int minute = hour >= 0 && colon ? zs_scan_digits(&at, 2, &digits) : -1;
    int second = 0;
    if (minute < 0 || digits != 2 || hour > 23 || minute > 59) {
        return;
    }
    if (zs_scan_take(&at, ':')) {
        second = zs_scan_digits(&at, 2, &digits);
        if (second < 0 || second > 59) {
            return;
        }
        if (zs_scan_take(&at, '.')) {
            (void)zs_scan_digits(&at, 9, &digits);
        }
    } else if (zs_scan_take(&at, 0x5206)) { /* 分 */
        zs_scan before = at;
        second = zs_scan_digits(&at, 2, &digits);
        if (second < 0 || second > 59 || !zs_scan_take(&at, 0x79D2)) {
            second = 0;
            at = before;
        }
    }
    date->hour = hour + (afternoon && hour < 12 ? 12 : 0);
    date->minute = minute;
    date->second = second;
    zs_scan before = at;
    zs_scan_spaces(&at);
    read_zone(&at, date);
    *scan = date->zone[0] ? at : before;
}

/* （星期四）, 周四, Thursday are passed over. */
void zs_scan_weekday(zs_scan *scan)
{
    zs_scan at = *scan;
    zs_scan_spaces(&at);
    bool bracket = zs_scan_take(&at, '(');
    if (zs_scan_string(&at, "星期") || zs_scan_string(&at, "周") || zs_scan_string(&at, "週") ||
        zs_scan_string(&at, "礼拜")) {
        size_t size;
        (void)zs_scan_peek(&at, &size);
        at.at += size;
        if (!bracket || zs_scan_take(&at, ')')) {
            *scan = at;
        }
    }
}
