/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the words of a query count as, besides what they are: what else they may be written as,
 * what counts as one word, what says nothing. Regional words come from OpenCC's table
 * (regional_words.h), others from files (vocabulary_file.c). All of it is looked up in folded
 * text, and only when a query is asked: no index need be made anew.
 */
#ifndef ZS_SEARCHER_VOCABULARY_H
#define ZS_SEARCHER_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "searcher/numerals.h"
#include "searcher/synonym_table.h"
#include "text/fold.h"
#include "text/segment.h"
#include "text/word_list.h"
#include "zsearch.h"

struct zs_vocabulary {
    const zs_synonym_table *regional; /* NULL: none */
    zs_synonym_list synonyms;         /* besides these */
    bool numerals;                    /* numbers are found however they are written */
    zs_word_list words;               /* that count as one */
    zs_word_list stopped;             /* that say nothing, besides function words */
    zs_folded folded;                 /* scratch */
};

/* The same without synonyms; it borrows all of it, and is not to be freed. */
zs_vocabulary zs_vocabulary_without_synonyms(const zs_vocabulary *vocabulary);

/* As zs_synonym_list_add. */
zs_status zs_vocabulary_add_synonym(zs_vocabulary *vocabulary, const char *phrase,
                                    size_t phrase_length, const char *synonym,
                                    size_t synonym_length, bool shown_folded, zs_error *error);

/* How far a vocabulary is filled; undo brings it back to where it was. */
typedef struct zs_vocabulary_mark {
    size_t entries, units, shown;
    size_t words, word_units, stopped, stopped_units;
} zs_vocabulary_mark;
zs_vocabulary_mark zs_vocabulary_begin(const zs_vocabulary *vocabulary);
void zs_vocabulary_undo(zs_vocabulary *vocabulary, zs_vocabulary_mark mark);

/* Adds a word to those that count as one, or that say nothing. Errors: MEMORY. */
zs_status zs_vocabulary_add_word(zs_vocabulary *vocabulary, zs_vocabulary_kind kind,
                                 const char *word, size_t length, zs_error *error);

/* Adds what a file of this path and content says (vocabulary_file.c); as zs_vocabulary_load. */
zs_status zs_vocabulary_read(zs_vocabulary *vocabulary, zs_vocabulary_kind kind,
                             const char *path, const char *text, size_t length,
                             zs_error *error);

/* To be called when all has been added, before anything is looked up. */
void zs_vocabulary_end(zs_vocabulary *vocabulary);

/* Whether a word says nothing: a function word, or one of the stop words of a vocabulary, which
 * may be NULL. */
bool zs_vocabulary_stops(const zs_vocabulary *vocabulary, const zs_folded *folded,
                         const zs_word *word);

/* What else a phrase may be written as. The units are the vocabulary's, or lie here. */
typedef struct zs_synonym {
    const UChar *units;
    size_t length;
    const char *shown; /* for people */
} zs_synonym;

enum { ZS_SYNONYMS_MOST = 64, ZS_NUMBER_UNITS = 64 };

typedef struct zs_synonyms {
    zs_synonym items[ZS_SYNONYMS_MOST];
    size_t count;
    UChar numbers[ZS_NUMERAL_FORMS][ZS_NUMBER_UNITS];
    char shown[ZS_NUMERAL_FORMS][3 * ZS_NUMBER_UNITS + 1];
} zs_synonyms;

/* How many words from number `first` on are the longest phrase that has synonyms, and which; 0
 * if there is none. `vocabulary` may be NULL: there is none. */
size_t zs_vocabulary_synonyms(const zs_vocabulary *vocabulary, const zs_folded *folded,
                              const zs_words *words, size_t first, zs_synonyms *out);

#endif
