/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/facets.h"

#include <algorithm>

#include "store/schema.h"

namespace zs
{
unsigned facet_slot(zs_field_id field)
{
    switch (field) {
    case ZS_FIELD_SOURCE: return SLOT_SOURCE;
    case ZS_FIELD_SECTION: return SLOT_SECTION;
    case ZS_FIELD_AUTHOR: return SLOT_AUTHOR;
    case ZS_FIELD_LANGUAGE: return SLOT_LANGUAGE;
    case ZS_FIELD_TEXT:
    case ZS_FIELD_TITLE:
    case ZS_FIELD_URL:
    case ZS_FIELD_PATH:
    case ZS_FIELD_ID:
    case ZS_FIELD_DATE:
    case ZS_FIELD_METADATA: break;
    }
    return 0;
}

unsigned facet_slot_of_key(unsigned long key)
{
    return key > 0 && key <= NUMBERED_KEYS ? static_cast<unsigned>(SLOT_FACETS + key) : 0;
}

std::string facet_value(const char *value)
{
    std::string kept(value);
    if (kept.size() <= FACET_VALUE_LIMIT) {
        return kept;
    }
    std::size_t end = FACET_VALUE_LIMIT;
    while (end > 0 && (static_cast<unsigned char>(kept[end]) & 0xC0) == 0x80) {
        end--; /* within a character */
    }
    return kept.substr(0, end) + "…";
}

std::string facet_values(unsigned slot)
{
    return META_VALUE + number_code(slot);
}

std::string facet_number(unsigned long number)
{
    return number_code(number);
}

/* Its length fits into one digit. No number is 0, which tells it from one. */
std::string facet_literal(const std::string &value)
{
    return std::string(1, '\0') + static_cast<char>(value.size()) + value;
}

bool next_facet(const std::string &values, std::size_t *at, unsigned long *number,
                std::string *value)
{
    const std::size_t begin = *at;
    if (begin >= values.size()) {
        return false;
    }
    if (values[begin] == '\0') {
        const std::size_t length =
            begin + 1 < values.size() ? static_cast<unsigned char>(values[begin + 1]) : 0;
        *number = 0;
        *value = values.substr(std::min(begin + 2, values.size()), length);
        *at = begin + 2 + length;
        return true;
    }
    std::size_t end = begin;
    while (end + 1 < values.size() && static_cast<unsigned char>(values[end]) >= 0x80) {
        end++;
    }
    *number = number_of(values.substr(begin, end + 1 - begin));
    *at = end + 1;
    return true;
}
} // namespace zs
