/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/match_query.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "store/duplicates.h"
#include "store/schema.h"
#include "store/term_code.h"

namespace
{
using query = Xapian::Query;

/* A prefix stands for all of its terms if they are no more than so many, in no more than so
 * many articles. Terms lie in the order of how frequent their second character is, so the first
 * of them are nearly all of the most frequent ones: of these so many are taken. */
constexpr std::size_t EXPANSION_TERMS = 512;
constexpr std::size_t EXPANSION_POSTINGS = 100'000;
constexpr std::size_t EXPANSION_TAKEN = 12;

/* All articles, and none. Xapian's own constants for these are shared by all threads, but count
 * their uses as if there were one. */
query everything()
{
    return query(std::string());
}

query nothing()
{
    return query();
}

query scaled(const query &part, double factor)
{
    return query(query::OP_SCALE_WEIGHT, part, factor);
}

struct expansion {
    std::vector<std::pair<Xapian::doccount, std::string>> terms;
    bool whole = false;
};

/* The first terms that begin so; `whole` if they are all, and not too many. */
expansion expand(const zs_reader &reader, const std::string &code)
{
    expansion result;
    std::size_t postings = 0;
    const auto end = reader.database.allterms_end(code);
    auto term = reader.database.allterms_begin(code);
    for (; term != end && result.terms.size() < EXPANSION_TERMS; ++term) {
        const Xapian::doccount frequency = term.get_termfreq();
        postings += frequency;
        result.terms.emplace_back(frequency, *term);
    }
    result.whole = term == end && postings <= EXPANSION_POSTINGS;
    return result;
}

query prefix_query(const zs_reader &reader, const std::string &code)
{
    expansion found = expand(reader, code);
    if (!found.whole && found.terms.size() > EXPANSION_TAKEN) {
        std::nth_element(found.terms.begin(), found.terms.begin() + EXPANSION_TAKEN,
                         found.terms.end(), std::greater<>());
        found.terms.resize(EXPANSION_TAKEN);
    }
    std::vector<query> parts;
    parts.reserve(found.terms.size());
    for (const auto &term : found.terms) {
        parts.emplace_back(term.second);
    }
    return query(query::OP_SYNONYM, parts.begin(), parts.end());
}

/* A term whose code is known. */
query spelt_query(const zs_reader &reader, const zs_match_term &term, const std::string &code)
{
    if (code.empty()) {
        return nothing();
    }
    const query alone = term.prefix ? prefix_query(reader, code) : query(code);
    if (term.also_count == 0) {
        return alone;
    }
    std::vector<query> parts{alone};
    for (std::size_t i = 0; i < term.also_count; i++) {
        parts.push_back(zs::filter_query(reader, term.also[i]));
    }
    return query(query::OP_SYNONYM, parts.begin(), parts.end());
}

query term_query(const zs_reader &reader, const zs_match_term &term)
{
    return spelt_query(reader, term, zs::term_code(reader, term));
}

/* An article is known by the term of its key; there is none if it is gone. */
query article_query(const zs_reader &reader, Xapian::docid docid)
{
    const Xapian::Database &database = reader.database;
    for (const char *prefix : {zs::PREFIX_KEY, zs::PREFIX_MEMBER}) {
        auto key = database.termlist_begin(docid);
        key.skip_to(prefix);
        if (key != database.termlist_end(docid) &&
            (*key).compare(0, std::char_traits<char>::length(prefix), prefix) == 0) {
            return query(*key);
        }
    }
    return nothing();
}

query id_query(const zs_reader &reader, const zs_match_term &term)
{
    const Xapian::Database &database = reader.database;
    const std::string id(term.term, term.length);
    std::vector<query> keys;
    for (auto value = database.valuestream_begin(zs::SLOT_ID);
         value != database.valuestream_end(zs::SLOT_ID); ++value) {
        if (zs::id_of(*value) == id) {
            keys.push_back(article_query(reader, value.get_docid()));
        }
    }
    return query(query::OP_OR, keys.begin(), keys.end());
}

query number_query(const zs_reader &reader, const zs_match_node &node)
{
    const unsigned long key = zs::metadata_key(reader, node.term.key);
    if (key == 0 || key > zs::NUMBERED_KEYS) {
        return nothing();
    }
    return query(query::OP_VALUE_RANGE, static_cast<Xapian::valueno>(zs::SLOT_NUMBERS + key),
                 Xapian::sortable_serialise(node.least), Xapian::sortable_serialise(node.most));
}

/* Articles without a date have an empty value, which no range may hold. */
query date_query(const zs_match_node &node)
{
    return query(query::OP_VALUE_RANGE, zs::SLOT_DATE, node.low && *node.low ? node.low : "0",
                 node.high && *node.high ? node.high : "9999\xff");
}

/* Children of a node as queries, of those that are wanted and of those that are not. */
query filter_of_children(const zs_reader &reader, const zs_match_node &node)
{
    std::vector<query> wanted;
    std::vector<query> unwanted;
    for (std::size_t i = 0; i < node.count; i++) {
        const zs_match_node &child = node.children[i];
        const bool is_not = child.kind == ZS_MATCH_NOT;
        (is_not ? unwanted : wanted)
            .push_back(zs::filter_query(reader, is_not ? child.children[0] : child));
    }
    query result = everything();
    if (!wanted.empty() || unwanted.empty()) {
        result = query(node.kind == ZS_MATCH_ALL ? query::OP_AND : query::OP_OR, wanted.begin(),
                       wanted.end());
    }
    if (!unwanted.empty()) {
        result = query(query::OP_AND_NOT, result,
                       query(query::OP_OR, unwanted.begin(), unwanted.end()));
    }
    return result;
}

/* The same for what is part of a query that weighs. */
query unweighed(const zs_reader &reader, const zs_match_node &node)
{
    return scaled(zs::filter_query(reader, node), 0);
}

/* Factors of terms that are still to be weighed, by their codes. */
using factors = std::map<std::string, double>;

/* What is required, where terms that every article must have are weighed at once: asked for by
 * itself, each would be read twice. */
query required(const zs_reader &reader, const zs_match_node &node, factors *weighing)
{
    if (node.kind == ZS_MATCH_TERM && !node.term.prefix && node.term.field == ZS_FIELD_TEXT) {
        const std::string code = zs::term_code(reader, node.term);
        const auto found = weighing->find(code);
        const double factor = found == weighing->end() ? 0 : found->second;
        if (found != weighing->end()) {
            weighing->erase(found);
        }
        return scaled(query(code), factor);
    }
    bool all = node.kind == ZS_MATCH_ALL && node.count > 0;
    for (std::size_t i = 0; i < node.count; i++) {
        all = all && node.children[i].kind != ZS_MATCH_NOT;
    }
    if (!all) {
        return unweighed(reader, node);
    }
    std::vector<query> parts;
    for (std::size_t i = 0; i < node.count; i++) {
        parts.push_back(required(reader, node.children[i], weighing));
    }
    return query(query::OP_AND, parts.begin(), parts.end());
}
} // namespace

