/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Until when work may go on. The clock is the system's monotonic one.
 */
#ifndef ZS_BASE_DEADLINE_H
#define ZS_BASE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_deadline {
    int64_t at;  /* nanoseconds of the clock; 0: never */
    bool passed; /* it was seen to be over: work was left undone */
} zs_deadline;

zs_deadline zs_deadline_in(uint64_t milliseconds);

/* Whether it is over. Costs about 30 ns. */
bool zs_deadline_over(zs_deadline *deadline);

#ifdef __cplusplus
}
#endif

#endif
