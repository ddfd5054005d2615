/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/facets.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* More bars nobody looks at; of years there are never so many. */
enum { BARS_MOST = 10000 };

/* By itself a histogram has days up to so many, months up to so many, else years. */
enum { DAYS_MOST = 62, MONTHS_MOST = 60 };

const char *zs_interval_name(zs_interval interval)
{
    switch (interval) {
    case ZS_INTERVAL_AUTO: return "auto";
    case ZS_INTERVAL_YEAR: return "year";
    case ZS_INTERVAL_MONTH: return "month";
    case ZS_INTERVAL_DAY: return "day";
    case ZS_INTERVAL_NONE: break;
    }
    return "none";
}

static uint32_t unit_of(zs_interval interval)
{
    return interval == ZS_INTERVAL_YEAR    ? ZS_YEAR_NUMBERS
           : interval == ZS_INTERVAL_MONTH ? ZS_MONTH_NUMBERS
                                           : 1;
}

/* Whether the number of a date, in units of an interval, is that of a year, month or day: not
 * of what is known less exactly, nor of a day that there is not. */
static bool is_bar(zs_interval interval, uint32_t number)
{
    uint32_t date = number * unit_of(interval);
    uint32_t year = date / ZS_YEAR_NUMBERS;
    uint32_t month = date % ZS_YEAR_NUMBERS / ZS_MONTH_NUMBERS, day = date % ZS_MONTH_NUMBERS;
    return interval == ZS_INTERVAL_YEAR ||
           (month > 0 && (interval == ZS_INTERVAL_MONTH ||
                          (day > 0 && day <= zs_days_of_month(year, month))));
}

static size_t bars_between(zs_interval interval, uint32_t first, uint32_t last)
{
    size_t bars = 0;
    for (uint32_t number = first; number <= last; number++) {
        bars += is_bar(interval, number);
    }
    return bars;
}

/* The dates that are known exactly enough: how many, and the first and the last. */
static size_t find_ends(const zs_value_field *dates, zs_interval interval,
                        const zs_match *matches, size_t count, uint32_t *first, uint32_t *last)
{
    uint32_t unit = unit_of(interval);
    size_t known = 0;
    *first = UINT32_MAX;
    *last = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = zs_value_field_first(dates, matches[i].docid) / unit;
        if (number != 0 && is_bar(interval, number)) {
            *first = number < *first ? number : *first;
            *last = number > *last ? number : *last;
            known++;
        }
    }
    return known;
}

/* Days, if they are few enough and nearly all dates are known so exactly; else months; else
 * years. */
static zs_interval choose_interval(const zs_value_field *dates, const zs_match *matches,
                                   size_t count)
{
    uint32_t first, last;
    size_t dated = find_ends(dates, ZS_INTERVAL_YEAR, matches, count, &first, &last);
    zs_interval interval = ZS_INTERVAL_DAY;
    for (; interval > ZS_INTERVAL_YEAR; interval--) {
        size_t most = interval == ZS_INTERVAL_DAY ? DAYS_MOST : MONTHS_MOST;
        size_t known = find_ends(dates, interval, matches, count, &first, &last);
        if (known * 10 >= dated * 9 && known > 0 &&
            bars_between(interval, first, last) <= most) {
            break;
        }
    }
    return interval;
}

/* The interval, or a longer one if there would be too many bars. */
static zs_interval limit_bars(const zs_value_field *dates, zs_interval interval,
                              const zs_match *matches, size_t count)
{
    uint32_t first, last;
    while (interval > ZS_INTERVAL_YEAR &&
           find_ends(dates, interval, matches, count, &first, &last) > 0 &&
           bars_between(interval, first, last) > BARS_MOST) {
        interval--;
    }
    return interval;
}

static zs_status note_longer(zs_interval wanted, zs_interval taken, zs_buffer *notes,
                             zs_error *error)
{
    char note[120];
    int length = snprintf(note, sizeof note,
                          "a histogram by %s would have more than %d bars, so it is by %s",
                          zs_interval_name(wanted), BARS_MOST, zs_interval_name(taken));
    return zs_buffer_append(notes, note, (size_t)length + 1) ? ZS_OK : zs_fail_memory(error);
}

zs_status zs_counted_add_histogram(zs_counted *counted, const zs_value_field *dates,
                                   zs_interval interval, const zs_match *matches, size_t count,
                                   zs_buffer *notes, zs_error *error)
{
    zs_interval taken = interval == ZS_INTERVAL_AUTO
                            ? choose_interval(dates, matches, count)
                            : limit_bars(dates, interval, matches, count);
    uint32_t first, last;
    zs_status status = ZS_OK;
    if (find_ends(dates, taken, matches, count, &first, &last) == 0) {
        return ZS_OK;
    }
    if (interval != ZS_INTERVAL_AUTO && taken != interval) {
        status = note_longer(interval, taken, notes, error);
    }
    uint32_t *bars = calloc((size_t)(last - first) + 1, sizeof *bars);
    if (status || !bars) {
        free(bars);
        return status ? status : zs_fail_memory(error);
    }
    zs_histogram histogram = {.interval = taken};
    zs_value_field field = *dates;
    field.unit = unit_of(taken);
    for (size_t i = 0; i < count; i++) {
        uint32_t number = zs_value_field_first(&field, matches[i].docid);
        bool counts = number != 0 && is_bar(taken, number);
        histogram.without += !counts;
        bars[counts ? number - first : 0] += counts;
    }
    for (uint32_t number = first; !status && number <= last; number++) {
        if (is_bar(taken, number)) {
            status = zs_counted_add(counted, &field, number, bars[number - first], error);
            histogram.value_count++;
        }
    }
    free(bars);
    counted->histogram = histogram;
    return status;
}
