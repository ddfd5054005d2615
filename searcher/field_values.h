/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What values a field has, for those who asked for one that it has not.
 */
#ifndef ZS_SEARCHER_FIELD_VALUES_H
#define ZS_SEARCHER_FIELD_VALUES_H

#include "base/deadline.h"
#include "store/reader.h"

/* Appends values of a field with ", " between, three at the most: those that have most
 * characters of what was asked for, and of these the most frequent. Not all articles are looked
 * at. Errors: MEMORY, and those of reading. */
zs_status zs_field_values_near(zs_reader *reader, const char *field, const char *asked,
                               zs_deadline *deadline, zs_buffer *out, zs_error *error);

#endif
