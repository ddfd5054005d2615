/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/clean.h"

#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

size_t zs_character_at(const char *text, size_t length, int32_t *character)
{
    unsigned char lead = (unsigned char)text[0];
    if (lead < 0x80) {
        *character = lead;
        return 1;
    }
    utf8proc_int32_t found;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text,
                                             length < 4 ? (utf8proc_ssize_t)length : 4, &found);
    if (size <= 0) {
        *character = REPLACEMENT;
        return 1;
    }
    *character = found;
    return (size_t)size;
}

bool zs_is_space(int32_t character)
{
    if (character < 0x80) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return character == 0x85;
    }
}

bool zs_is_unfit(int32_t character)
{
    /* Embeddings, overrides and isolates of the direction; the byte order mark. */
    return utf8proc_category(character) == UTF8PROC_CATEGORY_CC ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xFEFF;
}

bool zs_is_hangul(int32_t character)
{
    return (character >= 0x1100 && character <= 0x11FF) ||
           (character >= 0x3130 && character <= 0x318F) ||
           (character >= 0xA960 && character <= 0xA97F) ||
           (character >= 0xAC00 && character <= 0xD7FF);
}

bool zs_is_blank(const char *text, zs_span part)
{
    for (size_t at = part.start; at < part.end;) {
        int32_t character;
        at += zs_character_at(text + at, part.end - at, &character);
        if (!zs_is_space(character) && !zs_is_unfit(character)) {
            return false;
        }
    }
    return true;
}

void zs_append_character(zs_builder *out, int32_t character)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t size = utf8proc_encode_char(character, bytes);
    zs_append(out, (const char *)bytes, (size_t)size);
}

void zs_append_clean(zs_builder *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        int32_t character;
        at += zs_character_at(text + at, length - at, &character);
        if (zs_is_space(character)) {
            zs_append(out, " ", 1);
        } else if (!zs_is_unfit(character)) {
            zs_append_character(out, character);
        }
    }
}

void zs_append_clean_string(zs_builder *out, const char *string)
{
    zs_append_clean(out, string, strlen(string));
}

void zs_append_valid(zs_builder *out, const char *text, size_t length)
{
    size_t begin = 0;
    for (size_t at = 0; at < length;) {
        int32_t character;
        size_t size = zs_character_at(text + at, length - at, &character);
        if (character == REPLACEMENT && size == 1) {
            zs_append(out, text + begin, at - begin);
            zs_append_character(out, REPLACEMENT);
            begin = at + 1;
        }
        at += size;
    }
    zs_append(out, text + begin, length - begin);
}

void zs_put_name(zs_output *out, const char *name, bool is_terminal)
{
    zs_builder line = ZS_BUILDER_INIT;
    if (is_terminal) {
        zs_append_clean_string(&line, name);
    } else {
        zs_append_string(&line, name);
    }
    zs_append(&line, "\n", 1);
    zs_put(out, line.data, line.length);
    zs_builder_release(&line);
}
