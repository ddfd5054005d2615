/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Front matter: what a Markdown file may begin with to say about itself, YAML between two
 * lines of three hyphens.
 */
#ifndef ZS_FORMATS_FRONT_MATTER_H
#define ZS_FORMATS_FRONT_MATTER_H

#include <stddef.h>

#include "formats/draft.h"
#include "formats/reading.h"

/* How many bytes the front matter takes at the beginning of a text, with both of its lines of
 * hyphens; 0 if there is none. */
size_t zs_front_matter_length(const char *text, size_t length);

/* Begins a draft and reads front matter of that length into it: title, date, author and the
 * like where they belong, `id` not at all, all else as metadata; of lists their elements,
 * separated by commas. What is nested deeper is passed over. If it is not YAML, that is
 * remarked upon and nothing of it taken. *found is false if it is YAML but no mapping: then
 * it is a piece of text between two horizontal rules. */
zs_status zs_read_front_matter(const char *matter, size_t length, zs_reading *reading,
                               zs_draft **out, bool *found, zs_error *error);

#endif
