/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Patterns of regular expressions. ICU fits them; what is read of them here is only what every
 * text that they fit must hold, so that not every article need be looked at. What is not
 * understood is taken to hold anything.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/pattern_made.h"
#include "text/utf.h"

/* A set of more characters narrows nothing down. */
enum { SET_MOST = 32 };

/* An expression as code points, folded but for what is behind a backslash. */
struct expression {
    UChar32 *items;
    size_t count, at;
    bool opaque; /* it has what changes the meaning of the rest */
};

static bool is_quantifier(const struct expression *expression, size_t at)
{
    UChar32 character = at < expression->count ? expression->items[at] : 0;
    return character == '*' || character == '+' || character == '?' || character == '{';
}

/* Takes the quantifier behind an atom; whether the atom must be there at least once. */
static bool take_quantifier(struct expression *expression, bool *repeats)
{
    bool needed = true;
    *repeats = false;
    while (is_quantifier(expression, expression->at)) {
        UChar32 sign = expression->items[expression->at++];
        *repeats = true;
        if (sign == '{') {
            UChar32 first =
                expression->at < expression->count ? expression->items[expression->at] : '0';
            needed = needed && first >= '1' && first <= '9';
            while (expression->at < expression->count &&
                   expression->items[expression->at++] != '}') {
            }
        } else if (sign != '+') {
            /* The sign behind another one says how, not how often; then this is too careful. */
            needed = false;
        }
    }
    return needed;
}

static bool stands_here(const struct expression *expression, UChar32 character)
{
    return expression->at < expression->count && expression->items[expression->at] == character;
}

/* Goes behind the parenthesis or bracket that closes what is open. In a set, which may hold
 * others, parentheses mean nothing, and neither does a closing bracket that comes first. */
static void skip_nested(struct expression *expression)
{
    size_t parentheses = 0, sets = 0;
    while (expression->at < expression->count) {
        UChar32 character = expression->items[expression->at++];
        if (character == '\\') {
            expression->opaque = expression->opaque || stands_here(expression, 'Q');
            expression->at += expression->at < expression->count;
        } else if (character == '[') {
            sets++;
            expression->at += stands_here(expression, '^');
            expression->at += stands_here(expression, ']');
        } else if (sets > 0) {
            sets -= character == ']';
        } else if (character == '(') {
            parentheses++;
            /* (?i) and the like hold for all that follows, and (?#( is no parenthesis more. */
            expression->opaque = expression->opaque || stands_here(expression, '?');
        } else {
            parentheses -= character == ')';
        }
        if (parentheses + sets == 0) {
            return;
        }
    }
}

/* Reads [一二三], plain ideographs between brackets; 0 if it is anything else. */
static size_t read_set(struct expression *expression, UChar32 set[SET_MOST])
{
    size_t begin = expression->at++, count = 0;
    bool plain = !stands_here(expression, ']'); /* which is one of the set, if it comes first */
    while (expression->at < expression->count && expression->items[expression->at] != ']') {
        UChar32 character = expression->items[expression->at++];
        plain = plain && zs_char_class_of(character) == ZS_CHAR_HAN && count < SET_MOST;
        if (plain) {
            set[count++] = character;
        }
    }
    if (plain && expression->at < expression->count) {
        expression->at++;
        return count;
    }
    expression->at = begin;
    skip_nested(expression);
    return 0;
}

/* An escape: what is behind it is an ASCII letter that means something, or stands for itself.
 */
static UChar32 take_escape(struct expression *expression)
{
    expression->at++;
    UChar32 character =
        expression->at < expression->count ? expression->items[expression->at] : 0;
    bool letter = (character >= 'a' && character <= 'z') ||
                  (character >= 'A' && character <= 'Z') ||
                  (character >= '0' && character <= '9');
    expression->at += expression->at < expression->count;
    expression->opaque = expression->opaque || character == 'Q';
    if (letter && expression->at < expression->count &&
        expression->items[expression->at] == '{') {
        while (expression->at < expression->count &&
               expression->items[expression->at++] != '}') {
        }
    }
    return letter ? 0 : character;
}

