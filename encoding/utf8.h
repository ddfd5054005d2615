/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is UTF-8 and what is not.
 */
#ifndef ZS_ENCODING_UTF8_H
#define ZS_ENCODING_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/for_modules.h"

/* How many bytes at the beginning are well-formed UTF-8 (Unicode, table 3-7): all `length`
 * of them, or the offset of the first that is not. */
ZS_FOR_MODULES size_t zs_utf8_valid(const char *data, size_t length);

/* Code points in well-formed UTF-8. */
ZS_FOR_MODULES size_t zs_utf8_count(const char *data, size_t length);

/* The length of the byte order mark of UTF-8 that the data begins with: 3 or 0. */
size_t zs_utf8_bom(const char *data, size_t length);

/* How many bytes at the beginning are ASCII. */
size_t zs_utf8_ascii(const char *data, size_t length);

/* How many characters of well-formed UTF-8 are not ASCII. */
size_t zs_utf8_beyond_ascii(const char *data, size_t length);

/* The length of the character that the data begins with: 0 if it is not well-formed, or not
 * whole. */
size_t zs_utf8_character(const char *data, size_t length);

/* How many bytes at an ill-formed place are one maximal subpart (Unicode 15, 3.9): they stand
 * for one U+FFFD. At least 1. */
size_t zs_utf8_subpart(const char *data, size_t length);

/* Whether all of the data may be the beginning of a character that goes on behind it. */
bool zs_utf8_begins(const char *data, size_t length);

/* The code point of a well-formed character of `size` bytes. */
static inline uint32_t zs_utf8_decode(const char *data, size_t size)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t character = (unsigned char)data[0] & masks[size];
    for (size_t i = 1; i < size; i++) {
        character = character << 6 | ((unsigned char)data[i] & 0x3F);
    }
    return character;
}

/* Puts a code point behind a buffer's content, where there must be room for four bytes. */
static inline void zs_utf8_put(zs_buffer *out, uint32_t character)
{
    char *at = out->data + out->length;
    size_t size = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size - 1; i > 0; i--) {
        at[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    at[0] = (char)(leads[size] | character);
    out->length += size;
}

#endif
