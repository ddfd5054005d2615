/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/reader_state.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/facets.h"
#include "store/parts.h"
#include "store/schema.h"

using zs::reading;

namespace
{
struct kept_column : zs_column {
    std::vector<uint32_t> all_numbers;
    std::vector<uint32_t> all_lists;
    std::vector<std::string> texts; /* of the values, by number - 1 */
    std::vector<const char *> strings;

    kept_column() : zs_column{}
    {
    }

    void show()
    {
        numbers = all_numbers.data();
        size = all_numbers.size();
        lists = all_lists.data();
    }
};

/* ---- Dates ---- */

uint32_t digits_at(const std::string &date, std::size_t at, std::size_t count)
{
    uint32_t number = 0;
    for (std::size_t i = at; i < at + count; i++) {
        number = number * 10 + static_cast<uint32_t>(date[i] - '0');
    }
    return number;
}

/* A date as far as there is such a day. */
uint32_t date_number(const std::string &date)
{
    const std::size_t length = date.size();
    uint32_t year = length >= 4 ? digits_at(date, 0, 4) : 0;
    uint32_t month = length >= 6 ? digits_at(date, 4, 2) : 0;
    uint32_t day = length >= 8 ? digits_at(date, 6, 2) : 0;
    month = month <= 12 ? month : 0;
    day = month > 0 && day <= zs_days_of_month(year, month) ? day : 0;
    if (year == 0) {
        return 0; /* there is none */
    }
    return year * ZS_YEAR_NUMBERS + month * ZS_MONTH_NUMBERS + day;
}

void read_dates(const Xapian::Database &database, kept_column *column)
{
    const auto end = database.valuestream_end(zs::SLOT_DATE);
    for (auto value = database.valuestream_begin(zs::SLOT_DATE); value != end; ++value) {
        column->all_numbers[value.get_docid()] = date_number(*value);
    }
}

/* ---- Other fields ---- */

/* While a column is read, values are known by the order in which they were met. */
class value_reader
{
  public:
    value_reader(const Xapian::Database &source, unsigned from, kept_column *to)
        : database(source), slot(from), column(to)
    {
    }

    bool read()
    {
        read_names();
        const auto end = database.valuestream_end(slot);
        for (auto value = database.valuestream_begin(slot); value != end; ++value) {
            if (!take(value.get_docid(), *value)) {
                return false;
            }
        }
        number_in_order();
        return true;
    }

  private:
    const Xapian::Database &database;
    unsigned slot;
    kept_column *column;
    std::vector<uint32_t> places; /* of the values that have a number in the index, by it */
    std::unordered_map<std::string, uint32_t> literals; /* places of those that have none */
    std::vector<uint32_t> of_article;

    uint32_t add_text(const std::string &text)
    {
        column->texts.push_back(text);
        return static_cast<uint32_t>(column->texts.size());
    }

    void read_names()
    {
        const std::string prefix = zs::facet_values(slot);
        const auto end = database.metadata_keys_end(prefix);
        for (auto key = database.metadata_keys_begin(prefix); key != end; ++key) {
            const std::string name = *key;
            const std::size_t zero = std::min(name.find('\0', prefix.size()), name.size() - 1);
            const unsigned long number = zs::number_of(name.substr(zero + 1));
            if (number > 0 && number <= zs::NUMBERED_VALUES) {
                places.resize(std::max<std::size_t>(places.size(), number + 1));
                places[number] = add_text(name.substr(prefix.size(), zero - prefix.size()));
            }
        }
    }

    /* The place of a value, from 1; 0 if the index does not know its number. */
    uint32_t place_of(unsigned long number, const std::string &literal)
    {
        if (number > 0) {
            return number < places.size() ? places[number] : 0;
        }
        const auto known = literals.emplace(literal, 0);
        if (known.second) {
            known.first->second = add_text(literal);
        }
        return known.first->second;
    }

