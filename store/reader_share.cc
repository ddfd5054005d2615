/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding articles that carry a share of the weight of a query's parts. Xapian can do it with a
 * cutoff of weight, but its pruning misses an article in a hundred thousand queries (1.4.22),
 * and without pruning it is slow. Here the postings of one part after another are added up by
 * article, the heaviest first. Once those that are left cannot make up the share by themselves,
 * only articles that were met before are looked for in them (Turtle and Flood, Query
 * Evaluation, 1995: term-at-a-time with pruning that changes nothing).
 */
#include <algorithm>
#include <numeric>
#include <vector>

#include "store/match_query.h"
#include "store/schema.h"

using zs::reading;

namespace
{
using docids = std::vector<Xapian::docid>;

/* Sums of the same weights may differ in their last digits. */
constexpr double ROUNDING = 1e-9;

/* The clock is looked at once in so many postings. */
constexpr std::size_t BETWEEN = 4096;

/* To skip to an article costs as much as so many steps. */
constexpr std::size_t SKIP = 8;

/* The sums of articles, by docid: what is not 0 has been met. They lie in the reader, where
 * they are 0 again afterwards. */
class sums
{
  public:
    sums(std::vector<double> *sum, Xapian::docid last, zs_deadline *deadline)
        : sum_(*sum), deadline_(deadline)
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

    void add(Xapian::docid docid, double weight)
    {
        if (sum_[docid] == 0) {
            met_.push_back(docid);
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
        return sum_[docid];
    }

    std::size_t met() const
    {
        return met_.size();
    }

    /* The articles that were met, ascending, without those below `least`. */
    const docids &keep(double least)
    {
        std::size_t kept = 0;
        for (Xapian::docid docid : met_) {
            if (sum_[docid] < least) {
                sum_[docid] = 0;
            } else {
                met_[kept++] = docid;
            }
        }
        met_.resize(kept);
        put_in_order();
        return met_;
    }

    bool over()
    {
        return deadline_ && steps_++ % BETWEEN == 0 && zs_deadline_over(deadline_);
    }

  private:
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
    zs_deadline *deadline_;
    std::size_t steps_ = 0;
};

/* The articles that a node lets through, ascending. */
docids articles_of(const zs_reader &reader, const Xapian::Query &query)
{
    Xapian::Enquire enquire(reader.database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const Xapian::MSet found = enquire.get_mset(0, reader.database.get_doccount());
    docids result;
    result.reserve(found.size());
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
        result.push_back(*hit);
    }
    return result;
}

bool is_plain_term(const zs_match_node &node)
{
    return node.kind == ZS_MATCH_TERM && !node.term.prefix && node.term.also_count == 0;
}

/* Adds the weight of a part to all articles that have it. */
void add_part(const zs_reader &reader, const zs_match_share &part, sums *all)
{
    if (!is_plain_term(*part.node)) {
        for (Xapian::docid docid : articles_of(reader, zs::filter_query(reader, *part.node))) {
            all->add(docid, part.weight);
        }
        return;
    }
    const std::string code = zs::term_code(reader, part.node->term);
    const auto end = reader.database.postlist_end(code);
    for (auto posting = reader.database.postlist_begin(code); posting != end && !all->over();
         ++posting) {
        all->add(*posting, part.weight);
    }
}

/* The same for those of the articles that were met: in so few, each is sought. */
void add_part_to_met(const zs_reader &reader, const zs_match_share &part, double least,
                     sums *all)
{
    if (!is_plain_term(*part.node)) {
        for (Xapian::docid docid : articles_of(reader, zs::filter_query(reader, *part.node))) {
            all->add_if_met(docid, part.weight);
        }
        return;
    }
    const std::string code = zs::term_code(reader, part.node->term);
    const auto end = reader.database.postlist_end(code);
    auto posting = reader.database.postlist_begin(code);
    if (all->met() * SKIP > reader.database.get_termfreq(code)) {
        for (; posting != end && !all->over(); ++posting) {
            all->add_if_met(*posting, part.weight);
        }
        return;
    }
    for (Xapian::docid docid : all->keep(least)) {
        posting.skip_to(docid);
        if (posting == end || all->over()) {
            return;
        }
        if (*posting == docid) {
            all->add_if_met(docid, part.weight);
        }
    }
}

/* Some articles, as something to match. */
class these_articles : public Xapian::PostingSource
{
  public:
    explicit these_articles(const docids &articles) : articles_(articles)
    {
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(articles_.size());
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return get_termfreq_min();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return get_termfreq_min();
    }
    void next(double) override
    {
        next_ = started_ ? next_ + 1 : 0;
        started_ = true;
    }
    void skip_to(Xapian::docid docid, double) override
    {
        started_ = true;
        const auto from = articles_.begin() + static_cast<docids::difference_type>(next_);
        next_ = static_cast<std::size_t>(std::lower_bound(from, articles_.end(), docid) -
                                         articles_.begin());
    }
    bool at_end() const override
    {
        return next_ >= articles_.size();
    }
    Xapian::docid get_docid() const override
    {
        return articles_[next_];
    }
    void init(const Xapian::Database &) override
    {
        next_ = 0;
        started_ = false;
    }

