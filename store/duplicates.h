/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which articles may be nearly the same as a new one: their signatures (text/signature.h) in
 * memory, and if there are more than a few to be compared with them, in tables by some of their
 * bits, so that each is compared with few.
 * docs/duplicates.md says how the numbers were chosen.
 */
#ifndef ZS_STORE_DUPLICATES_H
#define ZS_STORE_DUPLICATES_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace zs
{
class signatures
{
  public:
    static constexpr int NEAR = 18; /* bits that may differ */

    /* Takes up those of all articles of a database. */
    void load(const Xapian::Database &database);

    void add(Xapian::docid docid, std::uint64_t signature);

    /* In how many bits the signature of an article differs. */
    using candidates = std::vector<std::pair<int, Xapian::docid>>;

    /* The articles whose signatures differ in few, nearest first, no more than are worth a
     * closer look. Some may have been deleted or replaced since. */
    candidates near(std::uint64_t signature);

  private:
    static constexpr unsigned TABLES = 16;
    static constexpr unsigned BITS = 16; /* of the signature, that a table goes by */
    static constexpr std::size_t MOST = 8;
    static constexpr std::size_t STEPS = 128; /* among those with one key */
    static constexpr std::size_t FOUND = 256;
    static constexpr std::size_t ASKED = 200; /* so often before there are tables */

    void put_in_tables(std::size_t number);
    const std::uint32_t *head_of(unsigned table, unsigned exact, unsigned probe) const;
    void look_in_tables(std::uint64_t signature, candidates *found) const;
    void look_at_all(std::uint64_t signature, candidates *found) const;
    static unsigned key(std::uint64_t signature, unsigned table);

    /* Adds the signatures that are near enough, from an entry of a table on. */
    void walk(std::uint64_t signature, unsigned table, std::uint32_t at,
              candidates *found) const;

    /* By the order in which they came; `next` is of each table, entry + 1 with the same key,
     * and 0 behind the last. Signatures by themselves stay in the caches. */
    std::vector<std::uint64_t> known;
    std::vector<Xapian::docid> docids;
    std::vector<std::uint32_t> next[TABLES];
    std::vector<std::uint32_t> heads; /* empty: there are no tables yet */
    std::size_t asked = 0;
};

/* The value that a signature and an id make, and back. */
std::string id_value(std::uint64_t signature, const std::string &id);
std::uint64_t signature_of(const std::string &value);
std::string id_of(const std::string &value);
} // namespace zs

#endif
