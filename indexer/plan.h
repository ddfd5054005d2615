/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The plan of a run: the files there are, compared with the ledger. Says of each whether it
 * has to be read, and which have vanished. Nothing is changed yet.
 */
#ifndef ZS_INDEXER_PLAN_H
#define ZS_INDEXER_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/place.h"
#include "indexer/walk.h"
#include "store/writer.h"
#include "zsearch.h"

/* A file that the index knows and that is no longer there. */
typedef struct zs_vanished {
    char *path;
    zs_note note;
} zs_vanished;

typedef struct zs_plan {
    const zs_index_files_options *options;
    const zs_reading_options *reading; /* of those; never NULL */
    zs_walk walk;
    zs_vanished *vanished; /* ascending by path */
    size_t vanished_count;
    size_t vanished_capacity;
    size_t files_to_read;
    uint64_t bytes_to_read;
} zs_plan;

/* `options` stay the caller's. */
void zs_plan_init(zs_plan *plan, const zs_index_files_options *options);
void zs_plan_release(zs_plan *plan);

/* Whether the file of an entry has to be read. */
bool zs_plan_reads(const zs_entry *entry);

/* Makes the plan for files and folders as a user names them. A path that does not exist is
 * well if the index knows it or something below it. `tick` is as in walk.h.
 * Errors: NOT_FOUND, CANCELLED, IO, CORRUPT, MEMORY. */
zs_status zs_plan_make(zs_plan *plan, zs_writer *writer, const zs_place *place,
                       const char *const *paths, size_t path_count, zs_walk_tick tick,
                       void *context, zs_error *error);

#endif
