/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A bar on standard error that shows how far a run is. Where standard error is no
 * terminal, there is none.
 */
#ifndef ZS_CLI_PROGRESS_H
#define ZS_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "zsearch.h"

typedef struct zs_progress {
    bool wanted;
    bool drawn;     /* the line on which the cursor stands is ours */
    uint64_t began; /* by zs_microseconds_now */
    double counted; /* when zs_progress_draw_count drew last, in seconds from then */
} zs_progress;

void zs_progress_begin(zs_progress *progress, bool wanted);
void zs_progress_draw(zs_progress *progress, const zs_index_progress *state);

/* How many of something are done. May be called for each: draws about ten times a second. */
void zs_progress_draw_count(zs_progress *progress, uint64_t done, uint64_t total,
                            const char *what);

/* Leaves the line empty, for other messages; the next drawing brings the bar back. */
void zs_progress_erase(zs_progress *progress);

double zs_progress_seconds(const zs_progress *progress);

#endif
