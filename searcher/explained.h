/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The terms of a query, for those who ask: explain.c and plan.c hand them out.
 */
#ifndef ZS_SEARCHER_EXPLAINED_H
#define ZS_SEARCHER_EXPLAINED_H

#include <stdbool.h>
#include <stddef.h>

#include "searcher/query_terms.h"
#include "zsearch.h"

typedef struct zs_explained_terms {
    zs_explained_term *items;
    size_t count;
    char *strings;
} zs_explained_terms;

/* All terms of a query, in its order, with a count and a score of 0. False if out of memory. */
bool zs_explained_terms_make(const zs_query_terms *query, zs_explained_terms *out);
void zs_explained_terms_release(zs_explained_terms *terms);

#endif
