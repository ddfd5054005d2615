/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/kept.h"

#include <algorithm>
#include <iterator>
#include <new>
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

kept_duplicates::by_docid kept_duplicates::room(Xapian::docid last)
{
    by_docid result(static_cast<std::uint32_t *>(
        std::calloc(last + std::size_t{1}, sizeof(std::uint32_t))));
    if (!result) {
        throw std::bad_alloc();
    }
    return result;
}

void kept_duplicates::read(const Xapian::Database &database)
{
    const Xapian::docid last = database.get_lastdocid();
    by_docid numbers = room(last);
    const auto end = database.valuestream_end(SLOT_DUPLICATES);
    for (auto value = database.valuestream_begin(SLOT_DUPLICATES); value != end; ++value) {
        numbers[checked(value.get_docid(), last)] =
            static_cast<std::uint32_t>(number_of(*value));
    }
    numbers_ = std::move(numbers);
}

std::uint32_t kept_duplicates::of_one(const Xapian::Database &database, Xapian::docid docid)
{
    if (numbers_ || ++asked_ * ONE > database.get_value_freq(SLOT_DUPLICATES)) {
        return of(database, docid);
    }
    const Xapian::Document article = database.get_document(docid, Xapian::DOC_ASSUME_VALID);
    return static_cast<std::uint32_t>(number_of(article.get_value(SLOT_DUPLICATES)));
}

void kept_duplicates::put_in_order(const Xapian::Database &database)
{
    const std::uint32_t *first = numbers_.get();
    std::vector<std::uint32_t> ascending;
    std::copy_if(first, first + database.get_lastdocid() + 1, std::back_inserter(ascending),
                 [](std::uint32_t here) { return here != 0; });
    std::sort(ascending.begin(), ascending.end());
    ascending_ = std::move(ascending);
}

Xapian::doccount kept_duplicates::count(const Xapian::Database &database, std::uint32_t number)
{
    if (!numbers_) {
        return database.get_termfreq(PREFIX_DUPLICATES + number_code(number));
    }
    if (ascending_.empty()) {
        put_in_order(database);
    }
    const auto same = std::equal_range(ascending_.begin(), ascending_.end(), number);
    return static_cast<Xapian::doccount>(same.second - same.first);
}

const std::uint32_t *kept_duplicates::groups(const Xapian::Database &database,
                                             std::size_t *count)
{
    const Xapian::docid last = database.get_lastdocid();
    if (!groups_) {
        std::unordered_map<std::uint32_t, std::uint32_t> known;
        by_docid groups = room(last);
        for (Xapian::docid docid = 0; docid <= last; docid++) {
            if (const std::uint32_t number = of(database, docid)) {
                groups[docid] =
                    known.emplace(number, static_cast<std::uint32_t>(known.size() + 1))
                        .first->second;
            }
        }
        group_count_ = known.size();
        groups_ = std::move(groups);
    }
    *count = group_count_;
    return groups_.get();
}
} // namespace zs
