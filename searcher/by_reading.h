/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Characters by how they read: the table of readings (text/readings.h) the other way round.
 */
#ifndef ZS_SEARCHER_BY_READING_H
#define ZS_SEARCHER_BY_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/readings.h"
#include "zsearch.h"

typedef struct zs_by_reading {
    uint32_t *characters; /* by syllable; of each the frequent ones first */
    uint32_t begins[ZS_SYLLABLES_MOST + 1];
    uint32_t frequent[ZS_SYLLABLES_MOST]; /* how many those are */
} zs_by_reading;

/* The only error is ZS_ERROR_MEMORY. Takes about a millisecond. */
zs_status zs_by_reading_make(zs_by_reading *out, zs_error *error);
void zs_by_reading_release(zs_by_reading *by_reading);

/* Characters, as a list that grows. */
typedef struct zs_characters {
    uint32_t *items;
    size_t count, capacity;
} zs_characters;

/* These add to a list, or return false if out of memory: a character; all that read as a
 * syllable from `low` to before `high`, of more than one syllable only the frequent ones. */
bool zs_characters_add(zs_characters *list, uint32_t character);
bool zs_characters_add_reading(zs_characters *list, const zs_by_reading *by_reading,
                               zs_syllable low, zs_syllable high);

#endif
