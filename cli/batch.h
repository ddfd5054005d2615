/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A file of queries, one a line: an id, a TAB, the query.
 */
#ifndef ZS_CLI_BATCH_H
#define ZS_CLI_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct zs_batch {
    FILE *stream;
    const char *name; /* for messages */
    uint64_t number;  /* of the line read last, from 1 */
    char *line;
    size_t capacity;
} zs_batch;

typedef enum zs_batch_outcome {
    ZS_BATCH_QUERY,
    ZS_BATCH_END,
    ZS_BATCH_FAILED /* has been said */
} zs_batch_outcome;

/* `path` may be "-", standard input. False if it cannot be opened, which has been said. */
bool zs_batch_open(zs_batch *batch, const char *path);
void zs_batch_close(zs_batch *batch);

/* The next query; the strings live until the next call. Empty lines are passed over. */
zs_batch_outcome zs_batch_next(zs_batch *batch, const char **qid, const char **query);

#endif
