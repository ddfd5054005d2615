/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the columns of a table and the keys of a JSON object are to an article.
 */
#ifndef ZS_FORMATS_COLUMNS_H
#define ZS_FORMATS_COLUMNS_H

#include "base/for_modules.h"
#include "formats/reading.h"

typedef enum zs_column_kind {
    ZS_COLUMN_TEXT,
    ZS_COLUMN_MEMBER, /* of the article: `member` says which */
    ZS_COLUMN_PATH,
    ZS_COLUMN_OTHER /* metadata under its own name */
} zs_column_kind;

typedef struct zs_column {
    zs_column_kind kind;
    zs_member member;
    unsigned rank; /* of two columns for the same, the one with the lesser rank is meant: 0 if
                      the user said so, 1 if that is its name, else by the order of aliases */
} zs_column;

/* What a column of this name (UTF-8, NUL-terminated) is: by the user's map, by its own name, or
 * by one of the usual Chinese and English names for it. */
ZS_FOR_MODULES zs_column zs_column_of(const zs_reading *reading, const char *name);

/* Whether both are meant to be the same of an article. */
ZS_FOR_MODULES bool zs_column_same(const zs_column *a, const zs_column *b);

#endif
