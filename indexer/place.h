/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the index lies, and what files are called in it. The stored path of a file is
 * relative to the folder that holds the index's directory if the file lies below that, so
 * that a folder can be moved together with its index; else it is absolute.
 */
#ifndef ZS_INDEXER_PLACE_H
#define ZS_INDEXER_PLACE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "zsearch.h"

typedef struct zs_place {
    char *base;   /* the folder that holds the index's directory; absolute, no links in it */
    dev_t device; /* of the index's directory, and its inode: what never is indexed */
    ino_t inode;
} zs_place;

/* `directory` is that of the index, and exists. */
zs_status zs_place_init(zs_place *place, const char *directory, zs_error *error);
void zs_place_release(zs_place *place);

/* Whether this is the index's own directory. */
bool zs_place_is_index(const zs_place *place, const struct stat *status);

/* The stored form of an absolute path: the end of it, or all. */
const char *zs_place_stored(const zs_place *place, const char *absolute);

/* The absolute form of a stored path, NUL-terminated in `out`; false if out of memory. */
bool zs_place_absolute(const zs_place *place, const char *stored, zs_buffer *out);

/* The absolute path of what a user named. Links are followed but for the last name of a path
 * to a file, so that a file is called the same whether it was named or found in its folder.
 * What does not exist keeps the names given behind the last folder that does.
 * *out is malloc'd. `status` is of the file; its st_mode is 0 if it does not exist.
 * Errors: PERMISSION, IO, MEMORY. */
zs_status zs_resolve(const char *given, char **out, struct stat *status, zs_error *error);

#endif
