/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Segmentation: folded text into words, by ICU's word break iterator (UAX #29, with its
 * dictionary for Chinese).
 */
#ifndef ZS_TEXT_SEGMENT_H
#define ZS_TEXT_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"

/* A word: units `start` to `end` of the folded text, all Han or none. */
typedef struct zs_word {
    uint32_t start, end;
    bool han;
} zs_word;

typedef struct zs_words {
    zs_word *items;
    size_t count;
    size_t capacity;
} zs_words;

#define ZS_WORDS_INIT ((zs_words){.count = 0})

void zs_words_release(zs_words *words);

typedef struct zs_segmenter zs_segmenter;

/* Opens an iterator; about a millisecond. ZS_ERROR_INTERNAL if ICU's data is missing. */
zs_status zs_segmenter_new(zs_segmenter **out, zs_error *error);
void zs_segmenter_free(zs_segmenter *segmenter);

/* Cuts the folded text. The words ascend; within a run of Han characters they leave no gap.
 * What holds no letter, digit or ideograph is left out. */
zs_status zs_segment(zs_segmenter *segmenter, const zs_folded *folded, zs_words *out,
                     zs_error *error);

#endif
