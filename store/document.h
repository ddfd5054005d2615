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

    /* Adds a term of the text, whose counts are added up if it is there already. */
    void add_text_term(const char *utf8, std::size_t length, std::uint32_t count)
    {
        const std::size_t offset = codes.size();
        append_code(codes, utf8, length);
        list.push_back({offset, static_cast<std::uint32_t>(codes.size() - offset), count});
    }

    /* Adds one that counts for nothing. */
    void add_term(const std::string &code)
    {
        list.push_back({codes.size(), static_cast<std::uint32_t>(code.size()), 0});
        codes += code;
    }

    /* Some may be there twice. */
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
