/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From the terms of each article to the articles of each term, in bounded memory: posting lists
 * grow in memory until that is full, then they are written to a file in the order of their
 * terms, a run; in the end the runs are merged (sort-based inversion, as in Witten, Moffat and
 * Bell, Managing Gigabytes, 1999, chapter 5).
 */
#ifndef ZS_STORE_INVERSION_H
#define ZS_STORE_INVERSION_H

#include <stddef.h>
#include <stdint.h>

#include "store/glass_table.h"
#include "store/glass_termlist.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_inversion zs_inversion;

/* Runs are written into `folder`, which is copied; their files have no names there. About
 * `memory` bytes are used. Errors: MEMORY. */
zs_status zs_inversion_new(const char *folder, size_t memory, zs_inversion **out,
                           zs_error *error);
void zs_inversion_free(zs_inversion *inversion);

/* Takes the terms of an article, which are distinct; its docid is greater than all before it. A
 * count may be added of an article before it, if it does not have the term yet and is not
 * behind one that does. Errors: IO, FULL, MEMORY, and what the system says. */
zs_status zs_inversion_add(zs_inversion *inversion, uint32_t docid, const zs_glass_term *terms,
                           size_t count, zs_error *error);

/* Adds all posting lists to a table, whose keys before them are there; *terms and *postings are
 * how many that were. It can be done once. */
zs_status zs_inversion_write(zs_inversion *inversion, zs_glass_table *table, uint64_t *terms,
                             uint64_t *postings, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
