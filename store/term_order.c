/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/term_order.h"

#include <stdlib.h>
#include <string.h>

#include "store/glass_code.h"

enum { BYTES = 8, DIGITS = 256 };

void zs_term_places_release(zs_term_places *places)
{
    free(places->items);
    free(places->scratch);
    *places = (zs_term_places){.items = NULL};
}

bool zs_term_places_reserve(zs_term_places *places, size_t count)
{
    if (count <= places->capacity) {
        return true;
    }
    size_t capacity = count + count / 2;
    zs_term_place *items = realloc(places->items, capacity * sizeof *items);
    places->items = items ? items : places->items;
    zs_term_place *scratch = realloc(places->scratch, capacity * sizeof *scratch);
    places->scratch = scratch ? scratch : places->scratch;
    places->capacity = items && scratch ? capacity : places->capacity;
    return items && scratch;
}

/* Radix sort from the lowest byte on; a byte that is the same in all is passed over. */
static void sort_by_beginning(zs_term_places *places, size_t count)
{
    uint32_t counts[BYTES][DIGITS];
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < count; i++) {
        for (size_t byte = 0; byte < BYTES; byte++) {
            counts[byte][places->items[i].beginning >> (8 * byte) & 0xFF]++;
        }
    }
    for (size_t byte = 0; byte < BYTES; byte++) {
        uint32_t *places_of = counts[byte], before = 0;
        unsigned shift = (unsigned)(8 * byte);
        if (places_of[places->items[0].beginning >> shift & 0xFF] == count) {
            continue;
        }
        for (size_t digit = 0; digit < DIGITS; digit++) {
            uint32_t here = places_of[digit];
            places_of[digit] = before;
            before += here;
        }
        for (size_t i = 0; i < count; i++) {
            places->scratch[places_of[places->items[i].beginning >> shift & 0xFF]++] =
                places->items[i];
        }
        zs_term_place *sorted = places->scratch;
        places->scratch = places->items;
        places->items = sorted;
    }
}

struct comparing {
    zs_term_of term_of;
    const void *context;
};

static int by_bytes(const void *one, const void *other, void *context)
{
    const struct comparing *comparing = context;
    size_t a_length, b_length;
    const char *a =
        comparing->term_of(comparing->context, ((const zs_term_place *)one)->number, &a_length);
    const char *b = comparing->term_of(comparing->context,
                                       ((const zs_term_place *)other)->number, &b_length);
    return zs_glass_compare(a, a_length, b, b_length);
}

void zs_term_places_sort(zs_term_places *places, size_t count, zs_term_of term_of,
                         const void *context)
{
    struct comparing comparing = {term_of, context};
    if (count < 2) {
        return;
    }
    sort_by_beginning(places, count);
    for (size_t first = 0; first < count;) {
        size_t end = first + 1;
        while (end < count && places->items[end].beginning == places->items[first].beginning) {
            end++;
        }
        if (end - first > 1) {
            qsort_r(places->items + first, end - first, sizeof *places->items, by_bytes,
                    &comparing);
        }
        first = end;
    }
}
