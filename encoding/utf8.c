/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "encoding/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"

/* Guesses look at no more than this. */
enum { SAMPLE = 1 << 16 };

/* That many characters of more than one byte in a row are no accident: text of another
 * encoding does not look like that. */
enum { CHARACTERS_OF_UTF8 = 8 };

static bool continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The length of the character at `bytes`, 0 if it is not well-formed. */
static size_t character_length(const unsigned char *bytes, size_t left)
{
    unsigned char lead = bytes[0];
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    size_t wanted = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (wanted > left) {
        return 0;
    }
    /* The second byte rules out overlong forms, surrogates and what is above U+10FFFF. */
    unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < lowest || bytes[1] > highest) {
        return 0;
    }
    for (size_t i = 2; i < wanted; i++) {
        if (!continues(bytes[i])) {
            return 0;
        }
    }
    return wanted;
}

size_t zs_utf8_valid(const char *data, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)data;
    size_t at = 0;
    while (at < length) {
        size_t size = character_length(bytes + at, length - at);
        if (size == 0) {
            break;
        }
        at += size;
    }
    return at;
}

size_t zs_utf8_count(const char *data, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += !continues((unsigned char)data[i]);
    }
    return count;
}

size_t zs_utf8_bom(const char *data, size_t length)
{
    return length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static const char *by_byte_order_mark(const char *data, size_t length)
{
    static const struct {
        const char *mark;
        size_t length;
        const char *name;
    } marks[] = {{"\xFF\xFE\0\0", 4, "UTF-32"},
                 {"\0\0\xFE\xFF", 4, "UTF-32"},
                 {"\xFF\xFE", 2, "UTF-16"},
                 {"\xFE\xFF", 2, "UTF-16"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (length >= marks[i].length && memcmp(data, marks[i].mark, marks[i].length) == 0) {
            return marks[i].name;
        }
    }
    return NULL;
}

/* UTF-16 without a mark: line ends, spaces and digits have a zero byte, and always on the
 * same side. */
static const char *by_zero_bytes(const unsigned char *bytes, size_t length)
{
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < length; i++) {
        zeros[i & 1] += bytes[i] == 0;
    }
    if (zeros[1] * 50 > length && zeros[0] * 20 < zeros[1]) {
        return "UTF-16LE";
    }
    if (zeros[0] * 50 > length && zeros[1] * 20 < zeros[0]) {
        return "UTF-16BE";
    }
    return NULL;
}

/* How the bytes look as text of a double-byte encoding. */
struct double_bytes {
    size_t characters;
    size_t common; /* among them, those that running text consists of */
};

static struct double_bytes read_as_gb18030(const unsigned char *bytes, size_t length)
{
    struct double_bytes seen = {0, 0};
    for (size_t at = 0; at + 1 < length;) {
        unsigned char lead = bytes[at], trail = bytes[at + 1];
        if (lead < 0x80) {
            at++;
            continue;
        }
        bool four = trail >= '0' && trail <= '9';
        bool two = trail >= 0x40 && trail != 0x7F && trail != 0xFF;
        seen.characters++;
        /* The two levels of GB 2312, and its punctuation. */
        seen.common += two && trail >= 0xA1 &&
                       ((lead >= 0xB0 && lead <= 0xF7) || (lead >= 0xA1 && lead <= 0xA3));
        at += four ? 4 : two ? 2 : 1;
    }
    return seen;
}

static struct double_bytes read_as_big5(const unsigned char *bytes, size_t length)
{
    struct double_bytes seen = {0, 0};
    for (size_t at = 0; at + 1 < length;) {
        unsigned char lead = bytes[at], trail = bytes[at + 1];
        if (lead < 0x80) {
            at++;
            continue;
        }
        bool two = (trail >= 0x40 && trail <= 0x7E) || (trail >= 0xA1 && trail <= 0xFE);
        seen.characters++;
        /* Its first level and its punctuation. */
        seen.common += two && lead >= 0xA1 && lead <= 0xC6;
        at += two ? 2 : 1;
    }
    return seen;
}

static const char *by_double_bytes(const unsigned char *bytes, size_t length)
{
    struct double_bytes gb = read_as_gb18030(bytes, length);
    struct double_bytes big5 = read_as_big5(bytes, length);
    /* Four characters in five must be common ones for a guess. */
    bool may_be_gb = gb.characters > 0 && gb.common * 5 >= gb.characters * 4;
    bool may_be_big5 = big5.characters > 0 && big5.common * 5 >= big5.characters * 4;
    if (may_be_gb &&
        (!may_be_big5 || gb.common * big5.characters >= big5.common * gb.characters)) {
        return "GB18030";
    }
    return may_be_big5 ? "BIG5" : NULL;
}

const char *zs_guess_encoding(const char *data, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)data;
    size_t sample = length < SAMPLE ? length : SAMPLE;
    const char *name = by_byte_order_mark(data, length);
    if (!name) {
        name = by_zero_bytes(bytes, sample);
    }
    return name ? name : by_double_bytes(bytes, sample);
}

/* Whether the text is UTF-8 up to a damaged place. */
static bool begins_as_utf8(const char *data, size_t valid)
{
    size_t characters = 0;
    for (size_t i = 0; i < valid && characters < CHARACTERS_OF_UTF8; i++) {
        characters += (unsigned char)data[i] >= 0xC0;
    }
    return characters == CHARACTERS_OF_UTF8;
}

zs_status zs_check_utf8(const char *data, size_t length, zs_error *error)
{
    size_t valid = zs_utf8_valid(data, length);
    if (valid == length) {
        return ZS_OK;
    }
    int64_t position = (int64_t)valid;
    if (begins_as_utf8(data, valid)) {
        return zs_fail_at(error, ZS_ERROR_ENCODING, position,
                          "damaged UTF-8 (byte %zu); see whether the file is whole", valid);
    }
    const char *name = zs_guess_encoding(data, length);
    if (!name) {
        return zs_fail_at(error, ZS_ERROR_ENCODING, position,
                          "not UTF-8 (byte %zu); if it is a text, convert it to UTF-8 first",
                          valid);
    }
    return zs_fail_at(error, ZS_ERROR_ENCODING, position,
                      "not UTF-8 but perhaps %s (byte %zu); convert it first, for example: "
                      "iconv -f %s -t UTF-8",
                      name, valid, name);
}
