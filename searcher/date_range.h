/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Dates as queries write them: 2023, 2023-05, 2023年5月4日, 二〇二三年; and seen from today:
 * 昨天, 上周, 今年, 近三个月, 7d. Each is a stretch of days.
 */
#ifndef ZS_SEARCHER_DATE_RANGE_H
#define ZS_SEARCHER_DATE_RANGE_H

#include <time.h>

#include "base/field.h"
#include "zsearch.h"

/* The digits of dates from `low` to `high`, both included (base/field.h); either may be empty,
 * if that end is open. "2023" as `high` is 2023 as a whole: it becomes 2023~, behind all of its
 * days. 2023-01-01 as `low` becomes 2023, since what is only known to be of 2023 lies there.
 * `now` says what is today, in local time. Errors: QUERY at `position` (no date), MEMORY. */
zs_status zs_date_range(const char *low, const char *high, time_t now, int64_t position,
                        char low_digits[ZS_DATE_DIGITS + 1],
                        char high_digits[ZS_DATE_DIGITS + 2], zs_error *error);

#endif
