/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which files change below some folders, by inotify.
 */
#ifndef ZS_CLI_WATCHER_H
#define ZS_CLI_WATCHER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct zs_watcher zs_watcher;

/* Watches folders and all below them; names that begin with a dot are passed over, as they are
 * by indexing. NULL, which has been said, if that cannot be done. */
zs_watcher *zs_watcher_new(const char *const *folders, size_t count);
void zs_watcher_free(zs_watcher *watcher);

/* What has changed: paths, each once; or `all`, if that was too much to keep. */
typedef struct zs_changes {
    char **paths;
    size_t count;
    bool all;
} zs_changes;

/* Waits until something has changed and it has been quiet for a while, or not for long. False
 * when a signal has come, or (which has been said) watching fails. The changes live until the
 * next call. */
bool zs_watcher_wait(zs_watcher *watcher, const zs_changes **changes);

#endif
