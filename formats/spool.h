/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A stream that can only be read forward, made one that can be moved in: in memory while it is
 * small, in an unnamed temporary file when it is not.
 */
#ifndef ZS_FORMATS_SPOOL_H
#define ZS_FORMATS_SPOOL_H

#include "base/buffer.h"
#include "formats/descriptor.h"
#include "formats/reading.h"

typedef struct zs_spool {
    zs_buffer memory;
    zs_bytes bytes;           /* over the memory */
    zs_descriptor descriptor; /* of the file; -1: all is in memory */
    zs_stream stream;
} zs_spool;

/* Reads the stream to its end. The spool must stay where it is. Release also after a failure.
 * Errors: those of the stream, IO and FULL of the temporary file, MEMORY. */
zs_status zs_spool_fill(zs_spool *spool, const zs_stream *from, zs_error *error);
void zs_spool_release(zs_spool *spool);

/* A temporary file without a name, open for reading and writing: in $TMPDIR, else /tmp. */
zs_status zs_temporary_file(int *out, zs_error *error);

/* Writes all of it. */
zs_status zs_temporary_write(int file, const char *data, size_t length, zs_error *error);

#endif
