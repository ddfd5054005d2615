/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Putting terms in the order of their bytes. Nearly all are told apart by their first eight,
 * which are sorted as numbers.
 */
#ifndef ZS_STORE_TERM_ORDER_H
#define ZS_STORE_TERM_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_term_place {
    uint64_t beginning; /* the first bytes, the first of all the highest */
    uint32_t number;    /* the caller's */
} zs_term_place;

typedef struct zs_term_places {
    zs_term_place *items, *scratch; /* as many of each as there is room for */
    size_t capacity;
} zs_term_places;

void zs_term_places_release(zs_term_places *places);

/* Makes room. False if out of memory. */
bool zs_term_places_reserve(zs_term_places *places, size_t count);

/* The first bytes of a term as a number, of so many of them as there are. */
static inline uint64_t zs_term_first(const char *bytes, size_t count)
{
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++) {
        number = number << 8 | (uint8_t)bytes[i];
    }
    return number;
}

/* In two halves, which overlap if the term is shorter: with each length known when this is
 * compiled there is no loop left. */
static inline uint64_t zs_term_beginning(const char *bytes, size_t length)
{
    if (length >= 8) {
        return zs_term_first(bytes, 8);
    }
    if (length >= 4) {
        return zs_term_first(bytes, 4) << 32 | zs_term_first(bytes + length - 4, 4)
                                                   << (64 - 8 * length);
    }
    if (length >= 2) {
        return zs_term_first(bytes, 2) << 48 | zs_term_first(bytes + length - 2, 2)
                                                   << (64 - 8 * length);
    }
    return length == 1 ? zs_term_first(bytes, 1) << 56 : 0;
}

/* Where the bytes of a term are. */
typedef const char *(*zs_term_of)(const void *context, uint32_t number, size_t *length);

/* Sorts the first `count` of the items, which are filled in. */
void zs_term_places_sort(zs_term_places *places, size_t count, zs_term_of term_of,
                         const void *context);

#ifdef __cplusplus
}
#endif

#endif
