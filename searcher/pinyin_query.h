/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries in pinyin: what is found by them as they were typed comes first, and if that is less
 * than is wanted, what they may spell is looked for too.
 */
#ifndef ZS_SEARCHER_PINYIN_QUERY_H
#define ZS_SEARCHER_PINYIN_QUERY_H

#include "searcher/searcher.h"

/* Goes on after a search: adds hits for what the query may spell, behind those that there are,
 * and says so in the notes; or does nothing. Errors: as those of zs_search. */
zs_status zs_search_pinyin(zs_searcher *searcher, const zs_query *query,
                           const zs_query_options *options, size_t wanted, zs_error *error);

#endif
