/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/spelling.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#include "text/utf.h"

/* No syllable has more letters: zhuang. */
enum { SYLLABLE_MOST = 6 };

/* What is spelt, letter by letter. */
struct letters {
    char latin[ZS_SPELLING_PLACES];        /* '\0' where there is an ideograph */
    UChar32 character[ZS_SPELLING_PLACES]; /* which */
    bool parted[ZS_SPELLING_PLACES + 1];   /* a syllable ends before this place */
    size_t count, latin_count;
};

static bool is_parting(UChar32 character)
{
    return character == ' ' || character == '\'' || character == 0x2019 || character == '-';
}

static bool put(struct letters *letters, char latin, UChar32 character)
{
    if (letters->count == ZS_SPELLING_PLACES) {
        return false;
    }
    letters->latin[letters->count] = latin;
    letters->character[letters->count++] = character;
    letters->latin_count += latin != '\0';
    return true;
}

/* A letter without its tone; ü is v. */
static bool put_letter(struct letters *letters, UChar32 character)
{
    enum { MOST = 8, DIAERESIS = 0x308 };
    utf8proc_int32_t points[MOST];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        character, points, MOST, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, &boundary);
    if (count < 1 || count > MOST || points[0] < 'a' || points[0] > 'z') {
        return false;
    }
    bool umlaut = false;
    for (utf8proc_ssize_t i = 1; i < count; i++) {
        umlaut = umlaut || points[i] == DIAERESIS;
    }
    return put(letters, umlaut && points[0] == 'u' ? 'v' : (char)points[0], 0);
}

static bool take_letters(const zs_folded *folded, size_t start, size_t end,
                         struct letters *letters)
{
    for (size_t at = start; at < end;) {
        size_t next;
        UChar32 character = zs_utf16_next(folded->units, at, end, &next);
        uint8_t class = folded->class[at];
        size_t count = letters->count;
        bool after_letter = count > 0 && letters->latin[count - 1] && !letters->parted[count];
        if (class == ZS_CHAR_HAN) {
            letters->parted[count] = true;
            if (!put(letters, '\0', character)) {
                return false;
            }
            letters->parted[letters->count] = true;
        } else if (is_parting(character) ||
                   (after_letter && character >= '0' && character <= '5')) {
            letters->parted[count] = true;
        } else if (!put_letter(letters, character)) {
            return false;
        }
        at = next;
    }
    return letters->count > 0;
}

static bool has_vowel(const char *text, size_t length)
{
    return memchr(text, 'a', length) || memchr(text, 'e', length) ||
           memchr(text, 'i', length) || memchr(text, 'o', length) ||
           memchr(text, 'u', length) || memchr(text, 'v', length);
}

/* A syllable as it is spelt by the rules, and as people type it: ju may be jv, and lve is
 * mostly lue. */
static bool find_syllable(const char *text, size_t length, zs_syllable *out)
{
    char other[SYLLABLE_MOST];
    if (!has_vowel(text, length)) {
        return false;
    }
    if (zs_syllable_find(text, length, out)) {
        return true;
    }
    memcpy(other, text, length);
    for (size_t i = 1; i < length; i++) {
        other[i] = text[i] == 'v' ? 'u' : text[i] == 'u' ? 'v' : text[i];
    }
    return zs_syllable_find(other, length, out);
}

static_assert((int)SYLLABLE_MOST * ZS_SPELLING_PLACES <=
                  (int)(sizeof((zs_spelling *)0)->items / sizeof(zs_spelt)),
              "there is room for all");

static void add(zs_spelling *out, zs_spelt item)
{
    out->items[out->count++] = item;
}

/* How many letters from a place on belong to one syllable at most. */
static size_t stretch(const struct letters *letters, size_t at)
{
    size_t length = 1;
    while (length < SYLLABLE_MOST && at + length < letters->count &&
           !letters->parted[at + length]) {
        length++;
    }
    return length;
}

static void add_syllables(const struct letters *letters, size_t at, bool partial,
                          zs_spelling *out)
{
    size_t most = stretch(letters, at);
    for (size_t length = 1; length <= most; length++) {
        size_t end = at + length;
        const char *text = letters->latin + at;
        zs_syllable low = 0, high = 0;
        bool whole = find_syllable(text, length, &low);
        if (whole) {
            high = (zs_syllable)(low + 1);
        }
        if (partial && end == letters->count && !letters->parted[end]) {
            zs_syllable first, behind;
            zs_syllables_beginning(text, length, &first, &behind);
            high = behind > high ? behind : high;
            low = whole ? low : first;
        }
        if (low < high) {
            add(out, (zs_spelt){.start = (uint16_t)at,
                                .end = (uint16_t)end,
                                .low = low,
                                .high = high,
                                .whole = whole});
        }
    }
}

static void add_character(const struct letters *letters, size_t at, zs_spelling *out)
{
    add(out, (zs_spelt){.start = (uint16_t)at,
                        .end = (uint16_t)(at + 1),
                        .character = letters->character[at]});
}

/* Leaves those that are on a way from the beginning to the end. */
static void prune(zs_spelling *out)
{
    bool from[ZS_SPELLING_PLACES + 1] = {true}, to[ZS_SPELLING_PLACES + 1] = {false};
    size_t kept = 0;
    to[out->places] = true;
    for (size_t i = 0; i < out->count; i++) {
        from[out->items[i].end] = from[out->items[i].end] || from[out->items[i].start];
    }
    for (size_t i = out->count; i-- > 0;) {
        to[out->items[i].start] = to[out->items[i].start] || to[out->items[i].end];
    }
    for (size_t i = 0; i < out->count; i++) {
        if (from[out->items[i].start] && to[out->items[i].end]) {
            out->items[kept++] = out->items[i];
        }
    }
    out->count = kept;
}

static void spell_initials(const struct letters *letters, zs_spelling *out)
{
    out->initials = true;
    for (size_t at = 0; at < letters->count; at++) {
        zs_syllable low = 0, high = 0;
        if (letters->latin[at]) {
            zs_syllables_beginning(letters->latin + at, 1, &low, &high);
            if (low == high) {
                out->count = 0;
                return;
            }
            add(out, (zs_spelt){.start = (uint16_t)at,
                                .end = (uint16_t)(at + 1),
                                .low = low,
                                .high = high});
        } else {
            add_character(letters, at, out);
        }
    }
}

bool zs_spell(const zs_folded *folded, size_t start, size_t end, bool partial, zs_spelling *out)
{
    struct letters letters = {.count = 0};
    if (!take_letters(folded, start, end, &letters) || letters.latin_count == 0) {
        return false;
    }
    out->count = 0;
    out->initials = false;
    out->places = letters.count;
    for (size_t at = 0; at < letters.count; at++) {
        if (letters.latin[at]) {
            add_syllables(&letters, at, partial, out);
        } else {
            add_character(&letters, at, out);
        }
    }
    prune(out);
    if (out->count == 0 && letters.latin_count >= ZS_INITIALS_LEAST &&
        letters.count <= ZS_INITIALS_MOST) {
        spell_initials(&letters, out);
    }
    return out->count > 0;
}
