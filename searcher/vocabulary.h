/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the words of a query count as, besides what they are: what else they may be written as.
 * Regional words come from OpenCC's tables (regional_words.h), others from files
 * (vocabulary_file.c). All of it is looked up in folded text, and only when a query is asked:
 * no index need be made anew.
 */
#ifndef ZS_SEARCHER_VOCABULARY_H
#define ZS_SEARCHER_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"
#include "text/segment.h"
#include "zsearch.h"

/* A phrase that may stand for another: folded, and as it is shown to people. */
typedef struct zs_synonym {
    const UChar *units;
    uint32_t length;
    const char *shown;
} zs_synonym;

/* Says that `phrase` may also be written as `synonym`, which is shown as it is or as it is
 * folded. Both are UTF-8 of a length. What folds to nothing or to the same is passed over.
 * Errors: MEMORY. */
zs_status zs_vocabulary_add_synonym(zs_vocabulary *vocabulary, const char *phrase,
                                    size_t phrase_length, const char *synonym,
                                    size_t synonym_length, bool shown_folded, zs_error *error);

/* How far a vocabulary is filled; undo brings it back to where it was. */
typedef struct zs_vocabulary_mark {
    size_t entries, units, shown;
} zs_vocabulary_mark;
zs_vocabulary_mark zs_vocabulary_begin(const zs_vocabulary *vocabulary);
void zs_vocabulary_undo(zs_vocabulary *vocabulary, zs_vocabulary_mark mark);

/* Adds what a file of this path and content says (vocabulary_file.c); as
 * zs_vocabulary_load_synonyms. */
zs_status zs_vocabulary_read_synonyms(zs_vocabulary *vocabulary, const char *path,
                                      const char *text, size_t length, zs_error *error);

/* To be called when all has been added, before anything is looked up. */
void zs_vocabulary_end(zs_vocabulary *vocabulary);

/* The synonyms of a folded phrase: how many, and the number of the first. */
size_t zs_vocabulary_find(const zs_vocabulary *vocabulary, const UChar *units, size_t length,
                          size_t *first);
zs_synonym zs_vocabulary_synonym(const zs_vocabulary *vocabulary, size_t number);

/* How many words from number `first` on are the longest phrase that has synonyms; 0 if there is
 * none. `vocabulary` may be NULL: there is none. */
size_t zs_vocabulary_phrase(const zs_vocabulary *vocabulary, const zs_folded *folded,
                            const zs_words *words, size_t first);

#endif
