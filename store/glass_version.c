/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass_version.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

static const struct table {
    const char *file;
    size_t compress_least;
} tables[ZS_GLASS_TABLES] = {
    [ZS_GLASS_POSTLIST] = {"postlist.glass", 0},  [ZS_GLASS_DOCDATA] = {"docdata.glass", 18},
    [ZS_GLASS_TERMLIST] = {"termlist.glass", 18}, [ZS_GLASS_POSITION] = {"position.glass", 0},
    [ZS_GLASS_SPELLING] = {"spelling.glass", 18}, [ZS_GLASS_SYNONYM] = {"synonym.glass", 18},
};

/* The name of the format, and the date that it is of: (2016 - 2014) << 9 | 3 << 5 | 14. */
static const char magic[] = "\x0F\x0DXapian Glass\x04\x6E";

enum { REVISION = 1, UUID_BYTES = 16 };
static_assert(sizeof magic - 1 + UUID_BYTES == ZS_GLASS_VERSION_HEAD, "what varies follows");

const char *zs_glass_table_file(zs_glass_table_number number)
{
    return tables[number].file;
}

size_t zs_glass_compress_least(zs_glass_table_number number)
{
    return tables[number].compress_least;
}

bool zs_glass_version_is_known(const char *content, size_t length)
{
    return length > ZS_GLASS_VERSION_HEAD && memcmp(content, magic, sizeof magic - 1) == 0;
}

/* Databases are told apart by this, so it has to be random (RFC 9562, version 4). */
static bool append_uuid(zs_buffer *out)
{
    uint8_t bytes[UUID_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
        return false;
    }
    bytes[6] = (uint8_t)((bytes[6] & 0x0F) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3F) | 0x80);
    return zs_buffer_append(out, bytes, sizeof bytes);
}

static bool append_content(const zs_glass_totals *totals, const zs_buffer *roots,
                           zs_buffer *out)
{
    return zs_buffer_append(out, magic, sizeof magic - 1) && append_uuid(out) &&
           zs_buffer_append_varint(out, REVISION) &&
           zs_buffer_append(out, roots->data, roots->length) &&
           zs_buffer_append_varint(out, totals->articles) &&
           zs_buffer_append_varint(out, totals->last_docid - totals->articles) &&
           zs_buffer_append_varint(out, totals->least_length) &&
           zs_buffer_append_varint(out, totals->greatest_count) &&
           zs_buffer_append_varint(out, totals->greatest_length - totals->greatest_count) &&
           zs_buffer_append_varint(out, 0) && /* no changesets */
           zs_buffer_append_varint(out, totals->total_length) &&
           zs_buffer_append_varint(out, 0); /* no spellings */
}

static int write_file(const char *path, const zs_buffer *content)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) {
        return errno;
    }
    int reason = zs_write_all(file, content->data, content->length);
    if (reason == 0 && fsync(file) != 0) {
        reason = errno;
    }
    if (close(file) != 0 && reason == 0) {
        reason = errno;
    }
    return reason;
}

zs_status zs_glass_version_write(const char *folder, const zs_glass_totals *totals,
                                 const zs_buffer *roots, zs_error *error)
{
    zs_buffer content = ZS_BUFFER_INIT;
    char *made = NULL, *path = NULL;
    zs_status status = ZS_OK;
    if (asprintf(&path, "%s/" ZS_GLASS_VERSION_FILE, folder) < 0) {
        return zs_fail_memory(error);
    }
    if (asprintf(&made, "%s/v.tmp", folder) < 0) {
        free(path);
        return zs_fail_memory(error);
    }
    if (!append_content(totals, roots, &content)) {
        status = zs_fail_memory(error);
    }
    if (!status) {
        int reason = write_file(made, &content);
        if (reason == 0 && rename(made, path) != 0) {
            reason = errno;
        }
        /* The names of the files have to be on the disk too. */
        status = reason == 0 ? zs_sync_path(folder, error)
                             : zs_fail_errno(error, reason, "cannot write %s", path);
    }
    free(made);
    free(path);
    zs_buffer_release(&content);
    return status;
}
