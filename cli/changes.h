/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What has changed on the disk: a set of paths, or simply everything.
 */
#ifndef ZS_CLI_CHANGES_H
#define ZS_CLI_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/string_set.h"

typedef struct zs_changes {
    const char **paths; /* of the set, in the order in which they changed */
    size_t count;
    size_t capacity;
    zs_string_set set;
    bool all; /* too much to be listed, or not known: no paths then */
} zs_changes;

#define ZS_CHANGES_INIT ((zs_changes){.paths = NULL})

void zs_changes_clear(zs_changes *changes);
bool zs_changes_none(const zs_changes *changes);

void zs_changes_add(zs_changes *changes, const char *path);
void zs_changes_add_all(zs_changes *changes);

#endif
