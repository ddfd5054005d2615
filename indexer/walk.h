/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The walk: which files there are in the folders given. Nothing is opened but folders.
 */
#ifndef ZS_INDEXER_WALK_H
#define ZS_INDEXER_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "formats/format.h"
#include "indexer/ledger.h"
#include "indexer/place.h"
#include "zsearch.h"

/* A file that was met, or something else that cannot be indexed. */
typedef struct zs_entry {
    char *path; /* as stored */
    zs_stamp stamp;
    const zs_format *format; /* NULL: none that is read */
    zs_status reason;        /* not ZS_OK: it was met but is no file that can be read, */
    char *message;           /* and why */

    /* What the plan adds. */
    bool known; /* the index has a note of it: */
    zs_note note;
    bool unchanged; /* and by that note it need not be read */
} zs_entry;

/* The entries ascend by the bytes of their paths, and each path is there once. */
typedef struct zs_walk {
    const zs_reading_options *options; /* which may have filters for some files */
    zs_entry *entries;
    size_t count;
    size_t capacity;
} zs_walk;

/* `options` stay the caller's. */
void zs_walk_init(zs_walk *walk, const zs_reading_options *options);

void zs_walk_release(zs_walk *walk);

/* Asked every now and then; true ends the walk with ZS_ERROR_CANCELLED. */
typedef bool (*zs_walk_tick)(void *context);

/* Adds a file, or all files below a folder, at an absolute path with no links in it. Below
 * a folder, names that begin with a dot and the index itself are passed over; links to files
 * are followed, links to folders are not, since they may lead round in circles.
 * Errors: MEMORY, CANCELLED. What cannot be read becomes an entry that says so. */
zs_status zs_walk_add(zs_walk *walk, const zs_place *place, const char *absolute,
                      zs_walk_tick tick, void *context, zs_error *error);

/* Adds something that cannot be indexed. */
zs_status zs_walk_add_failure(zs_walk *walk, const char *path, const zs_error *reason,
                              zs_error *error);

/* Brings the entries in order, once all is added. */
void zs_walk_sort(zs_walk *walk);

/* The entry with this path, or NULL. After zs_walk_sort. */
zs_entry *zs_walk_find(const zs_walk *walk, const char *path);

#endif
