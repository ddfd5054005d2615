/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers as they are written in Chinese: 十条 and 10条, 二〇二三年 and 2023年 mean the same.
 */
#ifndef ZS_SEARCHER_NUMERALS_H
#define ZS_SEARCHER_NUMERALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

/* The ways to write a number, without the one that it has. */
enum { ZS_NUMERAL_FORMS = 3, ZS_NUMERAL_LENGTH = 24 };

typedef struct zs_numerals {
    UChar form[ZS_NUMERAL_FORMS][ZS_NUMERAL_LENGTH];
    size_t length[ZS_NUMERAL_FORMS];
    size_t count;
} zs_numerals;

/* Whether a unit is a Chinese numeral: 〇, 零, 一 to 九, 两, 十, 百, 千, 万. */
bool zs_is_numeral(UChar unit);

/* Reads a number of ASCII digits or of Chinese numerals at the beginning of some units, as many
 * as there are of them, and says how else it may be written; as a year also figure by figure.
 * Returns how many units it has; 0 if there is none, or it is none below a hundred million. */
size_t zs_numerals_read(const UChar *units, size_t length, bool year, zs_numerals *out);

#endif
