/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lines of a file, read bit by bit, so that a file larger than memory can be read; and
 * the hash of its content, which comes with it.
 */
#ifndef ZS_INDEXER_LINES_H
#define ZS_INDEXER_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "indexer/ledger.h"
#include "zsearch.h"

typedef struct zs_lines {
    int file;
    size_t limit; /* longer lines are passed over */
    zs_hasher *hasher;
    zs_buffer buffer;
    size_t begin;    /* of what has not been given out, in the buffer */
    size_t searched; /* up to here there is no line end behind `begin` */
    uint64_t number; /* of the line given out last, from 1 */
    uint64_t offset; /* of the end of that line in the file */
    bool ended;      /* the buffer holds all that is left */
} zs_lines;

/* `file` and `hasher` stay the caller's. The buffer's memory may be used again. */
void zs_lines_init(zs_lines *lines, int file, size_t limit, zs_hasher *hasher);
void zs_lines_release(zs_lines *lines);

/* What the file begins with: at least one byte unless it is empty, some 256 KiB if it has
 * that many. Before any line was taken. The only error is ZS_ERROR_IO. */
zs_status zs_lines_head(zs_lines *lines, zs_error *error);

typedef enum zs_line_kind { ZS_LINE, ZS_LINE_TOO_LONG, ZS_LINE_NONE } zs_line_kind;

/* Takes the next line, without its line feed; it stays until the next call. Of a line that
 * is too long, nothing is given. ZS_LINE_NONE at the end of the file.
 * Errors: IO, MEMORY. */
zs_status zs_lines_next(zs_lines *lines, zs_line_kind *kind, const char **line, size_t *length,
                        zs_error *error);

#endif
