/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counts files by their extensions: ".jpg 1,100, .png 104".
 */
#ifndef ZS_CLI_TALLY_H
#define ZS_CLI_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "answers/builder.h"

typedef struct zs_tally_row {
    char *extension; /* in lower case, with its dot; "" if a name has none */
    uint64_t count;
} zs_tally_row;

typedef struct zs_tally {
    zs_tally_row **rows;
    size_t row_count;
    size_t capacity;
    void *tree; /* the rows, by extension */
    uint64_t total;
} zs_tally;

void zs_tally_release(zs_tally *tally);

void zs_tally_add(zs_tally *tally, const char *path);

/* Appends the counts, the largest first; of many extensions only the first. */
void zs_tally_append(const zs_tally *tally, zs_builder *out);

#endif
