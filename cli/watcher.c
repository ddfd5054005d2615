/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/watcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "answers/builder.h"
#include "answers/memory.h"
#include "cli/complain.h"
#include "cli/units.h"

enum { EVENTS = 1 << 16 }; /* bytes read at once */

#define WANTED                                                                                 \
    (IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |        \
     IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

/* A folder that is watched. */
struct folder {
    int number; /* that the system knows it by */
    char *path; /* absolute */
};

static int compare_folders(const void *left, const void *right)
{
    const struct folder *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static void free_folder(void *folder)
{
    free(((struct folder *)folder)->path);
    free(folder);
}

static struct folder *find(const zs_watcher *watcher, int number)
{
    const struct folder wanted = {.number = number};
    struct folder *const *found = tfind(&wanted, &watcher->tree, compare_folders);
    return found ? *found : NULL;
}

static void remember(zs_watcher *watcher, int number, const char *path)
{
    struct folder *folder = find(watcher, number);
    if (folder) {
        /* It has been moved, and this is heard of before the moving. */
        free(folder->path);
        folder->path = zs_duplicate(path);
        return;
    }
    folder = zs_allocate(1, sizeof *folder);
    *folder = (struct folder){.number = number, .path = zs_duplicate(path)};
    if (!tsearch(folder, &watcher->tree, compare_folders)) {
        zs_out_of_memory();
    }
    watcher->count++;
}

static void forget(zs_watcher *watcher, int number)
{
    struct folder *folder = find(watcher, number);
    if (folder) {
        (void)tdelete(folder, &watcher->tree, compare_folders);
        free_folder(folder);
        watcher->count--;
    }
}

/* Whether `path` is `folder` or lies in it. */
static bool is_within(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    if (strcmp(folder, "/") == 0) {
        return true;
    }
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool is_index(const zs_watcher *watcher, const char *path)
{
    return watcher->index && is_within(path, watcher->index);
}

static char *join(const char *folder, const char *name)
{
    zs_builder path = ZS_BUILDER_INIT;
    zs_append_format(&path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
    return path.data;
}

/* ---- Beginning to watch ------------------------------------------------------------ */

/* Folders that are yet to be looked into, so that depth costs no stack. */
struct pending {
    char **paths; /* which are its own */
    size_t count;
    size_t capacity;
};

static void push(struct pending *pending, char *path)
{
    if (pending->count == pending->capacity) {
        pending->capacity = pending->capacity > 0 ? 2 * pending->capacity : 64;
        pending->paths =
            zs_reallocate(pending->paths, pending->capacity, sizeof *pending->paths);
    }
    pending->paths[pending->count++] = path;
}

/* Says it once, and what to do. */
static void complain_of_limit(zs_watcher *watcher)
{
    if (!watcher->full) {
        zs_complain("the system lets no more than %s folders be watched; raise the limit, for "
                    "example with: sudo sysctl fs.inotify.max_user_watches=1048576",
                    zs_count(watcher->count).text);
    }
    watcher->full = true;
}

/* Watches one folder; false if there is nothing to be watched. What may not be read is passed
 * over: the indexing says so. */
static bool watch_one(zs_watcher *watcher, const char *path)
{
    int number = inotify_add_watch(watcher->file, path, WANTED | IN_DONT_FOLLOW);
    if (number >= 0) {
        remember(watcher, number, path);
        return true;
    }
    if (errno == ENOSPC) {
        complain_of_limit(watcher);
    } else if (errno == ENOMEM) {
        zs_out_of_memory();
    }
    return false;
}

static bool is_folder(const struct dirent *entry, const char *path)
{
    struct stat status;
    if (entry->d_type != DT_UNKNOWN) {
        return entry->d_type == DT_DIR;
    }
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void push_folders_in(const zs_watcher *watcher, const char *path,
                            struct pending *pending)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char *below = join(path, entry->d_name);
        if (is_folder(entry, below) && !is_index(watcher, below)) {
            push(pending, below);
        } else {
            free(below);
        }
    }
    if (folder) {
        (void)closedir(folder); /* it was only read */
    }
}

/* Watches a folder and all below. Each is watched before it is looked into, so that whatever
 * appears in it is either seen now or heard of later. False if there is no such folder. */
static bool watch_tree(zs_watcher *watcher, const char *path)
{
    struct pending pending = {.count = 0};
    bool watched = false;
    push(&pending, zs_duplicate(path));
    while (pending.count > 0) {
        char *next = pending.paths[--pending.count];
        if (!watcher->full && watch_one(watcher, next)) {
            watched = true;
            push_folders_in(watcher, next, &pending);
        }
        free(next);
    }
    free(pending.paths);
    return watched;
}

static bool open_inotify(zs_watcher *watcher)
{
    watcher->file = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watcher->file >= 0) {
        return true;
    }
    if (errno == EMFILE) {
        zs_complain("the system lets no more programs watch folders; raise the limit, for "
                    "example with: sudo sysctl fs.inotify.max_user_instances=1024");
    } else {
        zs_complain("the system lets no folders be watched: %s", strerror(errno));
    }
    return false;
}

/* Watches all roots that are there. */
static bool watch_roots(zs_watcher *watcher)
{
    for (size_t i = 0; i < watcher->root_count && !watcher->full; i++) {
        zs_watched_root *root = &watcher->roots[i];
        root->missing = !watch_tree(watcher, root->path);
    }
    return !watcher->full;
}

bool zs_watcher_open(zs_watcher *watcher, const char *const *folders, size_t count)
{
    *watcher = (zs_watcher){
        .file = -1, .roots = zs_allocate(count, sizeof *watcher->roots), .root_count = count};
    for (size_t i = 0; i < count; i++) {
        watcher->roots[i].path = realpath(folders[i], NULL);
        if (!watcher->roots[i].path) {
            watcher->roots[i].path = zs_duplicate(folders[i]); /* it has just gone */
        }
    }
    bool watching = open_inotify(watcher) && watch_roots(watcher);
    for (size_t i = 0; watching && i < count; i++) {
        if (watcher->roots[i].missing) {
            zs_complain("the folder %s cannot be watched", folders[i]);
            watching = false;
        }
    }
    if (!watching) {
        zs_watcher_close(watcher);
    }
    return watching;
}

static void drop_watches(zs_watcher *watcher)
{
    tdestroy(watcher->tree, free_folder);
    watcher->tree = NULL;
    watcher->count = 0;
    if (watcher->file >= 0) {
        (void)close(watcher->file); /* all its watches end */
    }
    watcher->file = -1;
}

void zs_watcher_close(zs_watcher *watcher)
{
    drop_watches(watcher);
    for (size_t i = 0; i < watcher->root_count; i++) {
        free(watcher->roots[i].path);
    }
    free(watcher->roots);
    free(watcher->index);
    *watcher = (zs_watcher){.file = -1};
}

bool zs_watcher_misses(const zs_watcher *watcher)
{
    for (size_t i = 0; i < watcher->root_count; i++) {
        if (watcher->roots[i].missing) {
            return true;
        }
    }
    return false;
}

/* ---- No longer watching ------------------------------------------------------------ */

/* What twalk_r gathers: the numbers of folders within one. */
struct gathering {
    const char *folder;
    int *numbers;
    size_t count;
    size_t capacity;
};

static void gather(const void *node, VISIT visit, void *context)
{
    struct gathering *gathering = context;
    const struct folder *folder = *(struct folder *const *)node;
    if ((visit != postorder && visit != leaf) || !is_within(folder->path, gathering->folder)) {
        return;
    }
    if (gathering->count == gathering->capacity) {
        gathering->capacity = gathering->capacity > 0 ? 2 * gathering->capacity : 16;
        gathering->numbers =
            zs_reallocate(gathering->numbers, gathering->capacity, sizeof *gathering->numbers);
    }
    gathering->numbers[gathering->count++] = folder->number;
}

/* Ends the watching of a folder and all below it: it has been moved, and its watches would
 * tell of it by its old name. */
static void unwatch_tree(zs_watcher *watcher, const char *path)
{
    struct gathering gathering = {.folder = path};
    twalk_r(watcher->tree, gather, &gathering);
    for (size_t i = 0; i < gathering.count; i++) {
        (void)inotify_rm_watch(watcher->file, gathering.numbers[i]); /* or it has gone */
        forget(watcher, gathering.numbers[i]);
    }
    free(gathering.numbers);
}

static zs_watched_root *root_of(zs_watcher *watcher, const char *path)
{
    for (size_t i = 0; i < watcher->root_count; i++) {
        if (strcmp(watcher->roots[i].path, path) == 0) {
            return &watcher->roots[i];
        }
    }
    return NULL;
}

void zs_watcher_pass_over(zs_watcher *watcher, const char *index)
{
    free(watcher->index);
    watcher->index = realpath(index, NULL);
    if (watcher->index) {
        unwatch_tree(watcher, watcher->index);
    }
}

/* ---- Events ------------------------------------------------------------------------ */

/* Whether a file that has just appeared is whole: a link to a file, or another name of one.
 * Others are written to, and closed. */
static bool is_whole(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 &&
           (S_ISLNK(status.st_mode) || (S_ISREG(status.st_mode) && status.st_nlink > 1));
}

/* Whether it is a link to a folder. Named, it would be followed; met in its folder, it is
 * not. */
static bool leads_to_folder(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && stat(path, &status) == 0 &&
           S_ISDIR(status.st_mode);
}

static void take_file_event(const char *folder, const char *path, uint32_t mask,
                            zs_changes *changes)
{
    if ((mask & ~(uint32_t)IN_CREATE) != 0 || is_whole(path)) {
        zs_changes_add(changes, leads_to_folder(path) ? folder : path);
    }
}

static void take_folder_event(zs_watcher *watcher, const char *path, uint32_t mask,
                              zs_changes *changes)
{
    if (mask & IN_MOVED_FROM) {
        unwatch_tree(watcher, path);
    }
    if (mask & (IN_CREATE | IN_MOVED_TO | IN_ATTRIB)) {
        (void)watch_tree(watcher, path); /* perhaps it has gone again */
    }
    zs_changes_add(changes, path);
}

/* The folder that is watched has itself gone or been moved. Of those that were not given, the
 * folder they lie in has told. */
static void take_own_event(zs_watcher *watcher, const char *path, zs_changes *changes)
{
    zs_watched_root *root = root_of(watcher, path);
    if (root && !root->missing) {
        root->missing = true;
        zs_complain("the folder %s has gone; waiting for it to come back", path);
        zs_changes_add(changes, path);
        unwatch_tree(watcher, root->path);
    }
}

static void take_event(zs_watcher *watcher, const struct inotify_event *event,
                       zs_changes *changes)
{
    const struct folder *folder = find(watcher, event->wd);
    if (!folder) {
        return; /* no longer watched */
    }
    if (event->mask & IN_IGNORED) {
        forget(watcher, event->wd);
    } else if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) {
        char *path = zs_duplicate(folder->path);
        take_own_event(watcher, path, changes);
        free(path);
    } else if (event->len > 0 && event->name[0] != '.') {
        char *path = join(folder->path, event->name);
        uint32_t what = event->mask & ~(uint32_t)IN_ISDIR;
        bool ours = is_index(watcher, path);
        if (!ours && (event->mask & IN_ISDIR)) {
            take_folder_event(watcher, path, what, changes);
        } else if (!ours) {
            take_file_event(folder->path, path, what, changes);
        }
        free(path);
    }
}

/* The system could not remember all that happened: folders may have appeared of which nothing
 * was heard. Begins anew. */
static bool start_over(zs_watcher *watcher, zs_changes *changes)
{
    drop_watches(watcher);
    zs_changes_add_all(changes);
    return open_inotify(watcher) && watch_roots(watcher);
}

static void look_for_missing(zs_watcher *watcher, zs_changes *changes)
{
    for (size_t i = 0; i < watcher->root_count; i++) {
        zs_watched_root *root = &watcher->roots[i];
        if (root->missing && watch_tree(watcher, root->path)) {
            root->missing = false;
            zs_complain("the folder %s is back", root->path);
            zs_changes_add(changes, root->path);
        }
    }
}

bool zs_watcher_read(zs_watcher *watcher, zs_changes *changes)
{
    _Alignas(struct inotify_event) char events[EVENTS];
    for (;;) {
        ssize_t length = read(watcher->file, events, sizeof events);
        if (length <= 0) {
            break; /* there is nothing more */
        }
        for (ssize_t at = 0; at < length;) {
            const struct inotify_event *event =
                (const struct inotify_event *)(const void *)(events + at);
            at += (ssize_t)(sizeof *event + event->len);
            if (event->mask & IN_Q_OVERFLOW) {
                return start_over(watcher, changes);
            }
            take_event(watcher, event, changes);
        }
    }
    look_for_missing(watcher, changes);
    return !watcher->full;
}
