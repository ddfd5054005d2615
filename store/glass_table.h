/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A table of a glass database, written from its first key to its last: a B-tree whose leaves
 * are filled one behind another, and whose branches follow when all leaves are there.
 */
#ifndef ZS_STORE_GLASS_TABLE_H
#define ZS_STORE_GLASS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What Xapian takes if nobody says otherwise, in bytes; a power of two from 2048 to 65536. */
enum { ZS_GLASS_BLOCK = 8192 };

typedef struct zs_glass_table zs_glass_table;

/* Begins the file `path`, which must not be there. Tags of more than `compress_least` bytes may
 * be compressed in this table (0: never), now or when Xapian changes them. Errors: IO, FULL,
 * MEMORY, and what else the system says. */
zs_status zs_glass_table_new(const char *path, size_t block_size, size_t compress_least,
                             zs_glass_table **out, zs_error *error);
void zs_glass_table_free(zs_glass_table *table);

/* Adds a key of 1 to ZS_GLASS_KEY_MOST bytes, behind all before it, and its tag, which is
 * `compressed` (raw deflate, one stream) or not. *block (may be NULL) is where it begins. */
zs_status zs_glass_table_add(zs_glass_table *table, const void *key, size_t key_length,
                             const void *tag, size_t tag_length, bool compressed,
                             uint32_t *block, zs_error *error);

/* Appends the tag of a key that was added, as it was given. */
zs_status zs_glass_table_read(zs_glass_table *table, uint32_t block, const void *key,
                              size_t key_length, zs_buffer *out, zs_error *error);

uint64_t zs_glass_table_keys(const zs_glass_table *table);

/* Writes what is left, and has the system write it to the disk. Nothing can be added then.
 * Appends what the version file has to say of the table. */
zs_status zs_glass_table_finish(zs_glass_table *table, zs_buffer *root, zs_error *error);

/* Appends the same for a table that is not there. */
bool zs_glass_no_table(size_t block_size, size_t compress_least, zs_buffer *root);

#ifdef __cplusplus
}
#endif

#endif
