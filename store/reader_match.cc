/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/reader_state.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/match_query.h"
#include "store/matches.h"
#include "store/schema.h"
#include "store/term_code.h"
#include "store/weigh.h"

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
/* All articles until a deadline, and none behind it: what is matched together with it ends when
 * the time is over, and keeps what it has found. Xapian's own limit of time only makes it
 * count less. */
class until_deadline : public Xapian::PostingSource
{
  public:
    until_deadline(const zs_reader &reader, zs_deadline *deadline)
        : deadline_(deadline), articles_(reader.collection.articles),
          last_(reader.database.get_lastdocid())
    {
    }

    /* The query of a request as one that ends with the deadline, if there is one. This must
     * outlive it. What cannot have many postings ends soon enough by itself: tens of ms. */
    Xapian::Query bound(const Xapian::Query &query, const zs_match_request &request)
    {
        const std::size_t most = std::size_t{articles_} * request.count;
        return deadline_ && most > FEW_POSTINGS
                   ? Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(this))
                   : query;
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return articles_;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return articles_;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return articles_;
    }
    void next(double) override
    {
        move(current_ + 1);
    }
    void skip_to(Xapian::docid docid, double) override
    {
        move(std::max(docid, current_));
    }
    bool check(Xapian::docid docid, double) override
    {
        move(docid);
        return true;
    }
    bool at_end() const override
    {
        return over_ || current_ > last_;
    }
    Xapian::docid get_docid() const override
    {
        return current_;
    }
    void init(const Xapian::Database &) override
    {
        current_ = 0;
        moves_ = 0;
        over_ = false;
    }

  private:
    /* The clock is looked at once in so many articles. */
    static constexpr unsigned BETWEEN = 1024;
    static constexpr std::size_t FEW_POSTINGS = 2'000'000;

    void move(Xapian::docid docid)
    {
        current_ = docid;
        over_ = over_ || (moves_++ % BETWEEN == 0 && zs_deadline_over(deadline_));
    }

    zs_deadline *deadline_;
    Xapian::doccount articles_;
    Xapian::docid last_;
    Xapian::docid current_ = 0;
    unsigned moves_ = 0;
    bool over_ = false;
};

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
    const bool collapses = request.duplicates == ZS_MATCH_BEST && reader->has_duplicates;
    if (collapses) {
        enquire.set_collapse_key(zs::SLOT_DUPLICATES);
    }
    const std::size_t most = reader->collection.articles;
    const auto bounded = [most](std::size_t number) {
        return static_cast<Xapian::doccount>(std::min(number, most));
    };
    Xapian::MSet found = enquire.get_mset(bounded(request.offset), bounded(request.limit),
                                          bounded(request.counted));

    zs_match *items = zs::make_room(out, found.size(), error);
    if (!items) {
        return ZS_ERROR_MEMORY;
    }
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

namespace
{
/* Whether there is no time to begin; then nothing is found. */
bool is_too_late(const zs_match_request &request, zs_matches *out)
{
    const bool late = request.deadline && zs_deadline_over(request.deadline);
    if (late) {
        zs_matches_clear(out);
        out->exact = false;
    }
    return late;
}
} // namespace

zs_status zs_reader_find(zs_reader *reader, const zs_match_request *request, zs_matches *out,
                         zs_error *error)
{
    return reading(reader, error, [&] {
        if (is_too_late(*request, out)) {
            return ZS_OK;
        }
        if (zs::can_weigh(*request)) {
            return zs::find_weighed(*reader, *request, out, error);
        }
        Xapian::Enquire enquire(reader->database);
        until_deadline time(*reader, request->deadline);
        enquire.set_query(time.bound(zs::request_query(*reader, *request), *request));
        enquire.set_weighting_scheme(Xapian::BM25Weight(ZS_BM25_K1, 0, 0, ZS_BM25_B, 0));
        return run(reader, enquire, *request, out, error);
    });
}

namespace
{
/* Takes down all that match. They are not kept by weight, as Xapian would. */
class all_matches : public Xapian::MatchSpy
{
  public:
    std::vector<zs_match> matches;

    void operator()(const Xapian::Document &document, double weight) override
    {
        matches.push_back(zs_match{document.get_docid(), 0, weight, ZS_NO_ID, ZS_NO_LOOK});
    }
};

/* Of those that are nearly the same the best stays. `matches` are in the order of docids. */
void keep_best(zs_reader &reader, std::vector<zs_match> *matches)
{
    std::unordered_map<uint32_t, std::size_t> best; /* where it is, by the number of the same */
    std::size_t kept = 0;
    for (zs_match match : *matches) {
        match.duplicates = reader.kept.duplicates.of(reader.database, match.docid);
        if (match.duplicates != 0) {
            const auto known = best.emplace(match.duplicates, kept);
            if (!known.second) {
                zs_match &other = (*matches)[known.first->second];
                other = match.weight > other.weight ? match : other;
                continue;
            }
        }
        (*matches)[kept++] = match;
    }
    matches->resize(kept);
}
} // namespace

zs_status zs_reader_find_all(zs_reader *reader, const zs_match_request *request,
                             zs_matches *out, zs_error *error)
{
    return reading(reader, error, [&] {
        if (is_too_late(*request, out)) {
            return ZS_OK;
        }
        if (zs::can_weigh(*request)) {
            return zs::find_all_weighed(*reader, *request, out, error);
        }
        Xapian::Enquire enquire(reader->database);
        until_deadline time(*reader, request->deadline);
        enquire.set_query(time.bound(zs::request_query(*reader, *request), *request));
        enquire.set_weighting_scheme(Xapian::BM25Weight(ZS_BM25_K1, 0, 0, ZS_BM25_B, 0));
        all_matches all;
        enquire.add_matchspy(&all);
        enquire.get_mset(0, 0, reader->database.get_doccount());
        if (request->duplicates == ZS_MATCH_BEST && reader->has_duplicates) {
            keep_best(*reader, &all.matches);
        }
        const auto first = all.matches.begin();
        const auto best =
            first + static_cast<std::ptrdiff_t>(std::min(request->limit, all.matches.size()));
        if (best != all.matches.end()) {
            std::nth_element(first, best, all.matches.end(), zs::is_better);
        }
        std::sort(first, best, zs::is_better);
        zs_match *items = zs::make_room(out, all.matches.size(), error);
        if (!items) {
            return ZS_ERROR_MEMORY;
        }
        std::copy(first, all.matches.end(), items);
        out->count = all.matches.size();
        out->total = out->count;
        return ZS_OK;
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

zs_status zs_reader_expands(zs_reader *reader, const zs_match_term *term, bool *all,
                            zs_error *error)
{
    return reading(reader, error, [&] {
        *all = zs::stands_for_all(*reader, *term);
        return ZS_OK;
    });
}

zs_status zs_reader_describe(zs_reader *reader, const zs_match_request *request, zs_buffer *out,
                             zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string text =
            readable(zs::request_query(*reader, *request).get_description());
        return zs_buffer_append(out, text.data(), text.size()) ? ZS_OK : zs_fail_memory(error);
    });
}
