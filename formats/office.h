/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What word processors' formats have in common: a tree of paragraphs.
 */
#ifndef ZS_FORMATS_OFFICE_H
#define ZS_FORMATS_OFFICE_H

#include <libxml/tree.h>

#include "formats/reading.h"

/* What an element is to the text. */
typedef enum zs_office_kind {
    ZS_OFFICE_INSIDE,    /* nothing itself */
    ZS_OFFICE_TEXT,      /* its character data are text */
    ZS_OFFICE_PARAGRAPH, /* on lines of its own */
    ZS_OFFICE_HEADING,   /* a paragraph that may be the title */
    ZS_OFFICE_CELL,
    ZS_OFFICE_TAB,
    ZS_OFFICE_SPACES, /* `count` of them */
    ZS_OFFICE_BREAK,
    ZS_OFFICE_NOTHING /* left out with all below it */
} zs_office_kind;

typedef zs_office_kind (*zs_office_kind_of)(const xmlNode *element, size_t *count);

/* Appends the text of a tree to the draft's text; if the draft has no title, the first heading
 * becomes it, and leaves the text if nothing stands before it. False if out of memory. */
bool zs_office_text(const xmlNode *root, zs_office_kind_of kind_of, zs_draft *draft);

/* Whether a title in a document's properties is one that programs make up. */
bool zs_office_title_is_empty(const char *title);

#endif
