/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lists of terms of a database that is being built: they wait in a file, each with the
 * slots that its article has values in, until the table of them can be written.
 */
#ifndef ZS_STORE_BULK_TERMS_H
#define ZS_STORE_BULK_TERMS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "store/bulk.h"

/* A term and a value that an article has got since. */
typedef struct zs_amendment {
    uint32_t docid, slot;
    uint32_t term_length;
    size_t value_length;
    char *term; /* the value stands behind it */
} zs_amendment;

typedef struct zs_bulk_terms_file {
    int file;
    zs_buffer pending;
    uint64_t written; /* bytes before these */
} zs_bulk_terms_file;

/* Adds an article's list of terms, at *offset, and the slots of its values. */
zs_status zs_bulk_terms_add(zs_bulk_terms_file *file, const char *list, size_t size,
                            const zs_bulk_value *values, size_t value_count, uint64_t *offset,
                            zs_error *error);

/* Where the next article's will be. */
uint64_t zs_bulk_terms_end(const zs_bulk_terms_file *file);

/* The list of terms at an offset, into `out`; `size` is how far the next article's is. */
zs_status zs_bulk_terms_read(zs_bulk_terms_file *file, uint64_t offset, size_t size,
                             zs_buffer *out, zs_error *error);

/* Writes the table into the folder and appends what the version file says of it: `docids` has
 * those of all articles in the order in which they were added, `amendments` are in order. */
zs_status zs_bulk_terms_write(zs_bulk_terms_file *file, const char *folder, size_t block_size,
                              const uint32_t *docids, size_t count,
                              const zs_amendment *amendments, size_t amendment_count,
                              zs_buffer *root, zs_error *error);

#endif
