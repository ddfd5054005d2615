/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Posting lists as a whole: of a term, and of what is made of terms. Where few of a long list
 * are wanted, Xapian's matcher or a cursor that skips is better.
 */
#ifndef ZS_STORE_POSTINGS_H
#define ZS_STORE_POSTINGS_H

#include <string>

#include "store/reader_state.h"
#include "store/sums.h"

namespace zs
{
/* The list of a term as it is spelt in the index, empty if there is none. It is kept, unless it
 * is very long; when the time is over before it has been read, it has no end. */
posting_list list_of(zs_reader &reader, const std::string &code, zs_deadline *deadline);

/* A node without what there is only one of. */
const zs_match_node &bare(const zs_match_node &node);

/* Whether a node is nothing but terms, all or any of them. */
bool is_of_terms(const zs_match_node &node);

/* The list of such a node; where several terms are in an article, their counts are added up. */
posting_list list_of(zs_reader &reader, const zs_match_node &node, zs_deadline *deadline);

/* The same of what counts as if it were a term: itself, and what else (zs_match_term.also). */
posting_list list_with_synonyms(zs_reader &reader, const zs_match_term &term,
                                zs_deadline *deadline);

/* How many articles have it if terms come together by chance, which is what Xapian's
 * OP_SYNONYM goes by. */
Xapian::doccount frequency_with_synonyms(zs_reader &reader, const zs_match_term &term);

/* Those of some articles that have a term, ascending as they are. */
docids having(zs_reader &reader, const std::string &code, some_articles articles,
              zs_deadline *deadline);
} // namespace zs

#endif
