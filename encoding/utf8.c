/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "encoding/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* How many bytes a character has that begins with this one; 0 if none does. */
static size_t wanted_by(unsigned char lead)
{
    return lead < 0x80                  ? 1
           : lead < 0xC2 || lead > 0xF4 ? 0
           : lead < 0xE0                ? 2
           : lead < 0xF0                ? 3
                                        : 4;
}

/* Whether this may be the second byte: it rules out overlong forms, surrogates and what is
 * above U+10FFFF. */
static bool may_follow(unsigned char lead, unsigned char second)
{
    unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= lowest && second <= highest;
}

/* How many of the bytes, up to `wanted` of them, are well-formed as the beginning of a
 * character. */
static size_t matching(const unsigned char *bytes, size_t left, size_t wanted)
{
    size_t size = 1;
    size_t most = wanted < left ? wanted : left;
    while (size < most &&
           (size == 1 ? may_follow(bytes[0], bytes[1]) : continues(bytes[size]))) {
        size++;
    }
    return size;
}

/* The length of the character at `bytes`, 0 if it is not well-formed. Written out, since all
 * text goes through it: by way of `matching` it takes twice as long, and with `may_follow` a
 * third more. */
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

size_t zs_utf8_subpart(const char *data, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)data;
    return matching(bytes, length, wanted_by(bytes[0]));
}

bool zs_utf8_begins(const char *data, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)data;
    return length < wanted_by(bytes[0]) && zs_utf8_subpart(data, length) == length;
}

size_t zs_utf8_ascii(const char *data, size_t length)
{
    size_t at = 0;
    for (uint64_t word; at + sizeof word <= length; at += sizeof word) {
        memcpy(&word, data + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    while (at < length && (unsigned char)data[at] < 0x80) {
        at++;
    }
    return at;
}

size_t zs_utf8_beyond_ascii(const char *data, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += (unsigned char)data[i] >= 0xC0;
    }
    return count;
}

size_t zs_utf8_character(const char *data, size_t length)
{
    return length > 0 ? character_length((const unsigned char *)data, length) : 0;
}

size_t zs_utf8_valid(const char *data, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)data;
    size_t at = 0;
    while (at < length) {
        if (bytes[at] < 0x80) {
            at += zs_utf8_ascii(data + at, length - at);
            continue;
        }
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
