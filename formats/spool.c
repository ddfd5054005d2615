/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

enum { CHUNK = 1 << 18, IN_MEMORY = 16 << 20 };

static zs_status fail_temporary(zs_error *error)
{
    return zs_fail_errno(error, errno, "a temporary file is needed and cannot be written");
}

zs_status zs_temporary_file(int *out, zs_error *error)
{
    const char *folder = getenv("TMPDIR");
    folder = folder && folder[0] ? folder : "/tmp";
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        /* Not every file system has O_TMPFILE. */
        zs_buffer name = ZS_BUFFER_INIT;
        if (!zs_buffer_append_string(&name, folder) ||
            !zs_buffer_append_string(&name, "/zsearch-XXXXXX") || !zs_buffer_terminate(&name)) {
            zs_buffer_release(&name);
            return zs_fail_memory(error);
        }
        file = mkostemp(name.data, O_CLOEXEC);
        if (file >= 0) {
            (void)unlink(name.data);
        }
        zs_buffer_release(&name);
    }
    if (file < 0) {
        return fail_temporary(error);
    }
    *out = file;
    return ZS_OK;
}

zs_status zs_write_all(int file, const char *data, size_t length, zs_error *error)
{
    while (length > 0) {
        ssize_t written = write(file, data, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return fail_temporary(error);
        }
        data += written;
        length -= (size_t)written;
    }
    return ZS_OK;
}

/* Moves what is in memory to a file, and what else comes behind it. */
static zs_status fill_file(zs_spool *spool, const zs_stream *from, zs_error *error)
{
    zs_buffer *memory = &spool->memory;
    zs_descriptor *descriptor = &spool->descriptor;
    zs_status status = zs_temporary_file(&descriptor->file, error);
    for (size_t size = memory->length; !status && size > 0;) {
        status = zs_write_all(descriptor->file, memory->data, size, error);
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
