/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A text of any size as UTF-8, piece by piece: the stream is read once to find out its
 * encoding, and once more to decode it.
 */
#ifndef ZS_FORMATS_DECODED_H
#define ZS_FORMATS_DECODED_H

#include "base/buffer.h"
#include "base/for_modules.h"
#include "formats/reading.h"

typedef struct zs_decoded {
    const zs_stream *stream; /* that can be moved in */
    zs_reading *reading;
    zs_decoder *decoder; /* the tools' */
    zs_buffer chunk;     /* as it stands in the stream */
    bool ended;
} zs_decoded;

/* Finds out the encoding and goes to the beginning. Release also after a failure.
 * Errors: ENCODING, IO, MEMORY. */
ZS_FOR_MODULES zs_status zs_decoded_open(zs_decoded *decoded, const zs_stream *stream,
                                         zs_reading *reading, zs_error *error);
ZS_FOR_MODULES void zs_decoded_release(zs_decoded *decoded);

/* Appends some more to `out`, unless all has been read: then `ended` is set, and damage has
 * been remarked upon. */
ZS_FOR_MODULES zs_status zs_decoded_next(zs_decoded *decoded, zs_buffer *out, zs_error *error);

#endif
