/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/term_code.h"

namespace zs
{
namespace
{
constexpr unsigned HAN_FIRST = 0x4E00;
constexpr unsigned HAN_LAST = 0x9FFF;
constexpr unsigned HAN_LEAD = 0x80;
constexpr unsigned HAN_LEAD_LAST = HAN_LEAD + ((HAN_LAST - HAN_FIRST) >> 8);
constexpr unsigned OTHER = 0xFF;

unsigned byte_at(const char *text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

/* How many bytes of UTF-8 begin with `lead`. */
std::size_t utf8_length(unsigned lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}
} // namespace

std::string encode_term(const char *term, std::size_t length)
{
    std::string code;
    code.reserve(length);
    for (std::size_t at = 0; at < length;) {
        const unsigned lead = byte_at(term, at);
        const std::size_t size = utf8_length(lead);
        if (size == 1) {
            code += term[at];
        } else if (size == 3 && at + 3 <= length) {
            const unsigned character = (lead & 0xF) << 12 |
                                       (byte_at(term, at + 1) & 0x3F) << 6 |
                                       (byte_at(term, at + 2) & 0x3F);
            if (character >= HAN_FIRST && character <= HAN_LAST) {
                code += static_cast<char>(HAN_LEAD + ((character - HAN_FIRST) >> 8));
                code += static_cast<char>((character - HAN_FIRST) & 0xFF);
            } else {
                code += static_cast<char>(OTHER);
                code.append(term + at, size);
            }
        } else {
            code += static_cast<char>(OTHER);
            code.append(term + at, at + size <= length ? size : length - at);
        }
        at += size;
    }
    return code;
}

std::string decode_term(const std::string &code)
{
    std::string term;
    for (std::size_t at = 0; at < code.size();) {
        const unsigned lead = byte_at(code.data(), at);
        if (lead >= HAN_LEAD && lead <= HAN_LEAD_LAST && at + 1 < code.size()) {
            const unsigned character =
                HAN_FIRST + ((lead - HAN_LEAD) << 8) + byte_at(code.data(), at + 1);
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
