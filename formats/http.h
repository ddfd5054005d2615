/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Responses of HTTP/1.1 as crawlers keep them (RFC 9112): a head, and a body that may be
 * chunked and compressed.
 */
#ifndef ZS_FORMATS_HTTP_H
#define ZS_FORMATS_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "formats/reading.h"

/* A head of header lines, of HTTP or of WARC, which are alike. */
typedef struct zs_head {
    const char *data; /* the first line and all others, up to the empty line */
    size_t length;
} zs_head;

/* How many bytes the head takes at the beginning of the data, with its empty line; 0 if it is
 * not whole. */
size_t zs_head_length(const char *data, size_t length);

/* The value of a header, in any case, without white space around; NULL if it is not there. Of
 * several, the first. */
const char *zs_head_value(const zs_head *head, const char *name, size_t *length);

/* Whether a header's value is this, in any case, as far as a ";" or the end. */
bool zs_head_is(const zs_head *head, const char *name, const char *value);

/* The charset parameter of Content-Type into `out`; empty if there is none. */
void zs_head_charset(const zs_head *head, char out[40]);

/* Undoes a chunked coding in place; *length becomes that of the content. What is cut short
 * is kept as far as it goes. */
void zs_http_unchunk(char *body, size_t *length);

/* Undoes the compression that the head tells of (gzip, deflate as zlib) into `out`. Bytes that
 * are not compressed after all, as crawlers keep them, are left: *expanded is false.
 * Errors: FORMAT, MEMORY. */
zs_status zs_http_expand(const zs_head *head, const char *body, size_t length,
                         zs_reading *reading, zs_buffer *out, bool *expanded, zs_error *error);

#endif
