/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <cstdlib>

#include "base/field.h"
#include "store/schema.h"

namespace zs
{
unsigned long key_number(zs_writer *writer, const std::string &key)
{
    if (key.empty() || key.size() > METADATA_KEY_LIMIT) {
        return 0;
    }
    const auto known = writer->keys.find(key);
    if (known != writer->keys.end()) {
        return known->second;
    }
    const std::string name = META_KEY + key;
    const std::string value = writer->database.metadata(name);
    unsigned long number = std::strtoul(value.c_str(), nullptr, 10);
    if (number == 0) {
        const std::string last = writer->database.metadata(META_KEYS);
        number = std::strtoul(last.c_str(), nullptr, 10) + 1;
        writer->database.set_metadata(META_KEYS, std::to_string(number));
        writer->database.set_metadata(name, std::to_string(number));
    }
    writer->keys.emplace(key, number);
    return number;
}

std::string prefix_of_field(zs_writer *writer, const zs_article &article, uint32_t field)
{
    if (field < ZS_FIELD_METADATA) {
        return field_prefix(static_cast<zs_field_id>(field));
    }
    const unsigned long key =
        key_number(writer, article.metadata[field - ZS_FIELD_METADATA].name);
    return key > 0 ? metadata_prefix(key) : std::string();
}

void add_values(zs_writer *writer, const zs_article &article, document &document)
{
    char date[ZS_DATE_DIGITS + 1];
    if (zs_article_date(&article, date)) {
        document.values[SLOT_DATE] = date;
    }
    for (std::size_t i = 0; i < article.metadata_count; i++) {
        const unsigned long key = key_number(writer, article.metadata[i].name);
        double number;
        if (key == 0 || key > NUMBERED_KEYS ||
            !zs_number_of(article.metadata[i].value, &number)) {
            continue;
        }
        const auto slot = static_cast<Xapian::valueno>(SLOT_NUMBERS + key);
        document.values.emplace(slot, Xapian::sortable_serialise(number));
    }
}
} // namespace zs
