/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

enum { CHUNK = 1 << 18 };

void zs_lines_init(zs_lines *lines, int file, size_t limit, zs_hasher *hasher)
{
    zs_buffer buffer = lines->buffer;
    zs_buffer_clear(&buffer);
    *lines = (zs_lines){.file = file, .limit = limit, .hasher = hasher, .buffer = buffer};
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
    if (!zs_buffer_reserve(buffer, CHUNK)) {
        return zs_fail_memory(error);
    }
    ssize_t size;
    do {
        size = read(lines->file, buffer->data + buffer->length, CHUNK);
    } while (size < 0 && errno == EINTR);
    if (size < 0) {
        return zs_fail_errno(error, errno, "it cannot be read behind line %llu",
                             (unsigned long long)lines->number);
    }
    zs_hasher_add(lines->hasher, buffer->data + buffer->length, (size_t)size);
    buffer->length += (size_t)size;
    lines->ended = size == 0;
    return ZS_OK;
}

zs_status zs_lines_head(zs_lines *lines, zs_error *error)
{
    zs_status status = ZS_OK;
    while (!status && !lines->ended && lines->buffer.length < CHUNK) {
        status = fill(lines, error);
    }
    return status;
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
        if (newline || lines->ended) {
            if (!newline && !too_long && end == lines->begin) {
                *kind = ZS_LINE_NONE;
                return ZS_OK;
            }
            size_t next = newline ? end + 1 : end;
            *kind = too_long ? ZS_LINE_TOO_LONG : ZS_LINE;
            *line = buffer->data + lines->begin;
            *length = end - lines->begin;
            lines->number++;
            lines->offset += next - lines->begin;
            lines->begin = next;
            lines->searched = next;
            return ZS_OK;
        }
        if (too_long) {
            lines->offset += end - lines->begin;
            lines->begin = end;
        }
        zs_status status = fill(lines, error);
        if (status) {
            return status;
        }
    }
}
