/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Adding up what one term after another gives to articles (Turtle and Flood, Query Evaluation,
 * 1995: term-at-a-time).
 */
#ifndef ZS_STORE_SUMS_H
#define ZS_STORE_SUMS_H

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

#include <xapian.h>

#include "store/kept.h"

namespace zs
{
using docids = std::vector<Xapian::docid>;

/* Articles that lie in a row somewhere else. */
struct some_articles {
    const Xapian::docid *first;
    std::size_t count;

    const Xapian::docid *begin() const
    {
        return first;
    }
    const Xapian::docid *end() const
    {
        return first + count;
    }
};

/* The room that sums take, which lies in the reader: all 0 between uses. */
struct room_for_sums {
    std::vector<double> sum; /* of articles, by docid */
    /* One more than articles; its contents mean nothing. */
    std::unique_ptr<Xapian::docid[]> met;
    docid_set ordered;
};

/* The sums of articles: what is not 0 has been met. */
class sums
{
  public:
    sums(room_for_sums *room, Xapian::docid last)
        : sum_(room->sum), met_(room->met), ordered_(room->ordered)
    {
        if (sum_.size() <= last) {
            met_.reset(new Xapian::docid[last + std::size_t{2}]);
            ordered_.begin(last);
            sum_.resize(last + std::size_t{1}); /* which says that the others have room */
        }
    }
    sums(const sums &) = delete;
    sums &operator=(const sums &) = delete;
    ~sums()
    {
        for (Xapian::docid docid : met()) {
            sum_[docid] = 0;
        }
    }

    /* Adds to each article of a list what weight(posting) says: 0 or more. There is no branch
     * in it, and always room for one more that is met. */
    template <typename Weight> void add(const postings &list, Weight weight)
    {
        double *sum = sum_.data();
        Xapian::docid *met = met_.get();
        std::size_t count = count_;
        for (const posting &here : list) {
            const double before = sum[here.docid];
            met[count] = here.docid;
            count += before == 0;
            sum[here.docid] = before + (weight(here) + MET);
        }
        count_ = count;
    }
    void add(const docids &articles, double weight)
    {
        for (Xapian::docid docid : articles) {
            met_[count_] = docid;
            count_ += sum_[docid] == 0;
            sum_[docid] += weight + MET;
        }
    }
    void add_if_met(Xapian::docid docid, double weight)
    {
        sum_[docid] += sum_[docid] == 0 ? 0 : weight;
    }
    double of(Xapian::docid docid) const
    {
        return sum_[docid] < NOTHING ? 0 : sum_[docid];
    }

    /* The articles that were met, in no order, until any others are. */
    some_articles met() const
    {
        return some_articles{met_.get(), count_};
    }

    /* The same without those below `least`, ascending. */
    some_articles keep(double least)
    {
        for (Xapian::docid docid : met()) {
            const bool kept = sum_[docid] >= least;
            sum_[docid] = kept ? sum_[docid] : 0;
            ordered_.add_if(kept, docid);
        }
        count_ = 0;
        ordered_.take([this](Xapian::docid docid) { met_[count_++] = docid; });
        return met();
    }

    /* Forgets all but these, which have been met; both are ascending. */
    void keep_only(const docids &articles)
    {
        auto next = articles.begin();
        keep_if([&](Xapian::docid docid, double) {
            const bool kept = next != articles.end() && *next == docid;
            next += kept;
            return kept;
        });
    }

    /* Forgets some that have been met. */
    void forget(const docids &articles)
    {
        for (Xapian::docid docid : articles) {
            sum_[docid] = 0;
        }
        keep_if([](Xapian::docid, double sum) { return sum != 0; });
    }

    /* Forgets those of which `is` says no. */
    template <typename Is> void keep_if(Is is)
    {
        std::size_t kept = 0;
        for (Xapian::docid docid : met()) {
            if (is(docid, sum_[docid])) {
                met_[kept++] = docid;
            } else {
                sum_[docid] = 0;
            }
        }
        count_ = kept;
    }

  private:
    /* Is added with each weight, so that a sum of weights of 0 is not 0: it is too small to
     * change any other. */
    static constexpr double MET = std::numeric_limits<double>::min();
    static constexpr double NOTHING = 1e-290; /* more than any number of these */

    std::vector<double> &sum_;
    std::unique_ptr<Xapian::docid[]> &met_;
    docid_set &ordered_;
    std::size_t count_ = 0;
};
} // namespace zs

#endif
