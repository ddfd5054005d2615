/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The paths of an index as they are called from the current folder. The index holds them
 * relative to the folder that its own lies in.
 */
#ifndef ZS_ANSWERS_PATHS_H
#define ZS_ANSWERS_PATHS_H

#include <stdbool.h>

#include "answers/builder.h"

typedef struct zs_paths {
    char *base;       /* the folder that holds the index's; "" stands for the root */
    char *here;       /* the current folder in the same form; NULL if it is not known */
    bool outside;     /* the index is a passing one elsewhere, which says nothing of places */
    zs_builder shown; /* the path asked for last */
} zs_paths;

/* Whether there is a folder, or a link to one. */
bool zs_is_folder(const char *path);

/* `directory` is that of the index, which exists. */
void zs_paths_init(zs_paths *paths, const char *directory);
void zs_paths_release(zs_paths *paths);

/* A path that opens the file from here: relative where the current folder and the index have
 * a folder in common, or if the index is `outside` and the file below the current folder; else
 * absolute. Lives until the next call. */
const char *zs_paths_from_here(zs_paths *paths, const char *stored);

/* The other way round: the path as the index holds it, of one that is called so from here.
 * Lives until the next call of either. */
const char *zs_paths_stored(zs_paths *paths, const char *shown);

#endif
