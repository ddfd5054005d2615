/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/document.h"

#include <cstring>
#include <new>

#include "base/buffer.h"
#include "store/glass_termlist.h"

namespace zs
{
namespace
{
const char *bytes_of(const void *context, std::uint32_t number, std::size_t *length)
{
    const auto *source = static_cast<const document *>(context);
    const document::term &term = source->terms()[number];
    *length = term.length;
    return source->bytes(term);
}
} // namespace

void document::sort(zs_term_places *places)
{
    if (!zs_term_places_reserve(places, list.size())) {
        throw std::bad_alloc();
    }
    for (std::size_t i = 0; i < list.size(); i++) {
        places->items[i] = {zs_term_beginning(bytes(list[i]), list[i].length),
                            static_cast<std::uint32_t>(i)};
    }
    zs_term_places_sort(places, list.size(), bytes_of, this);
    std::vector<term> sorted;
    sorted.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); i++) {
        const term &next = list[places->items[i].number];
        if (!sorted.empty() && sorted.back().length == next.length &&
            std::memcmp(bytes(sorted.back()), bytes(next), next.length) == 0) {
            sorted.back().count += next.count;
        } else {
            sorted.push_back(next);
        }
    }
    list = std::move(sorted);
}

std::string document::term_list() const
{
    std::vector<zs_glass_term> terms;
    terms.reserve(list.size());
    for (const term &one : list) {
        terms.push_back({bytes(one), one.length, one.count});
    }
    zs_buffer encoded = ZS_BUFFER_INIT;
    const bool kept = zs_glass_termlist_append(&encoded, terms.data(), terms.size(), length());
    std::string result(encoded.data ? encoded.data : "", encoded.length);
    zs_buffer_release(&encoded);
    if (!kept) {
        throw std::bad_alloc();
    }
    return result;
}
} // namespace zs
