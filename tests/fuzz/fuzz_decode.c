/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes in any encoding: what comes out is UTF-8, and the same however the input is cut.
 */
#include <string.h>

#include "encoding/decode.h"
#include "encoding/detect.h"
#include "encoding/utf8.h"
#include "fuzz.h"

static const char *const encodings[] = {"GB18030",   "Big5",   "UTF-8",        "UTF-16LE",
                                        "Shift_JIS", "UTF-16", "windows-1252", "EUC-KR",
                                        "UTF-7",     "SCSU",   "CESU-8",       "ISO-2022-CN"};

static void decode(zs_decoder *decoder, const char *data, size_t size, size_t step,
                   zs_buffer *out)
{
    zs_error error;
    zs_decoder_begin(decoder);
    zs_buffer_clear(out);
    for (size_t at = 0; at < size; at += step) {
        size_t piece = size - at < step ? size - at : step;
        require(zs_decoder_add(decoder, data + at, piece, false, out, &error) == ZS_OK,
                "bytes are decoded");
    }
    require(zs_decoder_add(decoder, "", 0, true, out, &error) == ZS_OK, "and their end");
    require(zs_utf8_valid(out->data, out->length) == out->length, "all is UTF-8");
}

static const char *detect(zs_detector *detector, const char *data, size_t size, size_t step)
{
    zs_detector_begin(detector);
    for (size_t at = 0; at < size; at += step) {
        zs_detector_add(detector, data + at, size - at < step ? size - at : step);
    }
    return zs_detector_end(detector, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static zs_detector *detector;
    static zs_buffer whole, pieces;
    zs_decoder *decoder;
    zs_error error;
    if (size == 0) {
        return 0;
    }
    if (!detector) {
        require(zs_detector_new(&detector, &error) == ZS_OK, "there is memory");
    }
    const char *text = (const char *)data + 1;
    size_t length = size - 1;
    const char *name = encodings[data[0] % (sizeof encodings / sizeof *encodings)];
    require(zs_decoder_new(name, &decoder, &error) == ZS_OK, "the encoding is known");
    decode(decoder, text, length, length + 1, &whole);
    decode(decoder, text, length, 1 + data[0] % 7, &pieces);
    require(whole.length == pieces.length &&
                (whole.length == 0 || memcmp(whole.data, pieces.data, whole.length) == 0),
            "the pieces make no difference");
    zs_decoder_free(decoder);
    (void)detect(detector, text, length, length + 1);
    (void)detect(detector, text, length, 1 + data[0] % 5);
    return 0;
}
