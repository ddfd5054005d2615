/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Passages of an article as one line to be shown: cleaned, with white space made single and
 * the hits marked. Between two Chinese characters white space is a line's end of the source
 * and says nothing; there it is dropped.
 */
#ifndef ZS_CLI_EXCERPT_H
#define ZS_CLI_EXCERPT_H

#include "answers/builder.h"
#include "zsearch.h"

/* What is put around a hit. */
typedef struct zs_marking {
    const char *begin, *end;
} zs_marking;

/* Stand-ins for the change of colour, which take no room when lines are broken. They cannot
 * come from an article, being control characters. */
#define ZS_HIT_BEGIN '\1'
#define ZS_HIT_END '\2'

/* With stand-ins, with brackets, and not at all. */
extern const zs_marking zs_marking_styled;
extern const zs_marking zs_marking_brackets;
extern const zs_marking zs_marking_none;

/* Appends a part of `text`; the marks are places in `text`, ascend and lie in the part. */
void zs_append_marked(zs_builder *out, const char *text, zs_span part, const zs_span *marks,
                      size_t mark_count, zs_marking marking);

/* Appends all fragments, with " … " where something is left out between or around them. */
void zs_append_excerpt(zs_builder *out, const zs_article *article, const zs_snippet *snippet,
                       zs_marking marking);

#endif
