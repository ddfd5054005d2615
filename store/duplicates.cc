/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/duplicates.h"

#include <algorithm>
#include <array>
#include <utility>

#include "store/schema.h"

namespace zs
{
namespace
{
constexpr unsigned SIGNATURE_SIZE = 8;
}

std::string id_value(std::uint64_t signature, const std::string &id)
{
    std::string value;
    for (unsigned i = 0; i < SIGNATURE_SIZE; i++) {
        value += static_cast<char>(signature >> (8 * i));
    }
    return value + id;
}

std::uint64_t signature_of(const std::string &value)
{
    std::uint64_t signature = 0;
    for (unsigned i = 0; i < SIGNATURE_SIZE && value.size() >= SIGNATURE_SIZE; i++) {
        signature |= std::uint64_t{static_cast<unsigned char>(value[i])} << (8 * i);
    }
    return signature;
}

std::string id_of(const std::string &value)
{
    return value.size() >= SIGNATURE_SIZE ? value.substr(SIGNATURE_SIZE) : std::string();
}

/* The bits of a table are some of the 64 in an order of its own. */
unsigned signatures::key(std::uint64_t signature, unsigned table)
{
    /* Multiples of an odd step visit all bits; each table has its own step and beginning. */
    const unsigned step = 2 * table + 5;
    unsigned bit = table * 11;
    unsigned found = 0;
    for (unsigned i = 0; i < BITS; i++) {
        bit = (bit + step) % 64;
        found = found << 1 | static_cast<unsigned>(signature >> bit & 1);
    }
    return found;
}

void signatures::add(Xapian::docid docid, std::uint64_t signature)
{
    if (signature == 0) {
        return;
    }
    known.push_back(signature);
    docids.push_back(docid);
    if (!heads.empty()) {
        put_in_tables(known.size() - 1);
    }
}

void signatures::put_in_tables(std::size_t number)
{
    for (unsigned table = 0; table < TABLES; table++) {
        std::uint32_t &head = heads[(std::size_t{table} << BITS) + key(known[number], table)];
        next[table].push_back(head);
        head = static_cast<std::uint32_t>(number + 1);
    }
}

void signatures::load(const Xapian::Database &database)
{
    for (auto value = database.valuestream_begin(SLOT_ID);
         value != database.valuestream_end(SLOT_ID); ++value) {
        add(value.get_docid(), signature_of(*value));
    }
}

void signatures::walk(std::uint64_t signature, unsigned table, std::uint32_t at,
                      candidates *found) const
{
    /* Where all are alike, those put last will do. */
    for (std::size_t steps = 0; at != 0 && steps < STEPS && found->size() < FOUND; steps++) {
        const int differing = __builtin_popcountll(known[at - 1] ^ signature);
        if (differing <= NEAR) {
            found->emplace_back(differing, docids[at - 1]);
        }
        at = next[table][at - 1];
    }
}

/* Multi-probe: the first probe is for the key itself, and each other for one with a bit turned.
 */
const std::uint32_t *signatures::head_of(unsigned table, unsigned exact, unsigned probe) const
{
    const unsigned turned = probe > 0 ? 1U << (probe - 1) : 0;
    return heads.data() + (std::size_t{table} << BITS) + (exact ^ turned);
}

void signatures::look_in_tables(std::uint64_t signature, candidates *found) const
{
    /* They lie anywhere in memory: all are asked for before the first is waited for. */
    std::array<unsigned, TABLES> exact{};
    for (unsigned table = 0; table < TABLES; table++) {
        exact[table] = key(signature, table);
        for (unsigned probe = 0; probe <= BITS; probe++) {
            __builtin_prefetch(head_of(table, exact[table], probe));
        }
    }
    std::array<std::array<std::uint32_t, BITS + 1>, TABLES> firsts{};
    for (unsigned table = 0; table < TABLES; table++) {
        for (unsigned probe = 0; probe <= BITS; probe++) {
            const std::uint32_t first = *head_of(table, exact[table], probe);
            firsts[table][probe] = first;
            if (first != 0) {
                __builtin_prefetch(&known[first - 1]);
                __builtin_prefetch(&next[table][first - 1]);
            }
        }
    }
    for (unsigned table = 0; table < TABLES; table++) {
        for (const std::uint32_t first : firsts[table]) {
            walk(signature, table, first, found);
        }
    }
}

void signatures::look_at_all(std::uint64_t signature, candidates *found) const
{
    for (std::size_t i = 0; i < known.size(); i++) {
        const int differing = __builtin_popcountll(known[i] ^ signature);
        if (differing <= NEAR) {
            found->emplace_back(differing, docids[i]);
        }
    }
}

signatures::candidates signatures::near(std::uint64_t signature)
{
    candidates found;
    if (signature == 0) {
        return found;
    }
    if (heads.empty() && ++asked > ASKED) {
        heads.resize(std::size_t{TABLES} << BITS);
        for (std::size_t i = 0; i < known.size(); i++) {
            put_in_tables(i);
        }
    }
    if (heads.empty()) {
        look_at_all(signature, &found);
    } else {
        look_in_tables(signature, &found);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    found.resize(std::min(found.size(), MOST));
    return found;
}
} // namespace zs
