/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* A path as it was given, and what it stands for. */
struct root {
    const char *given;
    char *absolute;
    bool missing;
    bool known; /* the index knows a file there or below */
};

/* What the visitor of the ledger works on. */
struct making {
    zs_plan *plan;
    const zs_place *place;
    struct root *roots; /* ascending by their absolute paths */
    size_t root_count;
    zs_buffer absolute;
    zs_walk_tick tick;
    void *context;
};

void zs_plan_init(zs_plan *plan, const zs_index_files_options *options)
{
    static const zs_reading_options plain = {.encoding = NULL};
    *plan =
        (zs_plan){.options = options, .reading = options->reading ? options->reading : &plain};
    zs_walk_init(&plan->walk, plan->reading);
}

void zs_plan_release(zs_plan *plan)
{
    zs_walk_release(&plan->walk);
    for (size_t i = 0; i < plan->vanished_count; i++) {
        free(plan->vanished[i].path);
    }
    free(plan->vanished);
    zs_plan_init(plan, plan->options);
}

bool zs_plan_reads(const zs_entry *entry)
{
    return entry->reason == ZS_OK && entry->format && zs_format_can_read(entry->format) &&
           !entry->unchanged;
}

static int compare_roots(const void *left, const void *right)
{
    return strcmp(((const struct root *)left)->absolute,
                  ((const struct root *)right)->absolute);
}