    bool take(Xapian::docid docid, const std::string &values)
    {
        std::size_t at = 0;
        unsigned long number;
        std::string literal;
        of_article.clear();
        while (zs::next_facet(values, &at, &number, &literal)) {
            const uint32_t place = place_of(number, literal);
            if (place == 0) {
                return false;
            }
            of_article.push_back(place);
        }
        if (of_article.size() == 1) {
            column->all_numbers[docid] = of_article[0];
            return true;
        }
        std::vector<uint32_t> &lists = column->all_lists;
        column->all_numbers[docid] = static_cast<uint32_t>(lists.size()) | ZS_COLUMN_LIST;
        lists.push_back(static_cast<uint32_t>(of_article.size()));
        lists.insert(lists.end(), of_article.begin(), of_article.end());
        return true;
    }

    /* Makes of places the numbers of the values in their order. */
    void number_in_order()
    {
        struct sortable {
            bool is_number;
            double number;
        };
        const std::size_t count = column->texts.size();
        std::vector<sortable> keys(count);
        std::vector<uint32_t> order(count);
        for (std::size_t i = 0; i < count; i++) {
            keys[i].is_number = zs_number_of(column->texts[i].c_str(), &keys[i].number);
        }
        std::iota(order.begin(), order.end(), 0U);
        std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
            if (keys[a].is_number != keys[b].is_number) {
                return keys[a].is_number;
            }
            if (keys[a].is_number && keys[a].number != keys[b].number) {
                return keys[a].number < keys[b].number;
            }
            return column->texts[a] < column->texts[b];
        });
        std::vector<uint32_t> numbers(count + 1);
        std::vector<std::string> texts;
        texts.reserve(count);
        for (const uint32_t place : order) {
            numbers[place + 1] = static_cast<uint32_t>(texts.size() + 1);
            texts.push_back(std::move(column->texts[place]));
        }
        column->texts = std::move(texts);
        for (uint32_t &number : column->all_numbers) {
            number = number & ZS_COLUMN_LIST ? number : numbers[number];
        }
        for (std::size_t at = 0; at < column->all_lists.size();) {
            const uint32_t length = column->all_lists[at++];
            for (uint32_t i = 0; i < length; i++, at++) {
                column->all_lists[at] = numbers[column->all_lists[at]];
            }
        }
        column->strings.reserve(count + 1);
        column->strings.push_back(nullptr);
        for (const std::string &text : column->texts) {
            column->strings.push_back(text.c_str());
        }
        column->values = column->strings.data();
        column->value_count = count;
    }
};
} // namespace

zs_status zs_reader_column(zs_reader *reader, zs_field_id field, const char *key,
                           zs_column **out, zs_error *error)
{
    return reading(reader, error, [&] {
        const Xapian::Database &database = reader->database;
        auto column = std::make_unique<kept_column>();
        column->all_numbers.resize(std::size_t{database.get_lastdocid()} + 1);
        if (field == ZS_FIELD_DATE) {
            read_dates(database, column.get());
        } else {
            const unsigned slot = field == ZS_FIELD_METADATA
                                      ? zs::facet_slot_of_key(zs::metadata_key(*reader, key))
                                      : zs::facet_slot(field);
            if (slot == 0 || !zs_reader_has_facets(reader)) {
                return zs_fail(error, ZS_ERROR_NOT_FOUND,
                               "the index %s has no values of such a field",
                               reader->directory.c_str());
            }
            if (!value_reader(database, slot, column.get()).read()) {
                return zs_fail(error, ZS_ERROR_CORRUPT,
                               "the index %s is damaged: a value of a field has no name; build "
                               "it anew with: zsearch index --rebuild FOLDER",
                               reader->directory.c_str());
            }
        }
        column->show();
        *out = column.release();
        return ZS_OK;
    });
}

void zs_column_free(zs_column *column)
{
    delete static_cast<kept_column *>(column);
}

bool zs_reader_has_facets(const zs_reader *reader)
{
    return !(reader->without & ZS_PART_FACETS);
}
