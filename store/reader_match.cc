/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/reader_state.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/duplicates.h"
#include "store/schema.h"
#include "store/term_code.h"

using zs::reading;

void zs_matches_release(zs_matches *matches)
{
    std::free(matches->items);
    zs_buffer_release(&matches->ids);
    *matches = zs_matches{};
}

void zs_matches_clear(zs_matches *matches)
{
    matches->count = 0;
    matches->total = 0;
    matches->exact = true;
    zs_buffer_clear(&matches->ids);
}

zs_status zs_matches_add(zs_matches *matches, const zs_match *match, zs_error *error)
{
    auto *items = static_cast<zs_match *>(
        zs_array_grow(matches->items, &matches->capacity, matches->count + 1, sizeof *match));
    if (!items) {
        return zs_fail_memory(error);
    }
    matches->items = items;
    items[matches->count++] = *match;
    return ZS_OK;
}

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

/* Empty if there are no such terms. */
std::string code_of(const zs_reader &reader, const zs_match_term &term)
{
    if (term.field == ZS_FIELD_TEXT) {
        return zs::encode_term(term.term, term.length);
    }
    const std::string prefix = zs::prefix_to_read(reader, term.field, term.key);
    return prefix.empty() ? prefix : zs::field_term(prefix, term.term, term.length);
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

query term_query(const zs_reader &reader, const zs_match_term &term)
{
    const std::string code = code_of(reader, term);
    if (code.empty()) {
        return nothing();
    }
    return term.prefix ? prefix_query(reader, code) : query(code);
}

/* The term that an article alone has; empty if the article is gone. */
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

/* The article with an id is known by the term of its key. */
query id_query(const zs_reader &reader, const zs_match_term &term)
{
    const Xapian::Database &database = reader.database;
    const std::string id(term.term, term.length);
    std::vector<query> keys;
    for (auto value = database.valuestream_begin(zs::SLOT_ID);
         value != database.valuestream_end(zs::SLOT_ID); ++value) {
        if (zs::id_of(*value) != id) {
            continue;
        }
        keys.push_back(article_query(reader, value.get_docid()));
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

/* A node as a query of which an article that matches all of it has this weight. Nodes are no
 * deeper than the trees that queries are parsed into. */
query weighted(const zs_reader &reader, const zs_match_node &node, double weight)
{
    switch (node.kind) {
    case ZS_MATCH_TERM: return scaled(term_query(reader, node.term), weight);
    case ZS_MATCH_EVERY: return everything();
    case ZS_MATCH_DATES: return date_query(node);
    case ZS_MATCH_NUMBERS: return number_query(reader, node);
    case ZS_MATCH_GROUP:
        return scaled(query(zs::PREFIX_GROUP + zs::number_code(node.number)), 0);
    case ZS_MATCH_ID: return scaled(id_query(reader, node.term), 0);
    case ZS_MATCH_ARTICLE:
        return scaled(article_query(reader, static_cast<Xapian::docid>(node.number)), 0);
    case ZS_MATCH_SAME:
        return scaled(query(zs::PREFIX_DUPLICATES + zs::number_code(node.number)), 0);
    case ZS_MATCH_ALL:
    case ZS_MATCH_ANY:
    case ZS_MATCH_NOT: break;
    }
    const bool all = node.kind == ZS_MATCH_ALL;
    std::vector<query> wanted;
    std::vector<query> unwanted;
    std::size_t count = 0;
    for (std::size_t i = 0; i < node.count; i++) {
        count += node.children[i].kind != ZS_MATCH_NOT;
    }
    for (std::size_t i = 0; i < node.count; i++) {
        const zs_match_node &child = node.children[i];
        if (child.kind == ZS_MATCH_NOT) {
            unwanted.push_back(weighted(reader, child.children[0], 0));
        } else {
            wanted.push_back(
                weighted(reader, child, all ? weight / static_cast<double>(count) : weight));
        }
    }
    query result = everything();
    if (!wanted.empty() || unwanted.empty()) {
        /* Where nothing is weighed, OR is faster than what looks for the greatest weight. */
        result = query(all           ? query::OP_AND
                       : weight == 0 ? query::OP_OR
                                     : query::OP_MAX,
                       wanted.begin(), wanted.end());
    }
    if (!unwanted.empty()) {
        result = query(query::OP_AND_NOT, result,
                       query(query::OP_OR, unwanted.begin(), unwanted.end()));
    }
    return result;
}

/* Factors of terms that are still to be weighed, by their codes. */
using factors = std::map<std::string, double>;

/* What is required, where terms that every article must have are weighed at once: asked for by
 * itself, each would be read twice. */
query required(const zs_reader &reader, const zs_match_node &node, factors *weighing)
{
    if (node.kind == ZS_MATCH_TERM && !node.term.prefix && node.term.field == ZS_FIELD_TEXT) {
        const std::string code = code_of(reader, node.term);
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
        return weighted(reader, node, 0);
    }
    std::vector<query> parts;
    for (std::size_t i = 0; i < node.count; i++) {
        parts.push_back(required(reader, node.children[i], weighing));
    }
    return query(query::OP_AND, parts.begin(), parts.end());
}

query asked_for(const zs_reader &reader, const zs_match_request &request)
{
    factors weighing;
    std::vector<query> parts;
    for (std::size_t i = 0; i < request.count; i++) {
        const zs_match_term &term = request.terms[i];
        if (request.within && !term.prefix) {
            weighing.emplace(code_of(reader, term), term.factor);
        }
    }
    query within;
    if (request.within) {
        within = required(reader, *request.within, &weighing);
    }
    parts.reserve(request.count);
    for (std::size_t i = 0; i < request.count; i++) {
        const zs_match_term &term = request.terms[i];
        const bool done = request.within && !term.prefix &&
                          weighing.find(code_of(reader, term)) == weighing.end();
        if (!done) {
            parts.push_back(scaled(term_query(reader, term), term.factor));
        }
    }
    const query terms(query::OP_OR, parts.begin(), parts.end());
    if (!request.within) {
        return terms;
    }
    /* An article that is let through is found even if it has none of the terms. */
    return parts.empty() ? within : query(query::OP_AND_MAYBE, within, terms);
}

/* All but what is not to be found. */
query but_for(const zs_reader &reader, const zs_match_node *without, const query &found)
{
    return without ? query(query::OP_AND_NOT, found, weighted(reader, *without, 0)) : found;
}

query query_of(const zs_reader &reader, const zs_match_request &request)
{
    return but_for(reader, request.without, asked_for(reader, request));
}

/* Xapian's description of a query with terms that can be read: it escapes their bytes. */
std::string readable(const std::string &description)
{
    std::string bytes;
    for (std::size_t at = 0; at < description.size(); at++) {
        if (description.compare(at, 2, "\\x") == 0 && at + 3 < description.size()) {
            const std::string digits = description.substr(at + 2, 2);
            bytes += static_cast<char>(std::strtoul(digits.c_str(), nullptr, 16));
            at += 3;
        } else {
            bytes += description[at];
        }
    }
    return zs::decode_term(bytes);
}

zs_status run(zs_reader *reader, Xapian::Enquire &enquire, const zs_match_request &request,
              zs_matches *out, zs_error *error)
{
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const bool collapses = request.duplicates != ZS_MATCH_EACH && reader->has_duplicates;
    if (collapses) {
        constexpr Xapian::doccount each = 1 << 30;
        enquire.set_collapse_key(zs::SLOT_DUPLICATES,
                                 request.duplicates == ZS_MATCH_BEST ? 1 : each);
    }
    const std::size_t most = reader->collection.articles;
    const auto bounded = [most](std::size_t number) {
        return static_cast<Xapian::doccount>(std::min(number, most));
    };
    Xapian::MSet found = enquire.get_mset(bounded(request.offset), bounded(request.limit),
                                          bounded(request.counted));

    auto *items = static_cast<zs_match *>(zs_array_grow(
        out->items, &out->capacity, found.size() + std::size_t{1}, sizeof *out->items));
    if (!items) {
        return zs_fail_memory(error);
    }
    out->items = items;
    out->count = 0;
    zs_buffer_clear(&out->ids);
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
        const std::string group = collapses ? hit.get_collapse_key() : std::string();
        items[out->count++] = zs_match{*hit, static_cast<uint32_t>(zs::number_of(group)),
                                       hit.get_weight(), ZS_NO_ID, ZS_NO_LOOK};
    }
    out->total = found.get_matches_estimated();
    out->exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    return ZS_OK;
}
} // namespace

zs_status zs_reader_find(zs_reader *reader, const zs_match_request *request, zs_matches *out,
                         zs_error *error)
{
    return reading(reader, error, [&] {
        Xapian::Enquire enquire(reader->database);
        enquire.set_query(query_of(*reader, *request));
        enquire.set_weighting_scheme(Xapian::BM25Weight(ZS_BM25_K1, 0, 0, ZS_BM25_B, 0));
        return run(reader, enquire, *request, out, error);
    });
}

zs_status zs_reader_match(zs_reader *reader, const zs_match_term *terms, size_t count,
                          size_t limit, zs_matches *out, zs_error *error)
{
    zs_match_request request{};
    request.terms = terms;
    request.count = count;
    request.limit = limit;
    return zs_reader_find(reader, &request, out, error);
}

namespace
{
/* Xapian's matcher leaves parts of a query aside once they cannot reach the weight that is
 * asked for, and in doing so misses an article in a hundred thousand queries (1.4.22). Where
 * there are no more postings than this, it is as fast without. */
constexpr std::size_t SHARE_POSTINGS = 5'000;

/* How many postings the terms of a node have. */
std::size_t postings_of(const zs_reader &reader, const zs_match_node &node)
{
    std::size_t postings = node.kind == ZS_MATCH_TERM
                               ? reader.database.get_termfreq(code_of(reader, node.term))
                               : 0;
    for (std::size_t i = 0; i < node.count; i++) {
        postings += postings_of(reader, node.children[i]);
    }
    return postings;
}
} // namespace

zs_status zs_reader_find_share(zs_reader *reader, const zs_match_share *parts, size_t count,
                               double least, const zs_match_request *request, zs_matches *out,
                               zs_error *error)
{
    return reading(reader, error, [&] {
        std::vector<query> queries;
        queries.reserve(count);
        std::size_t postings = 0;
        for (std::size_t i = 0; i < count; i++) {
            postings += postings_of(*reader, *parts[i].node);
            queries.push_back(weighted(*reader, *parts[i].node, parts[i].weight));
        }
        query all(query::OP_OR, queries.begin(), queries.end());
        if (request->within) {
            all = query(query::OP_FILTER, all, weighted(*reader, *request->within, 0));
        }
        all = but_for(*reader, request->without, all);
        Xapian::Enquire enquire(reader->database);
        enquire.set_query(all);
        enquire.set_weighting_scheme(Xapian::CoordWeight());
        /* Sums of the same weights may differ in their last digits. */
        constexpr double rounding = 1e-9;
        const double cutoff = least * (1 - rounding);
        const bool prunes = postings > SHARE_POSTINGS;
        if (prunes) {
            enquire.set_cutoff(0, cutoff);
        }
        const zs_status status = run(reader, enquire, *request, out, error);
        if (!status && !prunes) {
            const bool whole = out->count < request->limit;
            while (out->count > 0 && out->items[out->count - 1].weight < cutoff) {
                out->count--; /* they are in the order of their weights */
            }
            out->total = out->count;
            out->exact = whole;
        }
        return status;
    });
}

zs_status zs_reader_expands(zs_reader *reader, const zs_match_term *term, bool *all,
                            zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string code = code_of(*reader, *term);
        *all = code.empty() || expand(*reader, code).whole;
        return ZS_OK;
    });
}

zs_status zs_reader_describe(zs_reader *reader, const zs_match_request *request, zs_buffer *out,
                             zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string text = readable(query_of(*reader, *request).get_description());
        return zs_buffer_append(out, text.data(), text.size()) ? ZS_OK : zs_fail_memory(error);
    });
}
