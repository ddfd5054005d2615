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
#include <vector>

#include <xapian.h>

namespace zs
{
using docids = std::vector<Xapian::docid>;

/* The sums of articles, by docid: what is not 0 has been met. They lie in the reader, where
 * they are 0 again afterwards. */
class sums
{
  public:
    sums(std::vector<double> *sum, Xapian::docid last) : sum_(*sum)
    {
        if (sum_.size() <= last) {
            sum_.resize(last + std::size_t{1});
        }
    }
    sums(const sums &) = delete;
    sums &operator=(const sums &) = delete;
    ~sums()
    {
        for (Xapian::docid docid : met_) {
            sum_[docid] = 0;
        }
    }

    /* A weight is 0 or more. */
    void add(Xapian::docid docid, double weight)
    {
        if (sum_[docid] == 0) {
            met_.push_back(docid);
            sum_[docid] = MET;
        }
        sum_[docid] += weight;
    }
    void add_if_met(Xapian::docid docid, double weight)
    {
        if (sum_[docid] != 0) {
            sum_[docid] += weight;
        }
    }
    double of(Xapian::docid docid) const
    {
        return sum_[docid] == MET ? 0 : sum_[docid];
    }

    /* The articles that were met, in no order. */
    const docids &met() const
    {
        return met_;
    }

    /* The same without those below `least`, ascending. */
    const docids &keep(double least)
    {
        keep_if([least](Xapian::docid, double sum) { return sum >= least; });
        put_in_order();
        return met_;
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

    /* Forgets those of which `is` says no. */
    template <typename Is> void keep_if(Is is)
    {
        std::size_t kept = 0;
        for (Xapian::docid docid : met_) {
            if (is(docid, sum_[docid])) {
                met_[kept++] = docid;
            } else {
                sum_[docid] = 0;
            }
        }
        met_.resize(kept);
    }

  private:
    /* What is added to it is the sum: it is too small to change any. */
    static constexpr double MET = std::numeric_limits<double>::min();

    /* Of many articles, to go through all that there are is faster than to sort them. */
    static constexpr std::size_t MANY = 16;

    void put_in_order()
    {
        if (met_.size() * MANY < sum_.size()) {
            std::sort(met_.begin(), met_.end());
            return;
        }
        std::size_t next = 0;
        for (Xapian::docid docid = 0; next < met_.size(); docid++) {
            if (sum_[docid] != 0) {
                met_[next++] = docid;
            }
        }
    }

    std::vector<double> &sum_;
    docids met_;
};
} // namespace zs

#endif
