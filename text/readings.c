/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/readings.h"

#include <assert.h>
#include <string.h>

#include "readings_entry.h"
#include "readings_table.inc"

enum { COUNT = sizeof syllable_names / sizeof *syllable_names };
static_assert((int)COUNT <= (int)ZS_SYLLABLES_MOST, "syllables are numbered below the most");

size_t zs_syllable_count(void)
{
    return COUNT;
}

const char *zs_syllable_name(zs_syllable syllable)
{
    return syllable < COUNT ? syllable_names[syllable] : NULL;
}

/* The first syllable whose name is not before some text; of the text, with `behind`, as if the
 * last possible letters followed. */
static size_t lower_bound(const char *text, size_t length, bool behind)
{
    size_t low = 0, high = COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(syllable_names[middle], text, length);
        if (order < 0 || (behind && order == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool zs_syllable_find(const char *text, size_t length, zs_syllable *out)
{
    size_t place = lower_bound(text, length, false);
    if (length == 0 || place == COUNT || strlen(syllable_names[place]) != length ||
        memcmp(syllable_names[place], text, length) != 0) {
        return false;
    }
    *out = (zs_syllable)place;
    return true;
}

void zs_syllables_beginning(const char *text, size_t length, zs_syllable *low,
                            zs_syllable *high)
{
    *low = (zs_syllable)lower_bound(text, length, false);
    *high = (zs_syllable)lower_bound(text, length, true);
}

size_t zs_readings(UChar32 character, const zs_syllable **out)
{
    if (character < 0 || character >= READINGS_END) {
        return 0;
    }
    uint16_t block = readings_block[character / READINGS_BLOCK_SIZE];
    uint16_t entry =
        readings_entries[block * READINGS_BLOCK_SIZE + character % READINGS_BLOCK_SIZE];
    if (entry == READINGS_NONE) {
        return 0;
    }
    *out = readings_pool + entry + 1;
    return readings_pool[entry];
}

zs_homophones zs_homophones_of(zs_syllable syllable)
{
    if (syllable >= COUNT) {
        return (zs_homophones){.count = 0};
    }
    size_t begin = characters_begin[syllable];
    return (zs_homophones){.characters = characters_read + begin,
                           .count = characters_begin[syllable + 1] - begin,
                           .frequent = characters_frequent[syllable]};
}

bool zs_reads_within(UChar32 character, zs_syllable low, zs_syllable high, size_t *rank)
{
    const zs_syllable *readings = NULL;
    size_t count = zs_readings(character, &readings);
    for (size_t i = 0; i < count; i++) {
        if (readings[i] >= low && readings[i] < high) {
            *rank = i;
            return true;
        }
    }
    return false;
}

bool zs_reads_as(UChar32 character, zs_syllable syllable, size_t *rank)
{
    return zs_reads_within(character, syllable, (zs_syllable)(syllable + 1), rank);
}
