/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/alike.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/han_order.h"
#include "searcher/pairs.h"
#include "text/readings.h"
#include "text/shapes.h"

enum {
    CHARACTERS = ZS_PAIRS_END - ZS_PAIRS_FIRST,
    FREQUENT = sizeof ZS_HAN_BY_FREQUENCY / sizeof *ZS_HAN_BY_FREQUENCY - 1
};

/* What it costs to think that a sound was taken for one that is only near it, and a reading for
 * the usual one. */
static const double NEAR_SOUND = 4;
static const double RARE_READING = 2;
static const double SHAPE = 3; /* a similar shape */

/* Sounds that many do not tell apart, at the beginning and at the end of a syllable. */
static const char *const beginnings[][2] = {{"zh", "z"}, {"ch", "c"}, {"sh", "s"},
                                            {"n", "l"},  {"f", "h"},  {"r", "l"}};
static const char *const ends[][2] = {{"ang", "an"}, {"eng", "en"}, {"ing", "in"}};

enum { NEAR_MOST = 16, NAME_SIZE = 16 };

struct zs_alikes {
    zs_alike *items;
    size_t count, capacity;
    uint16_t *places; /* of each character, from 1, in the items */
};

void zs_alikes_free(zs_alikes *alikes)
{
    if (!alikes) {
        return;
    }
    free(alikes->items);
    free(alikes->places);
    free(alikes);
}

zs_status zs_alikes_new(zs_alikes **out, zs_error *error)
{
    zs_alikes *alikes = calloc(1, sizeof *alikes);
    if (!alikes) {
        return zs_fail_memory(error);
    }
    alikes->places = calloc(CHARACTERS, sizeof *alikes->places);
    if (!alikes->places) {
        zs_alikes_free(alikes);
        return zs_fail_memory(error);
    }
    *out = alikes;
    return ZS_OK;
}

/* Writes a name with another beginning or end; false if it has not the one that goes. */
static bool replace_beginning(const char *name, const char *from, const char *to, char *out)
{
    size_t length = strlen(from);
    if (strncmp(name, from, length) != 0 || (length == 1 && name[1] == 'h')) {
        return false;
    }
    size_t put = strlen(to);
    size_t rest = strlen(name + length);
    memcpy(out, to, put);
    memcpy(out + put, name + length, rest);
    out[put + rest] = '\0';
    return true;
}

static bool replace_end(const char *name, const char *from, const char *to, char *out)
{
    size_t length = strlen(name), end = strlen(from);
    if (length < end || strcmp(name + length - end, from) != 0) {
        return false;
    }
    memcpy(out, name, length - end);
    memcpy(out + length - end, to, strlen(to) + 1);
    return true;
}

/* Adds the syllable of a name, if there is one. */
static void add_near(const char *name, zs_syllable *out, size_t *count)
{
    if (*count < NEAR_MOST && zs_syllable_find(name, strlen(name), &out[*count])) {
        ++*count;
    }
}

/* Adds the syllables that are a name with another end. */
static void add_ends(const char *name, zs_syllable *out, size_t *count)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        for (int way = 0; way < 2; way++) {
            char other[NAME_SIZE];
            if (replace_end(name, ends[i][way], ends[i][!way], other)) {
                add_near(other, out, count);
            }
        }
    }
}

/* The syllables that are near one: with another beginning, another end, or both. */
static size_t near_syllables(zs_syllable syllable, zs_syllable out[NEAR_MOST])
{
    const char *name = zs_syllable_name(syllable);
    size_t count = 0;
    add_ends(name, out, &count);
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        for (int way = 0; way < 2; way++) {
            char other[NAME_SIZE];
            if (replace_beginning(name, beginnings[i][way], beginnings[i][!way], other)) {
                add_near(other, out, &count);
                add_ends(other, out, &count);
            }
        }
    }
    return count;
}

/* Whether the index has pairs of a character. */
static bool is_paired(UChar32 character)
{
    return character >= ZS_PAIRS_FIRST && character < ZS_PAIRS_END;
}

/* Adds a character, or a way of taking it for one that costs less. False if out of memory. */
static bool add(zs_alikes *alikes, UChar32 character, double cost)
{
    uint16_t *place = &alikes->places[character - ZS_PAIRS_FIRST];
    if (*place > 0) {
        zs_alike *known = &alikes->items[*place - 1];
        known->cost = cost < known->cost ? cost : known->cost;
        return true;
    }
    zs_alike *items =
        zs_array_grow(alikes->items, &alikes->capacity, alikes->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    alikes->items = items;
    items[alikes->count++] = (zs_alike){.character = character, .cost = cost};
    *place = (uint16_t)alikes->count;
    return true;
}

/* Adds the characters that are read so. */
static bool add_sounds(zs_alikes *alikes, zs_syllable syllable, double cost)
{
    const zs_homophones homophones = zs_homophones_of(syllable);
    bool kept = true;
    for (size_t i = 0; kept && i < homophones.count; i++) {
        UChar32 character = (UChar32)homophones.characters[i];
        size_t rank = 0;
        if (is_paired(character)) {
            (void)zs_reads_as(character, syllable, &rank);
            kept = add(alikes, character, cost + (rank > 0 ? RARE_READING : 0));
        }
    }
    return kept;
}

/* Adds the characters in frequent use that look like one. */
static bool add_shapes(zs_alikes *alikes, UChar32 character)
{
    bool kept = true;
    for (size_t i = 0; kept && i < FREQUENT; i++) {
        if (zs_shapes_alike(character, ZS_HAN_BY_FREQUENCY[i])) {
            kept = add(alikes, ZS_HAN_BY_FREQUENCY[i], SHAPE);
        }
    }
    return kept;
}

/* The character itself is not among those that are like it. */
static void leave_out(zs_alikes *alikes, UChar32 character)
{
    size_t place = alikes->places[character - ZS_PAIRS_FIRST];
    if (place > 0) {
        memmove(&alikes->items[place - 1], &alikes->items[place],
                (alikes->count - place) * sizeof *alikes->items);
        alikes->count--;
        alikes->places[character - ZS_PAIRS_FIRST] = 0;
    }
}

zs_status zs_alikes_of(zs_alikes *alikes, UChar32 character, const zs_alike **out,
                       size_t *count, zs_error *error)
{
    const zs_syllable *readings = NULL;
    bool known = is_paired(character);
    size_t reading_count = known ? zs_readings(character, &readings) : 0;
    bool kept = true;
    alikes->count = 0;
    for (size_t i = 0; kept && i < reading_count; i++) {
        kept = add_sounds(alikes, readings[i], i > 0 ? RARE_READING : 0);
    }
    for (size_t i = 0; kept && i < reading_count; i++) {
        zs_syllable near[NEAR_MOST];
        size_t near_count = near_syllables(readings[i], near);
        for (size_t j = 0; kept && j < near_count; j++) {
            kept = add_sounds(alikes, near[j], NEAR_SOUND + (i > 0 ? RARE_READING : 0));
        }
    }
    kept = kept && (!known || add_shapes(alikes, character));
    if (known) {
        leave_out(alikes, character);
    }
    for (size_t i = 0; i < alikes->count; i++) {
        alikes->places[alikes->items[i].character - ZS_PAIRS_FIRST] = 0;
    }
    if (!kept) {
        return zs_fail_memory(error);
    }
    *out = alikes->items;
    *count = alikes->count;
    return ZS_OK;
}
