/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * URLs of pages. A link to a search is a form of which something was changed, as a URL.
 */
#ifndef ZS_SERVER_LINKS_H
#define ZS_SERVER_LINKS_H

#include <stdbool.h>

#include "answers/builder.h"
#include "server/search_form.h"

/* Hits that can be reached by going on from page to page. */
enum { ZS_LINKED_HITS = 10000, ZS_PAGE_HITS = 10 };

/* Appends the URL of a search, "/?q=…": only what is not as usual is in it. It is not escaped
 * for HTML. */
void zs_append_search_url(zs_builder *out, const zs_search_form *form);

/* Appends ` href="…"` for a search. */
void zs_append_search_link(zs_builder *out, const zs_search_form *form);

/* Appends the path of an article; and ` href="…"`, with what is to be marked in it, and where
 * to begin ("#similar"); both may be NULL. */
void zs_append_article_path(zs_builder *out, const char *id);
void zs_append_article_link(zs_builder *out, const char *id, const char *query,
                            const char *fragment);

/* A form asked anew: from the first hit. */
zs_search_form zs_form_anew(const zs_search_form *form);

/* The same for nothing but other words. */
zs_search_form zs_form_of_query(const char *query);

/* Whether all hits have this value; adds it, or takes it away. */
bool zs_form_has_filter(const zs_search_form *form, const char *field, const char *value);
void zs_form_add_filter(zs_search_form *form, const char *field, const char *value);
void zs_form_drop_filter(zs_search_form *form, const char *field, const char *value);

/* What a form has besides q and offset, as hidden inputs, so that other words are asked for in
 * the same way. Without the date, if there is another input for that. */
void zs_append_hidden_inputs(zs_builder *out, const zs_search_form *form, bool with_date);

#endif
