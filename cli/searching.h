/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The index that a command reads, open, and how its paths are called here.
 */
#ifndef ZS_CLI_SEARCHING_H
#define ZS_CLI_SEARCHING_H

#include <stdbool.h>

#include "answers/paths.h"
#include "zsearch.h"

typedef struct zs_searching {
    zs_searcher *searcher;
    zs_paths paths;
} zs_searching;

/* Opens the index that is named (NULL: where it is usually looked for). False if that cannot be
 * done, which has been said. */
bool zs_searching_open(zs_searching *searching, const char *index);
void zs_searching_close(zs_searching *searching);

#endif
