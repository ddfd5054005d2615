/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/document.h"

#include <cstring>
#include <limits>
#include <new>

namespace zs
{
namespace
{
const char *bytes_of(const void *context, std::uint32_t number, std::size_t *length)
{
    const zs_glass_term term = (*static_cast<const spelling *>(context))[number];
    *length = term.length;
    return term.bytes;
}

void keep(bool kept)
{
    if (!kept) {
        throw std::bad_alloc();
    }
}

/* The first of the terms that begins with no less than `letter`. */
std::size_t from_letter(const spelling &terms, char letter)
{
    std::size_t first = 0, end = terms.count();
    while (first < end) {
        const std::size_t middle = first + (end - first) / 2;
        const zs_glass_term term = terms[middle];
        if (zs_glass_compare(term.bytes, term.length, &letter, 1) < 0) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return first;
}

/* Appends some of the terms of a list, the first behind another, or as the first of all. */
void append_terms(zs_buffer *out, const spelling &terms, std::size_t from, std::size_t to,
                  const zs_glass_term *before)
{
    zs_glass_term last{};
    for (std::size_t i = from; i < to; i++) {
        const zs_glass_term term = terms[i];
        keep(zs_glass_termlist_append_next(out, i > from ? &last : before, &term));
        last = term;
    }
}
} // namespace

void spelling::sort(zs_term_places *places)
{
    keep(zs_term_places_reserve(places, list.size()));
    for (std::size_t i = 0; i < list.size(); i++) {
        const zs_glass_term one = (*this)[i];
        places->items[i] = {zs_term_beginning(one.bytes, one.length),
                            static_cast<std::uint32_t>(i)};
    }
    zs_term_places_sort(places, list.size(), bytes_of, this);
    sorted.clear();
    sorted.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); i++) {
        const term &next = list[places->items[i].number];
        if (!sorted.empty() && sorted.back().length == next.length &&
            std::memcmp(codes.data() + sorted.back().offset, codes.data() + next.offset,
                        next.length) == 0) {
            sorted.back().count += next.count;
        } else {
            sorted.push_back(next);
        }
    }
    list.swap(sorted);
}

std::uint64_t spelling::length() const
{
    std::uint64_t counts = 0;
    for (const term &each : list) {
        counts += each.count;
    }
    return counts;
}

bool term_list::begin(const spelling &terms)
{
    const std::uint64_t counts = terms.length();
    if (counts > std::numeric_limits<std::uint32_t>::max()) {
        return false;
    }
    sum = static_cast<std::uint32_t>(counts);
    const std::size_t capital = from_letter(terms, 'A'), other = from_letter(terms, 'Z' + 1);
    before_count = capital;
    behind_count = terms.count() - other;
    zs_buffer_clear(&before);
    append_terms(&before, terms, 0, capital, nullptr);
    last.clear();
    if (capital > 0) {
        last.assign(terms[capital - 1].bytes, terms[capital - 1].length);
    }
    between.clear();
    for (std::size_t i = capital; i < other; i++) {
        between.add_term({terms[i].bytes, terms[i].length}, terms[i].count);
    }
    zs_buffer_clear(&behind);
    if (behind_count > 0) {
        const zs_glass_term begins = terms[other];
        first.assign(begins.bytes, begins.length);
        first_count = begins.count;
        append_terms(&behind, terms, other + 1, terms.count(), &begins);
    }
    return true;
}

owned_buffer term_list::finish(zs_term_places *places)
{
    owned_buffer list;
    between.sort(places);
    const std::size_t count = before_count + between.count() + behind_count;
    if (count == 0) {
        return list;
    }
    const zs_glass_term ends{last.data(), static_cast<std::uint32_t>(last.size()), 0};
    const zs_glass_term begins{first.data(), static_cast<std::uint32_t>(first.size()),
                               first_count};
    const zs_glass_term *here = before_count > 0 ? &ends : nullptr;
    keep(zs_buffer_reserve(&list, before.length + between.encoded_most() + behind.length));
    keep(zs_glass_termlist_append_head(&list, count, sum) &&
         zs_buffer_append(&list, before.data, before.length));
    append_terms(&list, between, 0, between.count(), here);
    zs_glass_term between_ends{};
    if (between.count() > 0) {
        between_ends = between[between.count() - 1];
        here = &between_ends;
    }
    if (behind_count > 0) {
        keep(zs_glass_termlist_append_next(&list, here, &begins) &&
             zs_buffer_append(&list, behind.data, behind.length));
    }
    return list;
}

owned_buffer list_of(const spelling &terms)
{
    owned_buffer list;
    if (terms.count() > 0) {
        keep(zs_glass_termlist_append_head(&list, terms.count(),
                                           static_cast<std::uint32_t>(terms.length())));
        append_terms(&list, terms, 0, terms.count(), nullptr);
    }
    return list;
}
} // namespace zs
