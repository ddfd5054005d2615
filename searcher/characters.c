/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/characters.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { UNITS = 1 << 16 };

/* Numbers count from 1; 0 is what is not sought. Of units that are not in the set the number is
 * anything. */
struct zs_characters {
    zs_unit_set units;
    uint16_t of_unit[UNITS];
    uint16_t *of_term; /* a word of another script is one character */
    bool has_words;    /* such words */
    double *weights;
    double *shares; /* what a unit of the query counts where it stands */
    size_t term_capacity, weight_capacity, share_capacity;
    size_t count;
    double total;
};

zs_status zs_characters_new(zs_characters **out, zs_error *error)
{
    zs_characters *characters = calloc(1, sizeof *characters);
    if (!characters) {
        return zs_fail_memory(error);
    }
    *out = characters;
    return ZS_OK;
}

void zs_characters_free(zs_characters *characters)
{
    if (characters) {
        free(characters->of_term);
        free(characters->weights);
        free(characters->shares);
        free(characters);
    }
}

static zs_status reserve(zs_characters *characters, const zs_query_terms *query,
                         zs_error *error)
{
    uint16_t *of_term = zs_array_grow(characters->of_term, &characters->term_capacity,
                                      query->count + 1, sizeof *of_term);
    if (of_term) {
        characters->of_term = of_term;
    }
    double *shares = zs_array_grow(characters->shares, &characters->share_capacity,
                                   query->unit_count + 1, sizeof *shares);
    if (shares) {
        characters->shares = shares;
    }
    double *weights = zs_array_grow(characters->weights, &characters->weight_capacity,
                                    query->unit_count + 1, sizeof *weights);
    if (weights) {
        characters->weights = weights;
    }
    return of_term && shares && weights ? ZS_OK : zs_fail_memory(error);
}

static void share_out(zs_characters *characters, const zs_query_terms *query)
{
    memset(characters->shares, 0, query->unit_count * sizeof *characters->shares);
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[i];
        for (uint32_t at = term->start; at < term->start + term->length; at++) {
            characters->shares[at] += zs_query_term_weight(term) / term->length;
        }
    }
}

/* A character that the query has more than once counts as much as where it counts most. */
static void take(zs_characters *characters, uint16_t *number, double weight)
{
    if (*number == 0) {
        *number = (uint16_t)++characters->count;
        characters->weights[*number - 1] = 0;
    }
    double *known = &characters->weights[*number - 1];
    if (weight > *known) {
        characters->total += weight - *known;
        *known = weight;
    }
}

static void take_unit(zs_characters *characters, UChar unit, double weight)
{
    if (!zs_unit_set_has(&characters->units, unit)) {
        zs_unit_set_add(&characters->units, unit);
        characters->of_unit[unit] = 0;
    }
    take(characters, &characters->of_unit[unit], weight);
}

zs_status zs_characters_prepare(zs_characters *characters, const zs_query_terms *query,
                                zs_error *error)
{
    zs_status status = reserve(characters, query, error);
    if (status) {
        return status;
    }
    share_out(characters, query);
    zs_unit_set_clear(&characters->units);
    memset(characters->of_term, 0, query->count * sizeof *characters->of_term);
    characters->has_words = false;
    characters->count = 0;
    characters->total = 0;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[i];
        if (!term->content) {
            continue;
        }
        if (term->kind == ZS_TOKEN_WORD) {
            take(characters, &characters->of_term[i], zs_query_term_weight(term));
            characters->has_words = true;
            continue;
        }
        for (uint32_t at = term->start; at < term->start + term->length; at++) {
            take_unit(characters, query->units[at], characters->shares[at]);
        }
    }
    return ZS_OK;
}

size_t zs_characters_count(const zs_characters *characters)
{
    return characters->count;
}

const double *zs_characters_weights(const zs_characters *characters)
{
    return characters->weights;
}

double zs_characters_total(const zs_characters *characters)
{
    return characters->total;
}

static zs_status add(zs_occurrences *out, uint16_t number, size_t start, size_t end,
                     zs_error *error)
{
    const zs_occurrence occurrence = {
        .term = number - 1U, .start = (uint32_t)start, .end = (uint32_t)end};
    return zs_occurrences_add(out, occurrence, error);
}

/* Adds the words of other scripts that begin before a place, from *next on. */
static zs_status add_words(const zs_characters *characters, const zs_occurrences *hits,
                           size_t before, size_t *next, zs_occurrences *out, zs_error *error)
{
    zs_status status = ZS_OK;
    for (; !status && *next < hits->count && hits->items[*next].start < before; ++*next) {
        const zs_occurrence *hit = &hits->items[*next];
        uint16_t number = characters->of_term[hit->term];
        if (number != 0) {
            status = add(out, number, hit->start, hit->end, error);
        }
    }
    return status;
}

const zs_unit_set *zs_characters_units(const zs_characters *characters)
{
    return &characters->units;
}

zs_status zs_characters_try(const zs_characters *characters, const zs_folded *folded,
                            const zs_unit_places *places, const zs_occurrences *hits,
                            size_t *next, zs_occurrences *out, zs_error *error)
{
    bool has_words = characters->has_words;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < places->count; i++) {
        size_t at = places->items[i];
        UChar unit = folded->units[at];
        if (zs_unit_set_has(&characters->units, unit)) {
            status = has_words ? add_words(characters, hits, at, next, out, error) : ZS_OK;
            if (!status) {
                status = add(out, characters->of_unit[unit], at, at + 1, error);
            }
        }
    }
    return status || !has_words ? status
                                : add_words(characters, hits, places->end, next, out, error);
}
