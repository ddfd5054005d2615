/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * DOCX: Office Open XML, word processing (ECMA-376).
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "formats/format.h"
#include "formats/markup.h"
#include "formats/office.h"
#include "formats/package.h"

static bool is_wanted(const char *name)
{
    static const char *const names[] = {"word/document.xml", "word/footnotes.xml",
                                        "word/endnotes.xml", "docProps/core.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a paragraph has a style of headings. */
static bool is_heading(const xmlNode *paragraph)
{
    for (const xmlNode *child = paragraph->children; child; child = child->next) {
        if (!zs_node_is(child, "pPr")) {
            continue;
        }
        for (const xmlNode *style = child->children; style; style = style->next) {
            const char *value =
                zs_node_is(style, "pStyle") ? zs_node_attribute(style, "val") : NULL;
            if (value && (strcasecmp(value, "Title") == 0 || strcmp(value, "1") == 0 ||
                          strcasecmp(value, "Heading1") == 0 || strcmp(value, "标题") == 0 ||
                          strcmp(value, "标题1") == 0)) {
                return true;
            }
        }
    }
    return false;
}

static zs_office_kind kind_of(const xmlNode *element, size_t *count)
{
    static const struct {
        const char *name;
        zs_office_kind kind;
    } kinds[] = {{"t", ZS_OFFICE_TEXT},
                 {"tab", ZS_OFFICE_TAB},
                 {"br", ZS_OFFICE_BREAK},
                 {"cr", ZS_OFFICE_BREAK},
                 {"tc", ZS_OFFICE_CELL},
                 {"tr", ZS_OFFICE_PARAGRAPH},
                 {"del", ZS_OFFICE_NOTHING},
                 {"moveFrom", ZS_OFFICE_NOTHING},
                 {"instrText", ZS_OFFICE_NOTHING},
                 {"Fallback", ZS_OFFICE_NOTHING},
                 {"pPr", ZS_OFFICE_NOTHING},
                 {"rPr", ZS_OFFICE_NOTHING},
                 {"tblPr", ZS_OFFICE_NOTHING},
                 {"sectPr", ZS_OFFICE_NOTHING}};
    const char *name = (const char *)element->name;
    *count = 1;
    if (strcmp(name, "p") == 0) {
        return is_heading(element) ? ZS_OFFICE_HEADING : ZS_OFFICE_PARAGRAPH;
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
    xmlDocPtr document = zs_package_xml(package, "docProps/core.xml");
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool kept = true;
    if (root) {
        kept = zs_xml_keep(root, "title", draft, ZS_MEMBER_TITLE) &&
               zs_xml_keep(root, "creator", draft, ZS_MEMBER_AUTHOR) &&
               zs_xml_keep(root, "created", draft, ZS_MEMBER_DATE) &&
               zs_xml_keep(root, "category", draft, ZS_MEMBER_SECTION) &&
               zs_xml_add(root, "keywords", draft, "keywords") &&
               zs_xml_add(root, "subject", draft, "subject");
        const char *title = zs_draft_get(draft, ZS_MEMBER_TITLE);
        if (kept && title && zs_office_title_is_empty(title)) {
            kept = zs_draft_set(draft, ZS_MEMBER_TITLE, "", 0);
        }
    }
    xmlFreeDoc(document);
    return kept;
}

/* Appends the text of a part, if there is one. */
static bool append_part(const zs_package *package, const char *name, zs_draft *draft)
{
    xmlDocPtr document = zs_package_xml(package, name);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool kept = true;
    if (root && draft->text.length > 0) {
        kept = zs_buffer_append_string(&draft->text, "\n\n");
    }
    kept = kept && (!root || zs_office_text(root, kind_of, draft));
    xmlFreeDoc(document);
    return kept;
}

zs_status zs_read_docx(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    zs_package package;
    zs_draft *draft;
    zs_status status = zs_package_open(&package, data, length, is_wanted, "a Word file (.docx)",
                                       reading, error);
    if (!status && !zs_package_file(&package, "word/document.xml")) {
        status = zs_fail(error, ZS_ERROR_FORMAT, "there is no word/document.xml in it");
    }
    if (!status) {
        status = zs_reading_begin(reading, &draft, error);
    }
    if (!status) {
        zs_buffer_clear(&draft->text);
        bool kept = keep_properties(&package, draft) &&
                    append_part(&package, "word/document.xml", draft) &&
                    append_part(&package, "word/footnotes.xml", draft) &&
                    append_part(&package, "word/endnotes.xml", draft);
        status = kept ? zs_reading_put(reading, 0, error) : zs_fail_memory(error);
    }
    zs_package_release(&package);
    return status;
}
