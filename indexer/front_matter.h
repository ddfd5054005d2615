/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Front matter: what a Markdown file may begin with to say about itself, YAML between two
 * lines of three hyphens.
 */
#ifndef ZS_INDEXER_FRONT_MATTER_H
#define ZS_INDEXER_FRONT_MATTER_H

#include <stddef.h>

#include "indexer/article.h"
#include "indexer/format.h"

/* How many bytes the front matter takes at the beginning of a text, with both of its lines of
 * hyphens; 0 if there is none. */
size_t zs_front_matter_length(const char *text, size_t length);

/* Reads front matter of that length into an empty draft: title, date, author, source and
 * url where they belong, `id` not at all, all else as metadata; of lists their elements,
 * separated by commas. What is nested deeper is passed over. If it is not YAML, the draft
 * stays empty and `remark` says why. *found is false if it is YAML but no mapping: then it
 * is a piece of text between two horizontal rules. */
zs_status zs_read_front_matter(const char *matter, size_t length, zs_draft *out, bool *found,
                               zs_remark *remark, zs_error *error);

#endif
