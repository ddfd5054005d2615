/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some units of UTF-16, and where they stand in a text. Of a text few units are of interest to
 * a query, and their places are found without a branch for each unit. A set of a byte each
 * takes half as many instructions as one of bits; of its 64 KB, a text touches what is usual in
 * its language, which stays in the nearest cache.
 */
#ifndef ZS_SEARCHER_UNIT_SET_H
#define ZS_SEARCHER_UNIT_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

enum { ZS_UNITS = 1 << 16, ZS_UNIT_PLACES = 256 };

/* All zero, it is empty. */
typedef struct zs_unit_set {
    uint8_t has[ZS_UNITS]; /* 1 or 0 */
    UChar items[ZS_UNITS]; /* those that it has, so that the others need not be touched */
    size_t count;
} zs_unit_set;

/* Where units of a set stand: all up to `end`, from where the next look goes on. */
typedef struct zs_unit_places {
    size_t end;
    size_t count;
    size_t items[ZS_UNIT_PLACES];
} zs_unit_places;

static inline void zs_unit_set_clear(zs_unit_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        set->has[set->items[i]] = 0;
    }
    set->count = 0;
}

static inline bool zs_unit_set_has(const zs_unit_set *set, UChar unit)
{
    return set->has[unit];
}

static inline void zs_unit_set_add(zs_unit_set *set, UChar unit)
{
    if (!set->has[unit]) {
        set->has[unit] = 1;
        set->items[set->count++] = unit;
    }
}

/* Adds what another set has. */
static inline void zs_unit_set_add_all(zs_unit_set *set, const zs_unit_set *other)
{
    for (size_t i = 0; i < other->count; i++) {
        zs_unit_set_add(set, other->items[i]);
    }
}

/* Writes a place, to stay if its unit is in the set. */
static inline void zs_unit_set_try(const zs_unit_set *set, const UChar *units, size_t at,
                                   zs_unit_places *places, size_t *count)
{
    places->items[*count] = at;
    *count += set->has[units[at]];
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
    for (; end - at >= 4; at += 4) {
        zs_unit_set_try(set, units, at, places, &count);
        zs_unit_set_try(set, units, at + 1, places, &count);
        zs_unit_set_try(set, units, at + 2, places, &count);
        zs_unit_set_try(set, units, at + 3, places, &count);
    }
    for (; at < end; at++) {
        zs_unit_set_try(set, units, at, places, &count);
    }
    places->end = end;
    places->count = count;
    return true;
}

#endif
