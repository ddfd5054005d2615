/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/term_code.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/han_order.h"

namespace zs
{
namespace
{
constexpr unsigned HAN_FIRST = 0x4E00;
constexpr unsigned HAN_COUNT = 0x5200; /* up to U+9FFF */
constexpr unsigned FREQUENT_COUNT = 4096;
static_assert(sizeof ZS_HAN_BY_FREQUENCY / sizeof *ZS_HAN_BY_FREQUENCY == FREQUENT_COUNT + 1);

/* The two-byte codes are one series: the frequent characters, then all, those included. */
constexpr unsigned SERIES = 0x8000;
constexpr unsigned SERIES_END = SERIES + FREQUENT_COUNT + HAN_COUNT;
constexpr unsigned OTHER = 0xFF;
static_assert(SERIES >> 8 == HAN_FIRST_BYTE && SERIES_END >> 8 == HAN_END_BYTE);

/* Xapian takes terms of 245 bytes, zero bytes counted twice. Longer spellings are cut, between
 * characters: only words of more than 80 letters without a code of their own are that long. */
constexpr std::size_t CODE_LIMIT = 240;

using code_table = std::array<std::uint16_t, HAN_COUNT>;

constexpr code_table make_codes()
{
    code_table codes{};
    for (unsigned i = 0; i < HAN_COUNT; i++) {
        codes[i] = static_cast<std::uint16_t>(SERIES + FREQUENT_COUNT + i);
    }
    for (unsigned i = 0; i < FREQUENT_COUNT; i++) {
        codes[ZS_HAN_BY_FREQUENCY[i] - HAN_FIRST] = static_cast<std::uint16_t>(SERIES + i);
    }
    return codes;
}

constexpr code_table CODES = make_codes();

unsigned byte_at(const char *text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

/* How many bytes of UTF-8 begin with `lead`. */
std::size_t utf8_length(unsigned lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* The code of a character of three bytes; 0 if it has none of its own. */
unsigned han_code(const char *utf8)
{
    const unsigned character = (byte_at(utf8, 0) & 0xF) << 12 | (byte_at(utf8, 1) & 0x3F) << 6 |
                               (byte_at(utf8, 2) & 0x3F);
    return character >= HAN_FIRST && character < HAN_FIRST + HAN_COUNT
               ? CODES[character - HAN_FIRST]
               : 0;
}
} // namespace

void append_code(std::string &out, const char *term, std::size_t length)
{
    const std::size_t begin = out.size();
    for (std::size_t at = 0; at < length;) {
        const unsigned lead = byte_at(term, at);
        const std::size_t size = std::min(utf8_length(lead), length - at);
        const std::size_t before = out.size();
        if (size == 1) {
            out += term[at];
        } else if (const unsigned spelt = size == 3 ? han_code(term + at) : 0) {
            out += static_cast<char>(spelt >> 8);
            out += static_cast<char>(spelt & 0xFF);
        } else {
            out += static_cast<char>(OTHER);
            out.append(term + at, size);
        }
        if (out.size() - begin > CODE_LIMIT) {
            out.resize(before);
            break;
        }
        at += size;
    }
}

std::string encode_term(const char *term, std::size_t length)
{
    std::string code;
    code.reserve(length);
    append_code(code, term, length);
    return code;
}

std::string decode_term(const std::string &code)
{
    std::string term;
    for (std::size_t at = 0; at < code.size();) {
        const unsigned lead = byte_at(code.data(), at);
        if (lead >= SERIES >> 8 && lead < SERIES_END >> 8 && at + 1 < code.size()) {
            const unsigned place = (lead << 8 | byte_at(code.data(), at + 1)) - SERIES;
            const unsigned character = place < FREQUENT_COUNT
                                           ? ZS_HAN_BY_FREQUENCY[place]
                                           : HAN_FIRST + place - FREQUENT_COUNT;
            term += static_cast<char>(0xE0 | character >> 12);
            term += static_cast<char>(0x80 | (character >> 6 & 0x3F));
            term += static_cast<char>(0x80 | (character & 0x3F));
            at += 2;
        } else if (lead == OTHER && at + 1 < code.size()) {
            const std::size_t size = utf8_length(byte_at(code.data(), at + 1));
            term.append(code, at + 1, size);
            at += 1 + size;
        } else {
            term += code[at++];
        }
    }
    return term;
}
} // namespace zs
