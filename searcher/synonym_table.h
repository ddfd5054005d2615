/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Phrases, and what else each may be written as: a table that is looked up in, and a list that
 * is filled and becomes one. The table of regional words is made while zsearch is built.
 */
#ifndef ZS_SEARCHER_SYNONYM_TABLE_H
#define ZS_SEARCHER_SYNONYM_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "text/fold.h"
#include "zsearch.h"

/* A synonym of a phrase: where both begin in the table's units, and in what is shown. */
typedef struct zs_synonym_entry {
    uint32_t phrase, synonym, shown;
    uint32_t phrase_length, synonym_length;
} zs_synonym_entry;

typedef struct zs_synonym_table {
    const UChar *units;              /* folded */
    const zs_synonym_entry *entries; /* by phrase, then as they were added */
    const char *shown; /* synonyms for people, NUL-terminated, one behind another */
    size_t count;
    uint32_t longest; /* phrase, in units */
} zs_synonym_table;

/* The entries of a phrase: how many, and the first of them. */
size_t zs_synonym_table_find(const zs_synonym_table *table, const UChar *units, size_t length,
                             const zs_synonym_entry **first);

/* What a table is made of. All 0 is an empty one. */
typedef struct zs_synonym_list {
    UChar *units;
    zs_synonym_entry *entries;
    zs_buffer shown;
    size_t unit_count, unit_capacity;
    size_t count, capacity;
    uint32_t longest;
    zs_folded folded; /* scratch */
} zs_synonym_list;

void zs_synonym_list_release(zs_synonym_list *list);

/* Says that `phrase` may also be written as `synonym`, which is shown as it is or as it is
 * folded. Both are UTF-8 of a length. What folds to nothing or to the same is passed over.
 * Errors: MEMORY. */
zs_status zs_synonym_list_add(zs_synonym_list *list, const char *phrase, size_t phrase_length,
                              const char *synonym, size_t synonym_length, bool shown_folded,
                              zs_error *error);

/* Puts the list in order and leaves out what is there twice, or in another table, which may be
 * NULL. */
void zs_synonym_list_end(zs_synonym_list *list, const zs_synonym_table *other);

/* It points into the list, which must have been put in order since the last was added. */
zs_synonym_table zs_synonym_list_table(const zs_synonym_list *list);

#endif
