/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The file that makes tables a glass database: where their roots are, and what is known of all
 * of its articles.
 */
#ifndef ZS_STORE_GLASS_VERSION_H
#define ZS_STORE_GLASS_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ZS_GLASS_VERSION_FILE "iamglass"

/* The tables in the order in which that file names them. */
typedef enum zs_glass_table_number {
    ZS_GLASS_POSTLIST,
    ZS_GLASS_DOCDATA,
    ZS_GLASS_TERMLIST,
    ZS_GLASS_POSITION,
    ZS_GLASS_SPELLING,
    ZS_GLASS_SYNONYM,
    ZS_GLASS_TABLES
} zs_glass_table_number;

/* The name of a table's file, and from how many bytes on its tags may be compressed. */
const char *zs_glass_table_file(zs_glass_table_number number);
size_t zs_glass_compress_least(zs_glass_table_number number);

/* The lengths of articles are sums of the counts (wdf) of their terms. */
typedef struct zs_glass_totals {
    uint32_t articles, last_docid;
    uint32_t least_length; /* of those that have a length; 0: there are none */
    uint32_t greatest_length;
    uint32_t greatest_count; /* of a term in an article */
    uint64_t total_length;
} zs_glass_totals;

/* Whether the content of such a file is of the format that is written here. What varies follows
 * behind its first bytes. */
enum { ZS_GLASS_VERSION_HEAD = 32 };
bool zs_glass_version_is_known(const char *content, size_t length);

/* Makes it in a folder whose tables are on the disk; `roots` is what these said when they were
 * finished, one behind another. Errors: IO, FULL, MEMORY, and what the system says. */
zs_status zs_glass_version_write(const char *folder, const zs_glass_totals *totals,
                                 const zs_buffer *roots, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
