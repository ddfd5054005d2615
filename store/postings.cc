/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/postings.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "store/match_query.h"

namespace
{
using zs::posting;
using zs::posting_list;
using zs::postings;

/* The clock is looked at once in so many postings. */
constexpr std::size_t BETWEEN = 4096;

bool over(zs_deadline *deadline, std::size_t step)
{
    return deadline && step % BETWEEN == 0 && zs_deadline_over(deadline);
}

postings read(zs_reader &reader, const std::string &code, zs_deadline *deadline)
{
    const Xapian::Database &database = reader.database;
    postings list;
    if (code.empty()) {
        return list;
    }
    list.reserve(reader.kept.frequencies.of(database, code));
    const Xapian::docid last = database.get_lastdocid();
    const auto end = database.postlist_end(code);
    for (auto next = database.postlist_begin(code); next != end; ++next) {
        if (over(deadline, list.size())) {
            break;
        }
        list.push_back(posting{zs::checked(*next, last), next.get_wdf()});
    }
    return list;
}

/* Those that are in both. */
postings both(const postings &one, const postings &other)
{
    postings result;
    result.reserve(std::min(one.size(), other.size()));
    auto place = other.begin();
    for (const posting &here : one) {
        while (place != other.end() && place->docid < here.docid) {
            ++place;
        }
        if (place != other.end() && place->docid == here.docid) {
            result.push_back(posting{here.docid, here.count + place->count});
        }
    }
    return result;
}

/* Those that are in either. */
postings either(const postings &one, const postings &other)
{
    postings result;
    result.reserve(one.size() + other.size());
    auto place = other.begin();
    for (const posting &here : one) {
        while (place != other.end() && place->docid < here.docid) {
            result.push_back(*place++);
        }
        const bool in_both = place != other.end() && place->docid == here.docid;
        result.push_back(posting{here.docid, here.count + (in_both ? place++->count : 0)});
    }
    result.insert(result.end(), place, other.end());
    return result;
}

posting_list made_of(const posting_list &one, const posting_list &other, bool all)
{
    return std::make_shared<const postings>(all ? both(*one, *other) : either(*one, *other));
}

/* How many articles have any of some things: the rarest come together first, and what that is
 * said to have is a whole number, as in Xapian. */
Xapian::doccount any_of(std::vector<Xapian::doccount> frequencies, double articles)
{
    std::make_heap(frequencies.begin(), frequencies.end(), std::greater<>());
    while (frequencies.size() > 1) {
        const double rarest = frequencies.front();
        std::pop_heap(frequencies.begin(), frequencies.end(), std::greater<>());
        frequencies.pop_back();
        const double next = frequencies.front();
        std::pop_heap(frequencies.begin(), frequencies.end(), std::greater<>());
        frequencies.back() =
            static_cast<Xapian::doccount>(next + rarest - next * rarest / articles + 0.5);
        std::push_heap(frequencies.begin(), frequencies.end(), std::greater<>());
    }
    return frequencies.front();
}

Xapian::doccount frequency_of(zs_reader &reader, const zs_match_node &node)
{
    const double articles = reader.collection.articles;
    if (node.kind == ZS_MATCH_TERM) {
        const std::string code = zs::term_code(reader, node.term);
        return code.empty() ? 0 : reader.kept.frequencies.of(reader.database, code);
    }
    std::vector<Xapian::doccount> parts;
    parts.reserve(node.count);
    for (std::size_t i = 0; i < node.count; i++) {
        parts.push_back(frequency_of(reader, node.children[i]));
    }
    if (node.kind == ZS_MATCH_ANY) {
        return any_of(std::move(parts), articles);
    }
    double all = parts[0];
    for (std::size_t i = 1; i < parts.size(); i++) {
        all = all * parts[i] / articles;
    }
    return static_cast<Xapian::doccount>(all + 0.5);
}
} // namespace

namespace zs
{
posting_list list_of(zs_reader &reader, const std::string &code, zs_deadline *deadline)
{
    posting_list known = reader.kept.postings.find(code);
    if (known) {
        return known;
    }
    auto list = std::make_shared<const postings>(read(reader, code, deadline));
    const bool whole = !deadline || !deadline->passed;
    if (whole && list->size() <= kept_postings::LONGEST) {
        reader.kept.postings.keep(code, list);
    }
    return list;
}

const zs_match_node &bare(const zs_match_node &node)
{
    const bool one = (node.kind == ZS_MATCH_ALL || node.kind == ZS_MATCH_ANY) &&
                     node.count == 1 && node.children[0].kind != ZS_MATCH_NOT;
    return one ? bare(node.children[0]) : node;
}

bool is_of_terms(const zs_match_node &node)
{
    if (node.kind == ZS_MATCH_TERM) {
        return !node.term.prefix && node.term.also_count == 0;
    }
    const bool made = (node.kind == ZS_MATCH_ALL || node.kind == ZS_MATCH_ANY);
    return made && node.count > 0 &&
           std::all_of(node.children, node.children + node.count, is_of_terms);
}

posting_list list_of(zs_reader &reader, const zs_match_node &node, zs_deadline *deadline)
{
    if (node.kind == ZS_MATCH_TERM) {
        return list_of(reader, term_code(reader, node.term), deadline);
    }
    posting_list list = list_of(reader, node.children[0], deadline);
    for (std::size_t i = 1; i < node.count; i++) {
        list = made_of(list, list_of(reader, node.children[i], deadline),
                       node.kind == ZS_MATCH_ALL);
    }
    return list;
}

posting_list list_with_synonyms(zs_reader &reader, const zs_match_term &term,
                                zs_deadline *deadline)
{
    posting_list list = list_of(reader, term_code(reader, term), deadline);
    for (std::size_t i = 0; i < term.also_count; i++) {
        list = made_of(list, list_of(reader, term.also[i], deadline), false);
    }
    return list;
}

Xapian::doccount frequency_with_synonyms(zs_reader &reader, const zs_match_term &term)
{
    zs_match_node alone{};
    alone.kind = ZS_MATCH_TERM;
    alone.term = term;
    std::vector<Xapian::doccount> parts{frequency_of(reader, alone)};
    for (std::size_t i = 0; i < term.also_count; i++) {
        parts.push_back(frequency_of(reader, term.also[i]));
    }
    return any_of(std::move(parts), reader.collection.articles);
}

docids having(zs_reader &reader, const std::string &code, some_articles articles,
              zs_deadline *deadline)
{
    docids found;
    if (code.empty()) {
        return found;
    }
    if (const posting_list list = reader.kept.postings.find(code)) {
        auto place = list->begin();
        for (Xapian::docid docid : articles) {
            place = std::lower_bound(
                place, list->end(), docid,
                [](const posting &here, Xapian::docid wanted) { return here.docid < wanted; });
            if (place != list->end() && place->docid == docid) {
                found.push_back(docid);
            }
        }
        return found;
    }
    const auto end = reader.database.postlist_end(code);
    auto next = reader.database.postlist_begin(code);
    for (std::size_t i = 0; i < articles.count && next != end && !over(deadline, i); i++) {
        next.skip_to(articles.first[i]);
        if (next != end && *next == articles.first[i]) {
            found.push_back(articles.first[i]);
        }
    }
    return found;
}
} // namespace zs
