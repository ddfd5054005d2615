/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a concordance shows the places of: the words, phrases, patterns and things near each
 * other that a requirement asks for, and where these stand in a folded text.
 */
#ifndef ZS_SEARCHER_SOUGHT_H
#define ZS_SEARCHER_SOUGHT_H

#include "searcher/matcher.h"
#include "searcher/nearness.h"
#include "searcher/passages.h"
#include "searcher/query_terms.h"
#include "searcher/requirement.h"
#include "text/analyser.h"

/* What is known of a term: where it is sought. One that is only a part of what is sought is
 * sought nowhere. */
typedef struct zs_sought_term {
    bool in_title, in_text;
    bool begins_word, ends_word; /* the matcher does not look at the edges of these */
} zs_sought_term;

typedef struct zs_sought {
    zs_query_terms query; /* what the matcher is prepared with */
    zs_sought_term *terms;
    size_t term_capacity;
    const zs_requirement **others; /* patterns, and things near each other */
    size_t other_count, other_capacity;
    zs_occurrences hits;
} zs_sought;

#define ZS_SOUGHT_INIT ((zs_sought){.other_count = 0})

void zs_sought_release(zs_sought *sought);

/* Gathers what a requirement asks for, which must outlive it; what must not be there is not
 * sought. Errors: QUERY (nothing stands in title or text; too many words), MEMORY. */
zs_status zs_sought_make(const zs_requirement *requirement, zs_analyser *analyser,
                         zs_sought *out, zs_error *error);

/* The places in a title or a text, folded with spans; in order, none twice, also such as lie in
 * others. The matcher has been prepared with `query`. */
zs_status zs_sought_find(zs_sought *sought, const zs_matcher *matcher, const zs_text_part *part,
                         bool title, zs_requirement_scratch *scratch, zs_passages *out,
                         zs_error *error);

#endif
