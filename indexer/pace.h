/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A pace of ten times a second, for telling how far a run is.
 */
#ifndef ZS_INDEXER_PACE_H
#define ZS_INDEXER_PACE_H

#include <stdbool.h>
#include <time.h>

typedef struct zs_pace {
    struct timespec due; /* by CLOCK_MONOTONIC */
} zs_pace;

/* The first time is a tenth of a second from now. */
void zs_pace_begin(zs_pace *pace);

/* Whether it is time; if so, the next time is a tenth of a second from now. */
bool zs_pace_due(zs_pace *pace);

#endif
