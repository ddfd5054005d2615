/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How many columns text takes on a terminal: two for East Asian wide characters, none for
 * marks that combine. What is seen as one character (a grapheme cluster, UAX #29) is never
 * parted.
 */
#ifndef ZS_CLI_WIDTH_H
#define ZS_CLI_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct zs_grapheme {
    size_t length;   /* bytes */
    size_t columns;  /* 0 to 2 */
    int32_t leading; /* its first character */
} zs_grapheme;

/* The grapheme at the beginning of `text`, of which there is at least one byte. */
zs_grapheme zs_grapheme_at(const char *text, size_t length);

bool zs_is_wide(int32_t character);

size_t zs_columns_of(const char *text, size_t length);

/* How many bytes of the text fit into so many columns. */
size_t zs_fit(const char *text, size_t length, size_t columns);

/* The same, and where not all fits there is room left for a "…" after it. */
size_t zs_fit_with_ellipsis(const char *text, size_t length, size_t columns, bool *cut);

#endif
