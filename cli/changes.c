/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

/* Beyond that, going through the folders costs less than naming paths. */
enum { PATHS_MOST = 4000 };

static int compare(const void *left, const void *right)
{
    return strcmp(left, right);
}

static void keep(void *path)
{
    (void)path; /* the array frees it */
}

void zs_changes_clear(zs_changes *changes)
{
    tdestroy(changes->tree, keep);
    for (size_t i = 0; i < changes->count; i++) {
        free(changes->paths[i]);
    }
    free(changes->paths);
    *changes = ZS_CHANGES_INIT;
}

bool zs_changes_none(const zs_changes *changes)
{
    return !changes->all && changes->count == 0;
}

void zs_changes_add_all(zs_changes *changes)
{
    zs_changes_clear(changes);
    changes->all = true;
}

void zs_changes_add(zs_changes *changes, const char *path)
{
    if (changes->all || tfind(path, &changes->tree, compare)) {
        return;
    }
    if (changes->count == PATHS_MOST) {
        zs_changes_add_all(changes);
        return;
    }
    if (changes->count == changes->capacity) {
        changes->capacity = changes->capacity > 0 ? 2 * changes->capacity : 64;
        changes->paths =
            zs_reallocate(changes->paths, changes->capacity, sizeof *changes->paths);
    }
    char *copy = zs_duplicate(path);
    if (!tsearch(copy, &changes->tree, compare)) {
        zs_out_of_memory();
    }
    changes->paths[changes->count++] = copy;
}
