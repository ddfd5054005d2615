/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The characters of a query's content words, each by itself: a text that has a word in parts,
 * in another order or shortened (雕刻家 and 雕刻, 北京大学 and 北大) has them too. Words of
 * other scripts are not taken apart.
 */
#ifndef ZS_SEARCHER_CHARACTERS_H
#define ZS_SEARCHER_CHARACTERS_H

#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "text/fold.h"

typedef struct zs_characters zs_characters;

zs_status zs_characters_new(zs_characters **out, zs_error *error);
void zs_characters_free(zs_characters *characters);

/* Sets what is sought. A character counts, of each term that covers it, the term's weight
 * divided by its length. */
zs_status zs_characters_prepare(zs_characters *characters, const zs_query_terms *query,
                                zs_error *error);

/* How many there are, what each counts, and all together. */
size_t zs_characters_count(const zs_characters *characters);
const double *zs_characters_weights(const zs_characters *characters);
double zs_characters_total(const zs_characters *characters);

/* The units that they are, but for words of other scripts. */
const zs_unit_set *zs_characters_units(const zs_characters *characters);

/* Adds those that stand at some places, which may be others, too, and words of other scripts
 * that begin before these end: `hits` are those of the query's terms in the same text, as far
 * as that, of which *next is the first that has not been looked at. All are in order; `term` of
 * an occurrence is a character's number. */
zs_status zs_characters_try(const zs_characters *characters, const zs_folded *folded,
                            const zs_unit_places *places, const zs_occurrences *hits,
                            size_t *next, zs_occurrences *out, zs_error *error);

#endif
