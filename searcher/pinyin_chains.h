/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Chains of pairs that stand in the index and read as is spelt: what pinyin.c makes words of.
 */
#ifndef ZS_SEARCHER_PINYIN_CHAINS_H
#define ZS_SEARCHER_PINYIN_CHAINS_H

#include "searcher/pinyin.h"

/* Of the chains that end at a place, so many of either kind are gone on with. */
enum { ZS_CHAINS_MOST = 64 };

/* How much less likely something is meant for each character in it that ICU takes for a word by
 * itself, as a logarithm to base 2: 息安 is only what 信息安全 has in its middle. */
#define ZS_CHAIN_SINGLE (-3.0)

/* A word in the making: its last character, and the chain before that. */
struct zs_chain {
    UChar32 last;
    const struct zs_chain
        *before; /* ends where the last syllable begins; NULL: there is `first` */
    UChar32 first;
    float readings; /* logarithm of how likely they are */
    float score;    /* the same of all of it */
    unsigned length;
};

/* Chains that end at one place, the best first: those whose last two characters are taken for a
 * word, and those whose last character may begin one, or be one by itself. */
enum { ZS_CHAIN_CLOSED, ZS_CHAIN_OPEN, ZS_CHAIN_STATES };
struct zs_beam {
    struct zs_chain chains[ZS_CHAIN_STATES][ZS_CHAINS_MOST];
    size_t count[ZS_CHAIN_STATES];
};

/* A pair that stands somewhere. */
struct zs_chain_pair {
    UChar32 first, second;
    float frequency; /* logarithm of how many articles have it */
    bool word;       /* ICU takes it for one */
};

struct zs_pinyin {
    struct zs_character_list {
        uint32_t *items;
        size_t count, capacity;
    } firsts, seconds;           /* of pairs that are looked for */
    struct zs_chain_pair *pairs; /* that were found */
    size_t pair_count, pair_capacity;
    zs_buffer text;  /* of these */
    float character; /* what a chain loses for each, so that longer ones are not likelier for it
                      */
    struct zs_beam beams[ZS_SPELLING_PLACES + 1];
};

/* Finds the chains of a spelling: those that end at its last place are words of it. */
zs_status zs_find_chains(zs_searcher *searcher, const zs_spelling *spelling, zs_error *error);

#endif
