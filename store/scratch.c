/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/scratch.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

/* A file is read so many bytes at a time, or as many as are needed. */
enum { READ_AT_ONCE = 256 << 10 };

zs_status zs_scratch_file(const char *folder, int *file, zs_error *error)
{
    int reason = zs_unnamed_file(folder, file);
    return reason == 0 ? ZS_OK
                       : zs_fail_errno(error, reason, "cannot make a file in %s", folder);
}

zs_status zs_scratch_write(int file, const zs_buffer *content, zs_error *error)
{
    int reason = zs_write_all(file, content->data, content->length);
    return reason == 0 ? ZS_OK
                       : zs_fail_errno(error, reason, "cannot write what an index is made of");
}

static zs_status fail_cut_off(zs_error *error)
{
    return zs_fail(error, ZS_ERROR_IO, "what an index is made of was cut off");
}

/* Appends up to `length` bytes. */
static zs_status append_from(int file, uint64_t offset, size_t length, zs_buffer *out,
                             size_t *count, zs_error *error)
{
    if (!zs_buffer_reserve(out, length)) {
        return zs_fail_memory(error);
    }
    int reason = zs_read_at(file, offset, out->data + out->length, length, count);
    if (reason != 0) {
        return zs_fail_errno(error, reason, "cannot read what an index is made of");
    }
    out->length += *count;
    return ZS_OK;
}

zs_status zs_scratch_read(int file, uint64_t offset, size_t length, zs_buffer *out,
                          zs_error *error)
{
    size_t count = 0;
    zs_status status = append_from(file, offset, length, out, &count, error);
    return status || count == length ? status : fail_cut_off(error);
}

void zs_window_release(zs_window *window)
{
    zs_buffer_release(&window->content);
}

zs_status zs_window_fill(zs_window *window, size_t wanted, zs_error *error)
{
    zs_buffer *content = &window->content;
    size_t left = content->length - window->at, count = 0;
    if (left >= wanted) {
        return ZS_OK;
    }
    if (left > 0) {
        memmove(content->data, content->data + window->at, left);
    }
    content->length = left;
    window->at = 0;
    size_t more = wanted - left > READ_AT_ONCE ? wanted - left : READ_AT_ONCE;
    zs_status status = append_from(window->file, window->read, more, content, &count, error);
    window->read += count;
    return status;
}

zs_status zs_window_need(zs_window *window, size_t wanted, zs_error *error)
{
    zs_status status = zs_window_fill(window, wanted, error);
    return status || window->content.length - window->at >= wanted ? status
                                                                   : fail_cut_off(error);
}
