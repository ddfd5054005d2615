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

static bool put(zs_buffer *out, UChar32 character)
{
    char bytes[4];
    return zs_buffer_append(out, bytes, zs_utf8_put(bytes, character));
}

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
    bool kept = true;
    while (kept && count > 0) {
        kept = put(out, characters[--count]);
    }
    return kept && zs_buffer_append_byte(out, '\0');
}

/* Appends the text from `at` to `end`, at most `width` characters. Space at its end is taken if
 * it is `whole`. */
static bool append(const char *text, size_t at, size_t end, size_t width, bool whole,
                   zs_buffer *out)
{
    size_t count = 0, passed = 0;
    bool space = false, kept = true;
    while (kept && at < end && count < width && (whole || passed < PASSED_MOST)) {
        UChar32 character = zs_utf8_next(text, at, end, &at);
        character = character < 0 ? NOT_UTF8 : character;
        if (is_space(character)) {
            space = true;
            passed++;
            continue;
        }
        if (space && ++count < width) {
            kept = put(out, ' ');
        }
        if (count < width) {
            kept = kept && put(out, character);
            count++;
        }
        space = false;
    }
    if (space && whole) {
        kept = kept && put(out, ' ');
    }
    return kept && zs_buffer_append_byte(out, '\0');
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
    bool kept = true;
    for (; kept && at > 0 && width > 0; width--) {
        UChar32 character = zs_utf16_previous(folded->units, 0, at, &at);
        kept = put(out, character);
    }
    return kept;
}

bool zs_context_key_behind(const zs_folded *folded, size_t at, size_t width, zs_buffer *out)
{
    bool kept = true;
    for (; kept && at < folded->length && width > 0; width--) {
        UChar32 character = zs_utf16_next(folded->units, at, folded->length, &at);
        kept = put(out, character);
    }
    return kept;
}
