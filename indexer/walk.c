/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

void zs_walk_init(zs_walk *walk, const zs_reading_options *options)
{
    *walk = (zs_walk){.options = options};
}

static void release_entry(zs_entry *entry)
{
    free(entry->path);
    free(entry->message);
}

void zs_walk_release(zs_walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        release_entry(&walk->entries[i]);
    }
    free(walk->entries);
    zs_walk_init(walk, walk->options);
}

static zs_entry *add_entry(zs_walk *walk, const char *path)
{
    zs_entry *entries =
        zs_array_grow(walk->entries, &walk->capacity, walk->count + 1, sizeof *entries);
    if (!entries) {
        return NULL;
    }
    walk->entries = entries;
    char *copy = strdup(path);
    if (!copy) {
        return NULL;
    }
    entries[walk->count] = (zs_entry){.path = copy};
    return &entries[walk->count++];
}

static zs_status add_file(zs_walk *walk, const char *path, const struct stat *status,
                          zs_error *error)
{
    zs_entry *entry = add_entry(walk, path);
    if (!entry) {
        return zs_fail_memory(error);
    }
    entry->stamp = zs_stamp_of(status);
    entry->format = zs_format_with(walk->options, path);
    return ZS_OK;
}

zs_status zs_walk_add_failure(zs_walk *walk, const char *path, const zs_error *reason,
                              zs_error *error)
{
    zs_entry *entry = add_entry(walk, path);
    if (entry) {
        entry->reason = reason->status;
        entry->message = strdup(reason->message);
    }
    return entry && entry->message ? ZS_OK : zs_fail_memory(error);
}

/* `number` is an errno. */
static zs_status add_unreadable(zs_walk *walk, const char *path, const char *what, int number,
                                zs_error *error)
{
    if (number == ENOMEM) {
        return zs_fail_memory(error); /* the fault is not the file's */
    }
    zs_error reason;
    (void)zs_fail_errno(&reason, number, "%s cannot be read", what);
    return zs_walk_add_failure(walk, path, &reason, error);
}

static zs_status add_unfit(zs_walk *walk, const char *path, const char *why, zs_error *error)
{
    zs_error reason;
    (void)zs_fail(&reason, ZS_ERROR_FORMAT, "%s", why);
    return zs_walk_add_failure(walk, path, &reason, error);
}

static zs_status add_link(zs_walk *walk, const char *path, const char *absolute,
                          zs_error *error)
{
    struct stat status;
    if (stat(absolute, &status) != 0) {
        return add_unreadable(walk, path, "what the link leads to", errno, error);
    }
    if (S_ISDIR(status.st_mode)) {
        return add_unfit(walk, path,
                         "a link to a folder, which is not followed; name the folder itself "
                         "to have it indexed",
                         error);
    }
    return S_ISREG(status.st_mode) ? add_file(walk, path, &status, error)
                                   : add_unfit(walk, path, "not a regular file", error);
}

/* One call of zs_walk_add. Of the folders below each other only one is open at a time,
 * however deep they lie. */
struct walking {
    zs_walk *walk;
    const zs_place *place;
    zs_walk_tick tick;
    void *context;
    char **pending; /* absolute paths of folders that were met and not yet looked into */
    size_t pending_count;
    size_t pending_capacity;
};

static bool add_pending(struct walking *walking, const char *absolute)
{
    char **pending = zs_array_grow(walking->pending, &walking->pending_capacity,
                                   walking->pending_count + 1, sizeof *pending);
    if (!pending) {
        return false;
    }
    walking->pending = pending;
    char *copy = strdup(absolute);
    if (!copy) {
        return false;
    }
    pending[walking->pending_count++] = copy;
    return true;
}

/* What was met at an absolute path. */
static zs_status add_met(struct walking *walking, const char *absolute, zs_error *error)
{
    zs_walk *walk = walking->walk;
    const char *path = zs_place_stored(walking->place, absolute);
    struct stat status;
    if (lstat(absolute, &status) != 0) {
        return add_unreadable(walk, path, "it", errno, error);
    }
    if (S_ISDIR(status.st_mode)) {
        bool kept =
            zs_place_is_index(walking->place, &status) || add_pending(walking, absolute);
        return kept ? ZS_OK : zs_fail_memory(error);
    }
    if (S_ISLNK(status.st_mode)) {
        return add_link(walk, path, absolute, error);
    }
    return S_ISREG(status.st_mode) ? add_file(walk, path, &status, error)
                                   : add_unfit(walk, path, "not a regular file", error);
}

