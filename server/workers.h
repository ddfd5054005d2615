/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads that answer requests, each with a searcher of its own, and a line in front of them
 * that is only so long.
 */
#ifndef ZS_SERVER_WORKERS_H
#define ZS_SERVER_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "zsearch.h"

typedef struct zs_workers zs_workers;

/* What a worker has. */
typedef struct zs_worker {
    const char *directory;
    zs_searcher *searcher; /* NULL: the index could not be opened, or has not been asked for */
} zs_worker;

/* The searcher, with the index as it is now. NULL, and an error, if it cannot be had. */
zs_searcher *zs_worker_searcher(zs_worker *worker, zs_error *error);

/* `work` is done with each job, by one of `count` threads. NULL if there are no threads to be
 * had. */
zs_workers *zs_workers_new(const char *directory, size_t count, size_t waiting,
                           void (*work)(void *job, zs_worker *worker));

/* Puts a job at the end of the line; false if it is full, or ends. */
bool zs_workers_push(zs_workers *workers, void *job);

/* Jobs that are worked at, and that wait. */
void zs_workers_load(zs_workers *workers, size_t *working, size_t *waiting);

/* Does what is in the line and ends; no more is taken from then on. */
void zs_workers_end(zs_workers *workers);

/* Only after their end. */
void zs_workers_free(zs_workers *workers);

#endif
