/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/walk.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

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
    *walk = ZS_WALK_INIT;
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
    entry->format = zs_format_of(path);
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

static zs_status visit(zs_walk *walk, const zs_place *place, FTS *tree, FTSENT *met,
                       zs_error *error)
{
    const char *path = zs_place_stored(place, met->fts_path);
    bool named = met->fts_level == FTS_ROOTLEVEL;
    if (!named && met->fts_name[0] == '.') {
        /* fts takes this back only for what it does not know: never. */
        (void)fts_set(tree, met, FTS_SKIP);
        return ZS_OK;
    }
    switch (met->fts_info) {
    case FTS_D:
        if (zs_place_is_index(place, met->fts_statp)) {
            (void)fts_set(tree, met, FTS_SKIP);
        }
        return ZS_OK;
    case FTS_F: return add_file(walk, path, met->fts_statp, error);
    case FTS_SL:
    case FTS_SLNONE: return add_link(walk, path, met->fts_path, error);
    case FTS_DNR: return add_unreadable(walk, path, "the folder", met->fts_errno, error);
    case FTS_NS:
    case FTS_ERR: return add_unreadable(walk, path, "it", met->fts_errno, error);
    case FTS_DEFAULT: return add_unfit(walk, path, "not a regular file", error);
    default: return ZS_OK; /* a folder that has been walked through */
    }
}

zs_status zs_walk_add(zs_walk *walk, const zs_place *place, const char *absolute,
                      zs_walk_tick tick, void *context, zs_error *error)
{
    char *root = strdup(absolute);
    char *roots[] = {root, NULL};
    FTS *tree = root ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
    if (!tree) {
        free(root);
        return zs_fail_memory(error);
    }
    zs_status status = ZS_OK;
    while (!status) {
        errno = 0;
        FTSENT *met = fts_read(tree);
        if (!met) {
            status = errno == 0 ? ZS_OK : zs_fail_errno(error, errno, "%s", absolute);
            break;
        }
        status = visit(walk, place, tree, met, error);
        if (!status && tick(context)) {
            status = zs_fail(error, ZS_ERROR_CANCELLED, "stopped while looking for files");
        }
    }
    (void)fts_close(tree);
    free(root);
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
