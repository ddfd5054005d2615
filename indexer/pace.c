/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pace.h"

enum { STEP_NANOSECONDS = 100 * 1000 * 1000, SECOND_NANOSECONDS = 1000 * 1000 * 1000 };

static struct timespec now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time;
}

static void step(zs_pace *pace, struct timespec from)
{
    pace->due = from;
    pace->due.tv_nsec += STEP_NANOSECONDS;
    if (pace->due.tv_nsec >= SECOND_NANOSECONDS) {
        pace->due.tv_nsec -= SECOND_NANOSECONDS;
        pace->due.tv_sec++;
    }
}

void zs_pace_begin(zs_pace *pace)
{
    step(pace, now());
}

bool zs_pace_due(zs_pace *pace)
{
    struct timespec time = now();
    if (time.tv_sec < pace->due.tv_sec ||
        (time.tv_sec == pace->due.tv_sec && time.tv_nsec < pace->due.tv_nsec)) {
        return false;
    }
    step(pace, time);
    return true;
}
