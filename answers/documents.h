/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON documents that are no answers to a query: an article whole, how the index goes on behind
 * what has been typed, what the index holds. docs/json-output.md describes them for their
 * readers.
 */
#ifndef ZS_ANSWERS_DOCUMENTS_H
#define ZS_ANSWERS_DOCUMENTS_H

#include "answers/output.h"
#include "answers/paths.h"
#include "zsearch.h"

/* What stands before articles, up to the bracket; `query` may be NULL: then nothing is marked.
 */
void zs_put_articles_begin(zs_output *out, const char *query);

/* `marks` may be NULL: then there are none. `paths` may be NULL: paths are as the index has
 * them. */
void zs_put_article(zs_output *out, const zs_article *article, const zs_marks *marks,
                    zs_paths *paths);

/* `text` is what has been typed. */
void zs_put_suggestions(zs_output *out, const char *text, const zs_suggestions *suggestions);

/* `directory` is that of the index; NULL: nobody need know. */
void zs_put_index_info(zs_output *out, const char *directory, const zs_index_info *info);

#endif
