/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding articles that carry a share of the weight of a query's parts. Xapian can do it with a
 * cutoff of weight, but its pruning misses an article now and then (1.4.22), and without
 * pruning it is slow. Here the postings of one part after another are added up by article, the
 * heaviest first. Once those that are left cannot make up the share by themselves, only
 * articles that were met before are looked for in them (Turtle and Flood, Query Evaluation,
 * 1995: term-at-a-time with pruning that changes nothing).
 */
#include <algorithm>
#include <numeric>
#include <vector>

#include "store/match_query.h"
#include "store/matches.h"
#include "store/postings.h"

using zs::docids;
using zs::reading;
using zs::sums;

namespace
{
/* Sums of the same weights may differ in their last digits. */
constexpr double ROUNDING = 1e-9;

/* To skip to an article costs as much as so many steps. */
constexpr std::size_t SKIP = 8;

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
        result.push_back(zs::checked(*hit, reader.database.get_lastdocid()));
    }
    return result;
}

/* Adds the weight of a part to all articles that have it. */
void add_part(zs_reader &reader, const zs_match_share &part, zs_deadline *deadline, sums *all)
{
    if (!zs::is_of_terms(*part.node)) {
        all->add(articles_of(reader, zs::filter_query(reader, *part.node)), part.weight);
        return;
    }
    const zs::posting_list list = zs::list_of(reader, zs::bare(*part.node), deadline);
    all->add(*list, [&part](const zs::posting &) { return part.weight; });
}

/* The same for those of the articles that were met: in so few, each is sought. */
void add_part_to_met(zs_reader &reader, const zs_match_share &part, double least,
                     zs_deadline *deadline, sums *all)
{
    const zs_match_node &node = zs::bare(*part.node);
    if (!zs::is_of_terms(node)) {
        for (Xapian::docid docid : articles_of(reader, zs::filter_query(reader, node))) {
            all->add_if_met(docid, part.weight);
        }
        return;
    }
    if (node.kind == ZS_MATCH_TERM) {
        const std::string code = zs::term_code(reader, node.term);
        if (all->met().count * SKIP < reader.kept.frequencies.of(reader.database, code)) {
            for (Xapian::docid docid : zs::having(reader, code, all->keep(least), deadline)) {
                all->add_if_met(docid, part.weight);
            }
            return;
        }
    }
    const zs::posting_list list = zs::list_of(reader, node, deadline);
    for (const zs::posting &here : *list) {
        all->add_if_met(here.docid, part.weight);
    }
}

/* Some articles, as something to match. */
class these_articles : public Xapian::PostingSource
{
  public:
    explicit these_articles(zs::some_articles articles) : articles_(articles)
    {
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(articles_.count);
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
        next_ = static_cast<std::size_t>(
            std::lower_bound(articles_.begin() + next_, articles_.end(), docid) -
            articles_.begin());
    }
    bool at_end() const override
    {
        return next_ >= articles_.count;
    }
    Xapian::docid get_docid() const override
    {
        return articles_.first[next_];
    }
    void init(const Xapian::Database &) override
    {
        next_ = 0;
        started_ = false;
    }

  private:
    zs::some_articles articles_;
    std::size_t next_ = 0;
    bool started_ = false;
};

docids within(const zs_reader &reader, zs::some_articles articles, const zs_match_node &node)
{
    these_articles source(articles);
    return articles_of(reader, Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(&source),
                                             zs::filter_query(reader, node)));
}

docids without(const zs_reader &reader, zs::some_articles articles, const zs_match_node &node)
{
    these_articles source(articles);
    return articles_of(reader, Xapian::Query(Xapian::Query::OP_AND_NOT, Xapian::Query(&source),
                                             zs::filter_query(reader, node)));
}

/* Adds up the articles that have their share, and puts them in order. */
void find(zs_reader &reader, const zs_match_share *parts, std::size_t count, double least,
          zs_deadline *deadline, sums *all)
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
        if (parts[i].weight <= 0 || (deadline && zs_deadline_over(deadline))) {
            break;
        }
        if (left >= least) {
            add_part(reader, parts[i], deadline, all);
        } else {
            add_part_to_met(reader, parts[i], least - left, deadline, all);
        }
        left = std::max(0.0, left - parts[i].weight);
    }
    all->keep(least);
}
} // namespace

zs_status zs_reader_find_share(zs_reader *reader, const zs_match_share *parts, size_t count,
                               double least, const zs_match_request *request, zs_matches *out,
                               zs_error *error)
{
    return reading(reader, error, [&] {
        sums all(&reader->sums, reader->database.get_lastdocid());
        find(*reader, parts, count, least * (1 - ROUNDING), request->deadline, &all);
        if (request->within && all.met().count > 0) {
            all.keep_only(within(*reader, all.met(), *request->within));
        }
        if (request->without && all.met().count > 0) {
            all.keep_only(without(*reader, all.met(), *request->without));
        }
        zs_match *items = zs::make_room(out, all.met().count, error);
        if (!items) {
            return ZS_ERROR_MEMORY;
        }
        out->count = zs::take_others(all, zs::take_best(all, request->limit, items), items);
        out->total = out->count;
        out->exact = !request->deadline || !request->deadline->passed;
        if (request->duplicates != ZS_MATCH_EACH) {
            zs::name_duplicates(*reader, out);
        }
        return ZS_OK;
    });
}
