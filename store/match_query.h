/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is asked of the index (zs_match_node, zs_match_request) as queries of Xapian.
 */
#ifndef ZS_STORE_MATCH_QUERY_H
#define ZS_STORE_MATCH_QUERY_H

#include <string>

#include "store/reader_state.h"

namespace zs
{
/* A term as it is spelt in the index; empty if the index has none of its field. */
std::string term_code(const zs_reader &reader, const zs_match_term &term);

/* Whether a prefix stands for all terms that begin so (zs_reader_expands). */
bool stands_for_all(const zs_reader &reader, const zs_match_term &term);

/* Which articles a node lets through. What they weigh means nothing. Nodes are no deeper than
 * the trees that queries are parsed into. */
Xapian::Query filter_query(const zs_reader &reader, const zs_match_node &node);

/* The terms of a request, weighed, within what it lets through. */
Xapian::Query request_query(const zs_reader &reader, const zs_match_request &request);
} // namespace zs

#endif
