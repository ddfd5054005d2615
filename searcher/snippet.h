/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Snippets: the best passages of an article for a query, and what to mark in them.
 */
#ifndef ZS_SEARCHER_SNIPPET_H
#define ZS_SEARCHER_SNIPPET_H

#include "searcher/matcher.h"
#include "searcher/passages.h"
#include "searcher/query_terms.h"
#include "text/fold.h"

/* What is kept from one snippet to the next. */
typedef struct zs_snippet_scratch {
    zs_folded folded;
    zs_occurrences hits;
    zs_passages phrases;
    zs_passages chosen;
    uint8_t *shown; /* of each term, whether a chosen passage has it */
    size_t shown_capacity;
} zs_snippet_scratch;

void zs_snippet_scratch_release(zs_snippet_scratch *scratch);

/* Makes the snippet of an article. The matcher has been prepared with the query. `options`
 * may be NULL. */
zs_status zs_snippet_make(zs_snippet_scratch *scratch, const zs_matcher *matcher,
                          const zs_query_terms *query, const zs_article *article,
                          const zs_snippet_options *options, zs_snippet **out, zs_error *error);

/* All that snippets would mark in a text, or a title. *marks is the caller's; it is set, and
 * *count with it, only on success. */
zs_status zs_snippet_marks(zs_snippet_scratch *scratch, const zs_matcher *matcher,
                           const zs_query_terms *query, const char *text, size_t length,
                           const zs_span **marks, size_t *count, zs_error *error);

#endif
