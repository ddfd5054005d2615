/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text out of a tree of libxml2, as a reader of the page would see it: blocks apart from each
 * other by an empty line, lines by a line end, white space as one space, scripts, styles and
 * what is hidden left out. For HTML and XHTML.
 */
#ifndef ZS_FORMATS_MARKUP_H
#define ZS_FORMATS_MARKUP_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/buffer.h"

/* The parsers' options: they fetch nothing, print nothing, and expand no entities of their
 * own; and their limits on depth and size stay on. */
#define ZS_HTML_OPTIONS                                                                        \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |       \
     HTML_PARSE_COMPACT)
#define ZS_XML_OPTIONS                                                                         \
    (XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |           \
     XML_PARSE_COMPACT)

/* What an element is to a reader. */
typedef enum zs_element {
    ZS_ELEMENT_INLINE,
    ZS_ELEMENT_BLOCK,   /* apart from what stands around it */
    ZS_ELEMENT_LINE,    /* on a line of its own */
    ZS_ELEMENT_CELL,    /* apart by a tab */
    ZS_ELEMENT_BREAK,   /* a line end */
    ZS_ELEMENT_LITERAL, /* its white space stays */
    ZS_ELEMENT_NOTHING  /* nobody sees it */
} zs_element;

zs_element zs_element_of(const xmlNode *node);

/* The next node in the order of the document, within `root`: below `node` if `below`. NULL at
 * the end. Trees may be deeper than the stack. */
const xmlNode *zs_node_next(const xmlNode *root, const xmlNode *node, bool below);

/* Whether a node is an element of this local name, in lower case. */
bool zs_node_is(const xmlNode *node, const char *name);

/* The value of an attribute by its local name, in any case; NULL if there is none. It lives
 * in the tree. */
const char *zs_node_attribute(const xmlNode *node, const char *name);

/* Appends the text of a node and all below it. Elements for which `leave_out` (may be NULL)
 * says so are left out. False if out of memory. */
bool zs_markup_text_but(const xmlNode *node, bool (*leave_out)(const xmlNode *element),
                        zs_buffer *out);
bool zs_markup_text(const xmlNode *node, zs_buffer *out);

#endif
