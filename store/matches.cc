/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/matches.h"

#include <algorithm>

namespace zs
{
bool is_better(const zs_match &one, const zs_match &other)
{
    return one.weight != other.weight ? one.weight > other.weight : one.docid < other.docid;
}

zs_match *make_room(zs_matches *out, std::size_t count, zs_error *error)
{
    zs_matches_clear(out);
    auto *items = static_cast<zs_match *>(
        zs_array_grow(out->items, &out->capacity, count + 1, sizeof *out->items));
    if (!items) {
        (void)zs_fail_memory(error);
        return nullptr;
    }
    out->items = items;
    return items;
}

static zs_match match_of(const sums &all, Xapian::docid docid)
{
    return zs_match{docid, 0, all.of(docid), ZS_NO_ID, ZS_NO_LOOK};
}

/* Those that are the best so far are a heap, the last of them at its top. */
std::size_t take_best(const sums &all, std::size_t most, zs_match *items)
{
    const some_articles met = all.met();
    const std::size_t count = std::min(most, met.count);
    std::transform(met.first, met.first + count, items,
                   [&all](Xapian::docid docid) { return match_of(all, docid); });
    if (count < met.count && count > 0) {
        std::make_heap(items, items + count, is_better);
        double least = items->weight;
        for (const Xapian::docid *next = met.first + count; next != met.end(); next++) {
            if (all.of(*next) < least || !is_better(match_of(all, *next), *items)) {
                continue;
            }
            std::pop_heap(items, items + count, is_better);
            items[count - 1] = match_of(all, *next);
            std::push_heap(items, items + count, is_better);
            least = items->weight;
        }
    }
    std::sort(items, items + count, is_better);
    return count;
}

std::size_t take_others(const sums &all, std::size_t best, zs_match *items)
{
    std::size_t count = best;
    for (Xapian::docid docid : all.met()) {
        const zs_match match = match_of(all, docid);
        if (best == 0 || is_better(items[best - 1], match)) {
            items[count++] = match;
        }
    }
    return count;
}

void name_duplicates(zs_reader &reader, zs_matches *matches)
{
    for (std::size_t i = 0; reader.has_duplicates && i < matches->count; i++) {
        zs_match &match = matches->items[i];
        match.duplicates = reader.kept.duplicates.of(reader.database, match.docid);
    }
}
} // namespace zs
