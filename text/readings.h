/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How characters are read in Mandarin: a table made from the Unihan database while zsearch is
 * built (make_readings_table.c).
 */
#ifndef ZS_TEXT_READINGS_H
#define ZS_TEXT_READINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/utypes.h>

/* The syllables of Mandarin without their tones, numbered from 0 in the order of their names.
 * Numbers belong to one build: they are not for keeping. */
enum { ZS_SYLLABLES_MOST = 512 };
typedef uint16_t zs_syllable;

/* How many syllables there are, at most ZS_SYLLABLES_MOST. */
size_t zs_syllable_count(void);

/* "qing"; ü is spelt v, ê as e. Interjections may have no vowel: "m", "ng". NULL from
 * zs_syllable_count on. */
const char *zs_syllable_name(zs_syllable syllable);

/* The syllable that `length` bytes name exactly; false if none is called so. */
bool zs_syllable_find(const char *text, size_t length, zs_syllable *out);

/* The syllables whose names begin with `length` bytes: those from *low to before *high; none if
 * these are equal. */
void zs_syllables_beginning(const char *text, size_t length, zs_syllable *low,
                            zs_syllable *high);

/* The readings of a character of folded text, those that modern dictionaries have, the most
 * usual first; behind them those of the characters that fold to it: 干 is gan, and qian since
 * 乾 is. How many there are, 0 if none is known; *out is static, and untouched then. */
size_t zs_readings(UChar32 character, const zs_syllable **out);

/* The characters that have a reading: first those of han_order.h in its order, then the others,
 * ascending. The first `frequent` of them are among the 1,024 most frequent. They are static.
 */
typedef struct zs_homophones {
    const uint32_t *characters;
    size_t count, frequent;
} zs_homophones;
zs_homophones zs_homophones_of(zs_syllable syllable);

/* Whether a character has a reading, and how many of its others are more usual. */
bool zs_reads_as(UChar32 character, zs_syllable syllable, size_t *rank);

/* The same for any reading from `low` to before `high`. */
bool zs_reads_within(UChar32 character, zs_syllable low, zs_syllable high, size_t *rank);

#endif
