/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/han_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

/* What ICU takes for a character that is no word of the dictionary. */
enum { COST_UNKNOWN = 255 };

void zs_han_words_release(zs_han_words *words)
{
    free(words->lengths);
    free(words->costs);
    *words = ZS_HAN_WORDS_INIT;
}

static bool reserve(zs_han_words *words, size_t length)
{
    uint32_t *lengths =
        zs_array_grow(words->lengths, &words->length_capacity, length + 1, sizeof *lengths);
    if (!lengths) {
        return false;
    }
    words->lengths = lengths;
    uint32_t *costs =
        zs_array_grow(words->costs, &words->cost_capacity, length + 1, sizeof *costs);
    if (!costs) {
        return false;
    }
    words->costs = costs;
    return true;
}

/* Of words that end at one place and cost the same, the one that was first found stays, which
 * is the longest. */
static inline void offer(zs_han_words *words, size_t start, uint32_t length, uint32_t cost)
{
    size_t end = start + length;
    uint32_t whole = words->costs[start] + cost;
    if (whole < words->costs[end]) {
        words->costs[end] = whole;
        words->lengths[end] = length;
    }
}

/* lengths[i] is the length of the word that ends at i, on the cheapest way there: leaves those
 * of the way to the end, in order. */
static void follow_back(zs_han_words *words, size_t length)
{
    size_t place = length;
    for (size_t end = length; end > 0;) {
        uint32_t last = words->lengths[end];
        words->lengths[place--] = last;
        end -= last;
    }
    words->count = length - place;
    memmove(words->lengths, words->lengths + place + 1, words->count * sizeof *words->lengths);
}

zs_status zs_cut_han(zs_dictionary *dictionary, const UChar *units, size_t length,
                     zs_han_words *out, zs_error *error)
{
    if (!reserve(out, length)) {
        return zs_fail_memory(error);
    }
    memset(out->costs, 0xFF, (length + 1) * sizeof *out->costs);
    out->costs[0] = 0;
    for (size_t at = 0; at < length; at++) {
        zs_dictionary_word found[ZS_DICTIONARY_LONGEST];
        size_t count = zs_dictionary_match(dictionary, units + at, length - at, found);
        if (count == 0 || found[0].length != 1) {
            offer(out, at, 1, COST_UNKNOWN);
        }
        for (size_t i = 0; i < count; i++) {
            offer(out, at, found[i].length, found[i].cost);
        }
    }
    follow_back(out, length);
    return ZS_OK;
}
