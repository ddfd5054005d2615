/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some articles: a bit for each that there can be. To set bits and to go through them in order
 * takes a few instructions for each article, where sorting takes hundreds.
 */
#ifndef ZS_STORE_DOCID_SET_H
#define ZS_STORE_DOCID_SET_H

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <xapian.h>

namespace zs
{
class docid_set
{
  public:
    /* None is above `last`. */
    void begin(Xapian::docid last)
    {
        words_.resize(last / BITS + std::size_t{1});
    }

    void add_if(bool wanted, Xapian::docid docid)
    {
        words_[docid / BITS] |= static_cast<std::uint64_t>(wanted) << docid % BITS;
    }

    std::size_t count() const
    {
        std::size_t count = 0;
        for (std::uint64_t word : words_) {
            count += std::bitset<BITS>(word).count();
        }
        return count;
    }

    /* Says all of them, ascending, and forgets each before it is said. */
    template <typename Each> void take(Each each)
    {
        for (std::size_t i = 0; i < words_.size(); i++) {
            while (words_[i] != 0) {
                const std::uint64_t below = (words_[i] - 1) & ~words_[i];
                words_[i] &= words_[i] - 1;
                each(static_cast<Xapian::docid>(i * BITS + std::bitset<BITS>(below).count()));
            }
        }
    }

    void clear()
    {
        words_.clear();
    }

  private:
    static constexpr std::size_t BITS = 64;

    std::vector<std::uint64_t> words_;
};
} // namespace zs

#endif