static zs_status add_unreadable_folder(struct walking *walking, const char *absolute,
                                       int number, zs_error *error)
{
    return add_unreadable(walking->walk, zs_place_stored(walking->place, absolute),
                          "the folder", number, error);
}

/* Puts a name behind the folder that the first `length` bytes of `path` are. */
static bool name_in_folder(zs_buffer *path, size_t length, const char *name)
{
    path->length = length;
    bool root = length == 1 && path->data[0] == '/';
    return (root || zs_buffer_append_byte(path, '/')) && zs_buffer_append_string(path, name) &&
           zs_buffer_terminate(path);
}

static zs_status add_names(struct walking *walking, DIR *folder, const char *absolute,
                           zs_error *error)
{
    zs_buffer path = ZS_BUFFER_INIT;
    bool enough = zs_buffer_append_string(&path, absolute);
    zs_status status = enough ? ZS_OK : zs_fail_memory(error);
    size_t length = path.length;
    while (!status) {
        errno = 0;
        const struct dirent *met = readdir(folder);
        if (!met) {
            if (errno != 0) {
                status = add_unreadable_folder(walking, absolute, errno, error);
            }
            break;
        }
        if (met->d_name[0] == '.') {
            continue;
        }
        status = name_in_folder(&path, length, met->d_name) ? add_met(walking, path.data, error)
                                                            : zs_fail_memory(error);
        if (!status && walking->tick(walking->context)) {
            status = zs_fail(error, ZS_ERROR_CANCELLED, "stopped while looking for files");
        }
    }
    zs_buffer_release(&path);
    return status;
}

static zs_status look_into(struct walking *walking, const char *absolute, zs_error *error)
{
    /* It was a folder a moment ago; should it be a link by now, it is not followed. */
    int file = open(absolute, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = file >= 0 ? fdopendir(file) : NULL;
    if (!folder) {
        int number = errno;
        if (file >= 0) {
            (void)close(file);
        }
        return add_unreadable_folder(walking, absolute, number, error);
    }
    zs_status status = add_names(walking, folder, absolute, error);
    (void)closedir(folder); /* it was only read */
    return status;
}

zs_status zs_walk_add(zs_walk *walk, const zs_place *place, const char *absolute,
                      zs_walk_tick tick, void *context, zs_error *error)
{
    struct walking walking = {.walk = walk, .place = place, .tick = tick, .context = context};
    zs_status status = add_met(&walking, absolute, error);
    while (!status && walking.pending_count > 0) {
        char *folder = walking.pending[--walking.pending_count];
        status = look_into(&walking, folder, error);
        free(folder);
    }
    for (size_t i = 0; i < walking.pending_count; i++) {
        free(walking.pending[i]);
    }
    free(walking.pending);
    return status;
}

static int compare(const void *left, const void *right)
{
    const zs_entry *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    /* A file comes before a failure to read it by another name. */
    return order ? order : (a->reason != ZS_OK) - (b->reason != ZS_OK);
}

void zs_walk_sort(zs_walk *walk)
{
    if (walk->count == 0) {
        return;
    }
    qsort(walk->entries, walk->count, sizeof *walk->entries, compare);
    size_t kept = 1;
    for (size_t i = 1; i < walk->count; i++) {
        if (strcmp(walk->entries[i].path, walk->entries[kept - 1].path) == 0) {
            release_entry(&walk->entries[i]);
        } else {
            walk->entries[kept++] = walk->entries[i];
        }
    }
    walk->count = kept;
}

static int compare_path(const void *key, const void *entry)
{
    return strcmp(key, ((const zs_entry *)entry)->path);
}

zs_entry *zs_walk_find(const zs_walk *walk, const char *path)
{
    /* bsearch takes no NULL. */
    return walk->count == 0
               ? NULL
               : bsearch(path, walk->entries, walk->count, sizeof *walk->entries, compare_path);
}
