/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the articles of an index put characters side by side: the index has every pair of
 * ideographs as a term, and how many articles have it. So it is a model of what is likely to be
 * written, and costs nothing more to keep.
 */
#ifndef ZS_SEARCHER_PAIRS_H
#define ZS_SEARCHER_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

#include "store/reader.h"

/* The ideographs that the model knows of: those of U+4E00 to U+9FFF. Nobody mistypes others. */
enum { ZS_PAIRS_FIRST = 0x4E00, ZS_PAIRS_END = 0xA000 };

typedef struct zs_pairs {
    uint32_t *beginning; /* of each ideograph, 1 more than that; 0: not looked up yet */
    uint64_t generation; /* of the index that these are of */
} zs_pairs;

void zs_pairs_release(zs_pairs *pairs);

/* To be called before a query: the index may be another one. */
zs_status zs_pairs_begin(zs_pairs *pairs, zs_reader *reader, zs_error *error);

/* How many articles have a pair. */
zs_status zs_pairs_frequency(zs_reader *reader, UChar32 first, UChar32 second, uint32_t *out,
                             zs_error *error);

/* The logarithm of how likely it is that `count` characters stand one behind another, given the
 * first of them; with `begins`, that they do at all. */
zs_status zs_pairs_likelihood(zs_pairs *pairs, zs_reader *reader, const UChar32 *characters,
                              size_t count, bool begins, double *out, zs_error *error);

/* Whether any article has all pairs of a run of characters. */
zs_status zs_pairs_stand(zs_reader *reader, const UChar32 *characters, size_t count, bool *out,
                         zs_error *error);

#endif
