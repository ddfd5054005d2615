/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates as people write them: 2023年5月4日, 二〇二三年五月四日, 民國112年5月4日, 2023-05-04,
 * 2023/5/4, 2023.05.04, 20230504, 5 May 2023, and what computers write (RFC 3339, RFC 5322).
 */
#ifndef ZS_FORMATS_DATES_H
#define ZS_FORMATS_DATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for any date that these functions write, with its NUL. */
#define ZS_DATE_SIZE 32

/* Reads a date that is all of the string but for white space, a weekday and a label such as
 * 发布时间：, as metadata have it. Writes it as ISO 8601, as exact as it was: "2023",
 * "2023-05", "2023-05-04", "2023-05-04T14:30:00+08:00" (the zone only if one is given).
 * False if it is no date, or one that no calendar has. UTF-8. */
bool zs_date_read(const char *string, size_t length, char out[ZS_DATE_SIZE]);

/* The date of the dateline: at the beginning of the text (新华社北京5月4日电 says no year and
 * is none; 2023年5月4日, （2023-05-04） are) or in a line of its own at its end. Only those
 * with a year, a month and a day. */
bool zs_date_of_text(const char *text, size_t length, char out[ZS_DATE_SIZE]);

/* The date in a path or URL: news/2023/05/04/a.html, 20230504_3.txt, 2023-05-04 标题.md,
 * t20230504_123.shtml, 2023年5月4日.txt. The last that is whole. */
bool zs_date_of_name(const char *name, char out[ZS_DATE_SIZE]);

/* Seconds since 1970 as a date in UTC: "2023-05-04". */
bool zs_date_of_time(int64_t seconds, char out[ZS_DATE_SIZE]);

#endif
