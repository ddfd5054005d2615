/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/by_reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/han_order.h"

/* So many characters are frequent. */
enum { FREQUENT = 1024 };

/* Ideographs are read from this one on, and none from the gap to the next plane. */
enum { FIRST = 0x3400, GAP = 0xA000, BEHIND_GAP = 0x20000, END = 0x40000 };

void zs_by_reading_release(zs_by_reading *by_reading)
{
    free(by_reading->characters);
    by_reading->characters = NULL;
}

static UChar32 next_character(UChar32 character)
{
    return character + 1 == GAP ? BEHIND_GAP : character + 1;
}

/* Puts a character where `places` says for each of its readings, and moves that on; only counts
 * if there is nowhere to put it. */
static void distribute(UChar32 character, uint32_t *places, uint32_t *characters)
{
    const zs_syllable *readings = NULL;
    size_t count = zs_readings(character, &readings);
    for (size_t i = 0; i < count; i++) {
        if (characters) {
            characters[places[readings[i]]] = (uint32_t)character;
        }
        places[readings[i]]++;
    }
}

static bool is_frequent(const uint8_t *bits, UChar32 character)
{
    return character < GAP && (bits[character / 8] >> (character % 8) & 1);
}

zs_status zs_by_reading_make(zs_by_reading *out, zs_error *error)
{
    uint8_t *frequent = calloc(GAP / 8, 1);
    uint32_t places[ZS_SYLLABLES_MOST] = {0};
    out->begins[0] = 0;
    for (UChar32 at = FIRST; at < END; at = next_character(at)) {
        distribute(at, places, NULL);
    }
    for (size_t i = 0; i < ZS_SYLLABLES_MOST; i++) {
        out->begins[i + 1] = out->begins[i] + places[i];
    }
    out->characters =
        malloc((out->begins[ZS_SYLLABLES_MOST] + (size_t)1) * sizeof *out->characters);
    if (!frequent || !out->characters) {
        zs_by_reading_release(out);
        free(frequent);
        return zs_fail_memory(error);
    }
    memcpy(places, out->begins, sizeof places);
    for (const UChar *at = ZS_HAN_BY_FREQUENCY; at < ZS_HAN_BY_FREQUENCY + FREQUENT; at++) {
        frequent[*at / 8] = (uint8_t)(frequent[*at / 8] | 1U << *at % 8);
        distribute(*at, places, out->characters);
    }
    for (size_t i = 0; i < ZS_SYLLABLES_MOST; i++) {
        out->frequent[i] = places[i] - out->begins[i];
    }
    for (UChar32 at = FIRST; at < END; at = next_character(at)) {
        if (!is_frequent(frequent, at)) {
            distribute(at, places, out->characters);
        }
    }
    free(frequent);
    return ZS_OK;
}

bool zs_characters_add(zs_characters *list, uint32_t character)
{
    uint32_t *grown =
        zs_array_grow(list->items, &list->capacity, list->count + 1, sizeof *grown);
    if (!grown) {
        return false;
    }
    list->items = grown;
    grown[list->count++] = character;
    return true;
}

bool zs_characters_add_reading(zs_characters *list, const zs_by_reading *by_reading,
                               zs_syllable low, zs_syllable high)
{
    bool kept = true, one = high - low == 1;
    for (zs_syllable syllable = low; kept && syllable < high; syllable++) {
        const uint32_t *characters = by_reading->characters + by_reading->begins[syllable];
        size_t wanted = one ? by_reading->begins[syllable + 1] - by_reading->begins[syllable]
                            : by_reading->frequent[syllable];
        for (size_t i = 0; kept && i < wanted; i++) {
            kept = zs_characters_add(list, characters[i]);
        }
    }
    return kept;
}
