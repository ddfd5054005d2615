/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Temporary folders and the files in them.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_FOLDER_H
#define ZS_TESTS_UNIT_SUPPORT_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes an empty folder; the path is to be given to test_folder_remove. */
char *test_folder_new(void);

/* Removes a folder with all that is in it, and frees the path. */
void test_folder_remove(char *folder);

/* "folder/name", to be freed. */
char *test_path(const char *folder, const char *name);

void test_read_file(const char *path, zs_buffer *out);
void test_write_file(const char *path, const char *data, size_t length);

/* Copies the files of one folder and its folders to another that does not exist. */
void test_copy_folder(const char *from, const char *to);

/* Whether there is something of that name. */
bool test_exists(const char *folder, const char *name);

#ifdef __cplusplus
}
#endif

#endif
