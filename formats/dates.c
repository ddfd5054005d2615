/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/dates.h"

#include "formats/date_scan.h"

bool zs_date_read(const char *string, size_t length, char out[ZS_DATE_SIZE])
{
    zs_scan scan = {.at = string, .end = string + length};
    zs_date date;
    zs_scan_spaces(&scan);
    /* A label goes before: 发布时间：, Date: */
    for (const char *at = scan.at; at < scan.end && at < scan.at + 40; at++) {
        zs_scan colon = {.at = at, .end = scan.end};
        if ((unsigned char)*at >= '0' && (unsigned char)*at <= '9') {
            break;
        }
        if (zs_scan_take(&colon, ':')) {
            scan = colon;
            zs_scan_spaces(&scan);
            break;
        }
    }
    if (!zs_scan_date(&scan, &date)) {
        /* A year alone. */
        int digits;
        date = (zs_date){.year = zs_scan_digits(&scan, 4, &digits), .hour = -1};
        (void)zs_scan_take(&scan, 0x5E74);
        if (digits != 4 || !zs_date_possible(&date)) {
            return false;
        }
    }
    if (date.day > 0) {
        zs_scan_weekday(&scan);
        zs_scan_time(&scan, &date);
        zs_scan_weekday(&scan);
    }
    while (zs_scan_take(&scan, '\n') || zs_scan_take(&scan, ' ') || zs_scan_take(&scan, '\r') ||
           zs_scan_take(&scan, '\t')) {
    }
    /* Behind RFC 5322's zone its name may stand: (CST). */
    if (scan.at < scan.end && *scan.at != '(') {
        return false;
    }
    zs_date_write(&date, out);
    return true;
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
    zs_date date = {.day = (int)(of_year - (153 * month + 2) / 5 + 1),
                    .month = (int)(month < 10 ? month + 3 : month - 9),
                    .hour = -1};
    date.year = (int)(year + era * 400 + (date.month <= 2));
    if (!zs_date_possible(&date)) {
        return false;
    }
    zs_date_write(&date, out);
    return true;
}
