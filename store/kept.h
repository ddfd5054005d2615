/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a reader keeps of the database that is open, so that it is read once: posting lists,
 * frequencies of terms, the lengths of articles, and which are nearly the same. Forgotten when
 * another database is opened or the same one is seen anew.
 */
#ifndef ZS_STORE_KEPT_H
#define ZS_STORE_KEPT_H

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "store/docid_set.h"

namespace zs
{
/* The number of an article, which must not be above the last: it is used as a place in a list,
 * and an index may be damaged. */
inline Xapian::docid checked(Xapian::docid docid, Xapian::docid last)
{
    if (docid > last) {
        throw Xapian::DatabaseCorruptError("an article has a number above the last");
    }
    return docid;
}

/* A term occurs so often in an article. */
struct posting {
    Xapian::docid docid;
    Xapian::termcount count;
};

/* All of a term, ascending. */
using postings = std::vector<posting>;
using posting_list = std::shared_ptr<const postings>;

/* The posting lists that were used last, by the spelling of their terms. */
class kept_postings
{
  public:
    /* A list of more is not worth the room. */
    static constexpr std::size_t LONGEST = std::size_t{1} << 19;

    /* NULL if it is not kept. */
    posting_list find(const std::string &code);
    void keep(const std::string &code, const posting_list &list);
    void clear();

  private:
    /* Of two halves the newer one is filled; once it is full, the older one is forgotten. What
     * is found in the older one goes over to the newer one. */
    static constexpr std::size_t HALF = std::size_t{16} << 20;
    static constexpr std::size_t ENTRY = 128; /* bytes besides the postings, about */

    struct half {
        std::unordered_map<std::string, posting_list> lists;
        std::size_t bytes = 0;
    };
    half newer_, older_;
};

/* How many articles have each of the terms that were asked for. */
class kept_frequencies
{
  public:
    Xapian::doccount of(const Xapian::Database &database, const std::string &code);
    void clear()
    {
        frequencies_.clear();
    }

  private:
    /* All are forgotten when there are more. */
    static constexpr std::size_t MOST = std::size_t{1} << 16;

    std::unordered_map<std::string, Xapian::doccount> frequencies_;
};

/* How many terms each article has, of those that have been wanted. They lie in the order of
 * articles, and to go back costs Xapian as much as to read a hundred: so those that several
 * lists want are read in one go. */
class kept_lengths
{
  public:
    void begin(const Xapian::Database &database, double average_length);

    /* Those of the articles of a list. */
    void want(const postings &list);

    /* Reads what is wanted and not known. */
    void read(const Xapian::Database &database);

    /* By docid, of those that were wanted and read. */
    const Xapian::termcount *all() const
    {
        return lengths_.data();
    }

    /* The same as BM25 has it: what is added to the count of a term to divide it by. */
    const double *norms() const
    {
        return norms_.get();
    }

    void clear()
    {
        lengths_.clear();
        norms_.reset();
        wanted_.clear();
        known_ = 0;
        all_ = false;
    }

  private:
    /* It is time to read all once so many of one are known or wanted. Where the numbers of
     * articles have no gap, Xapian itself asks for the lengths one by one when it is to list
     * all. */
    static constexpr double ONE = 4, ONE_WITHOUT_GAPS = 2;

    void read_all(const Xapian::Database &database);
    void know(Xapian::docid docid, Xapian::termcount length);

    std::vector<Xapian::termcount> lengths_; /* 0: not known */
    std::unique_ptr<double[]> norms_;        /* nothing in particular where it is not known */
    docid_set wanted_;                       /* and not known */
    double per_term_ = 0;                    /* of an average article */
    std::size_t known_ = 0;
    bool all_ = false;
};

/* The number of the articles nearly the same as an article; 0: there are none. */
class kept_duplicates
{
  public:
    std::uint32_t of(const Xapian::Database &database, Xapian::docid docid)
    {
        if (!numbers_) {
            read(database);
        }
        return numbers_[docid];
    }

    /* The same for one article: those of all are read only once many have been asked for. */
    std::uint32_t of_one(const Xapian::Database &database, Xapian::docid docid);

    /* How many articles have a number. */
    Xapian::doccount count(const Xapian::Database &database, std::uint32_t number);

    /* Groups of those nearly the same, by docid, numbered without gaps from 1; 0: it is in
     * none. How many there are. */
    const std::uint32_t *groups(const Xapian::Database &database, std::size_t *count);

    void clear()
    {
        numbers_.reset();
        groups_.reset();
        ascending_.clear();
        asked_ = 0;
    }

  private:
    /* To look up one takes as long as to read so many of all. */
    static constexpr std::size_t ONE = 16;

    struct free_memory {
        void operator()(std::uint32_t *memory) const
        {
            std::free(memory);
        }
    };
    /* By docid, of calloc: of what stays 0 there need be no memory. */
    using by_docid = std::unique_ptr<std::uint32_t[], free_memory>;
    static by_docid room(Xapian::docid last);

    void read(const Xapian::Database &database);
    void put_in_order(const Xapian::Database &database);

    by_docid numbers_; /* NULL: not read yet */
    by_docid groups_;  /* NULL: not asked for yet */
    std::size_t group_count_ = 0;
    std::vector<std::uint32_t> ascending_; /* all numbers, made when they are first counted */
    std::size_t asked_ = 0;                /* for so many, one by one */
};

struct kept {
    kept_postings postings;
    kept_frequencies frequencies;
    kept_lengths lengths;
    kept_duplicates duplicates;

    void clear()
    {
        postings.clear();
        frequencies.clear();
        lengths.clear();
        duplicates.clear();
    }
};
} // namespace zs

#endif
