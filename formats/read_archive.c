/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Archives and compressed files: each member is read as if it were a file of its own.
 */
#include <archive_entry.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/container.h"
#include "formats/format.h"
#include "formats/unpack.h"

/* So much of the names tells in which encoding they are. */
enum { NAMES_KEPT = 1 << 12 };

/* One archive. */
struct unpacking {
    zs_unpack unpack;
    zs_reading *reading;
    zs_buffer raw_names; /* those that are not UTF-8, a line each */
    zs_buffer name;      /* of the member at hand, UTF-8, NUL-terminated */
};

/* ---- Names ------------------------------------------------------------------------- */

/* The name of what a compressed file holds: its own, without the last extension. */
static bool name_from_outside(struct unpacking *unpacking)
{
    const char *name = zs_path_name(unpacking->reading->path);
    return zs_buffer_append(&unpacking->name, name, zs_path_stem(name));
}

/* Names in zip files are often in the encoding of the machine that packed them, which is told
 * from all of them so far, since one alone is short. */
static zs_status decode_name(struct unpacking *unpacking, const char *raw, zs_error *error)
{
    zs_buffer *names = &unpacking->raw_names;
    size_t length = strlen(raw);
    if (names->length + length > NAMES_KEPT) {
        zs_buffer_clear(names);
    }
    if (!zs_buffer_append(names, raw, length) || !zs_buffer_append_byte(names, '\n')) {
        return zs_fail_memory(error);
    }
    zs_tools *tools = unpacking->reading->tools;
    zs_detector_begin(tools->detector);
    zs_detector_add(tools->detector, names->data, names->length);
    const char *encoding = zs_detector_end(tools->detector, NULL);
    zs_decoder *decoder;
    zs_status status = zs_tools_decoder(tools, encoding ? encoding : "UTF-8", &decoder, error);
    return status ? status
                  : zs_decoder_add(decoder, raw, length, true, &unpacking->name, error);
}

/* Puts the name of the member at hand into unpacking->name. */
static zs_status take_name(struct unpacking *unpacking, struct archive_entry *entry,
                           zs_error *error)
{
    zs_buffer_clear(&unpacking->name);
    bool kept = true;
    zs_status status = ZS_OK;
    const char *raw = archive_entry_pathname(entry);
    const char *utf8 = raw ? NULL : archive_entry_pathname_utf8(entry);
    if (archive_format(unpacking->unpack.archive) == ARCHIVE_FORMAT_RAW) {
        kept = name_from_outside(unpacking);
    } else if (utf8 || (raw && zs_utf8_valid(raw, strlen(raw)) == strlen(raw))) {
        kept = zs_buffer_append_string(&unpacking->name, utf8 ? utf8 : raw);
    } else if (raw) {
        status = decode_name(unpacking, raw, error);
    } else {
        kept = zs_buffer_append_string(&unpacking->name, "?");
    }
    if (!status && (!kept || !zs_buffer_terminate(&unpacking->name))) {
        status = zs_fail_memory(error);
    }
    /* Archives of Windows may have the other slash. */
    for (size_t i = 0; !status && i < unpacking->name.length; i++) {
        char *byte = &unpacking->name.data[i];
        *byte = *byte == '\\' ? '/' : *byte == '\0' ? '?' : *byte;
    }
    return status;
}

static bool is_parent(const char *part)
{
    return part[0] == '.' && part[1] == '.' && (part[2] == '/' || part[2] == '\0');
}

/* Names are shown and kept as parts of paths: one that leads out of the archive would be
 * taken for another file. */
static bool leads_out(const char *name)
{
    if (name[0] == '/') {
        return true;
    }
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (is_parent(part)) {
            return true;
        }
    }
    return false;
}

/* As in folders, what begins with a dot is passed over; and what macOS packs besides. */
static bool is_hidden(const char *name)
{
    if (strncmp(name, "__MACOSX/", strlen("__MACOSX/")) == 0) {
        return true;
    }
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (part[0] == '.' && part[1] != '/' && part[1] != '\0' && !is_parent(part)) {
            return true;
        }
    }
    return false;
}

