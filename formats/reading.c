/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/reading.h"

#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/complete.h"

enum { ROOM = 1 << 14 }; /* at first, for what comes without saying how much */

zs_status zs_tools_init(zs_tools *tools, zs_error *error)
{
    *tools = (zs_tools){.decoder = NULL};
    return zs_detector_new(&tools->detector, error);
}

void zs_tools_release(zs_tools *tools)
{
    zs_detector_free(tools->detector);
    zs_decoder_free(tools->decoder);
    zs_buffer_release(&tools->decoded);
    *tools = (zs_tools){.decoder = NULL};
}

zs_status zs_tools_decoder(zs_tools *tools, const char *encoding, zs_decoder **out,
                           zs_error *error)
{
    if (!tools->decoder || strcmp(tools->encoding, encoding) != 0) {
        zs_decoder *decoder;
        zs_status status = zs_decoder_new(encoding, &decoder, error);
        if (status) {
            return status;
        }
        zs_decoder_free(tools->decoder);
        tools->decoder = decoder;
        (void)snprintf(tools->encoding, sizeof tools->encoding, "%s", encoding);
    }
    zs_decoder_begin(tools->decoder);
    *out = tools->decoder;
    return ZS_OK;
}

zs_status zs_reading_begin(zs_reading *reading, zs_draft **out, zs_error *error)
{
    zs_draft *draft;
    zs_status status = reading->sink->begin(reading->sink->context, &draft, error);
    if (status) {
        return status;
    }
    size_t length = strlen(reading->path);
    if (!zs_draft_set(draft, ZS_MEMBER_ID, reading->path, length) ||
        !zs_draft_set(draft, ZS_MEMBER_PATH, reading->path, length)) {
        return zs_fail_memory(error);
    }
    reading->draft = draft;
    *out = draft;
    return ZS_OK;
}

/* What the article does not say of itself. */
static bool keep_known(const zs_reading *reading, zs_draft *draft)
{
    const char *url = zs_draft_get(draft, ZS_MEMBER_URL) ? NULL : reading->url;
    const char *captured = reading->captured;
    return (!url || zs_draft_set(draft, ZS_MEMBER_URL, url, strlen(url))) &&
           (!captured || zs_draft_add(draft, "captured", captured, strlen(captured)));
}

zs_status zs_reading_put(zs_reading *reading, uint64_t line, zs_error *error)
{
    zs_draft *draft = reading->draft;
    draft->text_offset = reading->derived ? 0 : draft->text_offset;
    bool titled = zs_draft_get(draft, ZS_MEMBER_TITLE) != NULL;
    if (!keep_known(reading, draft) || !zs_draft_complete(draft, reading->modified)) {
        return zs_fail_memory(error);
    }
    reading->named_title =
        reading->named_title || (!titled && zs_draft_get(draft, ZS_MEMBER_TITLE));
    reading->named_date = reading->named_date || draft->date_origin == ZS_DATE_NAME;
    zs_status status = reading->sink->put(reading->sink->context, line, error);
    reading->articles += status == ZS_OK;
    return status;
}

zs_status zs_reading_remark(zs_reading *reading, uint64_t line, zs_error *error,
                            zs_status reason, const char *format, ...)
{
    zs_error remark = {.status = reason, .position = -1};
    va_list args;
    va_start(args, format);
    (void)vsnprintf(remark.message, sizeof remark.message, format, args);
    va_end(args);
    /* It may have been cut within a character. */
    remark.message[zs_utf8_valid(remark.message, strlen(remark.message))] = '\0';
    return reading->sink->remark(reading->sink->context, reading->path, line, &remark, error);
}

/* ---- Encodings --------------------------------------------------------------------- */

/* Whether a pattern fits a path or a folder that it lies in; "*" also stands for "/". */
static bool fits(const char *pattern, const char *path)
{
    return fnmatch(pattern, path, FNM_LEADING_DIR) == 0;
}

const char *zs_reading_encoding_set(const zs_reading *reading)
{
    const zs_reading_options *options = reading->options;
    for (size_t i = 0; i < options->encoding_count; i++) {
        if (fits(options->encodings[i].name, reading->path)) {
            return options->encodings[i].value;
        }
    }
    return options->encoding;
}

