/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Proximity: how near each other the words of a query stand in an article.
 */
#ifndef ZS_SEARCHER_PROXIMITY_H
#define ZS_SEARCHER_PROXIMITY_H

#include <stdbool.h>
#include <stdint.h>

#include "searcher/matcher.h"
#include "searcher/query_terms.h"

/* The words whose distances are taken: the heaviest of a long query. */
enum { ZS_PROXIMITY_WORDS = 24 };

typedef struct zs_proximity_word {
    uint32_t term;
    double value; /* what its nearness to others counts */
    uint32_t last_end;
    bool seen;
} zs_proximity_word;

typedef struct zs_proximity {
    zs_proximity_word words[ZS_PROXIMITY_WORDS]; /* the greatest value first */
    uint32_t count;
    uint32_t recent[ZS_PROXIMITY_WORDS]; /* those seen, the last one first */
    uint32_t recent_count;
    uint32_t distance[ZS_PROXIMITY_WORDS][ZS_PROXIMITY_WORDS]; /* the least; [i][j], i < j */
} zs_proximity;

/* Chooses the content words of the greatest value. `unknown` is the idf of a term that no
 * article has. */
void zs_proximity_prepare(zs_proximity *proximity, const zs_query_terms *query, double unknown);

/* The number of a term among the words, from 0; ZS_PROXIMITY_WORDS if it is none. */
uint32_t zs_proximity_number(const zs_proximity *proximity, uint32_t term);

/* Begins another article. */
void zs_proximity_begin(zs_proximity *proximity);

/* Word `number` stands at `start` to `end`; to be called in order of start. */
void zs_proximity_note(zs_proximity *proximity, uint32_t number, uint32_t start, uint32_t end);

/* Over all pairs of words the lesser value, halved where `half` characters lie between them,
 * as a share of what it could be. Of one word, whether it is there. */
double zs_proximity_share(const zs_proximity *proximity, double half);

#endif
