/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading a date off a text, character by character: what dates.c, which is asked for whole
 * dates, and datelines.c, which looks for them in texts and names, have in common.
 */
#ifndef ZS_FORMATS_DATE_SCAN_H
#define ZS_FORMATS_DATE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "formats/dates.h"

typedef struct zs_scan {
    const char *at, *end;
} zs_scan;

typedef struct zs_date {
    int year, month, day;     /* month and day 0: not said */
    int hour, minute, second; /* hour -1: not said */
    char zone[8];             /* "+08:00", "Z"; empty: not said */
} zs_date;

/* The code point at the scan, its full width made half, and its length in bytes; 0 at the
 * end. Any bytes. */
uint32_t zs_scan_peek(const zs_scan *scan, size_t *size);

/* Each of these goes on behind what it takes, or stays where it is. */
bool zs_scan_take(zs_scan *scan, uint32_t wanted);
bool zs_scan_string(zs_scan *scan, const char *string);
void zs_scan_spaces(zs_scan *scan);

/* Western digits alone, so many at most; -1 if there are none. */
int zs_scan_digits(zs_scan *scan, int most, int *digits);
bool zs_scan_at_digit(const zs_scan *scan);

/* A date in any way of writing that has a year and a month. */
bool zs_scan_date(zs_scan *scan, zs_date *date);

/* The time of day behind a date: 10:20, 10:20:30.5, 10时20分, 下午3:20, T10:20:30+08:00. */
void zs_scan_time(zs_scan *scan, zs_date *date);

/* （星期四）, 周四. */
void zs_scan_weekday(zs_scan *scan);

/* Whether a calendar has it, and people wrote then. */
bool zs_date_possible(const zs_date *date);

void zs_date_write(const zs_date *date, char out[ZS_DATE_SIZE]);

#endif
