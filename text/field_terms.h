/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the values of fields become terms, for the index and for a query alike.
 */
#ifndef ZS_TEXT_FIELD_TERMS_H
#define ZS_TEXT_FIELD_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/field.h"

/* Articles in simplified Chinese have no term that says so: nearly all are. */
#define ZS_LANGUAGE_ASSUMED "zh-Hans"

/* Whether a field is made of names with signs between them, which part words there: in
 * "news/2023/a.txt" ICU would take "a.txt" for one word. */
static inline bool zs_field_is_name(zs_field_id field)
{
    return field == ZS_FIELD_PATH || field == ZS_FIELD_URL;
}

/* Copies such a value with a space for each ASCII sign. */
static inline void zs_field_part_names(const char *value, size_t length, char *out)
{
    for (size_t i = 0; i < length; i++) {
        char byte = value[i];
        bool kept = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                    (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
        out[i] = kept ? byte : ' ';
    }
}

#endif
