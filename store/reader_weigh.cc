/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/weigh.h"

#include <algorithm>
#include <cmath>
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
 * it is the same to the last digit. Lengths are known of all articles that are asked for. */
class bm25
{
  public:
    bm25(const zs_reader &reader, double factor, Xapian::doccount frequency)
        : norms_(reader.kept.lengths.norms()),
          weight_(zs_bm25_idf(reader.collection.articles, frequency) * factor *
                  (ZS_BM25_K1 + 1))
    {
    }

    double operator()(const zs::posting &here) const
    {
        const double count = here.count;
        return weight_ * (count / (norms_[here.docid] + count));
    }

  private:
    const double *norms_;
    double weight_;
};

/* The same for what counts as one term but is made of several, whose counts together may be
 * more than the article has terms: Xapian counts no more than those. */
class bm25_of_synonyms
{
  public:
    bm25_of_synonyms(const zs_reader &reader, const bm25 &weight)
        : lengths_(reader.kept.lengths.all()), weight_(weight)
    {
    }

    double operator()(const zs::posting &here) const
    {
        return weight_(zs::posting{here.docid, std::min(here.count, lengths_[here.docid])});
    }

  private:
    const Xapian::termcount *lengths_;
    bm25 weight_;
};

/* A term and where it occurs. */
struct occurring {
    const zs_match_term *term;
    zs::posting_list list;
};

/* So many postings, 16 MB of them, are at hand before they are weighed. */
constexpr std::size_t AT_HAND = std::size_t{2} << 20;

void add_terms(zs_reader &reader, const std::vector<occurring> &terms, zs::sums *all)
{
    for (const occurring &each : terms) {
        reader.kept.lengths.want(*each.list);
    }
    reader.kept.lengths.read(reader.database);
    for (const occurring &each : terms) {
        const auto frequency = zs::frequency_with_synonyms(reader, *each.term);
        const bm25 weight(reader, each.term->factor, frequency);
        if (each.term->also_count == 0) {
            all->add(*each.list, weight);
        } else {
            all->add(*each.list, bm25_of_synonyms(reader, weight));
        }
    }
}

/* Of articles that are nearly the same, the best stays. */
void keep_best(zs_reader &reader, zs::sums *all)
{
    std::size_t count;
    const std::uint32_t *groups = reader.kept.duplicates.groups(reader.database, &count);
    std::vector<Xapian::docid> best(count + 1); /* of each group; 0: none was met */
    zs::docids others;
    for (Xapian::docid docid : all->met()) {
        if (groups[docid] == 0) {
            continue;
        }
        Xapian::docid &first = best[groups[docid]];
        Xapian::docid other = docid;
        if (first == 0 || all->of(docid) > all->of(first) ||
            (all->of(docid) == all->of(first) && docid < first)) {
            std::swap(first, other);
        }
        if (other != 0) {
            others.push_back(other);
        }
    }
    all->forget(others);
}

/* Adds up what all terms give, until the time is over. */
void weigh(zs_reader &reader, const zs_match_request &request, zs::sums *all)
{
    reader.kept.lengths.begin(reader.database, reader.collection.average_length);
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
    const std::size_t total = all.met().count;
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
    zs_match *items = make_room(out, all.met().count, error);
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
