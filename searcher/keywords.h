/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Keywords: of the words of some texts those that say most about them, by how often they occur
 * there and how rare they are in the index.
 */
#ifndef ZS_SEARCHER_KEYWORDS_H
#define ZS_SEARCHER_KEYWORDS_H

#include "searcher/query_terms.h"
#include "searcher/word_counts.h"
#include "store/reader.h"

/* So much of a text is looked at, from its beginning: what an article is about, it says early.
 * An occurrence in the title counts as so many. */
enum { ZS_KEYWORD_BYTES = 8 << 10, ZS_KEYWORD_TITLE = 3 };

/* Counts the words of an article of which so much has been read. */
zs_status zs_count_article_words(zs_word_counts *counts, zs_analyser *analyser,
                                 const zs_article *article, zs_error *error);

/* How the weight of a keyword is told. */
typedef enum zs_keyword_weighing {
    ZS_KEYWORDS_OF_ONE, /* of one text: how often it occurs · idf */
    ZS_KEYWORDS_OF_MANY /* of many: how much more of them have it than of the whole index, by
                         * the logarithm of the likelihoods' ratio (Dunning, 1993) */
} zs_keyword_weighing;

/* Chooses the heaviest `limit` of what has been counted and joined. Those that stand in `known`
 * (may be NULL) are left out. */
zs_status zs_keywords_choose(const zs_word_counts *counts, zs_reader *reader,
                             zs_keyword_weighing weighing, const zs_query_terms *known,
                             size_t limit, zs_keywords **out, zs_error *error);

#endif
