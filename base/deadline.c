/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/deadline.h"

#include <time.h>

static int64_t now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time); /* this clock always exists */
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

zs_deadline zs_deadline_in(uint64_t milliseconds)
{
    const uint64_t most = 1000ULL * 1000 * 1000; /* twelve days */
    uint64_t taken = milliseconds < most ? milliseconds : most;
    return (zs_deadline){.at = now() + (int64_t)taken * 1000000};
}

bool zs_deadline_over(zs_deadline *deadline)
{
    if (!deadline->passed && deadline->at != 0 && now() >= deadline->at) {
        deadline->passed = true;
    }
    return deadline->passed;
}
