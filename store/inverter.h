/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An inversion (inversion.h) in a thread of its own, since nobody waits for what comes of it:
 * lists of terms are handed over in batches.
 */
#ifndef ZS_STORE_INVERTER_H
#define ZS_STORE_INVERTER_H

#include <stddef.h>
#include <stdint.h>

#include "store/glass_table.h"
#include "zsearch.h"

typedef struct zs_inverter zs_inverter;

/* As zs_inversion_new. If there is no thread to be had, it does without. */
zs_status zs_inverter_new(const char *folder, size_t memory, zs_inverter **out,
                          zs_error *error);
void zs_inverter_free(zs_inverter *inverter);

/* As zs_inversion_add, of a list of terms as glass_termlist.h has it. What went wrong with an
 * article before may be said only now. */
zs_status zs_inverter_add(zs_inverter *inverter, uint32_t docid, const char *list, size_t size,
                          zs_error *error);

/* As zs_inversion_write, when all that was added is done. */
zs_status zs_inverter_write(zs_inverter *inverter, zs_glass_table *table, uint64_t *terms,
                            uint64_t *postings, zs_error *error);

/* The greatest count of a term in an article, once they are written. */
uint32_t zs_inverter_greatest_count(const zs_inverter *inverter);

#endif
