/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/context.h"

#include "text/utf.h"

/* Of white space that goes on and on, so much is passed over: a place in a megabyte of it is
 * not worth reading the megabyte again. */
enum { PASSED_MOST = 4096 };

enum { NOT_UTF8 = 0xFFFD };

static bool is_space(UChar32 character)
{
    if (character < 0x80) {
        return character == ' ' || character == '\0' ||
               (character >= '\t' && character <= '\r');
    }
    zs_char_class class = zs_char_class_of(character);
    return class == ZS_CHAR_SPACE || class == ZS_CHAR_NEWLINE;
}

/* Into room that has been made. */
static void put(zs_buffer *out, UChar32 character)
{
    out->length += zs_utf8_put(out->data + out->length, character);
}

enum { CHARACTER_MOST = 4 }; /* bytes */

bool zs_context_before(const char *text, size_t at, size_t width, zs_buffer *out)
{
    UChar32 characters[ZS_CONTEXT_MOST];
    size_t count = 0, passed = 0;
    bool space = false;
    width = width < ZS_CONTEXT_MOST ? width : ZS_CONTEXT_MOST;
    while (at > 0 && count < width && passed < PASSED_MOST) {
        UChar32 character = zs_utf8_previous(text, 0, at, &at);
        character = character < 0 ? NOT_UTF8 : character;
        if (is_space(character)) {
            space = true;
            passed++;
            continue;
        }
        if (space) {
            characters[count++] = ' ';
            space = false;
        }
        if (count < width) {
            characters[count++] = character;
        }
    }
    while (count > 0 && characters[count - 1] == ' ') {
        count--;
    }
    if (!zs_buffer_reserve(out, count * CHARACTER_MOST + 1)) {
        return false;
    }
    while (count > 0) {
        put(out, characters[--count]);
    }
    return zs_buffer_append_byte(out, '\0');
}

/* Appends the text from `at` to `end`, at most `width` characters. Space at its end is taken if
 * it is `whole`. */
static bool append(const char *text, size_t at, size_t end, size_t width, bool whole,
                   zs_buffer *out)
{
    size_t count = 0, passed = 0;
    bool space = false;
    /* No character is made of less than a byte. */
    size_t most = end - at < width ? end - at : width;
    if (!zs_buffer_reserve(out, most * CHARACTER_MOST + 1)) {
        return false;
    }
    while (at < end && count < width && (whole || passed < PASSED_MOST)) {
        UChar32 character = zs_utf8_next(text, at, end, &at);
        character = character < 0 ? NOT_UTF8 : character;
        if (is_space(character)) {
            space = true;
            passed++;
            continue;
        }
        if (space && ++count < width) {
            put(out, ' ');
        }
        if (count < width) {
            put(out, character);
            count++;
        }
        space = false;
    }
    if (space && whole) {
        put(out, ' ');
    }
    return zs_buffer_append_byte(out, '\0');
}

bool zs_context_behind(const char *text, size_t length, size_t at, size_t width, zs_buffer *out)
{
    return append(text, at, length, width < ZS_CONTEXT_MOST ? width : ZS_CONTEXT_MOST, false,
                  out);
}

bool zs_context_within(const char *text, zs_span span, zs_buffer *out)
{
    return append(text, span.start, span.end, SIZE_MAX, true, out);
}

bool zs_context_key_before(const zs_folded *folded, size_t at, size_t width, zs_buffer *out)
{
    size_t most = at < width ? at : width;
    if (!zs_buffer_reserve(out, most * CHARACTER_MOST)) {
        return false;
    }
    for (; at > 0 && width > 0; width--) {
        put(out, zs_utf16_previous(folded->units, 0, at, &at));
    }
    return true;
}

bool zs_context_key_behind(const zs_folded *folded, size_t at, size_t width, zs_buffer *out)
{
    size_t most = folded->length - at < width ? folded->length - at : width;
    if (!zs_buffer_reserve(out, most * CHARACTER_MOST)) {
        return false;
    }
    for (; at < folded->length && width > 0; width--) {
        put(out, zs_utf16_next(folded->units, at, folded->length, &at));
    }
    return true;
}
