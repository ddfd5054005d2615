/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/clock.h"

#include <time.h>

uint64_t zs_microseconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* this clock always exists */
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}
