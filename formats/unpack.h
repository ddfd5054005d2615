/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libarchive over a stream: what archives and compressed files have in common.
 */
#ifndef ZS_FORMATS_UNPACK_H
#define ZS_FORMATS_UNPACK_H

#include <archive.h>
#include <locale.h>

#include "base/buffer.h"
#include "formats/reading.h"

typedef struct zs_unpack {
    struct archive *archive;
    const zs_stream *stream;
    zs_reading *reading;
    zs_buffer chunk;
    zs_error error;         /* why the stream below could not be read; ZS_OK if it could */
    uint64_t offset;        /* in the stream below */
    locale_t locale_before; /* the thread's own */
} zs_unpack;

/* Opens the stream, which can be moved in, as an archive of any kind, or (`raw`) as one file
 * that is compressed or not. Close also after a failure. Errors: FORMAT, IO, MEMORY. */
zs_status zs_unpack_open(zs_unpack *unpack, const zs_stream *stream, zs_reading *reading,
                         bool raw, zs_error *error);
void zs_unpack_close(zs_unpack *unpack);

/* What went wrong in libarchive last, as it concerns the file. */
zs_status zs_unpack_fail(zs_unpack *unpack, zs_error *error);

/* The content of the entry that libarchive stands at, counted against the reading's budget. It
 * cannot be moved in. */
zs_stream zs_unpack_stream(zs_unpack *unpack);

#endif
