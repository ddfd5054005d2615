/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hits as they stand in a list, and what is known of an article in a line.
 */
#ifndef ZS_SERVER_PAGE_HITS_H
#define ZS_SERVER_PAGE_HITS_H

#include "server/page.h"

typedef struct zs_hit_list {
    zs_tongue tongue;
    const zs_search_form *form; /* what was asked; NULL: these are articles like another */
    const char *query;          /* what is to be marked in an article that is opened; or NULL */
    const char *collapse;       /* the field by which they are collapsed; NULL: none */
    const char *heading;        /* the element that a title is: "h2" */
} zs_hit_list;

/* Appends lists of hits, with a line where those begin that are of a later step. */
void zs_append_hits(zs_builder *out, const zs_hit_list *list, const zs_hit *hits, size_t count);

/* Appends what an article is of, parted by dots: source, date, section, and the author if
 * wanted. Nothing, if nothing of it is known. `pages` (may be NULL) is HTML that follows. */
void zs_append_facts(zs_builder *out, zs_tongue tongue, const zs_article *article, bool author,
                     const char *pages);

/* Appends ` lang="…"` if the language of an article is known. */
void zs_append_lang(zs_builder *out, const zs_article *article);

/* Appends <time> with a date as it is written. */
void zs_append_time(zs_builder *out, zs_tongue tongue, const char *date);

#endif
