/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes.h"

#include <stdlib.h>

#include "answers/memory.h"

/* Beyond that, going through the folders costs less than naming paths. */
enum { PATHS_MOST = 4000 };

void zs_changes_clear(zs_changes *changes)
{
    zs_string_set_release(&changes->set);
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
    const char *added = changes->all ? NULL : zs_string_set_add(&changes->set, path);
    if (!added) {
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
    changes->paths[changes->count++] = added;
}