static bool read_atom(zs_pattern *pattern, struct expression *expression)
{
    UChar32 set[SET_MOST];
    size_t count = 0;
    UChar32 character = expression->items[expression->at];
    if (character == '[') {
        count = read_set(expression, set);
    } else if (character == '(') {
        skip_nested(expression);
    } else if (character == '\\') {
        set[0] = take_escape(expression);
        count = set[0] != 0;
    } else {
        expression->at++;
        set[0] = character;
        count = character != '.' && character != '^' && character != '$';
    }
    for (size_t i = 0; i < count; i++) {
        if (zs_char_class_of(set[i]) != ZS_CHAR_HAN) {
            count = 0;
        }
    }
    bool repeats;
    if (!take_quantifier(expression, &repeats) || count == 0) {
        zs_pattern_end_piece(pattern);
        return true;
    }
    bool kept = zs_pattern_add_set(pattern, set, count);
    if (repeats) {
        zs_pattern_end_piece(pattern);
    }
    return kept;
}

/* Alternatives beside each other, at the top. */
static bool read_alternatives(zs_pattern *pattern, struct expression *expression)
{
    bool kept = zs_pattern_begin_alternative(pattern);
    while (kept && expression->at < expression->count) {
        if (expression->items[expression->at] == '|') {
            expression->at++;
            kept = zs_pattern_begin_alternative(pattern);
        } else {
            kept = read_atom(pattern, expression);
        }
    }
    bool open = expression->opaque;
    for (size_t i = 0; i < pattern->alternative_count; i++) {
        open = open || pattern->alternatives[i].count == 0;
    }
    if (open) {
        zs_pattern_forget_alternatives(pattern);
    }
    return kept;
}

/* Folds an expression character by character: what is behind a backslash stays. */
static zs_status fold_expression(const char *text, UChar **units, size_t *unit_count,
                                 struct expression *out, bool *has_han, zs_error *error)
{
    size_t length = strlen(text), count = 0;
    zs_folded folded = ZS_FOLDED_INIT;
    *units = malloc((4 * length + 1) * sizeof **units);
    out->items = malloc((4 * length + 1) * sizeof *out->items);
    if (!*units || !out->items) {
        return zs_fail_memory(error);
    }
    zs_status status = ZS_OK;
    bool escaped = false;
    for (size_t at = 0; !status && at < length;) {
        size_t begin = at;
        UChar32 character = zs_utf8_next(text, at, length, &at);
        bool ascii = character >= 0 && character < 0x80;
        bool plain = escaped || (ascii && !(character >= 'A' && character <= 'Z'));
        escaped = !escaped && character == '\\';
        folded.length = 0;
        if (!plain) {
            status = zs_fold(text + begin, at - begin, ZS_PURPOSE_INDEX, &folded, error);
        }
        if (!status && folded.length > 0 && folded.length <= 4) {
            memcpy(*units + count, folded.units, folded.length * sizeof **units);
            count += folded.length;
        } else if (!status) {
            count += zs_utf16_put(*units + count, character < 0 ? 0xFFFD : character);
        }
    }
    for (size_t at = 0; !status && at < count;) {
        UChar32 character = zs_utf16_next(*units, at, count, &at);
        out->items[out->count++] = character;
        *has_han = *has_han || zs_char_class_of(character) == ZS_CHAR_HAN;
    }
    *unit_count = count;
    zs_folded_release(&folded);
    return status;
}

zs_status zs_pattern_regex(const char *text, int64_t position, zs_pattern **out,
                           zs_error *error)
{
    zs_pattern *pattern = zs_pattern_new(error);
    if (!pattern) {
        return ZS_ERROR_MEMORY;
    }
    struct expression expression = {.items = NULL};
    UChar *units = NULL;
    size_t count = 0;
    zs_status status =
        fold_expression(text, &units, &count, &expression, &pattern->has_han, error);
    if (!status) {
        status = zs_pattern_compile(pattern, units, count, position, error);
    }
    if (!status && !read_alternatives(pattern, &expression)) {
        status = zs_fail_memory(error);
    }
    free(units);
    free(expression.items);
    if (status) {
        zs_pattern_free(pattern);
        return status;
    }
    *out = pattern;
    return ZS_OK;
}
