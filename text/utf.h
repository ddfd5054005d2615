/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ICU's macros for stepping through UTF-8 and UTF-16, as functions: they convert between
 * signed and unsigned in ways that our warnings forbid everywhere else.
 */
#ifndef ZS_TEXT_UTF_H
#define ZS_TEXT_UTF_H

#include <stddef.h>
#include <stdint.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"

/* The code point at `at`, which must be below `length`; *next is behind it. -1 where the
 * bytes are not UTF-8; *next is then behind the maximal subpart (Unicode, 3.9). */
static inline UChar32 zs_utf8_next(const char *text, size_t at, size_t length, size_t *next)
{
    UChar32 character;
    U8_NEXT(text, at, length, character);
    *next = at;
    return character < 0 ? -1 : character;
}

/* Writes a code point that is no surrogate as UTF-8; returns its 1 to 4 bytes' number. */
static inline size_t zs_utf8_put(char *out, UChar32 character)
{
    size_t length = 0;
    U8_APPEND_UNSAFE(out, length, character);
    return length;
}

/* Writes a code point as UTF-16; returns its 1 or 2 units' number. */
static inline size_t zs_utf16_put(UChar *out, UChar32 character)
{
    size_t length = 0;
    U16_APPEND_UNSAFE(out, length, character);
    return length;
}

/* The code point at unit `at`, below `length`; *next is behind it. */
static inline UChar32 zs_utf16_next(const UChar *units, size_t at, size_t length, size_t *next)
{
    UChar32 character;
    U16_NEXT(units, at, length, character);
    *next = at;
    return character;
}

/* The code point before unit `at`, which must be behind `start`; *before is where it begins. */
static inline UChar32 zs_utf16_previous(const UChar *units, size_t start, size_t at,
                                        size_t *before)
{
    UChar32 character;
    U16_PREV(units, start, at, character);
    *before = at;
    return character;
}

/* The same in UTF-8: -1 for bytes that are none, one or more at a time. */
static inline UChar32 zs_utf8_previous(const char *text, size_t start, size_t at,
                                       size_t *before)
{
    UChar32 character;
    int32_t place = at - start < 4 ? at - start : 4;
    size_t from = at - place;
    U8_PREV(text + from, 0, place, character);
    *before = from + place;
    return character < 0 ? -1 : character;
}

#pragma GCC diagnostic pop

#endif
