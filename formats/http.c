/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/http.h"

#include <archive_entry.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "formats/unpack.h"

#define BODY_LIMIT ((size_t)256 << 20)

size_t zs_head_length(const char *data, size_t length)
{
    for (const char *at = data;
         (at = memchr(at, '\n', (size_t)(data + length - at))) != NULL;) {
        at++;
        size_t left = (size_t)(data + length - at);
        if (left >= 1 && at[0] == '\n') {
            return (size_t)(at - data) + 1;
        }
        if (left >= 2 && at[0] == '\r' && at[1] == '\n') {
            return (size_t)(at - data) + 2;
        }
    }
    return 0;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

const char *zs_head_value(const zs_head *head, const char *name, size_t *length)
{
    size_t size = strlen(name);
    const char *end = head->data + head->length;
    const char *line = memchr(head->data, '\n', head->length); /* behind the first line */
    while (line) {
        line++;
        const char *next = memchr(line, '\n', (size_t)(end - line));
        const char *stop = next ? next : end;
        if ((size_t)(stop - line) > size && strncasecmp(line, name, size) == 0 &&
            line[size] == ':') {
            const char *value = line + size + 1;
            while (value < stop && is_space(*value)) {
                value++;
            }
            while (stop > value && is_space(stop[-1])) {
                stop--;
            }
            *length = (size_t)(stop - value);
            return value;
        }
        line = next;
    }
    return NULL;
}

bool zs_head_is(const zs_head *head, const char *name, const char *value)
{
    size_t length, size = strlen(value);
    const char *found = zs_head_value(head, name, &length);
    return found && length >= size && strncasecmp(found, value, size) == 0 &&
           (length == size || found[size] == ';' || is_space(found[size]));
}

void zs_head_charset(const zs_head *head, char out[40])
{
    static const char name[] = "charset=";
    size_t length;
    const char *value = zs_head_value(head, "Content-Type", &length);
    size_t kept = 0;
    for (size_t i = 0; value && i + sizeof name - 1 < length; i++) {
        if (strncasecmp(value + i, name, sizeof name - 1) == 0) {
            for (i += sizeof name - 1; i < length && kept < 39 && !strchr("; \t", value[i]);
                 i++) {
                out[kept] = value[i];
                kept += value[i] != '"' && value[i] != '\'';
            }
            break;
        }
    }
    out[kept] = '\0';
}

/* The hexadecimal number that a chunk begins with. False if there is none. */
static bool chunk_size(const char *data, size_t length, size_t *size, size_t *digits)
{
    *size = 0;
    for (*digits = 0; *digits < length && *digits < 8; (*digits)++) {
        static const char all[] = "0123456789abcdef0123456789ABCDEF";
        char byte = data[*digits];
        const char *found = byte != '\0' ? strchr(all, byte) : NULL;
        if (!found) {
            break;
        }
        *size = *size * 16 + (size_t)(found - all) % 16;
    }
    return *digits > 0;
}

void zs_http_unchunk(char *body, size_t *length)
{
    size_t at = 0, kept = 0, size, digits;
    while (at < *length && chunk_size(body + at, *length - at, &size, &digits)) {
        const char *line_end = memchr(body + at, '\n', *length - at);
        if (!line_end || size == 0) {
            break;
        }
        at = (size_t)(line_end - body) + 1;
        size = size < *length - at ? size : *length - at;
        memmove(body + kept, body + at, size);
        kept += size;
        at += size;
        at += at < *length && body[at] == '\r';
        at += at < *length && body[at] == '\n';
    }
    /* Some keep the header but not the coding. */
    *length = kept > 0 ? kept : *length;
}

static bool looks_compressed(const char *body, size_t length)
{
    return length > 2 && memcmp(body, "\x1F\x8B", 2) == 0;
}

zs_status zs_http_expand(const zs_head *head, const char *body, size_t length,
                         zs_reading *reading, zs_buffer *out, bool *expanded, zs_error *error)
{
    *expanded = false;
    size_t size;
    if (!zs_head_value(head, "Content-Encoding", &size) || size == 0 ||
        zs_head_is(head, "Content-Encoding", "identity")) {
        return ZS_OK;
    }
    if (!looks_compressed(body, length)) {
        /* Crawlers may undo it and keep the header. What is binary still is no page. */
        return memchr(body, '\0', length) == NULL
                   ? ZS_OK
                   : zs_fail(error, ZS_ERROR_FORMAT,
                             "the page is compressed in a way that is not read");
    }
    zs_bytes bytes = {.data = body, .length = length};
    const zs_stream below = zs_bytes_stream(&bytes);
    zs_unpack unpack;
    struct archive_entry *entry;
    zs_status status = zs_unpack_open(&unpack, &below, reading, true, error);
    if (!status && archive_read_next_header(unpack.archive, &entry) < ARCHIVE_WARN) {
        status = zs_unpack_fail(&unpack, error);
    }
    if (!status) {
        const zs_stream content = zs_unpack_stream(&unpack);
        status = zs_stream_read_all(&content, BODY_LIMIT, out, error);
    }
    zs_unpack_close(&unpack);
    *expanded = status == ZS_OK;
    return status;
}
