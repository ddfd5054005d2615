/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Texts of articles as HTML, with what a query finds in them in <mark>. Spans may be what they
 * will: what does not lie in the text marks nothing, and elements are closed where they end.
 */
#ifndef ZS_SERVER_PAGE_MARKS_H
#define ZS_SERVER_PAGE_MARKS_H

#include <stdbool.h>

#include "answers/builder.h"
#include "zsearch.h"

typedef struct zs_mark_list {
    const zs_span *spans;
    size_t count;
    size_t number; /* of the first: they have the ids hit-1, hit-2 …; 0: they have none */
} zs_mark_list;

/* Appends a part of a text as one line: white space of any length is a space, and none between
 * characters that are written without. */
void zs_append_marked_line(zs_builder *out, const char *text, zs_span part, zs_mark_list marks);

/* Appends a text in paragraphs. What is written in Chinese has one a line; in other languages
 * blank lines part them. Form feeds begin a new page, which `folio` is called with the number
 * of. */
void zs_append_marked_text(zs_builder *out, const zs_article *article, zs_mark_list marks,
                           void (*folio)(zs_builder *out, void *context, size_t page),
                           void *context);

/* Appends the passages of a snippet, with … where something is left out. */
void zs_append_passages(zs_builder *out, const zs_article *article, const zs_snippet *snippet);

/* Whether text of this language (BCP 47; NULL: not known) is Chinese or Japanese. */
bool zs_is_written_in_han(const char *language);

#endif
