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
#include <string_view>
#include <vector>

#include "store/glass_termlist.h"
#include "store/owned.h"
#include "store/term_code.h"
#include "store/term_order.h"

namespace zs
{
/* Terms as they are spelt in the index. */
class spelling
{
  public:
    void clear()
    {
        codes.clear();
        list.clear();
    }

    /* Adds a term of the text. */
    void add_text_term(const char *utf8, std::size_t length, std::uint32_t count)
    {
        const std::size_t offset = codes.size();
        append_code(codes, utf8, length);
        list.push_back({offset, static_cast<std::uint32_t>(codes.size() - offset), count});
    }

    /* Adds one as it is spelt in the index, which mostly counts for nothing. */
    void add_term(std::string_view code, std::uint32_t count = 0)
    {
        list.push_back({codes.size(), static_cast<std::uint32_t>(code.size()), count});
        codes += code;
    }

    /* Puts the terms in order; the counts of one that is there twice are added up. `places` is
     * room for it. */
    void sort(zs_term_places *places);

    std::size_t count() const
    {
        return list.size();
    }

    /* Until one is added. */
    zs_glass_term operator[](std::size_t number) const
    {
        const term &of = list[number];
        return {codes.data() + of.offset, of.length, of.count};
    }

    /* The sum of the counts. */
    std::uint64_t length() const;

    /* About how much their list takes at the most. */
    std::size_t encoded_most() const
    {
        return codes.size() + 4 * list.size() + 16;
    }

    std::size_t memory() const
    {
        return codes.capacity() + (list.capacity() + sorted.capacity()) * sizeof(term);
    }

  private:
    struct term {
        std::size_t offset;
        std::uint32_t length;
        std::uint32_t count;
    };

    std::string codes; /* of all terms, one behind another */
    std::vector<term> list;
    std::vector<term> sorted; /* room */
};

/* An article's list of terms (glass_termlist.h) in the making. What begins with a capital
 * letter, as the prefixes of all but the terms of the text do, may still be added; what stands
 * before it and behind it is as it will stand in the list already. */
class term_list
{
  public:
    /* Begins with terms that are in order; false if their counts are more than an article can
     * have. */
    bool begin(const spelling &terms);

    /* Adds a term that begins with a capital letter and counts for nothing. */
    void add(std::string_view code)
    {
        between.add_term(code);
    }

    /* The whole list; all that is left to do with this then is to begin it anew. */
    owned_buffer finish(zs_term_places *places);

    /* The sum of the counts. */
    std::uint32_t length() const
    {
        return sum;
    }

    std::size_t memory() const
    {
        return before.capacity + behind.capacity + between.memory();
    }

  private:
    std::uint32_t sum = 0;
    std::size_t before_count = 0, behind_count = 0;
    owned_buffer before, behind; /* the latter but for its first term, which is */
    std::string first;
    std::uint32_t first_count = 0;
    std::string last; /* of those before */
    spelling between;
};

/* The list of terms that are in order. */
owned_buffer list_of(const spelling &terms);

struct document {
    owned_buffer terms; /* the list of them, as glass_termlist.h has it */
    std::uint32_t length = 0;
    std::map<std::uint32_t, std::string> values; /* by slot; none is empty */
    std::string_view data;                       /* the record, which is the caller's */
    std::string duplicates; /* number of the articles nearly the same; empty: there are none */

    /* Empty if there is none. */
    std::string value(std::uint32_t slot) const
    {
        const auto found = values.find(slot);
        return found == values.end() ? std::string() : found->second;
    }
};
} // namespace zs

#endif
