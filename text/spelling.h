/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a text may spell in pinyin: whole syllables, with or without tones, with or without
 * anything between them; or only the letters that words begin with, as in qnrc. Ideographs may
 * stand among them. xian is one syllable and is two, so what is spelt is a net of them.
 */
#ifndef ZS_TEXT_SPELLING_H
#define ZS_TEXT_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"
#include "text/readings.h"

/* Longer texts are not taken for pinyin. */
enum { ZS_SPELLING_PLACES = 48 };

/* So many letters alone are taken for what words begin with. */
enum { ZS_INITIALS_LEAST = 2, ZS_INITIALS_MOST = 8 };

/* A syllable: any from `low` to before `high`, between two places of what is spelt. */
typedef struct zs_spelt {
    uint16_t start, end;
    zs_syllable low, high;
    UChar32 character; /* an ideograph, which stands for itself; 0: any that reads so */
    bool whole;        /* `low` is what was typed; else it may be but the beginning of any */
} zs_spelt;

typedef struct zs_spelling {
    zs_spelt items[6 * ZS_SPELLING_PLACES]; /* in order of their start, then end */
    size_t count;
    size_t places; /* ways go from place 0 to this one; every item is on one */
    bool initials; /* not whole syllables */
} zs_spelling;

/* Finds what units `start` to `end` of a folded text spell. With `partial`, the last syllable
 * may be but begun. False if they are no pinyin, or nothing but ideographs. */
bool zs_spell(const zs_folded *folded, size_t start, size_t end, bool partial,
              zs_spelling *out);

#endif
