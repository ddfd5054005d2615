/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/decoded.h"

#include "base/error.h"

enum { CHUNK = 1 << 18 };

/* Gives the detector all of the stream. */
static zs_status detect(zs_decoded *decoded, zs_error *error)
{
    const zs_stream *stream = decoded->stream;
    zs_detector *detector = decoded->reading->tools->detector;
    zs_detector_begin(detector);
    if (zs_reading_encoding_set(decoded->reading)) {
        return ZS_OK;
    }
    for (size_t size = 1; size > 0;) {
        zs_status status =
            stream->read(stream->context, decoded->chunk.data, CHUNK, &size, error);
        if (status) {
            return status;
        }
        zs_detector_add(detector, decoded->chunk.data, size);
    }
    return stream->seek(stream->context, 0, error);
}

zs_status zs_decoded_open(zs_decoded *decoded, const zs_stream *stream, zs_reading *reading,
                          zs_error *error)
{
    *decoded = (zs_decoded){.stream = stream, .reading = reading};
    if (!zs_buffer_reserve(&decoded->chunk, CHUNK)) {
        return zs_fail_memory(error);
    }
    zs_status status = detect(decoded, error);
    if (!status) {
        status = zs_reading_choose_encoding(reading, NULL, error);
    }
    return status
               ? status
               : zs_tools_decoder(reading->tools, reading->encoding, &decoded->decoder, error);
}

void zs_decoded_release(zs_decoded *decoded)
{
    zs_buffer_release(&decoded->chunk);
}

zs_status zs_decoded_next(zs_decoded *decoded, zs_buffer *out, zs_error *error)
{
    const zs_stream *stream = decoded->stream;
    size_t size = 0;
    zs_status status = stream->read(stream->context, decoded->chunk.data, CHUNK, &size, error);
    if (status) {
        return status;
    }
    decoded->ended = size == 0;
    status =
        zs_decoder_add(decoded->decoder, decoded->chunk.data, size, decoded->ended, out, error);
    if (!status && decoded->ended) {
        status = zs_reading_remark_damage(decoded->reading, decoded->decoder, error);
    }
    return status;
}
