/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/kept.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "store/reader.h"
#include "store/schema.h"

namespace zs
{
posting_list kept_postings::find(const std::string &code)
{
    const auto known = newer_.lists.find(code);
    if (known != newer_.lists.end()) {
        return known->second;
    }
    const auto old = older_.lists.find(code);
    if (old == older_.lists.end()) {
        return nullptr;
    }
    posting_list list = old->second;
    older_.lists.erase(old);
    keep(code, list);
    return list;
}

void kept_postings::keep(const std::string &code, const posting_list &list)
{
    const std::size_t bytes = list->size() * sizeof(posting) + code.size() + ENTRY;
    if (newer_.bytes + bytes > HALF) {
        older_ = std::exchange(newer_, half{});
    }
    newer_.lists[code] = list;
    newer_.bytes += bytes;
}

void kept_postings::clear()
{
    newer_ = half{};
    older_ = half{};
}

Xapian::doccount kept_frequencies::of(const Xapian::Database &database, const std::string &code)
{
    const auto known = frequencies_.find(code);
    if (known != frequencies_.end()) {
        return known->second;
    }
    const Xapian::doccount frequency = database.get_termfreq(code);
    if (frequencies_.size() >= MOST) {
        frequencies_.clear();
    }
    frequencies_.emplace(code, frequency);
    return frequency;
}

void kept_lengths::begin(const Xapian::Database &database, double average_length)
{
    const Xapian::docid last = database.get_lastdocid();
    if (lengths_.empty()) { /* and so they stay if there is no memory for the others */
        norms_.reset(new double[last + std::size_t{1}]);
        wanted_.begin(last);
        per_term_ = 1 / average_length;
        lengths_.resize(last + std::size_t{1});
    }
}

void kept_lengths::want(const postings &list)
{
    if (all_) {
        return;
    }
    for (const posting &here : list) {
        wanted_.add_if(lengths_[here.docid] == 0, here.docid);
    }
}

void kept_lengths::read(const Xapian::Database &database)
{
    if (all_) {
        return;
    }
    const bool gaps = database.get_lastdocid() != database.get_doccount();
    const double known = static_cast<double>(known_ + wanted_.count());
    if (known * (gaps ? ONE : ONE_WITHOUT_GAPS) > database.get_doccount()) {
        read_all(database);
        return;
    }
    wanted_.take([&](Xapian::docid docid) {
        know(docid, database.get_doclength(docid));
        known_++;
    });
}

/* What Xapian does is done in the same order, so that weights are the same to the last digit.
 */
void kept_lengths::know(Xapian::docid docid, Xapian::termcount length)
{
    const double relative = length * per_term_;
    norms_[docid] = ZS_BM25_K1 * (relative * ZS_BM25_B + (1 - ZS_BM25_B));
    lengths_[docid] = length;
}

void kept_lengths::read_all(const Xapian::Database &database)
{
    const Xapian::docid last = static_cast<Xapian::docid>(lengths_.size() - 1);
    const auto end = database.postlist_end(std::string());
    for (auto article = database.postlist_begin(std::string()); article != end; ++article) {
        know(checked(*article, last), article.get_doclength());
    }
    wanted_.clear();
    all_ = true;
}

void kept_duplicates::read(const Xapian::Database &database)
{
    const Xapian::docid last = database.get_lastdocid();
    numbers_.clear();
    having_.clear();
    having_.begin(last);
    const auto end = database.valuestream_end(SLOT_DUPLICATES);
    for (auto value = database.valuestream_begin(SLOT_DUPLICATES); value != end; ++value) {
        const Xapian::docid docid = checked(value.get_docid(), last);
        numbers_.push_back(numbered{docid, static_cast<std::uint32_t>(number_of(*value))});
        having_.add_if(true, docid);
    }
    ascending_.clear();
    read_ = true;
}

std::uint32_t kept_duplicates::find(Xapian::docid docid) const
{
    const auto place = std::lower_bound(
        numbers_.begin(), numbers_.end(), docid,
        [](const numbered &here, Xapian::docid wanted) { return here.docid < wanted; });
    return place->number;
}

std::uint32_t kept_duplicates::of_one(const Xapian::Database &database, Xapian::docid docid)
{
    if (read_ || ++asked_ * ONE > database.get_value_freq(SLOT_DUPLICATES)) {
        return of(database, docid);
    }
    const Xapian::Document article = database.get_document(docid, Xapian::DOC_ASSUME_VALID);
    return static_cast<std::uint32_t>(number_of(article.get_value(SLOT_DUPLICATES)));
}

Xapian::doccount kept_duplicates::count(const Xapian::Database &database, std::uint32_t number)
{
    if (!read_) {
        return database.get_termfreq(PREFIX_DUPLICATES + number_code(number));
    }
    if (ascending_.empty()) {
        std::transform(numbers_.begin(), numbers_.end(), std::back_inserter(ascending_),
                       [](const numbered &here) { return here.number; });
        std::sort(ascending_.begin(), ascending_.end());
    }
    const auto same = std::equal_range(ascending_.begin(), ascending_.end(), number);
    return static_cast<Xapian::doccount>(same.second - same.first);
}
} // namespace zs