/* "./a/b" is a/b. */
static const char *without_dot(const char *name)
{
    while (name[0] == '.' && name[1] == '/') {
        name += 2;
        while (name[0] == '/') {
            name++;
        }
    }
    return name;
}

/* ---- Members ----------------------------------------------------------------------- */

static zs_status skip(struct unpacking *unpacking, const char *name, const char *why,
                      zs_error *error)
{
    zs_error reason;
    (void)zs_fail(&reason, ZS_ERROR_FORMAT, "%s", why);
    return zs_skip_member(unpacking->reading, name, NULL, &reason, error);
}

static zs_status read_entry(struct unpacking *unpacking, struct archive_entry *entry,
                            zs_error *error)
{
    zs_status status = take_name(unpacking, entry, error);
    if (status) {
        return status;
    }
    mode_t type = archive_entry_filetype(entry);
    const char *name = without_dot(unpacking->name.data);
    if (type == AE_IFDIR || is_hidden(name) || name[0] == '\0') {
        return ZS_OK;
    }
    if (leads_out(name)) {
        return skip(unpacking, name, "its path leads out of the archive", error);
    }
    if ((type != AE_IFREG && type != 0) || archive_entry_hardlink(entry)) {
        return skip(unpacking, name, "not a regular file", error);
    }
    if (archive_entry_is_data_encrypted(entry)) {
        return skip(unpacking, name, "it is encrypted; unpack it with its password first",
                    error);
    }
    const zs_stream stream = zs_unpack_stream(&unpacking->unpack);
    const zs_container_member member = {.name = name,
                                        .modified = archive_entry_mtime_is_set(entry)
                                                        ? (int64_t)archive_entry_mtime(entry)
                                                        : unpacking->reading->modified,
                                        .stream = &stream};
    unpacking->reading->budget->members--;
    return zs_read_member(unpacking->reading, &member, error);
}

/* Damage in the middle: what stood before it has been read. */
static zs_status end_damaged(struct unpacking *unpacking, uint64_t members, zs_error *error)
{
    zs_error reason;
    zs_status status = zs_unpack_fail(&unpacking->unpack, &reason);
    if (members == 0 || status == ZS_ERROR_MEMORY || status == ZS_ERROR_IO) {
        return zs_fail(error, status, "%s", reason.message);
    }
    return zs_reading_remark(unpacking->reading, 0, error, status, "behind member %llu, %s",
                             (unsigned long long)members, reason.message);
}

/* Anything at all is raw; a compressed file is one with a filter. */
static bool is_archive(struct archive *archive)
{
    return archive_format(archive) != ARCHIVE_FORMAT_RAW || archive_filter_count(archive) > 1;
}

static zs_status read_entries(struct unpacking *unpacking, zs_error *error)
{
    struct archive *archive = unpacking->unpack.archive;
    uint64_t members = 0;
    for (;;) {
        bool used_up;
        struct archive_entry *entry;
        zs_status status = zs_check_budget(unpacking->reading, &used_up, error);
        if (status || used_up) {
            return status;
        }
        int result;
        do {
            result = archive_read_next_header(archive, &entry);
        } while (result == ARCHIVE_RETRY);
        if (result == ARCHIVE_EOF) {
            return ZS_OK;
        }
        if (result < ARCHIVE_WARN) {
            return end_damaged(unpacking, members, error);
        }
        if (!is_archive(archive)) {
            return zs_fail(error, ZS_ERROR_FORMAT,
                           "not an archive that can be read, whatever its name says");
        }
        members++;
        status = read_entry(unpacking, entry, error);
        if (status) {
            return status;
        }
    }
}

zs_status zs_read_archive(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    struct unpacking unpacking = {.reading = reading};
    zs_status status = zs_unpack_open(&unpacking.unpack, stream, reading, false, error);
    if (!status) {
        status = read_entries(&unpacking, error);
    }
    zs_unpack_close(&unpacking.unpack);
    zs_buffer_release(&unpacking.raw_names);
    zs_buffer_release(&unpacking.name);
    return status;
}
