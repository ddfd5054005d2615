/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What may have been meant by a text: the same with one thing mistyped put right, if the
 * articles of the index make that much more likely (docs/corrections.md has the measurements).
 */
#ifndef ZS_SEARCHER_AMEND_H
#define ZS_SEARCHER_AMEND_H

#include <stdbool.h>

#include "searcher/alike.h"
#include "searcher/pairs.h"
#include "text/analyser.h"

/* Longer texts are articles: nobody asks what was meant by one. And no text is mistyped in more
 * places than this. */
enum { ZS_AMEND_LENGTH = 120, ZS_AMEND_PLACES = 3 };

/* A character of a text, folded. */
typedef struct zs_amend_item {
    UChar32 character;
    zs_span span;       /* in the text as typed */
    bool han;           /* an ideograph */
    bool amended;       /* not as typed */
    bool function_word; /* of one, */
    bool asks;          /* of one that asks: no article need have it so */
    bool inside;        /* of a word of several characters, */
    uint32_t word;      /* which so many articles have, */
    bool begins_word;   /* and of which it is the first */
} zs_amend_item;

/* What stands for a span of the text as typed, folded. */
typedef struct zs_amendment {
    zs_span span; /* empty where something is put between */
    char put[64]; /* `length` bytes; none if something is left out */
    size_t length;
} zs_amendment;

/* A character that stands behind another, and in how many articles. */
typedef struct zs_other {
    UChar32 character;
    uint32_t frequency;
} zs_other;

typedef struct zs_amender {
    bool part; /* the text is a part of a long query: only what is alike is thought of */
    zs_pairs pairs;
    zs_alikes *alikes; /* NULL until they are needed */
    zs_buffer text;
    uint32_t *frequencies; /* of alikes: on their left, then on their right */
    size_t frequency_capacity;
    zs_other *others; /* that stand behind a character in the index */
    size_t other_count, other_capacity;
    zs_amend_item items[ZS_AMEND_LENGTH + 1];
    size_t count;
    zs_amendment amendments[ZS_AMEND_PLACES];
    size_t amendment_count;
} zs_amender;

void zs_amender_release(zs_amender *amender);

/* Finds what is to be amended in a text: amender->amendments, in the order of the text. */
zs_status zs_amend(zs_amender *amender, zs_reader *reader, zs_analyser *analyser,
                   const char *text, size_t length, zs_error *error);

#endif
