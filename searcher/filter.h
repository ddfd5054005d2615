/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a query asks for beyond words that are weighed: signs, operators, phrases, nearness.
 * The index narrows the articles down to those that have the pairs of characters that such a
 * query needs; each of those is then looked at as folded text, so that the answer is exact.
 */
#ifndef ZS_SEARCHER_FILTER_H
#define ZS_SEARCHER_FILTER_H

#include <stdbool.h>

#include "searcher/query.h"
#include "store/reader.h"
#include "text/analyser.h"

typedef struct zs_filter zs_filter;

/* Makes the filter of a query. *out is NULL if the query has none: words alone, any of which
 * is enough. Errors: QUERY (what cannot be asked for), MEMORY. */
zs_status zs_filter_new(const zs_query *query, zs_analyser *analyser, zs_filter **out,
                        zs_error *error);
void zs_filter_free(zs_filter *filter);

/* Which articles to look at: all that may pass, and more. Belongs to the filter. */
const zs_match_node *zs_filter_candidates(const zs_filter *filter);

/* Whether an article passes. */
zs_status zs_filter_passes(zs_filter *filter, const zs_article *article, bool *passes,
                           zs_error *error);

#endif
