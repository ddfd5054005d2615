/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/paths.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "answers/memory.h"

bool zs_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

void zs_paths_init(zs_paths *paths, const char *directory)
{
    *paths = (zs_paths){.base = realpath(directory, NULL), .here = getcwd(NULL, 0)};
    if (!paths->base) {
        /* It has gone since it was opened. */
        paths->base = zs_duplicate(directory);
    }
    char *slash = strrchr(paths->base, '/');
    if (slash) {
        *slash = '\0';
    }
    if (paths->here && strcmp(paths->here, "/") == 0) {
        paths->here[0] = '\0';
    }
}

void zs_paths_release(zs_paths *paths)
{
    free(paths->base);
    free(paths->here);
    zs_builder_release(&paths->shown);
}

/* How many bytes of the absolute `path` name folders that `here` is in, too. */
static size_t common_folders(const char *here, const char *path)
{
    size_t common = 0;
    for (size_t i = 0;; i++) {
        if (path[i] == '/' && (here[i] == '/' || here[i] == '\0')) {
            common = i + 1;
        }
        if (here[i] == '\0' || here[i] != path[i]) {
            return common;
        }
    }
}

const char *zs_paths_from_here(zs_paths *paths, const char *stored)
{
    size_t here = paths->here ? strlen(paths->here) : 0;
    if (stored[0] == '/') {
        bool below = paths->outside && paths->here && strncmp(stored, paths->here, here) == 0 &&
                     stored[here] == '/' && stored[here + 1] != '\0';
        return below ? stored + here + 1 : stored;
    }
    zs_builder *shown = &paths->shown;
    zs_builder_clear(shown);
    zs_append_format(shown, "%s/%s", paths->base, stored);
    if (!paths->here) {
        return shown->data;
    }
    size_t common = common_folders(paths->here, shown->data);
    if (common == 1 && here > 0) {
        return shown->data; /* nothing but the root */
    }
    char *rest = zs_duplicate(shown->data + common);
    zs_builder_clear(shown);
    if (common < here) {
        zs_append_string(shown, "../");
        for (const char *at = paths->here + common; (at = strchr(at, '/')); at++) {
            zs_append_string(shown, "../");
        }
    }
    zs_append_string(shown, rest);
    free(rest);
    return shown->data;
}

/* Appends the parts of a path, each with its slash before it; "." is left out, ".." takes one
 * away. */
static void append_parts(zs_builder *out, const char *path)
{
    while (*path) {
        size_t length = strcspn(path, "/");
        if (length == 2 && path[0] == '.' && path[1] == '.') {
            while (out->length > 0 && out->data[--out->length] != '/') {
            }
        } else if (length > 0 && !(length == 1 && path[0] == '.')) {
            zs_append(out, "/", 1);
            zs_append(out, path, length);
        }
        path += length;
        path += *path == '/';
    }
}

const char *zs_paths_stored(zs_paths *paths, const char *shown)
{
    zs_builder whole = ZS_BUILDER_INIT;
    if (shown[0] != '/' && paths->here) {
        append_parts(&whole, paths->here);
    }
    append_parts(&whole, shown);
    size_t base = strlen(paths->base);
    const char *path = zs_builder_string(&whole);
    bool below = whole.length > base && strncmp(path, paths->base, base) == 0 &&
                 path[base] == '/' && whole.length > base + 1;
    zs_builder_clear(&paths->shown);
    zs_append(&paths->shown, path + (below ? base + 1 : 0),
              whole.length - (below ? base + 1 : 0));
    zs_builder_release(&whole);
    return zs_builder_string(&paths->shown);
}
