/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The reading end of the pipeline: opens the files of a plan one after another, has them read
 * by the reader of their format, and sends what comes of them on as items.
 */
#ifndef ZS_INDEXER_SOURCE_H
#define ZS_INDEXER_SOURCE_H

#include "base/buffer.h"
#include "formats/reading.h"
#include "indexer/ledger.h"
#include "indexer/pipeline.h"
#include "indexer/place.h"
#include "indexer/plan.h"

typedef struct zs_source {
    const zs_place *place;
    const zs_plan *plan;
    bool *claimed; /* of the plan's vanished files: found again at another path */
    zs_hasher *hasher;
    zs_tools tools;
    zs_draft draft;    /* the one that a reader is filling */
    zs_buffer path;    /* of the file at hand, absolute */
    zs_buffer content; /* of a file that is read whole */
} zs_source;

/* Plan and place stay the caller's and are only read. */
zs_status zs_source_init(zs_source *source, const zs_place *place, const zs_plan *plan,
                         zs_error *error);
void zs_source_release(zs_source *source);

/* Reads the files of the plan that need it. A zs_stages.read; `context` is a zs_source. */
void zs_source_run(void *context, zs_pipeline *pipeline);

#endif
