/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/syntax.h"

#include <string.h>
#include <unicode/uchar.h>

#include "text/utf.h"

enum { NEAR_DISTANCE = 10, ADJ_DISTANCE = 5 }; /* characters, where none is said */
enum { DISTANCE_MOST = 10000 };

/* ---- Characters -------------------------------------------------------------------- */

/* Opening quotes, and what closes them besides the ASCII quote. */
static const struct {
    UChar32 open, close;
} quotes[] = {{'"', '"'},       {0x201C, 0x201D}, {0x201D, 0x201D},
              {0xFF02, 0xFF02}, {0x300C, 0x300D}, {0x300E, 0x300F},
              {0xFE41, 0xFE42}, {0x300A, 0x300B}, {0x3008, 0x3009}};

UChar32 zs_syntax_raw(const char *at, const char *end, size_t *length)
{
    *length = 0;
    if (at == end) {
        return 0;
    }
    size_t left = (size_t)(end - at);
    UChar32 character = zs_utf8_next(at, 0, left < 4 ? left : 4, length);
    *length = character < 0 ? 1 : *length;
    return character < 0 ? 0xFFFD : character;
}

bool zs_syntax_append(zs_buffer *out, const char *at, size_t length)
{
    size_t size;
    return zs_syntax_raw(at, at + length, &size) == 0xFFFD
               ? zs_buffer_append_string(out, "\xEF\xBF\xBD")
               : zs_buffer_append(out, at, length);
}

UChar32 zs_syntax_closing(UChar32 open)
{
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (quotes[i].open == open) {
            return quotes[i].close;
        }
    }
    return '"';
}

UChar32 zs_syntax_character(const char *at, const char *end, size_t *length)
{
    static const char twins[] = "()+-!*:^~/&|\\";
    UChar32 character = zs_syntax_raw(at, end, length);
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (character == quotes[i].open) {
            return '"';
        }
    }
    if (character >= 0xFF01 && character <= 0xFF5E) {
        UChar32 half = character - 0xFEE0;
        /* ！ ends a sentence, as ？ does. */
        return half != '!' && strchr(twins, (int)half) ? half : character;
    }
    return character;
}

bool zs_syntax_special(UChar32 character)
{
    return character > 0 && character < 0x80 && strchr("\"()+-!*?:^~/&|\\.", (int)character);
}

bool zs_syntax_space(UChar32 character)
{
    return u_isUWhiteSpace(character) || (character > 0 && character < 0x20);
}

size_t zs_syntax_word(const char *at, const char *end)
{
    const char *begin = at;
    for (;;) {
        size_t length;
        UChar32 character = zs_syntax_character(at, end, &length);
        if (length == 0 || zs_syntax_space(character) || character == '(' || character == ')') {
            return (size_t)(at - begin);
        }
        at += length;
    }
}

/* ---- Operators --------------------------------------------------------------------- */

/* The distance behind "NEAR/"; false if there is something else. */
static bool read_distance(const char *digits, size_t length, unsigned *distance)
{
    unsigned value = 0;
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return false;
        }
        value = value * 10 + (unsigned)(digits[i] - '0');
        value = value > DISTANCE_MOST ? DISTANCE_MOST : value;
    }
    *distance = value;
    return length > 0;
}

zs_operator zs_syntax_operator_of(const char *word, size_t length, unsigned *distance)
{
    static const struct {
        const char *name;
        zs_operator meaning;
        unsigned distance; /* 0: takes none */
    } operators[] = {{"AND", ZS_OPERATOR_AND, 0},
                     {"&&", ZS_OPERATOR_AND, 0},
                     {"OR", ZS_OPERATOR_OR, 0},
                     {"||", ZS_OPERATOR_OR, 0},
                     {"NOT", ZS_OPERATOR_NOT, 0},
                     {"NEAR", ZS_OPERATOR_NEAR_ANY, NEAR_DISTANCE},
                     {"ADJ", ZS_OPERATOR_NEAR_ORDER, ADJ_DISTANCE},
                     {"SENT", ZS_OPERATOR_SENTENCE, 0},
                     {"PARA", ZS_OPERATOR_PARAGRAPH, 0}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t size = strlen(operators[i].name);
        if (length < size || memcmp(word, operators[i].name, size) != 0) {
            continue;
        }
        *distance = operators[i].distance;
        if (length == size || (*distance > 0 && word[size] == '/' &&
                               read_distance(word + size + 1, length - size - 1, distance))) {
            return operators[i].meaning;
        }
    }
    return ZS_OPERATOR_NONE;
}

bool zs_syntax_operator(const char *word, size_t length)
{
    unsigned distance;
    return zs_syntax_operator_of(word, length, &distance) != ZS_OPERATOR_NONE;
}
