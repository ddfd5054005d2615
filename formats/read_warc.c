/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * WARC, what web crawlers keep (ISO 28500): one record behind another, each a head of header
 * lines and a block. Pages that were answered are articles; so are resources and
 * conversions. Requests, pictures, scripts and the like are passed over.
 */
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/container.h"
#include "formats/format.h"
#include "formats/http.h"
#include "formats/unpack.h"

enum { CHUNK = 1 << 17, HEAD_LIMIT = 1 << 20, DATE_SIZE = 32 };
#define BLOCK_LIMIT ((uint64_t)256 << 20)

/* A file that is being read. */
struct records {
    zs_stream stream; /* expanded */
    zs_reading *reading;
    zs_buffer buffer; /* from `at` on: the head at hand, its block, and what comes behind */
    size_t at;
    zs_buffer body; /* of a page that was compressed */
    bool ended;
    uint64_t number; /* of the record, from 1 */
};

/* What has been read and not dropped. */
static char *data_of(const struct records *records)
{
    return records->buffer.data + records->at;
}

static size_t left_of(const struct records *records)
{
    return records->buffer.length - records->at;
}

/* Reads until so many bytes are there, or all that are left. */
static zs_status fill(struct records *records, size_t wanted, zs_error *error)
{
    zs_buffer *buffer = &records->buffer;
    if (records->at > 0 && left_of(records) < wanted) {
        memmove(buffer->data, data_of(records), left_of(records));
        buffer->length -= records->at;
        records->at = 0;
    }
    while (buffer->length - records->at < wanted && !records->ended) {
        size_t size;
        if (!zs_buffer_reserve(buffer, CHUNK)) {
            return zs_fail_memory(error);
        }
        zs_status status = records->stream.read(
            records->stream.context, buffer->data + buffer->length, CHUNK, &size, error);
        if (status) {
            return status;
        }
        buffer->length += size;
        records->ended = size == 0;
    }
    return ZS_OK;
}

/* Drops bytes from the beginning, also those that have not been read yet. */
static zs_status drop(struct records *records, uint64_t count, zs_error *error)
{
    while (count > left_of(records) && !records->ended) {
        count -= left_of(records);
        records->at = records->buffer.length;
        zs_status status = fill(records, 1, error);
        if (status) {
            return status;
        }
    }
    records->at += count < left_of(records) ? (size_t)count : left_of(records);
    return ZS_OK;
}

/* ---- One record ---------------------------------------------------------------------- */

/* Copies a header's value as a string; false if it is not there or does not fit. */
static bool copy_value(const zs_head *head, const char *name, char *out, size_t room)
{
    size_t length;
    const char *value = zs_head_value(head, name, &length);
    if (!value || length == 0 || length >= room) {
        return false;
    }
    memcpy(out, value, length);
    out[length] = '\0';
    return zs_utf8_valid(out, length) == length;
}

/* The address of the page, which early crawlers put between < and >. Malloc'd by the buffer. */
static bool copy_address(const zs_head *head, zs_buffer *out)
{
    size_t length;
    const char *value = zs_head_value(head, "WARC-Target-URI", &length);
    if (value && length >= 2 && value[0] == '<' && value[length - 1] == '>') {
        value++;
        length -= 2;
    }
    return value && length > 0 && zs_utf8_valid(value, length) == length &&
           !memchr(value, '\0', length) && zs_buffer_append(out, value, length) &&
           zs_buffer_terminate(out);
}

