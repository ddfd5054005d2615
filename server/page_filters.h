/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What hits can be narrowed by: the values counted, as links that add or take away a filter,
 * dates, and those that are chosen.
 */
#ifndef ZS_SERVER_PAGE_FILTERS_H
#define ZS_SERVER_PAGE_FILTERS_H

#include "server/page.h"

/* Whether anything narrows what is found. */
bool zs_form_is_narrowed(const zs_search_form *form);

/* What is chosen, to be taken away: nothing if nothing is. */
void zs_append_chosen(zs_builder *out, zs_tongue tongue, const zs_search_form *form);

/* What can be chosen; `facets` may be NULL. */
void zs_append_filters(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                       const zs_facets *facets);

/* A form without what narrows it. */
zs_search_form zs_form_widened(const zs_search_form *form);

#endif
