/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates where they stand unasked: in a dateline, in the line at the end that signs an official
 * document, in the names of files and folders.
 */
#include <string.h>

#include "formats/date_scan.h"

/* So far into a text a dateline may stand, and so long a line may be that holds one. */
enum { DATELINE_BYTES = 600, DATELINE_CHARACTERS = 40, SIGNATURE_LINES = 3 };

/* Whether a dateline may end here: a story's own date goes on with a comma or a sentence. */
static bool ends_dateline(zs_scan scan)
{
    static const char *const ends[] = {"电",   "電",  "讯",   "訊",   "）",   ")",
                                       "】",   "]",   "\n",   "来源", "來源", "第",
                                       "作者", "文/", "记者", "記者"};
    zs_date time = {.hour = -1};
    zs_scan_weekday(&scan);
    zs_scan_time(&scan, &time);
    zs_scan_spaces(&scan);
    (void)(zs_scan_take(&scan, '|') || zs_scan_take(&scan, '/'));
    zs_scan_spaces(&scan);
    if (scan.at == scan.end) {
        return true;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        zs_scan at = scan;
        if (zs_scan_string(&at, ends[i])) {
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
        zs_scan scan = {.at = at, .end = end};
        zs_date date;
        size_t size;
        uint32_t character = zs_scan_peek(&scan, &size);
        if (character == '\n') {
            line = at + 1;
            characters = 0;
        } else if (characters <= DATELINE_CHARACTERS) {
            bool inside = at > line && zs_scan_at_digit(&(zs_scan){.at = at - 1, .end = end});
            zs_scan behind = scan;
            if (!inside && zs_scan_date(&behind, &date) && date.day > 0 &&
                ends_dateline(behind)) {
                zs_date_write(&date, out);
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
    zs_scan scan = {.at = line, .end = end};
    zs_date date;
    zs_scan_spaces(&scan);
    (void)(zs_scan_take(&scan, '(') || zs_scan_take(&scan, 0x3010));
    if (!zs_scan_date(&scan, &date) || date.day == 0) {
        return false;
    }
    (void)(zs_scan_take(&scan, ')') || zs_scan_take(&scan, 0x3011));
    zs_scan_weekday(&scan);
    zs_scan_spaces(&scan);
    if (scan.at != end) {
        return false;
    }
    zs_date_write(&date, out);
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
static bool read_folders(zs_scan *scan, zs_date *date)
{
    int digits;
    zs_scan at = *scan;
    *date = (zs_date){.year = zs_scan_digits(&at, 4, &digits), .hour = -1};
    if (digits != 4 || !(zs_scan_take(&at, '/') || zs_scan_take(&at, '-'))) {
        return false;
    }
    date->month = zs_scan_digits(&at, 2, &digits);
    if (date->month < 1 || digits != 2) {
        return false;
    }
    (void)(zs_scan_take(&at, '/') || zs_scan_take(&at, '-'));
    date->day = zs_scan_digits(&at, 2, &digits);
    *scan = at;
    return digits == 2 && date->day > 0 && !zs_scan_at_digit(&at) && zs_date_possible(date);
}

bool zs_date_of_name(const char *name, char out[ZS_DATE_SIZE])
{
    const char *end = name + strlen(name);
    bool whole = false, found = false;
    for (const char *at = name; at < end;) {
        zs_scan scan = {.at = at, .end = end};
        zs_date date;
        size_t size;
        (void)zs_scan_peek(&scan, &size);
        bool inside = at > name && at[-1] >= '0' && at[-1] <= '9';
        zs_scan behind = scan;
        if (!inside &&
            (read_folders(&behind, &date) || (behind = scan, zs_scan_date(&behind, &date)))) {
            bool cut = zs_scan_at_digit(&behind);
            /* The last whole one is the nearest to the article; a month only for want of it. */
            if (!cut && (date.day > 0 || !whole)) {
                whole = whole || date.day > 0;
                found = true;
                date.hour = -1;
                zs_date_write(&date, out);
                at = behind.at;
                continue;
            }
        }
        at += size;
    }
    return found;
}