static int64_t seconds_of(const char *date)
{
    struct tm parts = {.tm_year = 0};
    if (sscanf(date, "%d-%d-%dT%d:%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
               &parts.tm_hour, &parts.tm_min, &parts.tm_sec) < 3) {
        return INT64_MIN;
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return (int64_t)timegm(&parts);
}

/* A name that has the format of a content type; NULL if it is none that is an article. */
static const char *format_name(const zs_head *head)
{
    static const struct {
        const char *type, *name;
    } types[] = {{"text/html", "page.html"},
                 {"application/xhtml+xml", "page.html"},
                 {"text/plain", "page.txt"},
                 {"application/pdf", "page.pdf"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (zs_head_is(head, "Content-Type", types[i].type)) {
            return types[i].name;
        }
    }
    return NULL;
}

/* Reads a page whose body lies in memory. `head` has its Content-Type. */
static zs_status read_page(struct records *records, const zs_head *record, const zs_head *head,
                           const char *body, size_t length, zs_error *error)
{
    char charset[40], captured[DATE_SIZE];
    zs_buffer address = ZS_BUFFER_INIT;
    const char *format = format_name(head);
    if (!format || !copy_address(record, &address)) {
        zs_buffer_release(&address);
        return ZS_OK;
    }
    bool dated = copy_value(record, "WARC-Date", captured, sizeof captured);
    zs_head_charset(head, charset);
    zs_bytes bytes = {.data = body, .length = length};
    const zs_stream stream = zs_bytes_stream(&bytes);
    const zs_container_member member = {.name = address.data,
                                        .format_name = format,
                                        .modified = dated ? seconds_of(captured)
                                                          : records->reading->modified,
                                        .stream = &stream,
                                        .charset = charset[0] ? charset : NULL,
                                        .url = address.data,
                                        .captured = dated ? captured : NULL};
    records->reading->budget->members--;
    zs_status status = zs_read_member(records->reading, &member, error);
    zs_buffer_release(&address);
    return status;
}

/* Whether the first line says that all went well: "HTTP/1.1 200 OK". */
static bool is_success(const char *block, size_t length)
{
    const char *space = memchr(block, ' ', length < 16 ? length : 16);
    return length > 16 && memcmp(block, "HTTP/", 5) == 0 && space && space[1] == '2';
}

static zs_status read_response(struct records *records, const zs_head *record, char *block,
                               size_t length, zs_error *error)
{
    size_t head_length = zs_head_length(block, length);
    if (head_length == 0 || !is_success(block, length)) {
        return ZS_OK;
    }
    const zs_head head = {.data = block, .length = head_length};
    char *body = block + head_length;
    length -= head_length;
    if (!format_name(&head)) {
        return ZS_OK;
    }
    if (zs_head_is(&head, "Transfer-Encoding", "chunked")) {
        zs_http_unchunk(body, &length);
    }
    bool expanded;
    zs_error reason;
    zs_status status = zs_http_expand(&head, body, length, records->reading, &records->body,
                                      &expanded, &reason);
    if (status == ZS_ERROR_MEMORY) {
        return zs_fail_memory(error);
    }
    if (status) {
        return zs_reading_remark(records->reading, 0, error, status, "record %llu: %s",
                                 (unsigned long long)records->number, reason.message);
    }
    return expanded ? read_page(records, record, &head, records->body.data,
                                records->body.length, error)
                    : read_page(records, record, &head, body, length, error);
}

/* What kind of record it is decides what its block is. */
static zs_status read_block(struct records *records, const zs_head *record, char *block,
                            size_t length, zs_error *error)
{
    if (zs_head_is(record, "WARC-Type", "response")) {
        return read_response(records, record, block, length, error);
    }
    if (zs_head_is(record, "WARC-Type", "resource") ||
        zs_head_is(record, "WARC-Type", "conversion")) {
        return read_page(records, record, record, block, length, error);
    }
    return ZS_OK;
}

static bool content_length(const zs_head *head, uint64_t *out)
{
    size_t length;
    const char *value = zs_head_value(head, "Content-Length", &length);
    *out = 0;
    for (size_t i = 0; value && i < length && i < 18; i++) {
        if (value[i] < '0' || value[i] > '9') {
            return false;
        }
        *out = *out * 10 + (uint64_t)(value[i] - '0');
    }
    return value && length > 0;
}

/* Drops line ends, which stand between records, and looks for the next head. */
static zs_status find_head(struct records *records, size_t *head_length, zs_error *error)
{
    *head_length = 0;
    zs_status status = fill(records, 1, error);
    while (!status && left_of(records) > 0 &&
           (*data_of(records) == '\r' || *data_of(records) == '\n')) {
        records->at++;
        status = fill(records, 1, error);
    }
    for (size_t wanted = 1 << 12; !status && *head_length == 0 && wanted <= HEAD_LIMIT;
         wanted *= 4) {
        status = fill(records, wanted, error);
        if (!status && left_of(records) > 0) {
            *head_length = zs_head_length(data_of(records), left_of(records));
        }
    }
    return status;
}

static zs_status read_record(struct records *records, size_t head_length, zs_error *error)
{
    zs_head head = {.data = data_of(records), .length = head_length};
    uint64_t length;
    if (head_length < 5 || memcmp(head.data, "WARC/", 5) != 0 ||
        !content_length(&head, &length)) {
        return zs_fail(error, ZS_ERROR_FORMAT, "record %llu does not begin as one of WARC does",
                       (unsigned long long)records->number);
    }
    if (length > BLOCK_LIMIT) {
        return drop(records, head_length + length, error);
    }
    zs_status status = fill(records, head_length + (size_t)length, error);
    if (status) {
        return status;
    }
    head.data = data_of(records); /* which may have moved */
    size_t left = left_of(records) - head_length;
    bool whole = left >= length;
    status = read_block(records, &head, data_of(records) + head_length,
                        whole ? (size_t)length : left, error);
    if (!status && !whole) {
        status = zs_reading_remark(records->reading, 0, error, ZS_ERROR_FORMAT,
                                   "record %llu, the last, is cut short",
                                   (unsigned long long)records->number);
    }
    return status ? status : drop(records, head_length + length, error);
}

static zs_status read_records(struct records *records, zs_error *error)
{
    for (;;) {
        bool used_up;
        size_t head_length;
        zs_status status = zs_check_budget(records->reading, &used_up, error);
        if (status || used_up) {
            return status;
        }
        records->number++;
        zs_error reason;
        status = find_head(records, &head_length, &reason);
        if (!status && left_of(records) == 0) {
            return ZS_OK;
        }
        if (!status) {
            status = read_record(records, head_length, &reason);
        }
        if (status == ZS_ERROR_FORMAT && records->number > 1) {
            return zs_reading_remark(records->reading, 0, error, status,
                                     "%s; what stands before it is kept", reason.message);
        }
        if (status) {
            return zs_fail(error, status, "%s", reason.message);
        }
    }
}

zs_status zs_read_warc(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    zs_unpack unpack;
    struct archive_entry *entry;
    struct records records = {.reading = reading};
    zs_status status = zs_unpack_open(&unpack, stream, reading, true, error);
    if (!status) {
        int result = archive_read_next_header(unpack.archive, &entry);
        status = result < ARCHIVE_WARN ? zs_unpack_fail(&unpack, error) : ZS_OK;
    }
    if (!status) {
        records.stream = zs_unpack_stream(&unpack);
        status = read_records(&records, error);
    }
    zs_buffer_release(&records.buffer);
    zs_buffer_release(&records.body);
    zs_unpack_close(&unpack);
    return status;
}
