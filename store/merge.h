/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two databases become one: what was built apart (bulk.h) goes behind what was there. All of
 * it may throw.
 */
#ifndef ZS_STORE_MERGE_H
#define ZS_STORE_MERGE_H

#include <cstdint>
#include <map>
#include <string>

#include <xapian.h>

namespace zs
{
/* Metadata by key; of what changes another's, an empty value takes one away. */
using metadata_map = std::map<std::string, std::string>;

/* Whether both are merged sooner than Xapian's writer takes up the postings of the second.
 * Of the first so many postings have changed besides. */
bool is_worth_merging(const std::string &first, const std::string &second,
                      std::uint64_t postings, std::uint64_t changed);

/* Writes a database of the articles of both, whose numbers stay: all of the second are
 * greater. Of metadata that both have the second's stands, which is `newer`. */
void merge(const std::string &first, const std::string &second, const metadata_map &newer,
           const std::string &to);

/* Has a database take up all articles of another; what it commits is for the caller to say. */
void append(Xapian::WritableDatabase &database, const std::string &second);
} // namespace zs

#endif
