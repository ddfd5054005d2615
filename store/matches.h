/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Making matches: the greatest weight first, and among equals the article that was put first.
 */
#ifndef ZS_STORE_MATCHES_H
#define ZS_STORE_MATCHES_H

#include "store/reader_state.h"
#include "store/sums.h"

namespace zs
{
bool is_better(const zs_match &one, const zs_match &other);

/* Empties `out` and makes room for so many in it. NULL if there is no memory for them. */
zs_match *make_room(zs_matches *out, std::size_t count, zs_error *error);

/* Makes matches of the `most` best articles, in their order, where there is room for them.
 * Returns how many there are. */
std::size_t take_best(const sums &all, std::size_t most, zs_match *items);

/* Makes matches of the others, in the order of all.met(), behind so many best. Returns how many
 * there are then. */
std::size_t take_others(const sums &all, std::size_t best, zs_match *items);

/* Says of matches what they are nearly the same as. */
void name_duplicates(zs_reader &reader, zs_matches *matches);
} // namespace zs

#endif