/* The first of the roots whose path is not before the first `length` bytes of `path`. */
static size_t first_not_before(const struct making *making, const char *path, size_t length)
{
    size_t low = 0, high = making->root_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strncmp(making->roots[middle].absolute, path, length) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Notes that the index knows something at this path or, with it as a folder, below it. */
static bool mark_roots_at(const struct making *making, const char *path, size_t length)
{
    bool marked = false;
    for (size_t i = first_not_before(making, path, length); i < making->root_count; i++) {
        struct root *root = &making->roots[i];
        if (strncmp(root->absolute, path, length) != 0 || root->absolute[length] != '\0') {
            break;
        }
        root->known = true;
        marked = true;
    }
    return marked;
}

/* Whether a file lies at or below one of the roots. All of those are marked. */
static bool mark_roots(const struct making *making, const char *path)
{
    bool covered = mark_roots_at(making, "/", 1);
    for (size_t length = 1; path[length - 1] != '\0'; length++) {
        if (path[length] == '/' || path[length] == '\0') {
            covered = mark_roots_at(making, path, length) || covered;
        }
    }
    return covered;
}

/* Whether there is no such file any more. One that cannot be reached may be there. */
static bool has_vanished(const char *absolute)
{
    struct stat status;
    if (stat(absolute, &status) != 0) {
        return errno == ENOENT || errno == ENOTDIR;
    }
    return !S_ISREG(status.st_mode);
}

static bool add_vanished(zs_plan *plan, const char *path, const zs_note *note)
{
    zs_vanished *vanished = zs_array_grow(plan->vanished, &plan->vanished_capacity,
                                          plan->vanished_count + 1, sizeof *vanished);
    if (!vanished) {
        return false;
    }
    plan->vanished = vanished;
    char *copy = strdup(path);
    if (!copy) {
        return false;
    }
    vanished[plan->vanished_count++] = (zs_vanished){.path = copy, .note = *note};
    return true;
}

static zs_status compare_with_note(void *context, const char *path, const zs_note *note,
                                   zs_error *error)
{
    struct making *making = context;
    if (making->tick(making->context)) {
        return zs_fail(error, ZS_ERROR_CANCELLED, "stopped while looking for changes");
    }
    zs_entry *entry = zs_walk_find(&making->plan->walk, path);
    if (entry) {
        entry->known = true;
        entry->note = *note;
        entry->unchanged = zs_note_matches(note, &entry->stamp,
                                           zs_reading_digest(making->plan->reading, path));
        return ZS_OK;
    }
    if (!zs_place_absolute(making->place, path, &making->absolute)) {
        return zs_fail_memory(error);
    }
    const char *absolute = making->absolute.data;
    bool covered = mark_roots(making, absolute) || making->plan->options->prune;
    if (covered && has_vanished(absolute) && !add_vanished(making->plan, path, note)) {
        return zs_fail_memory(error);
    }
    return ZS_OK;
}

/* Finds out what the paths stand for and walks through those that exist. */
static zs_status walk_paths(struct making *making, const char *const *paths, size_t path_count,
                            zs_error *error)
{
    zs_walk *walk = &making->plan->walk;
    for (size_t i = 0; i < path_count; i++) {
        struct root root = {.given = paths[i]};
        struct stat found;
        zs_error reason;
        zs_status status = zs_resolve(paths[i], &root.absolute, &found, &reason);
        if (status) {
            /* It is there but cannot be reached: one of those that are reported. */
            status = status == ZS_ERROR_MEMORY
                         ? zs_fail_memory(error)
                         : zs_walk_add_failure(walk, paths[i], &reason, error);
        } else {
            root.missing = found.st_mode == 0;
            making->roots[making->root_count++] = root;
            if (!root.missing) {
                status = zs_walk_add(walk, making->place, root.absolute, making->tick,
                                     making->context, error);
            }
        }
        if (status) {
            return status;
        }
    }
    zs_walk_sort(walk);
    qsort(making->roots, making->root_count, sizeof *making->roots, compare_roots);
    return ZS_OK;
}

static zs_status refuse_unknown(const struct making *making, zs_error *error)
{
    for (size_t i = 0; i < making->root_count; i++) {
        const struct root *root = &making->roots[i];
        if (root->missing && !root->known) {
            return zs_fail(error, ZS_ERROR_NOT_FOUND, "there is no file or folder \"%s\"",
                           root->given);
        }
    }
    return ZS_OK;
}

/* What the stored paths of all files at or below the roots begin with, into `out`. The index's
 * own folder is left out of stored paths: of a root above it nothing is known. */
static bool common_prefix(const struct making *making, zs_buffer *out)
{
    const zs_place *place = making->place;
    zs_buffer_clear(out);
    for (size_t i = 0; i < making->root_count; i++) {
        const char *absolute = making->roots[i].absolute;
        size_t same = 0;
        bool above = strncmp(place->base, absolute, strlen(absolute)) == 0;
        const char *stored = above ? "" : zs_place_stored(place, absolute);
        while (i > 0 && same < out->length && stored[same] == out->data[same]) {
            same++;
        }
        if (i == 0 && !zs_buffer_append_string(out, stored)) {
            return false;
        }
        out->length = i == 0 ? out->length : same;
    }
    return zs_buffer_terminate(out);
}

/* Compares what the index knows there with what was found. */
static zs_status compare_with_notes(struct making *making, zs_writer *writer, zs_error *error)
{
    zs_buffer prefix = ZS_BUFFER_INIT;
    bool kept = making->plan->options->prune ? zs_buffer_terminate(&prefix)
                                             : common_prefix(making, &prefix);
    zs_status status =
        kept ? zs_ledger_each(writer, prefix.data, compare_with_note, making, error)
             : zs_fail_memory(error);
    zs_buffer_release(&prefix);
    return status;
}

zs_status zs_plan_make(zs_plan *plan, zs_writer *writer, const zs_place *place,
                       const char *const *paths, size_t path_count, zs_walk_tick tick,
                       void *context, zs_error *error)
{
    struct making making = {.plan = plan, .place = place, .tick = tick, .context = context};
    making.roots = calloc(path_count + 1, sizeof *making.roots);
    zs_status status =
        making.roots ? walk_paths(&making, paths, path_count, error) : zs_fail_memory(error);
    if (!status) {
        status = compare_with_notes(&making, writer, error);
    }
    if (!status && !plan->options->ignore_missing) {
        status = refuse_unknown(&making, error);
    }
    for (size_t i = 0; i < making.root_count; i++) {
        free(making.roots[i].absolute);
    }
    free(making.roots);
    zs_buffer_release(&making.absolute);
    for (size_t i = 0; i < plan->walk.count; i++) {
        if (zs_plan_reads(&plan->walk.entries[i])) {
            plan->files_to_read++;
            plan->bytes_to_read += plan->walk.entries[i].stamp.size;
        }
    }
    return status;
}
