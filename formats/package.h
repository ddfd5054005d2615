/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Packages: documents that are zip files of XML, as DOCX, ODT and EPUB are.
 */
#ifndef ZS_FORMATS_PACKAGE_H
#define ZS_FORMATS_PACKAGE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "formats/reading.h"

/* A member that was wanted. */
typedef struct zs_part_file {
    char *name;
    zs_buffer content;
} zs_part_file;

typedef struct zs_package {
    zs_part_file *files;
    size_t count;
    size_t capacity;
} zs_package;

#define ZS_PACKAGE_INIT ((zs_package){.count = 0})

/* Takes the members for which `wanted` says so. What is damaged behind some of them is
 * remarked upon. Release also after a failure. `what` is the document's kind, for messages.
 * Errors: FORMAT, MEMORY, CANCELLED. */
zs_status zs_package_open(zs_package *package, const char *data, size_t length,
                          bool (*wanted)(const char *name), const char *what,
                          zs_reading *reading, zs_error *error);
void zs_package_release(zs_package *package);

/* The content of a member, NULL if there is none of this name. */
const zs_buffer *zs_package_file(const zs_package *package, const char *name);

/* A member as a tree, which is the caller's; NULL if there is none or it is not XML at all. */
xmlDocPtr zs_package_xml(const zs_package *package, const char *name);

/* The text of the first element of this local name below `root`, appended; false if out of
 * memory. Nothing is appended if there is none. */
bool zs_xml_value(const xmlNode *root, const char *name, zs_buffer *out);

/* Sets a member of the draft to that text, or adds it as metadata. */
bool zs_xml_keep(const xmlNode *root, const char *name, zs_draft *draft, zs_member member);
bool zs_xml_add(const xmlNode *root, const char *name, zs_draft *draft, const char *as);

#endif