  private:
    const docids &articles_;
    std::size_t next_ = 0;
    bool started_ = false;
};

docids within(const zs_reader &reader, const docids &articles, const zs_match_node &node)
{
    these_articles source(articles);
    return articles_of(reader, Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(&source),
                                             zs::filter_query(reader, node)));
}

docids without(const zs_reader &reader, const docids &articles, const zs_match_node &node)
{
    these_articles source(articles);
    return articles_of(reader, Xapian::Query(Xapian::Query::OP_AND_NOT, Xapian::Query(&source),
                                             zs::filter_query(reader, node)));
}

/* The articles that have their share, ascending. */
docids find(const zs_reader &reader, const zs_match_share *parts, std::size_t count,
            double least, sums *all)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return parts[one].weight > parts[other].weight;
    });
    double left = 0;
    for (std::size_t i = 0; i < count; i++) {
        left += parts[i].weight;
    }
    for (std::size_t i : order) {
        if (parts[i].weight <= 0) {
            break;
        }
        if (left >= least) {
            add_part(reader, parts[i], all);
        } else {
            add_part_to_met(reader, parts[i], least - left, all);
        }
        left = std::max(0.0, left - parts[i].weight);
    }
    return all->keep(least);
}

/* Makes matches of the articles, with what each is nearly the same as. */
void fill(const zs_reader &reader, const docids &articles, const sums &all, bool named,
          zs_match *out)
{
    zs_match *last = out;
    for (Xapian::docid docid : articles) {
        *last++ = zs_match{docid, 0, all.of(docid), ZS_NO_ID, ZS_NO_LOOK};
    }
    if (!named || !reader.has_duplicates) {
        return;
    }
    const auto end = reader.database.valuestream_end(zs::SLOT_DUPLICATES);
    auto value = reader.database.valuestream_begin(zs::SLOT_DUPLICATES);
    while (out != last && value != end) {
        const Xapian::docid docid = value.get_docid();
        if (docid < out->docid) {
            value.skip_to(out->docid);
            continue;
        }
        if (docid == out->docid) {
            out->duplicates = static_cast<uint32_t>(zs::number_of(*value));
        }
        out++;
    }
}

bool is_better(const zs_match &one, const zs_match &other)
{
    return one.weight != other.weight ? one.weight > other.weight : one.docid < other.docid;
}

bool is_before(const zs_match &one, const zs_match &other)
{
    return one.docid < other.docid;
}

/* The best so many in their order, the others in that of their docids. */
void put_best_first(zs_match *items, std::size_t count, std::size_t limit)
{
    zs_match *end = items + count;
    if (limit < count) {
        std::nth_element(items, items + limit, end, is_better);
        std::sort(items + limit, end, is_before);
    }
    std::sort(items, items + std::min(limit, count), is_better);
}
} // namespace

zs_status zs_reader_find_share(zs_reader *reader, const zs_match_share *parts, size_t count,
                               double least, const zs_match_request *request, zs_matches *out,
                               zs_error *error)
{
    return reading(reader, error, [&] {
        sums all(&reader->sums, reader->database.get_lastdocid(), request->deadline);
        docids articles = find(*reader, parts, count, least * (1 - ROUNDING), &all);
        if (request->within && !articles.empty()) {
            articles = within(*reader, articles, *request->within);
        }
        if (request->without && !articles.empty()) {
            articles = without(*reader, articles, *request->without);
        }
        const bool named = request->duplicates != ZS_MATCH_EACH;
        auto *items = static_cast<zs_match *>(
            zs_array_grow(out->items, &out->capacity, articles.size() + 1, sizeof *out->items));
        if (!items) {
            return zs_fail_memory(error);
        }
        out->items = items;
        out->count = articles.size();
        fill(*reader, articles, all, named, items);
        put_best_first(items, articles.size(), request->limit);
        zs_buffer_clear(&out->ids);
        out->total = out->count;
        out->exact = !request->deadline || !request->deadline->passed;
        return ZS_OK;
    });
}
