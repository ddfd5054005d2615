/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/spool.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

enum { CHUNK = 1 << 18, IN_MEMORY = 16 << 20 };

static zs_status status_of(int reason, zs_error *error)
{
    return reason == 0 ? ZS_OK
                       : zs_fail_errno(error, reason,
                                       "a temporary file is needed and cannot be written");
}

zs_status zs_temporary_file(int *out, zs_error *error)
{
    const char *folder = getenv("TMPDIR");
    int file;
    zs_status status =
        status_of(zs_unnamed_file(folder && folder[0] ? folder : "/tmp", &file), error);
    if (!status) {
        *out = file;
    }
    return status;
}

zs_status zs_temporary_write(int file, const char *data, size_t length, zs_error *error)
{
    return status_of(zs_write_all(file, data, length), error);
}

/* Moves what is in memory to a file, and what else comes behind it. */
static zs_status fill_file(zs_spool *spool, const zs_stream *from, zs_error *error)
{
    zs_buffer *memory = &spool->memory;
    zs_descriptor *descriptor = &spool->descriptor;
    zs_status status = zs_temporary_file(&descriptor->file, error);
    for (size_t size = memory->length; !status && size > 0;) {
        status = zs_temporary_write(descriptor->file, memory->data, size, error);
        descriptor->size += size;
        if (!status) {
            status = from->read(from->context, memory->data, memory->capacity, &size, error);
        }
    }
    spool->stream = zs_descriptor_stream(descriptor);
    return status ? status : spool->stream.seek(descriptor, 0, error);
}

zs_status zs_spool_fill(zs_spool *spool, const zs_stream *from, zs_error *error)
{
    *spool =
        (zs_spool){.descriptor = {.file = -1, .failure = "a temporary file cannot be read"}};
    zs_buffer *memory = &spool->memory;
    for (size_t size = 1; size > 0;) {
        if (memory->length >= IN_MEMORY) {
            return fill_file(spool, from, error);
        }
        if (!zs_buffer_reserve(memory, CHUNK)) {
            return zs_fail_memory(error);
        }
        zs_status status =
            from->read(from->context, memory->data + memory->length, CHUNK, &size, error);
        if (status) {
            return status;
        }
        memory->length += size;
    }
    spool->bytes = (zs_bytes){.data = memory->data, .length = memory->length};
    spool->stream = zs_bytes_stream(&spool->bytes);
    return ZS_OK;
}

void zs_spool_release(zs_spool *spool)
{
    zs_buffer_release(&spool->memory);
    if (spool->descriptor.file >= 0) {
        (void)close(spool->descriptor.file); /* it goes with that */
        spool->descriptor.file = -1;
    }
}
