/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A whole glass database, built from articles that come one after another, without Xapian: its
 * own writer takes several times what it costs to analyse them. Nobody can open it until it is
 * finished.
 *
 * What an article says is written at once; its terms wait in a file, since some of them are
 * known only later; and its postings are gathered in memory and in files (inversion.h).
 */
#ifndef ZS_STORE_BULK_H
#define ZS_STORE_BULK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "store/glass_termlist.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_bulk zs_bulk;

/* Begins in `folder`, which is made and must not be there, with blocks of a size that
 * glass_table.h names. Of `memory` bytes nearly all are for postings; what is kept of each
 * article besides is about 30 bytes and its values. Errors: IO, FULL, MEMORY, and what the
 * system says. */
zs_status zs_bulk_new(const char *folder, size_t memory, size_t block_size, zs_bulk **out,
                      zs_error *error);

/* What was written stays, for the caller to remove. */
void zs_bulk_free(zs_bulk *bulk);

typedef struct zs_bulk_value {
    uint32_t slot;
    const char *bytes;
    size_t length; /* not 0 */
} zs_bulk_value;

typedef struct zs_bulk_article {
    uint32_t docid;   /* greater than those before it */
    const char *list; /* of its terms, as glass_termlist.h has it */
    size_t list_size;
    const zs_bulk_value *values; /* slots rise */
    size_t value_count;
    const char *data;
    size_t data_length;
} zs_bulk_article;

/* Writes an article. INTERNAL if it is not as it should be, of which what is wrong with its
 * terms may be said only later, FULL if it does not fit into a database, and those of
 * zs_bulk_new. After an error nothing can be done with it any more. */
zs_status zs_bulk_put(zs_bulk *bulk, const zs_bulk_article *article, zs_error *error);

/* Adds a term, with a count of 0, and a value to an article that was put; once to one article
 * at the most, and of the term by rising docids. No article is put with a value in this slot.
 */
zs_status zs_bulk_amend(zs_bulk *bulk, uint32_t docid, const char *term, size_t length,
                        const zs_bulk_value *value, zs_error *error);

/* The list of terms that an article was put with (glass_termlist.h), or its data, into `out`,
 * or its length. NOT_FOUND if there is no such article. */
zs_status zs_bulk_terms(zs_bulk *bulk, uint32_t docid, zs_buffer *out, zs_error *error);
zs_status zs_bulk_length(const zs_bulk *bulk, uint32_t docid, uint32_t *length,
                         zs_error *error);
zs_status zs_bulk_data(zs_bulk *bulk, uint32_t docid, zs_buffer *out, zs_error *error);

/* Gives the next key of metadata and its value, in order; false if there is none. */
typedef struct zs_bulk_pair {
    const char *key, *value;
    size_t key_length, value_length;
} zs_bulk_pair;
typedef bool (*zs_bulk_next)(void *context, zs_bulk_pair *out);

/* What is in a database that was finished. */
typedef struct zs_bulk_summary {
    uint32_t articles, last_docid;
    uint64_t terms, postings, total_length;
} zs_bulk_summary;

/* Writes the rest, all of it to the disk, and lets it be opened. */
zs_status zs_bulk_finish(zs_bulk *bulk, zs_bulk_next next, void *context,
                         zs_bulk_summary *summary, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
