/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What goes into the table of postings, in the order of its keys: metadata, values, the lengths
 * of the articles, and the posting lists of the terms.
 */
#ifndef ZS_STORE_GLASS_POSTINGS_H
#define ZS_STORE_GLASS_POSTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "store/glass_table.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The longest key of metadata. */
enum { ZS_GLASS_METADATA_KEY_MOST = 253 };

/* Keys in order of their bytes; none is empty, and neither is a value. */
zs_status zs_glass_add_metadata(zs_glass_table *table, const char *key, size_t key_length,
                                const char *value, size_t value_length, zs_error *error);

/* ---- Values ---- */

/* The values of a slot, put by rising docids. What takes part of the space of memory is kept as
 * it will stand in the table. */
typedef struct zs_glass_values {
    uint32_t slot;
    uint32_t count, last; /* docid */
    zs_buffer chunks;     /* each: first docid in four bytes, length in four, and the bytes */
    size_t chunk;         /* where the last of them begins */
    zs_buffer least, greatest;
} zs_glass_values;

void zs_glass_values_release(zs_glass_values *values);

/* Values are not empty. The only error is MEMORY. */
zs_status zs_glass_values_put(zs_glass_values *values, uint32_t docid, const char *value,
                              size_t length, zs_error *error);

/* Adds what there is to say of all slots, then the values of all: `values` are sorted for it.
 */
zs_status zs_glass_add_values(zs_glass_table *table, zs_glass_values *values, size_t count,
                              zs_error *error);

/* ---- Posting lists ---- */

/* A chunk of a list is full when it has so many bytes. */
enum { ZS_GLASS_CHUNK = 2000 };

/* A list as it comes: chunks are closed and added one after another. Set up once, used for one
 * list after another. */
typedef struct zs_glass_list {
    zs_glass_table *table;
    zs_buffer key, chunk_key, tag;
    uint8_t body[ZS_GLASS_CHUNK + 16]; /* of the chunk at hand */
    size_t body_length;
    uint32_t first, last; /* docids of the chunk; last is 0 before its first posting */
    uint32_t articles;
    uint64_t occurrences;
    bool begun, of_term; /* a chunk has been added; it is the list of a term */
} zs_glass_list;

void zs_glass_list_release(zs_glass_list *list);

/* Begins the list of a term, in how many articles it stands and how often in all; these are
 * written before the first posting. */
zs_status zs_glass_list_begin(zs_glass_list *list, const char *term, size_t length,
                              uint32_t articles, uint64_t occurrences, zs_error *error);

/* Begins that of the lengths of the articles. */
zs_status zs_glass_lengths_begin(zs_glass_list *list, zs_error *error);

/* Docids rise, and are not 0. */
zs_status zs_glass_list_put(zs_glass_list *list, uint32_t docid, uint32_t count,
                            zs_error *error);

/* Adds the last chunk, if there is any. */
zs_status zs_glass_list_end(zs_glass_list *list, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
