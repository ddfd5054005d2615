/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ODT: OpenDocument text (ISO/IEC 26300).
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "formats/format.h"
#include "formats/markup.h"
#include "formats/office.h"
#include "formats/package.h"

static bool is_wanted(const char *name)
{
    return strcmp(name, "content.xml") == 0 || strcmp(name, "meta.xml") == 0 ||
           strcmp(name, "META-INF/manifest.xml") == 0;
}

static zs_office_kind kind_of(const xmlNode *element, size_t *count)
{
    static const struct {
        const char *name;
        zs_office_kind kind;
    } kinds[] = {{"tab", ZS_OFFICE_TAB},
                 {"line-break", ZS_OFFICE_BREAK},
                 {"table-cell", ZS_OFFICE_CELL},
                 {"table-row", ZS_OFFICE_PARAGRAPH},
                 {"tracked-changes", ZS_OFFICE_NOTHING},
                 {"annotation", ZS_OFFICE_NOTHING},
                 {"note-citation", ZS_OFFICE_NOTHING},
                 {"automatic-styles", ZS_OFFICE_NOTHING},
                 {"sequence-decls", ZS_OFFICE_NOTHING},
                 {"body", ZS_OFFICE_TEXT}};
    const char *name = (const char *)element->name;
    *count = 1;
    if (strcmp(name, "p") == 0) {
        return ZS_OFFICE_PARAGRAPH;
    }
    if (strcmp(name, "h") == 0) {
        return ZS_OFFICE_HEADING;
    }
    if (strcmp(name, "s") == 0) {
        const char *spaces = zs_node_attribute(element, "c");
        *count = spaces ? strtoul(spaces, NULL, 10) : 1;
        return ZS_OFFICE_SPACES;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            return kinds[i].kind;
        }
    }
    return ZS_OFFICE_INSIDE;
}

static bool keep_properties(const zs_package *package, zs_draft *draft)
{
    xmlDocPtr document = zs_package_xml(package, "meta.xml");
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool kept = true;
    if (root) {
        kept = zs_xml_keep(root, "title", draft, ZS_MEMBER_TITLE) &&
               zs_xml_keep(root, "initial-creator", draft, ZS_MEMBER_AUTHOR) &&
               zs_xml_keep(root, "creator", draft, ZS_MEMBER_AUTHOR) &&
               zs_xml_keep(root, "creation-date", draft, ZS_MEMBER_DATE) &&
               zs_xml_keep(root, "date", draft, ZS_MEMBER_DATE) &&
               zs_xml_add(root, "keyword", draft, "keywords") &&
               zs_xml_add(root, "subject", draft, "subject");
    }
    xmlFreeDoc(document);
    return kept;
}

/* Whether the manifest says that the content is encrypted. */
static bool is_encrypted(const zs_package *package)
{
    const zs_buffer *manifest = zs_package_file(package, "META-INF/manifest.xml");
    return manifest && manifest->length > 0 &&
           memmem(manifest->data, manifest->length, "encryption-data",
                  strlen("encryption-data")) != NULL;
}

static zs_status keep_text(const zs_package *package, zs_draft *draft, zs_error *error)
{
    xmlDocPtr document = zs_package_xml(package, "content.xml");
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    zs_buffer_clear(&draft->text);
    zs_status status =
        !root ? zs_fail(error, ZS_ERROR_FORMAT, "there is no content.xml in it that is XML")
        : keep_properties(package, draft) && zs_office_text(root, kind_of, draft)
            ? ZS_OK
            : zs_fail_memory(error);
    xmlFreeDoc(document);
    return status;
}

zs_status zs_read_odt(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    zs_package package;
    zs_draft *draft;
    zs_status status = zs_package_open(&package, data, length, is_wanted,
                                       "an OpenDocument text (.odt)", reading, error);
    if (!status && is_encrypted(&package)) {
        status = zs_fail(error, ZS_ERROR_FORMAT, "it has a password; save it without one");
    }
    if (!status) {
        status = zs_reading_begin(reading, &draft, error);
    }
    if (!status) {
        status = keep_text(&package, draft, error);
    }
    if (!status) {
        status = zs_reading_put(reading, 0, error);
    }
    zs_package_release(&package);
    return status;
}
