/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/writer_state.h"

#include <algorithm>
#include <cstdlib>

#include "store/facets.h"
#include "store/parts.h"
#include "store/schema.h"

namespace zs
{
namespace
{
/* The number that the index has for a value; 0 if it has none. */
unsigned long known_number(const zs_writer *writer, const std::string &name)
{
    const std::string key = writer->database.first_metadata_key(name);
    return key.empty() ? 0 : number_of(key.substr(name.size()));
}

/* The number of a value, which is given one if there is one left; else 0. */
unsigned long value_number(zs_writer *writer, unsigned slot, const std::string &value)
{
    numbered_values &values = writer->values[slot];
    const std::string count = META_VALUES + number_code(slot);
    if (values.last == 0) {
        values.last = std::strtoul(writer->database.metadata(count).c_str(), nullptr, 10);
    }
    const auto known = values.numbers.find(value);
    if (known != values.numbers.end()) {
        return known->second;
    }
    const std::string name = facet_values(slot) + value + '\0';
    unsigned long number = values.last > 0 ? known_number(writer, name) : 0;
    if (number == 0) {
        if (values.last >= NUMBERED_VALUES) {
            return 0;
        }
        number = values.last + 1;
        writer->database.set_metadata(count, std::to_string(number));
        writer->database.set_metadata(name + number_code(number), "1");
        values.last = number;
    }
    values.numbers.emplace(value, number);
    return number;
}

/* Adds a value to those that an article has in a slot. */
void add_value(zs_writer *writer, unsigned slot, const char *value, document &document)
{
    if (slot == 0 || !value || !*value) {
        return;
    }
    const std::string kept = facet_value(value);
    const unsigned long number = value_number(writer, slot, kept);
    const std::string code = number > 0 ? facet_number(number) : facet_literal(kept);
    const std::string before = document.value(slot);
    /* An article counts once for a value. */
    std::size_t at = 0;
    unsigned long other;
    std::string literal;
    while (next_facet(before, &at, &other, &literal)) {
        if (other == number && (number > 0 || literal == kept)) {
            return;
        }
    }
    if (before.size() + code.size() <= FACET_BYTES) {
        document.values[slot] = before + code;
    }
}
} // namespace

void add_facets(zs_writer *writer, const zs_article &article, document &document)
{
    if (writer->without & ZS_PART_FACETS) {
        return;
    }
    for (const zs_field_id field :
         {ZS_FIELD_SOURCE, ZS_FIELD_SECTION, ZS_FIELD_AUTHOR, ZS_FIELD_LANGUAGE}) {
        add_value(writer, facet_slot(field), zs_field_value(&article, field), document);
    }
    for (std::size_t i = 0; i < article.metadata_count; i++) {
        const unsigned long key = key_number(writer, article.metadata[i].name);
        add_value(writer, facet_slot_of_key(key), article.metadata[i].value, document);
    }
}
} // namespace zs
