/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/reader_state.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "store/term_code.h"

using zs::reading;

namespace
{
/* A pair of characters that have codes of their own takes this many bytes, two for each. */
constexpr std::size_t PAIR_CODE = 4;
} // namespace

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

zs_status zs_reader_each_pair(zs_reader *reader, const char *first, size_t length,
                              zs_pair_visitor visit, void *context, zs_error *error)
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

zs_status zs_reader_count_all(zs_reader *reader, const zs_match_term *terms, size_t count,
                              uint32_t most, uint32_t *out, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        std::vector<std::pair<Xapian::doccount, std::string>> codes;
        for (std::size_t i = 0; i < count; i++) {
            const std::string code = zs::encode_term(terms[i].term, terms[i].length);
            codes.emplace_back(database.get_termfreq(code), code);
        }
        std::sort(codes.begin(), codes.end());
        *out = 0;
        if (codes.empty() || codes[0].first == 0) {
            return ZS_OK;
        }
        std::vector<Xapian::PostingIterator> lists;
        for (const auto &code : codes) {
            lists.push_back(database.postlist_begin(code.second));
        }
        const Xapian::PostingIterator end;
        std::size_t agree = 0; /* so many lists, in turn, stand at `docid` */
        Xapian::docid docid = 0;
        for (std::size_t i = 0; *out < most; i = (i + 1) % lists.size()) {
            lists[i].skip_to(docid);
            if (lists[i] == end) {
                break;
            }
            agree = *lists[i] == docid ? agree + 1 : 1;
            docid = *lists[i];
            if (agree == lists.size()) {
                ++*out;
                agree = 0;
                docid++;
            }
        }
        return ZS_OK;
    });
}
