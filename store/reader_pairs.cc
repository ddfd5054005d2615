/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the list of terms says of pairs of characters without any article being looked at, and
 * how many articles have some terms together.
 */
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "store/reader_state.h"
#include "store/term_code.h"

using zs::reading;

namespace
{
/* A pair of characters that have codes of their own takes this many bytes, two for each. */
constexpr std::size_t PAIR_CODE = 4;
/* A character as terms are spelt, by which they are in order. */
struct spelt {
    std::string code;
    std::uint32_t character;

    bool operator<(const spelt &other) const
    {
        return code < other.code;
    }
};

void append_utf8(std::string &text, std::uint32_t character)
{
    const auto low = [character](unsigned shift) {
        return static_cast<char>(0x80 | (character >> shift & 0x3F));
    };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0 | character >> 6);
        text += low(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xE0 | character >> 12);
        text += low(6);
        text += low(0);
    } else {
        text += static_cast<char>(0xF0 | character >> 18);
        text += low(12);
        text += low(6);
        text += low(0);
    }
}

std::vector<spelt> spell(const std::uint32_t *characters, std::size_t count)
{
    std::vector<spelt> result;
    std::string text;
    result.reserve(count);
    for (std::size_t i = 0; i < count; i++) {
        text.clear();
        append_utf8(text, characters[i]);
        result.push_back({zs::encode_term(text.data(), text.size()), characters[i]});
    }
    std::sort(result.begin(), result.end());
    const auto same = [](const spelt &a, const spelt &b) { return a.character == b.character; };
    result.erase(std::unique(result.begin(), result.end(), same), result.end());
    return result;
}

/* The postings of a term, and how many they are. */
struct postings {
    Xapian::doccount frequency;
    Xapian::PostingIterator at;
};

/* Whether the terms behind the first are in an article too: then its number, else that of the
 * first one behind it that has the one that is missing; 0 if there is none. */
Xapian::docid next_other(std::vector<postings> &lists, Xapian::docid docid)
{
    for (std::size_t i = 1; i < lists.size(); i++) {
        lists[i].at.skip_to(docid);
        if (lists[i].at == Xapian::PostingIterator()) {
            return 0;
        }
        if (*lists[i].at != docid) {
            return *lists[i].at;
        }
    }
    return docid;
}

/* Keeps articles evenly spread: when there is no more room, every second goes, and from then on
 * only every second comes. */
struct keeper {
    zs_together *found;
    std::size_t every = 1, passed = 0;

    void add(Xapian::docid docid)
    {
        if (passed++ % every != 0) {
            return;
        }
        if (found->kept == ZS_TOGETHER_KEPT) {
            for (std::size_t i = 0; 2 * i < found->kept; i++) {
                found->docids[i] = found->docids[2 * i];
            }
            found->kept /= 2;
            every *= 2;
        }
        found->docids[found->kept++] = docid;
    }
};
} // namespace

zs_status zs_reader_each_pair(zs_reader *reader, const uint32_t *firsts, size_t first_count,
                              const uint32_t *seconds, size_t second_count,
                              zs_pair_visitor visit, void *context, zs_error *error)
{
    return reading(reader, error, [&] {
        const std::vector<spelt> first = spell(firsts, first_count);
        const std::vector<spelt> second = spell(seconds, second_count);
        if (first.empty() || second.empty()) {
            return ZS_OK;
        }
        const Xapian::Database &database = reader->database;
        const auto end = database.allterms_end();
        auto at = database.allterms_begin();
        std::string wanted, here = at == end ? std::string() : *at;
        for (std::size_t i = 0; i < first.size() && at != end; i++) {
            const std::string &begin = first[i].code;
            for (std::size_t j = 0; j < second.size() && at != end;) {
                /* To step there from a near term would take as long. */
                wanted = begin + second[j].code;
                if (here < wanted) {
                    at.skip_to(wanted);
                    here = at == end ? std::string() : *at;
                }
                if (at == end || here.compare(0, begin.size(), begin) != 0) {
                    break;
                }
                if (here == wanted && visit(context, first[i].character, second[j].character,
                                            at.get_termfreq())) {
                    return ZS_OK;
                }
                /* On to what stands at the term that there is, or behind it. */
                const auto next = std::partition_point(
                    second.begin() + static_cast<std::ptrdiff_t>(j) + 1, second.end(),
                    [&](const spelt &one) {
                        return here.compare(begin.size(), one.code.size(), one.code) > 0;
                    });
                j = static_cast<std::size_t>(next - second.begin());
            }
        }
        return ZS_OK;
    });
}

