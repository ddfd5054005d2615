/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text out of a tree of libxml2, as a reader of the page would see it: blocks apart from each
 * other by an empty line, lines by a line end, white space as one space, scripts, styles and
 * what is hidden left out. For HTML and XHTML.
 */
#ifndef ZS_FORMATS_MARKUP_H
#define ZS_FORMATS_MARKUP_H

#include <libxml/tree.h>

#include "base/buffer.h"

/* Appends the text of a node and all below it. False if out of memory. */
bool zs_markup_text(const xmlNode *node, zs_buffer *out);

/* The parsers' options: they fetch nothing, print nothing, and expand no entities of their
 * own; and their limits on depth and size stay on. */
#define ZS_HTML_OPTIONS                                                                        \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |       \
     HTML_PARSE_COMPACT)
#define ZS_XML_OPTIONS                                                                         \
    (XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |           \
     XML_PARSE_COMPACT)

#endif
