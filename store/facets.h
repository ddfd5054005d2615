/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the values by which articles are counted and sorted lie in the index. A field has a slot
 * of values, and each of its values, as far as there are not too many, a number: what an
 * article has in the slot is the numbers of its values, or where one has none, the value.
 */
#ifndef ZS_STORE_FACETS_H
#define ZS_STORE_FACETS_H

#include <string>

#include "base/field.h"

namespace zs
{
/* No number takes more than two bytes. What stands in hardly more than one article costs less
 * as it is than with a number. */
constexpr unsigned long NUMBERED_VALUES = (1UL << 14) - 1;

/* Longer values are cut and end in "…", which is not counted here. */
constexpr std::size_t FACET_VALUE_LIMIT = 100;

/* Of what an article says more than once so many bytes are kept, and what does not fit is not
 * counted: some hundreds of values. */
constexpr std::size_t FACET_BYTES = 1000;

/* The slot of a field that every article may have; 0 if it has none. */
unsigned facet_slot(zs_field_id field);
/* That of metadata, by the number of its key. */
unsigned facet_slot_of_key(unsigned long key);

/* A value as it is kept. */
std::string facet_value(const char *value);

/* What the names of the values of a slot begin with in the metadata. */
std::string facet_values(unsigned slot);

/* A value as it stands in an article, which may have more, one behind another. */
std::string facet_number(unsigned long number);
std::string facet_literal(const std::string &value);

/* Takes the first value off what an article has in its slot; false if there is no more. Then
 * either *number is not 0, or *value is the value. */
bool next_facet(const std::string &values, std::size_t *at, unsigned long *number,
                std::string *value);
} // namespace zs

#endif
