/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lines of a text, decoded bit by bit, so that a file larger than memory can be read.
 */
#ifndef ZS_FORMATS_LINES_H
#define ZS_FORMATS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "formats/decoded.h"
#include "zsearch.h"

typedef struct zs_lines {
    zs_decoded *decoded;
    size_t limit; /* longer lines are passed over */
    zs_buffer buffer;
    size_t begin;    /* of what has not been given out, in the buffer */
    size_t searched; /* up to here there is no line end behind `begin` */
    uint64_t number; /* of the line given out last, from 1 */
} zs_lines;

/* `decoded` stays the caller's. */
void zs_lines_init(zs_lines *lines, zs_decoded *decoded, size_t limit);
void zs_lines_release(zs_lines *lines);

typedef enum zs_line_kind { ZS_LINE, ZS_LINE_TOO_LONG, ZS_LINE_NONE } zs_line_kind;

/* Takes the next line, without its line feed; it stays until the next call. Of a line that
 * is too long, nothing is given. ZS_LINE_NONE at the end of the file.
 * Errors: IO, MEMORY, and those of remarks. */
zs_status zs_lines_next(zs_lines *lines, zs_line_kind *kind, const char **line, size_t *length,
                        zs_error *error);

#endif
