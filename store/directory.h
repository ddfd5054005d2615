/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The folder of an index, `.zsearch`:
 *
 *     XAPIANDB    names the database in use: a stub, as Xapian's own tools read it
 *     glass.N/    the database; another N appears while it is rebuilt or compacted
 *     lock        held by the one process that writes
 *
 * A new database takes the place of the old by one rename of the stub. Readers that have the
 * old one open go on with it, also after its files are unlinked.
 */
#ifndef ZS_STORE_DIRECTORY_H
#define ZS_STORE_DIRECTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The number N of the database in use; 0 if there is none. NOT_FOUND if there is no such
 * folder, CORRUPT if the stub says something else. */
zs_status zs_directory_current(const char *directory, uint32_t *number, zs_error *error);

/* Makes the folder if need be and takes the lock; *lock is a file descriptor to close. */
zs_status zs_directory_lock(const char *directory, int *lock, zs_error *error);

/* The path of database `number`, to be freed by the caller; NULL if out of memory. */
char *zs_directory_database(const char *directory, uint32_t number);

/* Puts database `number` in use: all its files are on the disk before the stub names it. */
zs_status zs_directory_switch(const char *directory, uint32_t number, zs_error *error);

/* Removes all databases but that in use: what an interrupted run left behind, or the one
 * that was replaced. What cannot be removed stays, and is tried again the next time. */
void zs_directory_clean(const char *directory, uint32_t in_use);

/* The size of the files of database `number` in bytes. */
zs_status zs_directory_size(const char *directory, uint32_t number, uint64_t *bytes,
                            zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
