/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Watches folders and all below them for changes, by inotify. Names that begin with a dot are
 * passed over, as is the folder of the index. A file counts as changed when whoever writes to
 * it closes it.
 */
#ifndef ZS_CLI_WATCHER_H
#define ZS_CLI_WATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "cli/changes.h"

/* A folder that is to be watched. */
typedef struct zs_watched_root {
    char *path;   /* absolute, links followed */
    bool missing; /* it has gone; perhaps it comes back */
} zs_watched_root;

typedef struct zs_watcher {
    int file; /* of inotify */
    zs_watched_root *roots;
    size_t root_count;
    char *index; /* the path of the index's folder; NULL until that is known */
    void *tree;  /* the folders that are watched, by their numbers */
    size_t count;
    bool full; /* the system allows no more folders to be watched; has been said */
} zs_watcher;

/* Begins to watch folders, which exist. False if that fails, which has been said. */
bool zs_watcher_open(zs_watcher *watcher, const char *const *folders, size_t count);
void zs_watcher_close(zs_watcher *watcher);

/* Says where the index is, by an existing folder: nothing in there is a change. */
void zs_watcher_pass_over(zs_watcher *watcher, const char *index);

/* Adds what has changed. False if watching cannot go on, which has been said. */
bool zs_watcher_read(zs_watcher *watcher, zs_changes *changes);

/* Whether a folder that was given has gone. Then reading looks whether it is back, so read
 * from time to time without being told to. */
bool zs_watcher_misses(const zs_watcher *watcher);

#endif
