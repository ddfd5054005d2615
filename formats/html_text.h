/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text in raw HTML, as Markdown may hold it: what stands between the tags. Not a parser
 * of HTML: whatever the input, every byte is either text or not, and stays where it is.
 */
#ifndef ZS_FORMATS_HTML_TEXT_H
#define ZS_FORMATS_HTML_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Decodes a character reference, from its `&` to its `;`, into `out` as UTF-8; the result is
 * never longer than the reference. Returns its length, 0 if the reference is not known. */
size_t zs_html_decode(const char *reference, size_t length, char *out);

/* The length of the character reference that begins at `data`, 0 if none does. */
size_t zs_html_reference(const char *data, size_t length);

typedef enum zs_html_state {
    ZS_HTML_TEXT,
    ZS_HTML_TAG,
    ZS_HTML_SINGLE_QUOTE, /* an attribute's value */
    ZS_HTML_DOUBLE_QUOTE,
    ZS_HTML_COMMENT,
    ZS_HTML_RAW /* script or style, which hold no text */
} zs_html_state;

/* Where in the HTML one is, from line to line. */
typedef struct zs_html {
    zs_html_state state;
    char tag[12]; /* its name in lower case, cut; with the slash of an end tag */
    size_t tag_length;
    bool tag_open;   /* its name may go on */
    unsigned dashes; /* seen in a row, in a comment */
} zs_html;

#define ZS_HTML_INIT ((zs_html){.state = ZS_HTML_TEXT})

/* What the next byte is. */
typedef enum zs_html_byte {
    ZS_HTML_IS_TEXT,
    ZS_HTML_IS_MARKUP,
    ZS_HTML_ENDS_BLOCK /* the last byte of a tag that parts what stands around it */
} zs_html_byte;

/* Takes the byte at `data[at]`; those behind it are only looked at. */
zs_html_byte zs_html_next(zs_html *html, const char *data, size_t at, size_t length);

#endif
