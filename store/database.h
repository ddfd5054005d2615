/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a writer writes to: a database of Xapian's, or one of which what comes behind the last
 * article is built apart (bulk.h), until it is committed or something is asked of it that only
 * Xapian's can do. All of it may throw.
 *
 * While something is built, what was there is changed in a transaction that is never committed:
 * so all that is known of the old articles can be asked of Xapian. If both are merged, the old
 * ones that have changed are written once more, to what both have become.
 */
#ifndef ZS_STORE_DATABASE_H
#define ZS_STORE_DATABASE_H

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <xapian.h>

#include "base/buffer.h"
#include "store/bulk.h"
#include "store/document.h"
#include "store/merge.h"

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

    /* Builds what is put behind the last article from now on, of a database that is committed
     * as it is. `memory` is in bytes. What comes of it is another database at `result`, or
     * this one if the other is not worth to be made; `apart` is a folder to work in. Neither
     * is there. */
    void build(const std::string &result, const std::string &apart, std::size_t memory);
    bool is_being_built() const
    {
        return bulk != nullptr;
    }
    /* Where the one that is open is: it has changed if another has come of building. */
    const std::string &path() const
    {
        return opened_path;
    }
    /* How many of the articles that were there have changed since building began. */
    std::size_t old_changed() const
    {
        return changed.size();
    }
    /* Of Xapian's: what is being built is finished first. */
    Xapian::WritableDatabase &xapian();
    /* What was there before anything was built, as it has changed since. */
    const Xapian::Database &old() const
    {
        return opened;
    }

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

    /* Of an article that is there; Xapian::DocNotFoundError if it is not. If it was put since
     * the building began, the first three end that. */
    Xapian::Document whole(Xapian::docid docid);
    void replace(Xapian::docid docid, const Xapian::Document &document);
    void remove(Xapian::docid docid);
    std::string data(Xapian::docid docid) const;
    std::string term_list(Xapian::docid docid) const; /* as glass_termlist.h has it */
    Xapian::termcount length(Xapian::docid docid) const;
    std::string duplicates(Xapian::docid docid) const;
    /* Says which articles it is nearly the same as, if it has not been said before. */
    void set_duplicates(Xapian::docid docid, const std::string &number);

  private:
    /* Finishes what is being built, looks whether it is all there, and opens what it makes
     * with what was there before. */
    void settle();
    zs_bulk_summary finish();
    void replace_by_merged();
    void take_up_built();
    void reopen(const std::string &at);
    void check_built(const zs_bulk_summary &summary) const;
    void put_in_bulk(Xapian::docid docid, const document &document);
    bool is_built(Xapian::docid docid) const
    {
        return bulk && docid > last_old;
    }
    void settle_if_built(Xapian::docid docid);
    void count_change(Xapian::docid docid, std::uint64_t postings);
    /* What is known of a key besides what the old database says; NULL: nothing. */
    const std::string *changed_note(const std::string &key) const;

    Xapian::WritableDatabase opened;
    std::string opened_path;
    bool in_transaction = false;
    Xapian::docid last = 0;

    /* Of what is being built: */
    zs_bulk *bulk = nullptr;
    std::string built_path;
    std::string
        result_path; /* of what it becomes with what was there: the same if nothing was */
    metadata_map notes;
    std::unordered_set<std::uint64_t> keys; /* their hashes */
    std::unordered_map<std::string, std::vector<Xapian::docid>> groups;
    std::unordered_map<Xapian::docid, std::string> numbers; /* of those nearly the same */
    Xapian::docid last_old = 0;                             /* of what was there */
    Xapian::doccount built = 0;                             /* articles */
    std::set<Xapian::docid> changed; /* of those that were there; some are gone */
    std::uint64_t changed_postings = 0;
    std::uint64_t changes_allowed = 0; /* postings */

    std::vector<zs_bulk_value> values; /* of the article at hand */
};
} // namespace zs

#endif
