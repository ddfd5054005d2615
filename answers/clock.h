/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A clock that is never set back, to measure by.
 */
#ifndef ZS_ANSWERS_CLOCK_H
#define ZS_ANSWERS_CLOCK_H

#include <stdint.h>

/* Microseconds since some moment. */
uint64_t zs_microseconds_now(void);

#endif
