/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/unpack.h"

#include <archive_entry.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/container.h"

enum { CHUNK = 1 << 17 };

/* ---- The stream below, as libarchive asks for it -------------------------------------- */

static la_ssize_t read_below(struct archive *archive, void *context, const void **buffer)
{
    zs_unpack *unpack = context;
    size_t size = 0;
    if (unpack->stream->read(unpack->stream->context, unpack->chunk.data,
                             unpack->chunk.capacity, &size, &unpack->error)) {
        archive_set_error(archive, EIO, "%s", unpack->error.message);
        return -1;
    }
    unpack->offset += size;
    *buffer = unpack->chunk.data;
    return (la_ssize_t)size;
}

static la_int64_t seek_below(struct archive *archive, void *context, la_int64_t offset,
                             int whence)
{
    zs_unpack *unpack = context;
    uint64_t size = unpack->stream->size;
    uint64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? unpack->offset : size;
    if ((offset < 0 && (uint64_t)-offset > from) ||
        (offset > 0 && (uint64_t)offset > size - (from < size ? from : size))) {
        /* Only a damaged archive leads out of itself. */
        archive_set_error(archive, EINVAL, "it is cut short or damaged");
        return ARCHIVE_FATAL;
    }
    uint64_t target = from + (uint64_t)offset;
    if (unpack->stream->seek(unpack->stream->context, target, &unpack->error)) {
        archive_set_error(archive, EIO, "%s", unpack->error.message);
        return ARCHIVE_FATAL;
    }
    unpack->offset = target;
    return (la_int64_t)target;
}

static la_int64_t skip_below(struct archive *archive, void *context, la_int64_t request)
{
    zs_unpack *unpack = context;
    uint64_t left = unpack->stream->size - unpack->offset;
    uint64_t skipped = (uint64_t)request < left ? (uint64_t)request : left;
    if (skipped == 0) {
        return 0;
    }
    la_int64_t now = seek_below(archive, context, (la_int64_t)skipped, SEEK_CUR);
    return now < 0 ? 0 : (la_int64_t)skipped;
}

/* ---- Opening ----------------------------------------------------------------------- */

zs_status zs_unpack_fail(zs_unpack *unpack, zs_error *error)
{
    if (unpack->error.status) {
        return zs_fail(error, unpack->error.status, "%s", unpack->error.message);
    }
    if (archive_errno(unpack->archive) == ENOMEM) {
        return zs_fail_memory(error);
    }
    const char *reason = archive_error_string(unpack->archive);
    reason = reason ? reason : "it cannot be read";
    /* libarchive may quote names of any bytes. */
    int whole = (int)zs_utf8_valid(reason, strlen(reason));
    return zs_fail(error, ZS_ERROR_FORMAT, "damaged, or not what its name says: %.*s", whole,
                   reason);
}

/* In a locale of UTF-8 libarchive gives names as they are stored, and those that are known to
 * be UTF-8 too. It is made once for all, and never freed: archives are many and small. The
 * thread's own comes back at the end. */
static locale_t utf8_locale;

static void make_locale(void)
{
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static void enter_locale(zs_unpack *unpack)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, make_locale); /* cannot fail with a good `once` */
    unpack->locale_before = utf8_locale ? uselocale(utf8_locale) : (locale_t)0;
}

static void leave_locale(zs_unpack *unpack)
{
    if (unpack->locale_before) {
        uselocale(unpack->locale_before);
    }
}

/* Not all that libarchive knows: some filters run programs, and mtree opens the files that it
 * names. The functions fail only for want of memory, or of a library it was built without. */
static void support(struct archive *archive, bool raw)
{
    static int (*const filters[])(struct archive *) = {
        archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
        archive_read_support_filter_xz,   archive_read_support_filter_lzma,
        archive_read_support_filter_lzip, archive_read_support_filter_zstd,
        archive_read_support_filter_lz4,  archive_read_support_filter_compress};
    static int (*const formats[])(struct archive *) = {
        archive_read_support_format_zip,     archive_read_support_format_7zip,
        archive_read_support_format_tar,     archive_read_support_format_rar,
        archive_read_support_format_rar5,    archive_read_support_format_cab,
        archive_read_support_format_iso9660, archive_read_support_format_cpio,
        archive_read_support_format_lha,     archive_read_support_format_empty};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        (void)filters[i](archive);
    }
    for (size_t i = 0; !raw && i < sizeof formats / sizeof *formats; i++) {
        (void)formats[i](archive);
    }
    (void)archive_read_support_format_raw(archive);
}

zs_status zs_unpack_open(zs_unpack *unpack, const zs_stream *stream, zs_reading *reading,
                         bool raw, zs_error *error)
{
    *unpack = (zs_unpack){.stream = stream, .reading = reading};
    enter_locale(unpack);
    unpack->archive = archive_read_new();
    struct archive *archive = unpack->archive;
    size_t room = stream->seek && stream->size < CHUNK ? (size_t)stream->size + 1 : CHUNK;
    if (!archive || !zs_buffer_reserve(&unpack->chunk, room)) {
        return zs_fail_memory(error);
    }
    support(archive, raw);
    (void)archive_read_set_read_callback(archive, read_below);
    (void)archive_read_set_seek_callback(archive, seek_below);
    (void)archive_read_set_skip_callback(archive, skip_below);
    (void)archive_read_set_callback_data(archive, unpack);
    return archive_read_open1(archive) < ARCHIVE_WARN ? zs_unpack_fail(unpack, error) : ZS_OK;
}

void zs_unpack_close(zs_unpack *unpack)
{
    if (unpack->archive) {
        (void)archive_read_free(unpack->archive); /* it was only read */
    }
    zs_buffer_release(&unpack->chunk);
    leave_locale(unpack);
}

/* ---- Content ----------------------------------------------------------------------- */

static zs_status read_content(void *context, char *data, size_t room, size_t *size,
                              zs_error *error)
{
    zs_unpack *unpack = context;
    la_ssize_t count;
    do {
        count = archive_read_data(unpack->archive, data, room);
    } while (count == ARCHIVE_RETRY);
    if (count < 0) {
        return zs_unpack_fail(unpack, error);
    }
    *size = (size_t)count;
    return zs_budget_take(unpack->reading->budget, (uint64_t)count, error);
}

zs_stream zs_unpack_stream(zs_unpack *unpack)
{
    return (zs_stream){.read = read_content, .context = unpack};
}
