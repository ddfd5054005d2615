/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/package.h"

#include <archive_entry.h>
#include <libxml/parser.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/container.h"
#include "formats/markup.h"
#include "formats/unpack.h"

/* A member of a document that is larger is none. */
#define MEMBER_LIMIT ((size_t)256 << 20)

void zs_package_release(zs_package *package)
{
    for (size_t i = 0; i < package->count; i++) {
        free(package->files[i].name);
        zs_buffer_release(&package->files[i].content);
    }
    free(package->files);
    *package = ZS_PACKAGE_INIT;
}

static zs_status take_member(zs_package *package, zs_unpack *unpack, const char *name,
                             zs_error *error)
{
    zs_part_file *files =
        zs_array_grow(package->files, &package->capacity, package->count + 1, sizeof *files);
    if (!files) {
        return zs_fail_memory(error);
    }
    package->files = files;
    zs_part_file *file = &files[package->count];
    *file = (zs_part_file){.name = strdup(name)};
    if (!file->name) {
        return zs_fail_memory(error);
    }
    package->count++;
    const zs_stream content = zs_unpack_stream(unpack);
    return zs_stream_read_all(&content, MEMBER_LIMIT, &file->content, error);
}

static zs_status take_members(zs_package *package, zs_unpack *unpack,
                              bool (*wanted)(const char *name), zs_error *error)
{
    for (;;) {
        struct archive_entry *entry;
        int result = archive_read_next_header(unpack->archive, &entry);
        if (result == ARCHIVE_EOF) {
            return ZS_OK;
        }
        if (result < ARCHIVE_WARN) {
            return zs_unpack_fail(unpack, error);
        }
        const char *name = archive_entry_pathname(entry);
        if (archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW) {
            return zs_fail(error, ZS_ERROR_FORMAT, "it is not a zip file");
        }
        if (!name || zs_utf8_valid(name, strlen(name)) != strlen(name) || !wanted(name)) {
            continue;
        }
        if (archive_entry_is_data_encrypted(entry)) {
            return zs_fail(error, ZS_ERROR_FORMAT, "it is encrypted");
        }
        zs_status status = take_member(package, unpack, name, error);
        if (status) {
            return status;
        }
    }
}

zs_status zs_package_open(zs_package *package, const char *data, size_t length,
                          bool (*wanted)(const char *name), const char *what,
                          zs_reading *reading, zs_error *error)
{
    *package = ZS_PACKAGE_INIT;
    if (length >= 4 && memcmp(data, "\xD0\xCF\x11\xE0", 4) == 0) {
        return zs_fail(
            error, ZS_ERROR_FORMAT,
            "not %s but an older format or one with a password; save it anew, or set "
            "up a filter for it",
            what);
    }
    zs_bytes bytes = {.data = data, .length = length};
    const zs_stream stream = zs_bytes_stream(&bytes);
    zs_unpack unpack;
    zs_error reason;
    zs_status status = zs_unpack_open(&unpack, &stream, reading, false, &reason);
    if (!status) {
        status = take_members(package, &unpack, wanted, &reason);
    }
    zs_unpack_close(&unpack);
    if (status == ZS_ERROR_FORMAT && package->count > 0 && reading->budget->bytes > 0) {
        /* Documents are often cut short behind their text. */
        return zs_reading_remark(reading, 0, error, status, "%s", reason.message);
    }
    return status ? zs_fail(error, status, "%s cannot be read: %s", what, reason.message)
                  : ZS_OK;
}

const zs_buffer *zs_package_file(const zs_package *package, const char *name)
{
    for (size_t i = 0; i < package->count; i++) {
        if (strcmp(package->files[i].name, name) == 0) {
            return &package->files[i].content;
        }
    }
    return NULL;
}

xmlDocPtr zs_package_xml(const zs_package *package, const char *name)
{
    const zs_buffer *content = zs_package_file(package, name);
    return content && content->length > 0 && content->length <= INT_MAX
               ? xmlReadMemory(content->data, (int)content->length, NULL, NULL, ZS_XML_OPTIONS)
               : NULL;
}

bool zs_xml_value(const xmlNode *root, const char *name, zs_buffer *out)
{
    const xmlNode *node = root;
    while (node && !zs_node_is(node, name)) {
        node = zs_node_next(root, node, true);
    }
    bool kept = true;
    const xmlNode *element = node;
    while (kept && node) {
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
            node->content) {
            kept = zs_buffer_append_string(out, (const char *)node->content);
        }
        node = zs_node_next(element, node, true);
    }
    return kept;
}

bool zs_xml_keep(const xmlNode *root, const char *name, zs_draft *draft, zs_member member)
{
    zs_buffer value = ZS_BUFFER_INIT;
    bool kept = zs_xml_value(root, name, &value) &&
                (value.length == 0 || zs_draft_get(draft, member) ||
                 zs_draft_set(draft, member, value.data, value.length));
    zs_buffer_release(&value);
    return kept;
}

bool zs_xml_add(const xmlNode *root, const char *name, zs_draft *draft, const char *as)
{
    zs_buffer value = ZS_BUFFER_INIT;
    bool kept = zs_xml_value(root, name, &value) &&
                (value.length == 0 || zs_draft_add(draft, as, value.data, value.length));
    zs_buffer_release(&value);
    return kept;
}
