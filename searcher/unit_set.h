/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some units of UTF-16, and where they stand in a text. Of a text few units are of interest to
 * a query: a set of one bit each stays in the nearest cache, and finding the places without a
 * branch for each unit takes about a nanosecond a unit.
 */
#ifndef ZS_SEARCHER_UNIT_SET_H
#define ZS_SEARCHER_UNIT_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unicode/umachine.h>

enum { ZS_UNIT_WORDS = (1 << 16) / 64, ZS_UNIT_PLACES = 256 };

typedef struct zs_unit_set {
    uint64_t bits[ZS_UNIT_WORDS];
} zs_unit_set;

/* Where units of a set stand: all up to `end`, from where the next look goes on. */
typedef struct zs_unit_places {
    size_t end;
    size_t count;
    size_t items[ZS_UNIT_PLACES];
} zs_unit_places;

static inline void zs_unit_set_clear(zs_unit_set *set)
{
    memset(set->bits, 0, sizeof set->bits);
}

static inline bool zs_unit_set_has(const zs_unit_set *set, UChar unit)
{
    return set->bits[unit / 64] >> (unit % 64) & 1;
}

static inline void zs_unit_set_add(zs_unit_set *set, UChar unit)
{
    set->bits[unit / 64] |= UINT64_C(1) << (unit % 64);
}

/* Adds what another set has. */
static inline void zs_unit_set_add_all(zs_unit_set *set, const zs_unit_set *other)
{
    for (size_t i = 0; i < ZS_UNIT_WORDS; i++) {
        set->bits[i] |= other->bits[i];
    }
}

/* Looks on from places->end, which is 0 at first; false if that is the end of the text. */
static inline bool zs_unit_set_next(const zs_unit_set *set, const UChar *units, size_t length,
                                    zs_unit_places *places)
{
    size_t at = places->end;
    size_t end = length - at < ZS_UNIT_PLACES ? length : at + ZS_UNIT_PLACES;
    size_t count = 0;
    if (at == length) {
        return false;
    }
    for (; at < end; at++) {
        places->items[count] = at;
        count += zs_unit_set_has(set, units[at]);
    }
    places->end = end;
    places->count = count;
    return true;
}

#endif
