/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/proximity.h"

/* A word that ICU cut nowhere else is in no article as a term, though its characters may be:
 * then its rarest pair stands for it. */
static double word_value(const zs_query_terms *query, const zs_query_term *word, double unknown)
{
    double value = word->idf;
    if (word->kind == ZS_TOKEN_HAN_LONG && value >= unknown) {
        value = 0;
        for (size_t i = 0; i < query->count; i++) {
            const zs_query_term *pair = &query->items[i];
            if (pair->kind != ZS_TOKEN_HAN_LONG && pair->start >= word->start &&
                pair->start + pair->length <= word->start + word->length && pair->idf > value) {
                value = pair->idf;
            }
        }
    }
    return word->kind == ZS_TOKEN_HAN_SINGLE ? value / 2 : value;
}

void zs_proximity_prepare(zs_proximity *proximity, const zs_query_terms *query, double unknown)
{
    zs_proximity_word *words = proximity->words;
    proximity->count = 0;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[i];
        if (!term->content) {
            continue;
        }
        zs_proximity_word word = {.term = (uint32_t)i,
                                  .value = word_value(query, term, unknown)};
        if (proximity->count == ZS_PROXIMITY_WORDS) {
            if (words[ZS_PROXIMITY_WORDS - 1].value >= word.value) {
                continue;
            }
            proximity->count--;
        }
        uint32_t at = proximity->count++;
        for (; at > 0 && words[at - 1].value < word.value; at--) {
            words[at] = words[at - 1];
        }
        words[at] = word;
    }
}

uint32_t zs_proximity_number(const zs_proximity *proximity, uint32_t term)
{
    for (uint32_t i = 0; i < proximity->count; i++) {
        if (proximity->words[i].term == term) {
            return i;
        }
    }
    return ZS_PROXIMITY_WORDS;
}

void zs_proximity_begin(zs_proximity *proximity)
{
    proximity->recent_count = 0;
    for (uint32_t i = 0; i < proximity->count; i++) {
        proximity->words[i].seen = false;
        for (uint32_t j = i + 1; j < proximity->count; j++) {
            proximity->distance[i][j] = UINT32_MAX;
        }
    }
}

void zs_proximity_note(zs_proximity *proximity, uint32_t number, uint32_t start, uint32_t end)
{
    uint32_t *recent = proximity->recent;
    uint32_t last = number, at = 0; /* what goes to place `at`, since all before it move on */
    for (; at < proximity->recent_count && recent[at] != number; at++) {
        uint32_t other = recent[at], last_end = proximity->words[other].last_end;
        uint32_t gap = start > last_end ? start - last_end : 0;
        uint32_t *least = other < number ? &proximity->distance[other][number]
                                         : &proximity->distance[number][other];
        *least = gap < *least ? gap : *least;
        recent[at] = last;
        last = other;
    }
    /* The others were as near, or nearer, where this word stood before. */
    proximity->recent_count += at == proximity->recent_count;
    recent[at] = last;
    proximity->words[number].seen = true;
    proximity->words[number].last_end = end;
}

double zs_proximity_share(const zs_proximity *proximity, double half)
{
    const zs_proximity_word *words = proximity->words;
    if (proximity->count == 1) {
        return words[0].seen ? 1 : 0;
    }
    double sum = 0;
    double most = 0;
    for (uint32_t i = 0; i < proximity->count; i++) {
        for (uint32_t j = i + 1; j < proximity->count; j++) {
            double value = words[j].value; /* the lesser: words are in order of value */
            most += value;
            if (words[i].seen && words[j].seen) {
                sum += value / (1 + proximity->distance[i][j] / half);
            }
        }
    }
    return most > 0 ? sum / most : 0;
}
