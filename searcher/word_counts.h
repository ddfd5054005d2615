/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of some texts, counted: what keywords and likeness are made of. Words that always
 * stand side by side are joined, so that a name or a compound that the dictionary does not know
 * is one: 先进|制造业, 陈|明远.
 */
#ifndef ZS_SEARCHER_WORD_COUNTS_H
#define ZS_SEARCHER_WORD_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "text/analyser.h"

#define ZS_NO_WORD UINT32_MAX

typedef struct zs_counted_word {
    size_t start; /* its folded text: units of `units` */
    uint32_t length;
    size_t source; /* as it stands where it was first met: bytes of `sources` */
    uint32_t source_length;
    bool han;
    bool single;         /* one Han character: counts only as part of what is joined */
    uint32_t count;      /* what its occurrences count together */
    uint32_t times;      /* how often it occurs */
    uint32_t texts;      /* in how many of the texts */
    uint32_t last;       /* the number of the last of them */
    uint32_t next, prev; /* what always stands behind it, and before; ZS_NO_WORD: nothing */
    uint32_t together;   /* how often that does */
    uint32_t joined;     /* what these occurrences count */
    bool reached;        /* while they are joined */
} zs_counted_word;

/* Grows with what it is given and is used again. */
typedef struct zs_word_counts {
    UChar *units;
    size_t unit_count, unit_capacity;
    zs_buffer sources;
    zs_counted_word *words; /* in order of first occurrence */
    size_t count, capacity;
    uint32_t *slots; /* number of a word + 1, 0 if free */
    size_t slot_count;
    struct zs_word_pair *pairs; /* of words side by side; a table like that of the slots */
    size_t pair_count, pair_slots;
    uint32_t texts;
} zs_word_counts;

#define ZS_WORD_COUNTS_INIT ((zs_word_counts){.count = 0})

void zs_word_counts_release(zs_word_counts *counts);

/* Forgets all and keeps the memory. */
void zs_word_counts_clear(zs_word_counts *counts);

/* Begins another text. */
void zs_word_counts_begin(zs_word_counts *counts);

/* Counts the words of a part of it, each occurrence `by`. Words that say nothing by themselves
 * are left out: function words, numbers (第三条, 2023), single letters. */
zs_status zs_word_counts_add(zs_word_counts *counts, zs_analyser *analyser, const char *text,
                             size_t length, uint32_t by, zs_error *error);

/* Joins words that always stand together, when all has been counted. */
void zs_word_counts_join(zs_word_counts *counts);

#endif
