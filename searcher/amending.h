/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A text being amended: amend.c has its characters, amend_candidates.c thinks of what may have
 * been meant by them, amend_score.c says how likely that is.
 */
#ifndef ZS_SEARCHER_AMENDING_H
#define ZS_SEARCHER_AMENDING_H

#include "searcher/amend.h"

/* Of what is likely by its pairs, so many are looked at more closely. */
enum { ZS_AMEND_CLOSER = 5 };

/* Other characters in place of some. */
typedef struct zs_candidate {
    size_t at, removed; /* items */
    UChar32 put[2];
    size_t put_count;
    double cost; /* of thinking so */
    double gain; /* the logarithm of how much more likely its pairs are, without the cost */
    double score;
} zs_candidate;

typedef struct zs_amending {
    zs_amender *amender;
    zs_reader *reader;
    zs_analyser *analyser;
    zs_error *error;
    uint32_t frequencies[ZS_AMEND_LENGTH + 1]; /* of the pair that each item begins */
    zs_candidate best[ZS_AMEND_CLOSER];        /* the greatest gain less cost first */
    size_t best_count;
    double typed; /* the likelihood of the pairs at `typed_at` as they are */
    size_t typed_at;
} zs_amending;

/* ---- amend.c ---- */

/* Whether an ideograph stands at a place; whether one there has none before it. */
static inline bool zs_amend_is_han(const zs_amender *amender, size_t i)
{
    return i < amender->count && amender->items[i].han;
}

static inline bool zs_amend_begins(const zs_amender *amender, size_t i)
{
    return i == 0 || !zs_amend_is_han(amender, i - 1);
}

/* The characters from `begin` to `end`, with those of a candidate (NULL: as they are). Returns
 * how many they are. */
size_t zs_amend_spell(const zs_amender *amender, const zs_candidate *candidate, size_t begin,
                      size_t end, UChar32 *out);

/* The run of ideographs around what a candidate removes, up to `most` on either side. */
zs_span zs_amend_around(const zs_amender *amender, const zs_candidate *candidate, size_t most);

/* ---- amend_word.c ---- */

/* Finds the word of another script that may have been meant by a term: amendment->put. To
 * *looked_at is added how many terms were compared; when they are too many, no more are. */
zs_status zs_amend_word(zs_reader *reader, const char *term, size_t length, size_t *looked_at,
                        zs_amendment *amendment, bool *found, zs_error *error);

/* ---- amend_candidates.c ---- */

/* Considers what is taken for what stands there: characters that are alike. */
zs_status zs_amend_consider_alikes(zs_amending *amending);

/* And what else happens where people type: any other character, two that have changed places,
 * one too many or too few. */
zs_status zs_amend_consider_slips(zs_amending *amending);

/* ---- amend_score.c ---- */

/* Keeps a candidate if it is one of the best by its pairs. */
zs_status zs_amend_consider(zs_amending *amending, zs_candidate candidate);

/* The best candidate, if it is good enough; else NULL. */
zs_status zs_amend_choose(zs_amending *amending, const zs_candidate **out);

#endif
