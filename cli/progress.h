/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A bar on standard error that shows how far a run of indexing is. Where standard error is no
 * terminal, there is none.
 */
#ifndef ZS_CLI_PROGRESS_H
#define ZS_CLI_PROGRESS_H

#include <stdbool.h>
#include <time.h>

#include "zsearch.h"

typedef struct zs_progress {
    bool wanted;
    bool drawn; /* the line on which the cursor stands is ours */
    struct timespec began;
} zs_progress;

void zs_progress_begin(zs_progress *progress, bool wanted);
void zs_progress_draw(zs_progress *progress, const zs_index_progress *state);

/* Leaves the line empty, for other messages; the next drawing brings the bar back. */
void zs_progress_erase(zs_progress *progress);

double zs_progress_seconds(const zs_progress *progress);

#endif