namespace zs
{
std::string term_code(const zs_reader &reader, const zs_match_term &term)
{
    if (term.field == ZS_FIELD_TEXT) {
        return encode_term(term.term, term.length);
    }
    const std::string prefix = prefix_to_read(reader, term.field, term.key);
    return prefix.empty() ? prefix : field_term(prefix, term.term, term.length);
}

bool stands_for_all(const zs_reader &reader, const zs_match_term &term)
{
    const std::string code = term_code(reader, term);
    return code.empty() || expand(reader, code).whole;
}

query filter_query(const zs_reader &reader, const zs_match_node &node)
{
    switch (node.kind) {
    case ZS_MATCH_TERM: return term_query(reader, node.term);
    case ZS_MATCH_EVERY: return everything();
    case ZS_MATCH_DATES: return date_query(node);
    case ZS_MATCH_NUMBERS: return number_query(reader, node);
    case ZS_MATCH_GROUP: return query(PREFIX_GROUP + number_code(node.number));
    case ZS_MATCH_ID: return id_query(reader, node.term);
    case ZS_MATCH_ARTICLE:
        return article_query(reader, static_cast<Xapian::docid>(node.number));
    case ZS_MATCH_SAME: return query(PREFIX_DUPLICATES + number_code(node.number));
    case ZS_MATCH_ALL:
    case ZS_MATCH_ANY:
    case ZS_MATCH_NOT: break;
    }
    return filter_of_children(reader, node);
}

/* Each term is spelt once. What is weighed within what is required is not asked for again. */
static query wanted_query(const zs_reader &reader, const zs_match_request &request)
{
    std::vector<std::string> codes;
    codes.reserve(request.count);
    factors weighing;
    for (std::size_t i = 0; i < request.count; i++) {
        const zs_match_term &term = request.terms[i];
        codes.push_back(term_code(reader, term));
        if (request.within && !term.prefix && term.also_count == 0) {
            weighing.emplace(codes.back(), term.factor);
        }
    }
    query within;
    if (request.within) {
        within = required(reader, *request.within, &weighing);
    }
    std::vector<query> parts;
    parts.reserve(request.count);
    for (std::size_t i = 0; i < request.count; i++) {
        const zs_match_term &term = request.terms[i];
        const bool done = request.within && !term.prefix && term.also_count == 0 &&
                          weighing.find(codes[i]) == weighing.end();
        if (!done) {
            parts.push_back(scaled(spelt_query(reader, term, codes[i]), term.factor));
        }
    }
    const query terms(query::OP_OR, parts.begin(), parts.end());
    if (!request.within) {
        return terms;
    }
    /* An article that is let through is found even if it has none of the terms. */
    return parts.empty() ? within : query(query::OP_AND_MAYBE, within, terms);
}

query request_query(const zs_reader &reader, const zs_match_request &request)
{
    const query wanted = wanted_query(reader, request);
    return request.without
               ? query(query::OP_AND_NOT, wanted, filter_query(reader, *request.without))
               : wanted;
}
} // namespace zs