zs_status zs_reading_choose_encoding(zs_reading *reading, const char *declared, zs_error *error)
{
    const char *name = zs_reading_encoding_set(reading);
    if (name) {
        const char *known = zs_encoding_name(name);
        name = known ? known : name; /* which the decoder will refuse */
    } else {
        /* What the server says goes before what the page says (HTML, 13.2.3.2). */
        name = zs_detector_end(reading->tools->detector,
                               reading->charset ? reading->charset : declared);
    }
    if (!name) {
        return zs_fail(error, ZS_ERROR_ENCODING,
                       "it is no text in any encoding that can be told; if it is one, name "
                       "its encoding: zsearch index --encoding NAME");
    }
    (void)snprintf(reading->encoding, sizeof reading->encoding, "%s", name);
    return ZS_OK;
}

zs_status zs_reading_remark_damage(zs_reading *reading, const zs_decoder *decoder,
                                   zs_error *error)
{
    uint64_t line;
    uint64_t damaged = zs_decoder_damaged(decoder, &line);
    if (damaged == 0) {
        return ZS_OK;
    }
    return zs_reading_remark(reading, line, error, ZS_ERROR_ENCODING,
                             "%llu damaged character%s, of which this is the first, read as "
                             "U+FFFD (%s)",
                             (unsigned long long)damaged, damaged == 1 ? "" : "s",
                             reading->encoding);
}

zs_status zs_reading_decode(zs_reading *reading, const char *data, size_t length,
                            const char *declared, const char **text, size_t *text_length,
                            zs_error *error)
{
    zs_tools *tools = reading->tools;
    data = length > 0 ? data : ""; /* an empty buffer may have no memory at all */
    zs_detector_begin(tools->detector);
    if (!zs_reading_encoding_set(reading)) {
        zs_detector_add(tools->detector, data, length);
    }
    zs_status status = zs_reading_choose_encoding(reading, declared, error);
    if (status) {
        return status;
    }
    if (strcmp(reading->encoding, "UTF-8") == 0 && zs_utf8_valid(data, length) == length) {
        size_t mark = zs_utf8_bom(data, length);
        *text = data + mark;
        *text_length = length - mark;
        return ZS_OK;
    }
    zs_decoder *decoder;
    status = zs_tools_decoder(tools, reading->encoding, &decoder, error);
    zs_buffer_clear(&tools->decoded);
    if (!status) {
        status = zs_decoder_add(decoder, data, length, true, &tools->decoded, error);
    }
    if (!status) {
        status = zs_reading_remark_damage(reading, decoder, error);
    }
    if (!status) {
        *text = tools->decoded.length > 0 ? tools->decoded.data : "";
        *text_length = tools->decoded.length;
    }
    return status;
}

size_t zs_reading_offset(const char *data, size_t length, const char *place)
{
    uintptr_t begin = (uintptr_t)data, at = (uintptr_t)place;
    return at >= begin && at <= begin + length ? at - begin : 0;
}

/* ---- Streams ----------------------------------------------------------------------- */

zs_status zs_stream_read_all(const zs_stream *stream, size_t limit, zs_buffer *out,
                             zs_error *error)
{
    zs_buffer_clear(out);
    /* One byte more than expected, so that the end is seen without growing. */
    size_t room = stream->seek && stream->size < limit ? (size_t)stream->size + 1 : ROOM;
    for (size_t size = 1; size > 0; room = ROOM) {
        if (out->length > limit) {
            return zs_fail(error, ZS_ERROR_FORMAT,
                           "it is larger than %zu MiB, which is more than can be read of this "
                           "format; split it",
                           limit >> 20);
        }
        if (out->capacity == out->length && !zs_buffer_reserve(out, room)) {
            return zs_fail_memory(error);
        }
        zs_status status = stream->read(stream->context, out->data + out->length,
                                        out->capacity - out->length, &size, error);
        if (status) {
            return status;
        }
        out->length += size;
    }
    return ZS_OK;
}

static zs_status read_bytes(void *context, char *data, size_t room, size_t *size,
                            zs_error *error)
{
    (void)error;
    zs_bytes *bytes = context;
    size_t left = bytes->length - bytes->at;
    *size = left < room ? left : room;
    if (*size > 0) {
        memcpy(data, bytes->data + bytes->at, *size);
    }
    bytes->at += *size;
    return ZS_OK;
}

static zs_status seek_bytes(void *context, uint64_t offset, zs_error *error)
{
    zs_bytes *bytes = context;
    if (offset > bytes->length) {
        return zs_fail(error, ZS_ERROR_IO, "there is no byte %llu", (unsigned long long)offset);
    }
    bytes->at = (size_t)offset;
    return ZS_OK;
}

zs_stream zs_bytes_stream(zs_bytes *bytes)
{
    return (zs_stream){
        .read = read_bytes, .seek = seek_bytes, .context = bytes, .size = bytes->length};
}
