/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the terms of a text are spelt in the index. A Han pair is six bytes in UTF-8 and stands
 * in the postings and in the list of terms of each article, the two largest tables; here it
 * is four, and pairs of frequent characters begin alike, which Xapian's prefix compression
 * and deflate make the most of (docs/index-format.md has what that saves):
 *
 *     U+0001 to U+007F      the byte itself
 *     frequent characters   two bytes: 0x80 + the high, then the low byte of their place in
 *                           han_order.h; so 0x80 to 0x8F, then any
 *     U+4E00 to U+9FFF      two bytes: 0x90 + the high, then the low byte of the distance
 *                           to U+4E00; so 0x90 to 0xE1, then any
 *     everything else       0xFF, then its UTF-8
 *
 * Terms that begin with the same characters begin with the same bytes, and none begins with
 * a capital: those are the prefixes of other terms.
 */
#ifndef ZS_STORE_TERM_CODE_H
#define ZS_STORE_TERM_CODE_H

#include <string>

namespace zs
{
/* Terms that begin with an ideograph of U+4E00 to U+9FFF begin with a byte from the first of
 * these to before the second. */
constexpr unsigned HAN_FIRST_BYTE = 0x80;
constexpr unsigned HAN_END_BYTE = 0xE2;

/* The spelling of a term that is given as valid UTF-8. */
std::string encode_term(const char *term, std::size_t length);

/* The same, behind what is in `out`. */
void append_code(std::string &out, const char *term, std::size_t length);

/* The term that is spelt so, as UTF-8. */
std::string decode_term(const std::string &code);
} // namespace zs

#endif
