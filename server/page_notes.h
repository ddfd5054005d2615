/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is said of an answer above its hits, or instead of them: what may have been meant, what
 * else was sought, limits that were reached, what to do if nothing is found, what is wrong.
 */
#ifndef ZS_SERVER_PAGE_NOTES_H
#define ZS_SERVER_PAGE_NOTES_H

#include "server/page.h"
#include "server/words.h"

void zs_append_notes(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                     const zs_answer *answer);

/* For an answer without hits. */
void zs_append_advice(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                      const zs_answer *answer);

/* What a status of HTTP means, in a few words. */
zs_words zs_words_of_problem(const zs_page_problem *problem);

/* Where a query is wrong, if that is known (`query` may be NULL), and what the library says. */
void zs_append_problem(zs_builder *out, zs_tongue tongue, const char *query,
                       const zs_page_problem *problem);

#endif
