/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a writer writes to: a database of Xapian's, or in place of an empty one another that is
 * built apart (bulk.h), until it is committed or something is asked of it that only Xapian's
 * can do. All of it may throw.
 */
#ifndef ZS_STORE_DATABASE_H
#define ZS_STORE_DATABASE_H

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <xapian.h>

#include "base/buffer.h"
#include "store/bulk.h"
#include "store/document.h"

namespace zs
{
class database
{
  public:
    database() = default;
    ~database();
    database(const database &) = delete;
    database &operator=(const database &) = delete;

    void open(const std::string &path, int flags);
    /* Commits nothing that has not been. */
    void abandon();
    void close();

    /* Builds the database of this path, which is not there, from what is put from now on; what
     * metadata the empty one has goes along. `memory` is in bytes. */
    void build(const std::string &path, std::size_t memory);
    bool is_being_built() const
    {
        return bulk != nullptr;
    }
    /* Of Xapian's: what is being built is finished first. */
    Xapian::WritableDatabase &xapian();

    std::string metadata(const std::string &key) const;
    void set_metadata(const std::string &key, const std::string &value);
    /* The keys that begin so, in order. */
    std::vector<std::string> metadata_keys(const std::string &prefix) const;
    /* The first of them; empty if there is none. */
    std::string first_metadata_key(const std::string &prefix) const;

    Xapian::doccount articles() const;
    Xapian::docid last_docid() const;

    /* The article that has a key; 0 if there is none. */
    Xapian::docid find_key(const std::string &term);
    /* All articles of a group of those of one file, or of those nearly the same, in order. */
    std::vector<Xapian::docid> members(const std::string &term) const;
    Xapian::docid first_member(const std::string &term) const; /* 0 if there is none */

    void put(Xapian::docid docid, const document &document, const std::string &key_term,
             const std::string &group_term);

    /* Of an article that is there; Xapian::DocNotFoundError if it is not. */
    std::string data(Xapian::docid docid) const;
    std::string term_list(Xapian::docid docid) const; /* as glass_termlist.h has it */
    Xapian::termcount length(Xapian::docid docid) const;
    std::string duplicates(Xapian::docid docid) const;
    /* Says which articles it is nearly the same as, if it has not been said before. */
    void set_duplicates(Xapian::docid docid, const std::string &number);

  private:
    /* Finishes what is being built, looks whether it is all there, and opens it. */
    void settle();
    void check_built(const zs_bulk_summary &summary) const;
    void put_in_bulk(Xapian::docid docid, const document &document);

    Xapian::WritableDatabase opened;
    zs_bulk *bulk = nullptr;
    std::string path; /* of what is being built, of which all below is */
    std::map<std::string, std::string> notes; /* metadata */
    std::unordered_set<std::uint64_t> keys;   /* their hashes */
    std::unordered_map<std::string, std::vector<Xapian::docid>> groups;
    std::unordered_map<Xapian::docid, std::string> numbers; /* of those nearly the same */
    Xapian::docid last = 0;
    std::vector<zs_bulk_value> values; /* of the article at hand */
};
} // namespace zs

#endif
