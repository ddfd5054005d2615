/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/descriptor.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"

static zs_status fail_read(const zs_descriptor *descriptor, zs_error *error)
{
    return zs_fail_errno(error, errno, "%s", descriptor->failure);
}

static zs_status read_some(void *context, char *data, size_t room, size_t *size,
                           zs_error *error)
{
    zs_descriptor *descriptor = context;
    ssize_t count;
    do {
        count = read(descriptor->file, data, room);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return fail_read(descriptor, error);
    }
    *size = (size_t)count;
    descriptor->offset += (uint64_t)count;
    return ZS_OK;
}

static zs_status seek(void *context, uint64_t offset, zs_error *error)
{
    zs_descriptor *descriptor = context;
    if (lseek(descriptor->file, (off_t)offset, SEEK_SET) < 0) {
        return fail_read(descriptor, error);
    }
    descriptor->offset = offset;
    return ZS_OK;
}

zs_stream zs_descriptor_stream(zs_descriptor *descriptor)
{
    return (zs_stream){
        .read = read_some, .seek = seek, .context = descriptor, .size = descriptor->size};
}
