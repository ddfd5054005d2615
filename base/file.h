/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Files that are written and read in whole pieces, whatever the system does at a time.
 */
#ifndef ZS_BASE_FILE_H
#define ZS_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes all of it where the file stands. 0, or an errno. */
int zs_write_all(int file, const void *data, size_t length);

/* Reads `length` bytes from an offset on, *count of them: fewer only where the file ends. 0, or
 * an errno. */
int zs_read_at(int file, uint64_t offset, void *out, size_t length, size_t *count);

/* A file in a folder that has no name, and goes when it is closed: open for reading and
 * writing. 0, or an errno. */
int zs_unnamed_file(const char *folder, int *file);

/* Waits until what was written to a file or folder is on the disk. */
zs_status zs_sync_path(const char *path, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
