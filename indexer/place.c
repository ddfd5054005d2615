/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

zs_status zs_place_init(zs_place *place, const char *directory, zs_error *error)
{
    struct stat status;
    char *real = realpath(directory, NULL);
    if (!real || stat(real, &status) != 0) {
        zs_status failed =
            zs_fail_errno(error, errno, "the index %s cannot be found again", directory);
        free(real);
        return failed;
    }
    char *slash = strrchr(real, '/');
    slash[slash == real ? 1 : 0] = '\0';
    *place = (zs_place){.base = real, .device = status.st_dev, .inode = status.st_ino};
    return ZS_OK;
}

void zs_place_release(zs_place *place)
{
    free(place->base);
    place->base = NULL;
}

bool zs_place_is_index(const zs_place *place, const struct stat *status)
{
    return status->st_dev == place->device && status->st_ino == place->inode;
}

const char *zs_place_stored(const zs_place *place, const char *absolute)
{
    size_t length = strlen(place->base);
    if (strcmp(place->base, "/") == 0) {
        length = 0;
    }
    bool below = strncmp(absolute, place->base, length) == 0 && absolute[length] == '/' &&
                 absolute[length + 1] != '\0';
    return below ? absolute + length + 1 : absolute;
}

bool zs_place_absolute(const zs_place *place, const char *stored, zs_buffer *out)
{
    zs_buffer_clear(out);
    bool joined = true;
    if (stored[0] != '/') {
        bool root = strcmp(place->base, "/") == 0;
        joined = zs_buffer_append_string(out, root ? "" : place->base) &&
                 zs_buffer_append_byte(out, '/');
    }
    return joined && zs_buffer_append_string(out, stored) && zs_buffer_terminate(out);
}

/* Joins a folder and a name; NULL if out of memory. */
static char *join(const char *folder, const char *name)
{
    zs_buffer path = ZS_BUFFER_INIT;
    bool root = strcmp(folder, "/") == 0;
    if (zs_buffer_append_string(&path, root ? "" : folder) &&
        zs_buffer_append_byte(&path, '/') && zs_buffer_append_string(&path, name) &&
        zs_buffer_terminate(&path)) {
        return path.data;
    }
    zs_buffer_release(&path);
    return NULL;
}

/* The real path of the folder that `path` (which this function writes to) lies in, however
 * much of it exists, joined with the rest. */
static char *resolve_through_parent(char *path)
{
    char *slash = strrchr(path, '/');
    if (!slash) {
        char *folder = realpath(".", NULL);
        char *joined = folder ? join(folder, path) : NULL;
        free(folder);
        return joined;
    }
    const char *name = slash + 1;
    if (slash == path) {
        return join("/", name);
    }
    *slash = '\0';
    char *folder = realpath(path, NULL);
    if (!folder && (errno == ENOENT || errno == ENOTDIR)) {
        folder = resolve_through_parent(path);
    }
    char *joined = folder ? join(folder, name) : NULL;
    int number = errno;
    free(folder);
    errno = number;
    return joined;
}

zs_status zs_resolve(const char *given, char **out, struct stat *status, zs_error *error)
{
    memset(status, 0, sizeof *status);
    if (stat(given, status) != 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP) {
        return zs_fail_errno(error, errno, "it cannot be read");
    }
    char *absolute;
    if (S_ISDIR(status->st_mode)) {
        absolute = realpath(given, NULL);
    } else {
        char *path = strdup(given);
        size_t length = path ? strlen(path) : 0;
        while (length > 1 && path[length - 1] == '/') {
            path[--length] = '\0';
        }
        errno = ENOMEM;
        absolute = path ? resolve_through_parent(path) : NULL;
        free(path);
    }
    if (!absolute) {
        return zs_fail_errno(error, errno, "it cannot be read");
    }
    *out = absolute;
    return ZS_OK;
}