zs_status zs_reader_together(zs_reader *reader, const zs_term_text *terms, size_t count,
                             size_t steps, uint32_t most, zs_together *out, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        zs_together found{};
        std::vector<postings> lists;
        found.exact = true;
        for (std::size_t i = 0; i < count; i++) {
            const std::string code = zs::encode_term(terms[i].bytes, terms[i].length);
            const Xapian::doccount frequency = reader->kept.frequencies.of(database, code);
            if (frequency == 0) {
                *out = found;
                return ZS_OK;
            }
            lists.push_back({frequency, database.postlist_begin(code)});
        }
        std::sort(lists.begin(), lists.end(), [](const postings &a, const postings &b) {
            return a.frequency < b.frequency;
        });
        const Xapian::PostingIterator end;
        const bool all = lists.empty() || lists[0].frequency <= steps;
        const Xapian::docid stride =
            all ? 1
                : static_cast<Xapian::docid>(database.get_lastdocid() /
                                             std::max(steps, size_t{1}));
        Xapian::doccount looked = 0;
        keeper keep{&found};
        while (!lists.empty() && lists[0].at != end && found.count < most) {
            const Xapian::docid docid = *lists[0].at;
            const Xapian::docid other = next_other(lists, docid);
            looked++;
            if (other == docid) {
                found.count++;
                keep.add(docid);
            } else if (other == 0 && all) {
                break;
            }
            /* Where all are looked at, what cannot have all of the terms is passed over. */
            lists[0].at.skip_to(all && other > docid ? other : docid + std::max(stride, 1U));
        }
        found.exact = all;
        if (!all) {
            found.count = static_cast<std::uint32_t>(static_cast<double>(found.count) / looked *
                                                     lists[0].frequency);
        }
        *out = found;
        return ZS_OK;
    });
}

zs_status zs_reader_shortest_first(zs_reader *reader, zs_together *together, zs_error *error)
{
    return reading(reader, error, [&] {
        std::array<std::pair<Xapian::termcount, Xapian::docid>, ZS_TOGETHER_KEPT> order;
        for (std::size_t i = 0; i < together->kept; i++) {
            order[i] = {reader->database.get_doclength(together->docids[i]),
                        together->docids[i]};
        }
        std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(together->kept));
        for (std::size_t i = 0; i < together->kept; i++) {
            together->docids[i] = order[i].second;
        }
        return ZS_OK;
    });
}

zs_status zs_reader_pairs_beginning(zs_reader *reader, const char *first, size_t length,
                                    size_t terms, uint32_t *out, zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string begin = zs::encode_term(first, length);
        const auto end = reader->database.allterms_end(begin);
        uint64_t sum = 0;
        auto code = reader->database.allterms_begin(begin);
        for (std::size_t looked_at = 0; code != end && looked_at < terms; ++code, ++looked_at) {
            sum += (*code).size() == PAIR_CODE ? code.get_termfreq() : 0;
        }
        *out = static_cast<uint32_t>(std::min<uint64_t>(sum, UINT32_MAX));
        return ZS_OK;
    });
}

zs_status zs_reader_each_second(zs_reader *reader, const char *first, size_t length,
                                zs_second_visitor visit, void *context, zs_error *error)
{
    return reading(reader, error, [&] {
        const std::string begin = zs::encode_term(first, length);
        const auto end = reader->database.allterms_end(begin);
        for (auto code = reader->database.allterms_begin(begin); code != end; ++code) {
            if ((*code).size() != PAIR_CODE || begin.size() != PAIR_CODE / 2) {
                continue;
            }
            /* Three bytes, as all characters have that take two in a term. */
            const std::string second = zs::decode_term((*code).substr(PAIR_CODE / 2));
            const auto byte = [&second](std::size_t i, unsigned mask) {
                return static_cast<unsigned char>(second[i]) & mask;
            };
            const uint32_t character = byte(0, 0xF) << 12 | byte(1, 0x3F) << 6 | byte(2, 0x3F);
            if (visit(context, character, code.get_termfreq())) {
                break;
            }
        }
        return ZS_OK;
    });
}
