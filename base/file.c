/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"

int zs_write_all(int file, const void *data, size_t length)
{
    const char *rest = data;
    while (length > 0) {
        ssize_t count = write(file, rest, length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count < 0 ? errno : EIO;
        }
        rest += count;
        length -= (size_t)count;
    }
    return 0;
}

int zs_read_at(int file, uint64_t offset, void *out, size_t length, size_t *count)
{
    char *at = out;
    *count = 0;
    while (*count < length) {
        ssize_t read = pread(file, at + *count, length - *count, (off_t)(offset + *count));
        if (read < 0 && errno == EINTR) {
            continue;
        }
        if (read < 0) {
            return errno;
        }
        if (read == 0) {
            break;
        }
        *count += (size_t)read;
    }
    return 0;
}

zs_status zs_sync_path(const char *path, zs_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return zs_fail_errno(error, errno, "%s cannot be opened", path);
    }
    int reason = fsync(file) == 0 ? 0 : errno;
    close(file);
    return reason ? zs_fail_errno(error, reason, "%s cannot be written", path) : ZS_OK;
}

int zs_unnamed_file(const char *folder, int *file)
{
    *file = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
    if (*file >= 0) {
        return 0;
    }
    /* Not every file system can do that. */
    char *path = NULL;
    if (asprintf(&path, "%s/zsearch-XXXXXX", folder) < 0) {
        return ENOMEM;
    }
    *file = mkostemp(path, O_CLOEXEC);
    int reason = *file < 0 || unlink(path) != 0 ? errno : 0;
    if (reason != 0 && *file >= 0) {
        close(*file);
    }
    free(path);
    return reason;
}
