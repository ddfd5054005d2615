/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article as the writer makes it for a database: its terms as they are spelt there, its
 * values and its data.
 */
#ifndef ZS_STORE_DOCUMENT_H
#define ZS_STORE_DOCUMENT_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/term_code.h"
#include "store/term_order.h"

namespace zs
{
class document
{
  public:
    struct term {
        std::size_t offset;
        std::uint32_t length;
        std::uint32_t count;
    };

    /* Adds a term of the text. */
    void add_text_term(const char *utf8, std::size_t length, std::uint32_t count)
    {
        const std::size_t offset = codes.size();
        append_code(codes, utf8, length);
        list.push_back({offset, static_cast<std::uint32_t>(codes.size() - offset), count});
    }

    /* Adds one as it is spelt in the index, which mostly counts for nothing. */
    void add_term(const std::string &code, std::uint32_t count = 0)
    {
        list.push_back({codes.size(), static_cast<std::uint32_t>(code.size()), count});
        codes += code;
    }

    /* Puts the terms in order; the counts of one that is there twice are added up. No more are
     * added then. `places` is room for it. */
    void sort(zs_term_places *places);

    /* The sum of the counts. */
    std::uint32_t length() const
    {
        std::uint32_t sum = 0;
        for (const term &one : list) {
            sum += one.count;
        }
        return sum;
    }

    /* The list of terms of an article that is sorted, as glass_termlist.h has it. */
    std::string term_list() const;

    const std::vector<term> &terms() const
    {
        return list;
    }

    const char *bytes(const term &of) const
    {
        return codes.data() + of.offset;
    }

    /* Empty if there is none. */
    std::string value(std::uint32_t slot) const
    {
        const auto found = values.find(slot);
        return found == values.end() ? std::string() : found->second;
    }

    std::map<std::uint32_t, std::string> values; /* by slot; none is empty */
    std::string data;
    std::string duplicates; /* number of the articles nearly the same; empty: there are none */

  private:
    std::string codes; /* of all terms, one behind another */
    std::vector<term> list;
};
} // namespace zs

#endif
