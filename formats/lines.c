/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/lines.h"

#include <string.h>

#include "base/error.h"

void zs_lines_init(zs_lines *lines, zs_decoded *decoded, size_t limit)
{
    *lines = (zs_lines){.decoded = decoded, .limit = limit};
}

void zs_lines_release(zs_lines *lines)
{
    zs_buffer_release(&lines->buffer);
}

/* Reads some more behind what the buffer holds. */
static zs_status fill(zs_lines *lines, zs_error *error)
{
    zs_buffer *buffer = &lines->buffer;
    if (lines->begin > 0) {
        memmove(buffer->data, buffer->data + lines->begin, buffer->length - lines->begin);
        buffer->length -= lines->begin;
        lines->searched -= lines->begin;
        lines->begin = 0;
    }
    return zs_decoded_next(lines->decoded, buffer, error);
}

zs_status zs_lines_next(zs_lines *lines, zs_line_kind *kind, const char **line, size_t *length,
                        zs_error *error)
{
    zs_buffer *buffer = &lines->buffer;
    bool too_long = false;
    for (;;) {
        const char *newline =
            lines->searched < buffer->length
                ? memchr(buffer->data + lines->searched, '\n', buffer->length - lines->searched)
                : NULL;
        size_t end = newline ? (size_t)(newline - buffer->data) : buffer->length;
        lines->searched = end;
        too_long = too_long || end - lines->begin > lines->limit;
        if (newline || lines->decoded->ended) {
            if (!newline && !too_long && end == lines->begin) {
                *kind = ZS_LINE_NONE;
                return ZS_OK;
            }
            size_t next = newline ? end + 1 : end;
            *kind = too_long ? ZS_LINE_TOO_LONG : ZS_LINE;
            *line = buffer->data + lines->begin;
            *length = end - lines->begin;
            lines->number++;
            lines->begin = next;
            lines->searched = next;
            return ZS_OK;
        }
        if (too_long) {
            lines->begin = end;
        }
        zs_status status = fill(lines, error);
        if (status) {
            return status;
        }
    }
}
