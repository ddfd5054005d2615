/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/schema.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

#include <xxhash.h>

#include "store/term_code.h"

namespace zs
{
namespace
{
/* The longest prefix, a number in it included. */
constexpr std::size_t PREFIX_LIMIT = 12;

/* Of a long name this much stays, so that it can still be recognised. */
constexpr std::size_t KEPT = 160;
constexpr std::size_t HASH_DIGITS = 32;

std::string shorten(const std::string &name)
{
    XXH128_hash_t hash = XXH3_128bits(name.data(), name.size());
    char digits[36];
    std::snprintf(digits, sizeof digits, "%016llx%016llx",
                  static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    /* Zero bytes count twice in a key: half of the limit is always safe. */
    std::size_t zeros = static_cast<std::size_t>(std::count(name.begin(), name.end(), '\0'));
    return name.substr(0, zeros > NAME_LIMIT - PREFIX_LIMIT - KEPT - HASH_DIGITS ? KEPT / 2
                                                                                 : KEPT) +
           digits;
}

bool is_long(const std::string &name)
{
    std::size_t zeros = static_cast<std::size_t>(std::count(name.begin(), name.end(), '\0'));
    return name.size() + zeros > NAME_LIMIT - PREFIX_LIMIT;
}
} // namespace

std::string name_term(const std::string &prefix, const std::string &name)
{
    return prefix + (is_long(name) ? shorten(name) : name);
}

std::string field_term(const std::string &prefix, const char *term, std::size_t length)
{
    return prefix + encode_term(term, length).substr(0, NAME_LIMIT - PREFIX_LIMIT);
}

const char *field_prefix(zs_field_id field)
{
    switch (field) {
    case ZS_FIELD_AUTHOR: return PREFIX_AUTHOR;
    case ZS_FIELD_SOURCE: return PREFIX_SOURCE;
    case ZS_FIELD_SECTION: return PREFIX_SECTION;
    case ZS_FIELD_LANGUAGE: return PREFIX_LANGUAGE;
    case ZS_FIELD_URL: return PREFIX_URL;
    case ZS_FIELD_PATH: return PREFIX_PATH;
    case ZS_FIELD_TEXT:
    case ZS_FIELD_TITLE:
    case ZS_FIELD_ID:
    case ZS_FIELD_DATE:
    case ZS_FIELD_METADATA: break;
    }
    return "";
}

std::string metadata_prefix(unsigned long number)
{
    return PREFIX_METADATA + number_code(number);
}

std::string number_code(unsigned long number)
{
    std::string code;
    for (; number >= 0x80; number >>= 7) {
        code += static_cast<char>(number | 0x80);
    }
    return code + static_cast<char>(number);
}

unsigned long number_of(const std::string &code)
{
    unsigned long number = 0;
    unsigned shift = 0;
    for (const char byte : code) {
        number |= static_cast<unsigned long>(byte & 0x7F) << shift;
        shift += 7;
    }
    return number;
}

bool is_shortened(const std::string &name)
{
    return name.size() >= KEPT / 2 + HASH_DIGITS;
}

std::string group_key(const std::string &name)
{
    return META_GROUP + (is_long(name) ? shorten(name) : name);
}

std::string note_key(const std::string &key)
{
    return is_long(key) ? META_LONG_NOTE + shorten(key) : META_NOTE + key;
}

std::string note_value(const std::string &key, const std::string &value)
{
    if (value.empty() || !is_long(key)) {
        return value;
    }
    return std::to_string(key.size()) + ' ' + key + value;
}

std::string short_notes(const std::string &prefix)
{
    return META_NOTE + prefix;
}

std::string long_notes(const std::string &prefix)
{
    return META_LONG_NOTE + prefix.substr(0, KEPT / 2);
}

bool read_note(const std::string &metadata_key, const std::string &metadata_value,
               std::string *key, std::string *value)
{
    if (metadata_key.empty()) {
        return false;
    }
    if (metadata_key[0] == META_NOTE) {
        *key = metadata_key.substr(1);
        *value = metadata_value;
        return true;
    }
    std::size_t size = 0;
    std::size_t at = 0;
    for (; at < metadata_value.size() && metadata_value[at] != ' '; at++) {
        if (metadata_value[at] < '0' || metadata_value[at] > '9' || at > 10) {
            return false;
        }
        size = size * 10 + static_cast<std::size_t>(metadata_value[at] - '0');
    }
    if (at + 1 > metadata_value.size() || metadata_value.size() - at - 1 < size) {
        return false;
    }
    *key = metadata_value.substr(at + 1, size);
    *value = metadata_value.substr(at + 1 + size);
    return true;
}

std::string time_now()
{
    std::time_t now = std::time(nullptr);
    std::tm parts{};
    char text[32] = "";
    if (gmtime_r(&now, &parts)) {
        std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    }
    return text;
}
} // namespace zs
