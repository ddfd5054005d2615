/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The writing end of the pipeline: takes the items of one file after another into the store,
 * keeps the ledger, counts, and reports. All of it but the preparing in the thread that called
 * zs_index_files.
 */
#ifndef ZS_INDEXER_INTAKE_H
#define ZS_INDEXER_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "indexer/pace.h"
#include "indexer/pipeline.h"
#include "indexer/plan.h"
#include "store/writer.h"
#include "text/analyser.h"
#include "zsearch.h"

typedef struct zs_intake {
    zs_writer *writer;
    const zs_plan *plan;
    const zs_index_files_options *options;
    zs_index_summary *summary;
    zs_index_progress progress;
    zs_pace pace;
    bool *moved;    /* of the plan's vanished files: they are at another path now; or NULL */
    size_t settled; /* entries of the plan before this one have been reported */

    /* The file at hand: entry `settled` of the plan. */
    bool begun;
    bool changed;           /* an article was added or replaced */
    uint64_t bytes;         /* of it, counted in the progress */
    zs_error refused;       /* why the store would not take it; ZS_OK if it did */
    struct zs_taken *taken; /* its articles */
    size_t taken_count;
    size_t taken_capacity;

    zs_analyser *analyser; /* of paths of files that have moved; NULL until there is one */
    zs_buffer key;
    zs_buffer message;
} zs_intake;

/* All that is given stays the caller's. `summary` is counted up. */
void zs_intake_init(zs_intake *intake, zs_writer *writer, const zs_plan *plan,
                    const zs_index_files_options *options, zs_index_summary *summary);
void zs_intake_release(zs_intake *intake);

/* A zs_stages.prepare and its leave; `context` is a zs_intake, of which nothing changes. */
zs_status zs_intake_prepare(void *context, void **own, zs_item *item,
                            const zs_term_count *terms, size_t count, zs_error *error);
void zs_intake_leave(void *own);

/* A zs_stages.write; `context` is a zs_intake. */
zs_status zs_intake_write(void *context, zs_item *item, zs_error *error);

/* Tells how far the run is; true: it is to stop. A zs_stages.tick. */
bool zs_intake_tick(void *context);

/* The same for those that ask more often than ten times a second. A zs_walk_tick. */
bool zs_intake_tick_when_due(void *context);

/* Instead of all that: reports what a run would do, and changes nothing. */
void zs_intake_pretend(zs_intake *intake);

/* When all is read: reports the entries that are left and takes away what has vanished.
 * Errors: CANCELLED and those of the store. */
zs_status zs_intake_finish(zs_intake *intake, zs_error *error);

#endif
