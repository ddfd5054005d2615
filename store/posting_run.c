/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/posting_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

/* A run is read so many bytes at a time, or as many as a list has. */
enum { READ_AT_ONCE = 256 << 10 };

/* The head of a list is no longer than this. */
enum { HEAD_MOST = ZS_GLASS_TERM_MOST + 32 };

zs_status zs_scratch_file(const char *folder, int *file, zs_error *error)
{
    *file = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
    if (*file >= 0) {
        return ZS_OK;
    }
    /* Not every file system can do that. */
    char *path = NULL;
    if (asprintf(&path, "%s/scratch.XXXXXX", folder) < 0) {
        return zs_fail_memory(error);
    }
    *file = mkostemp(path, O_CLOEXEC);
    int reason = *file < 0 || unlink(path) != 0 ? errno : 0;
    if (reason != 0 && *file >= 0) {
        close(*file);
    }
    free(path);
    return reason == 0 ? ZS_OK
                       : zs_fail_errno(error, reason, "cannot make a file in %s", folder);
}

zs_status zs_scratch_write(int file, const zs_buffer *content, zs_error *error)
{
    for (size_t done = 0; done < content->length;) {
        ssize_t count = write(file, content->data + done, content->length - done);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return zs_fail_errno(error, count < 0 ? errno : EIO,
                                 "cannot write what an index is made of");
        }
        done += (size_t)count;
    }
    return ZS_OK;
}

bool zs_posting_list_append_head(zs_buffer *out, const char *term, size_t length,
                                 uint32_t articles, uint64_t occurrences, size_t size)
{
    return zs_buffer_append_varint(out, length) && zs_buffer_append(out, term, length) &&
           zs_buffer_append_varint(out, articles) &&
           zs_buffer_append_varint(out, occurrences) && zs_buffer_append_varint(out, size);
}

void zs_posting_run_release(zs_posting_run *run)
{
    if (run->file >= 0) {
        close(run->file);
    }
    run->file = -1;
    zs_buffer_release(&run->content);
}

/* Makes sure that `wanted` bytes are there, unless the file ends before. */
static zs_status fill(zs_posting_run *run, size_t wanted, zs_error *error)
{
    zs_buffer *content = &run->content;
    size_t left = content->length - run->at;
    if (left >= wanted) {
        return ZS_OK;
    }
    if (left > 0) {
        memmove(content->data, content->data + run->at, left);
    }
    content->length = left;
    run->at = 0;
    size_t more = wanted - left > READ_AT_ONCE ? wanted - left : READ_AT_ONCE;
    if (!zs_buffer_reserve(content, more)) {
        return zs_fail_memory(error);
    }
    while (content->length < wanted) {
        ssize_t count =
            pread(run->file, content->data + content->length, more, (off_t)run->read);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return zs_fail_errno(error, errno, "cannot read what an index is made of");
        }
        if (count == 0) {
            break;
        }
        content->length += (size_t)count;
        run->read += (uint64_t)count;
        more -= (size_t)count;
    }
    return ZS_OK;
}

static bool read_head(zs_posting_run *run)
{
    const zs_buffer *content = &run->content;
    zs_posting_list *list = &run->list;
    uint64_t length, articles, occurrences, size;
    if (!zs_varint_read(content->data, content->length, &run->at, &length) ||
        length > sizeof list->term || length > content->length - run->at) {
        return false;
    }
    memcpy(list->term, content->data + run->at, (size_t)length);
    run->at += (size_t)length;
    if (!zs_varint_read(content->data, content->length, &run->at, &articles) ||
        !zs_varint_read(content->data, content->length, &run->at, &occurrences) ||
        !zs_varint_read(content->data, content->length, &run->at, &size)) {
        return false;
    }
    list->length = (size_t)length;
    list->articles = (uint32_t)articles;
    list->occurrences = occurrences;
    list->size = (size_t)size;
    return true;
}

zs_status zs_posting_run_next(zs_posting_run *run, zs_error *error)
{
    zs_status status = fill(run, HEAD_MOST, error);
    if (status || run->at == run->content.length) {
        run->ended = true;
        return status;
    }
    bool whole = read_head(run);
    if (whole) {
        status = fill(run, run->list.size, error);
        whole = run->content.length - run->at >= run->list.size;
    }
    if (status || !whole) {
        run->ended = true;
        return status ? status
                      : zs_fail(error, ZS_ERROR_IO, "what an index is made of was cut off");
    }
    run->list.postings = run->content.data + run->at;
    run->at += run->list.size;
    return ZS_OK;
}
