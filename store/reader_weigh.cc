/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/weigh.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "store/matches.h"
#include "store/postings.h"
#include "store/sums.h"

namespace
{
bool is_weighable(const zs_match_term &term)
{
    return term.factor >= 0 && !term.prefix && term.field == ZS_FIELD_TEXT &&
           std::all_of(term.also, term.also + term.also_count, zs::is_of_terms);
}

/* Whether all that an article must have is the one term that gives it weight: then any article
 * that has it is found, as if nothing were asked besides. */
bool is_the_term(const zs_match_node &needed, const zs_match_term &term)
{
    const zs_match_node &node = zs::bare(needed);
    return node.kind == ZS_MATCH_TERM && term.also_count == 0 && node.term.also_count == 0 &&
           !node.term.prefix && node.term.field == term.field &&
           node.term.length == term.length &&
           std::equal(term.term, term.term + term.length, node.term.term);
}

/* The weight of a term in an article, where what Xapian does is done in the same order, so that
 * it is the same to the last digit. */
class bm25
{
  public:
    bm25(zs_reader &reader, double factor, Xapian::doccount frequency)
        : reader_(reader), weight_(zs_bm25_idf(reader.collection.articles, frequency) * factor *
                                   (ZS_BM25_K1 + 1)),
          per_term_(1 / reader.collection.average_length)
    {
    }

    double of(const zs::posting &here) const
    {
        const auto length = reader_.kept.lengths.of(reader_.database, here.docid);
        const double count = std::min(here.count, length);
        const double relative = length * per_term_;
        return weight_ *
               (count / (ZS_BM25_K1 * (relative * ZS_BM25_B + (1 - ZS_BM25_B)) + count));
    }

  private:
    zs_reader &reader_;
    double weight_;
    double per_term_; /* of an average article */
};

/* A term and where it occurs. */
struct occurring {
    const zs_match_term *term;
    zs::posting_list list;
};

/* So many postings, 16 MB of them, are at hand before they are weighed. */
constexpr std::size_t AT_HAND = std::size_t{2} << 20;

/* Lengths lie in the order of articles, and to go back costs as much as to read a hundred: so
 * those of several terms are read in one go. */
void read_lengths(zs_reader &reader, const std::vector<occurring> &terms)
{
    std::vector<Xapian::docid> unknown;
    if (reader.kept.lengths.knows_all()) {
        return;
    }
    for (const occurring &each : terms) {
        for (const zs::posting &here : *each.list) {
            if (!reader.kept.lengths.knows(here.docid)) {
                unknown.push_back(here.docid);
            }
        }
    }
    if (reader.kept.lengths.are_many(reader.database, unknown.size())) {
        reader.kept.lengths.read_all(reader.database);
        return;
    }
    std::sort(unknown.begin(), unknown.end());
    for (Xapian::docid docid : unknown) {
        reader.kept.lengths.of(reader.database, docid);
    }
}

void add_terms(zs_reader &reader, const std::vector<occurring> &terms, zs::sums *all)
{
    if (terms.size() > 1) {
        read_lengths(reader, terms);
    }
    for (const occurring &each : terms) {
        const auto frequency = zs::frequency_with_synonyms(reader, *each.term);
        const bm25 weight(reader, each.term->factor, frequency);
        for (const zs::posting &here : *each.list) {
            all->add(here.docid, weight.of(here));
        }
    }
}

/* Of articles that are nearly the same, the best stays. */
void keep_best(zs_reader &reader, zs::sums *all)
{
    std::vector<std::tuple<std::uint32_t, double, Xapian::docid>> same;
    for (Xapian::docid docid : all->met()) {
        const std::uint32_t number = reader.kept.duplicates.of(reader.database, docid);
        if (number != 0) {
            same.emplace_back(number, -all->of(docid), docid);
        }
    }
    std::sort(same.begin(), same.end());
    all->keep_if([&](Xapian::docid docid, double) {
        const std::uint32_t number = reader.kept.duplicates.of(reader.database, docid);
        if (number == 0) {
            return true;
        }
        const auto first = std::lower_bound(
            same.begin(), same.end(), std::make_tuple(number, -HUGE_VAL, Xapian::docid{0}));
        return std::get<2>(*first) == docid;
    });
}

/* Adds up what all terms give, until the time is over. */
void weigh(zs_reader &reader, const zs_match_request &request, zs::sums *all)
{
    reader.kept.lengths.begin(reader.database.get_lastdocid());
    std::vector<occurring> terms;
    std::size_t at_hand = 0;
    for (std::size_t i = 0; i < request.count; i++) {
        if (request.deadline && zs_deadline_over(request.deadline)) {
            break;
        }
        const zs_match_term &term = request.terms[i];
        const auto list = zs::list_with_synonyms(reader, term, request.deadline);
        at_hand += list->size();
        if (!list->empty()) {
            terms.push_back(occurring{&term, list});
        }
        if (at_hand >= AT_HAND) {
            add_terms(reader, terms, all);
            terms.clear();
            at_hand = 0;
        }
    }
    add_terms(reader, terms, all);
    if (request.duplicates == ZS_MATCH_BEST && reader.has_duplicates) {
        keep_best(reader, all);
    }
}
} // namespace

namespace zs
{
bool can_weigh(const zs_match_request &request)
{
    const bool any = !request.within ||
                     (request.count == 1 && is_the_term(*request.within, request.terms[0]));
    return any && !request.without &&
           std::all_of(request.terms, request.terms + request.count, is_weighable);
}

zs_status find_weighed(zs_reader &reader, const zs_match_request &request, zs_matches *out,
                       zs_error *error)
{
    sums all(&reader.sums, reader.database.get_lastdocid());
    weigh(reader, request, &all);
    const std::size_t total = all.met().size();
    const std::size_t before = std::min(request.offset, total);
    const std::size_t most = before + std::min(request.limit, total - before);
    zs_match *items = make_room(out, most, error);
    if (!items) {
        return ZS_ERROR_MEMORY;
    }
    const std::size_t count = take_best(all, most, items);
    std::copy(items + before, items + count, items);
    out->count = count - before;
    out->total = total;
    out->exact = !request.deadline || !request.deadline->passed;
    if (request.duplicates != ZS_MATCH_EACH) {
        name_duplicates(reader, out);
    }
    return ZS_OK;
}

zs_status find_all_weighed(zs_reader &reader, const zs_match_request &request, zs_matches *out,
                           zs_error *error)
{
    sums all(&reader.sums, reader.database.get_lastdocid());
    weigh(reader, request, &all);
    zs_match *items = make_room(out, all.met().size(), error);
    if (!items) {
        return ZS_ERROR_MEMORY;
    }
    out->count = take_others(all, take_best(all, request.limit, items), items);
    out->total = out->count;
    out->exact = !request.deadline || !request.deadline->passed;
    if (request.duplicates != ZS_MATCH_EACH) {
        name_duplicates(reader, out);
    }
    return ZS_OK;
}
} // namespace zs
