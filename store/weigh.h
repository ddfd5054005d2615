/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding the articles of the greatest weight without Xapian's matcher: what each term gives is
 * added up by article, one term after another. The weights are those of Xapian's BM25, and no
 * article is missed.
 *
 * It is for requests of terms alone, any of which is enough. With something that an article
 * must have, most postings of frequent terms need not be read at all, and Xapian's matcher
 * skips them; so it is with the very many terms that a prefix may stand for.
 */
#ifndef ZS_STORE_WEIGH_H
#define ZS_STORE_WEIGH_H

#include "store/reader_state.h"

namespace zs
{
bool can_weigh(const zs_match_request &request);

/* The same as zs_reader_find and zs_reader_find_all. */
zs_status find_weighed(zs_reader &reader, const zs_match_request &request, zs_matches *out,
                       zs_error *error);
zs_status find_all_weighed(zs_reader &reader, const zs_match_request &request, zs_matches *out,
                           zs_error *error);
} // namespace zs

#endif
