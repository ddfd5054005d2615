/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pattern_made.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/terms.h"
#include "text/utf.h"

/* What a stretch of text may cost an expression: ICU counts steps by the ten thousand. */
enum { EXPRESSION_STEPS = 200 };

/* ---- Made of parts ------------------------------------------------------------------ */

zs_pattern *zs_pattern_new(zs_error *error)
{
    zs_pattern *pattern = calloc(1, sizeof *pattern);
    if (!pattern) {
        (void)zs_fail_memory(error);
    }
    return pattern;
}

static void piece_release(zs_pattern_piece *piece)
{
    for (size_t i = 0; i < piece->count; i++) {
        free(piece->sets[i].characters);
    }
    free(piece->sets);
}

void zs_pattern_forget_alternatives(zs_pattern *pattern)
{
    for (size_t i = 0; i < pattern->alternative_count; i++) {
        zs_pattern_alternative *alternative = &pattern->alternatives[i];
        for (size_t j = 0; j < alternative->count; j++) {
            piece_release(&alternative->pieces[j]);
        }
        free(alternative->pieces);
    }
    free(pattern->alternatives);
    pattern->alternatives = NULL;
    pattern->alternative_count = pattern->alternative_capacity = 0;
}

void zs_pattern_free(zs_pattern *pattern)
{
    if (!pattern) {
        return;
    }
    zs_pattern_forget_alternatives(pattern);
    if (pattern->regex) {
        pattern->regex->close(pattern->whole);
        pattern->regex->close(pattern->anywhere);
    }
    zs_buffer_release(&pattern->prefix);
    zs_buffer_release(&pattern->words);
    free(pattern->word);
    free(pattern->row);
    free(pattern);
}

/* The alternative at hand: the last one. */
static zs_pattern_alternative *last_alternative(zs_pattern *pattern)
{
    return &pattern->alternatives[pattern->alternative_count - 1];
}

bool zs_pattern_begin_alternative(zs_pattern *pattern)
{
    zs_pattern_alternative *alternatives =
        zs_array_grow(pattern->alternatives, &pattern->alternative_capacity,
                      pattern->alternative_count + 1, sizeof *alternatives);
    if (!alternatives) {
        return false;
    }
    pattern->alternatives = alternatives;
    alternatives[pattern->alternative_count++] = (zs_pattern_alternative){.count = 0};
    pattern->in_piece = false;
    return true;
}

void zs_pattern_end_piece(zs_pattern *pattern)
{
    pattern->in_piece = false;
}

bool zs_pattern_add_set(zs_pattern *pattern, const UChar32 *characters, size_t count)
{
    zs_pattern_alternative *alternative = last_alternative(pattern);
    if (!pattern->in_piece) {
        zs_pattern_piece *pieces =
            realloc(alternative->pieces, (alternative->count + 1) * sizeof *pieces);
        if (!pieces) {
            return false;
        }
        alternative->pieces = pieces;
        pieces[alternative->count++] = (zs_pattern_piece){.count = 0};
        pattern->in_piece = true;
    }
    zs_pattern_piece *piece = &alternative->pieces[alternative->count - 1];
    zs_pattern_set *sets = realloc(piece->sets, (piece->count + 1) * sizeof *sets);
    if (!sets) {
        return false;
    }
    piece->sets = sets;
    UChar32 *copy = malloc(count * sizeof *copy);
    if (!copy) {
        return false;
    }
    memcpy(copy, characters, count * sizeof *copy);
    sets[piece->count++] = (zs_pattern_set){.characters = copy, .count = count};
    return true;
}

bool zs_pattern_add_character(zs_pattern *pattern, UChar32 character)
{
    if (zs_char_class_of(character) != ZS_CHAR_HAN) {
        zs_pattern_end_piece(pattern);
        return true;
    }
    pattern->has_han = true;
    return zs_pattern_add_set(pattern, &character, 1);
}

/* ---- Expressions -------------------------------------------------------------------- */

/* What the expression is put into to be found anywhere: at its ends stands no other letter or
 * digit beside one, unless one of the two is an ideograph. */
#define OTHER_LETTER "[[\\p{L}\\p{N}\\p{M}]--[\\p{Han}]]"
#define EDGE "(?:(?<!" OTHER_LETTER ")|(?!" OTHER_LETTER "))"

static URegularExpression *open_expression(const zs_regex *regex, const UChar *units,
                                           size_t length, UErrorCode *code)
{
    UParseError place;
    URegularExpression *expression = regex->open(units, (int32_t)length, 0, &place, code);
    if (U_SUCCESS(*code)) {
        regex->setTimeLimit(expression, EXPRESSION_STEPS, code);
    }
    return expression;
}

static bool put_ascii(UChar *out, size_t *length, const char *text)
{
    for (; *text; text++) {
        out[(*length)++] = (UChar)*text;
    }
    return true;
}

static const char *why_not(UErrorCode code)
{
    switch ((int)code) {
    case U_REGEX_MISMATCHED_PAREN: return "a parenthesis has no counterpart";
    case U_REGEX_MISSING_CLOSE_BRACKET: return "a bracket is not closed";
    case U_REGEX_BAD_INTERVAL:
    case U_REGEX_MAX_LT_MIN:
    case U_REGEX_NUMBER_TOO_BIG: return "what stands in braces is no number of times";
    case U_REGEX_RULE_SYNTAX: return "something stands where it means nothing";
    case U_REGEX_BAD_ESCAPE_SEQUENCE:
    case U_REGEX_PROPERTY_SYNTAX: return "what follows a backslash has no meaning";
    case U_REGEX_LOOK_BEHIND_LIMIT: return "what must stand before may be of any length";
    default: return u_errorName(code);
    }
}

zs_status zs_pattern_compile(zs_pattern *pattern, const UChar *units, size_t length,
                             int64_t position, zs_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    pattern->regex = zs_regex_load(error);
    if (!pattern->regex) {
        return ZS_ERROR_IO;
    }
    pattern->whole = open_expression(pattern->regex, units, length, &code);
    size_t room = length + 2 * sizeof EDGE + 8;
    UChar *wrapped = U_SUCCESS(code) ? malloc(room * sizeof *wrapped) : NULL;
    if (U_SUCCESS(code) && !wrapped) {
        return zs_fail_memory(error);
    }
    if (wrapped) {
        size_t at = 0;
        put_ascii(wrapped, &at, EDGE "(?:");
        memcpy(wrapped + at, units, length * sizeof *units);
        at += length;
        put_ascii(wrapped, &at, ")" EDGE);
        pattern->anywhere = open_expression(pattern->regex, wrapped, at, &code);
        free(wrapped);
    }
    if (code == U_MEMORY_ALLOCATION_ERROR) {
        return zs_fail_memory(error);
    }
    return U_SUCCESS(code)
               ? ZS_OK
               : zs_fail_at(error, ZS_ERROR_QUERY, position,
                            "this is no regular expression: %s; a word between slashes is one, "
                            "put it in quotes to find it as it stands",
                            why_not(code));
}

/* ---- Words with edits ---------------------------------------------------------------- */

static uint32_t least_of(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* One more character of a text: the row of distances from each beginning of the word to what
 * was read so far, or to any end of it if the text may begin anywhere (Sellers, "The theory and
 * computation of evolutionary distances", 1980). Backwards, from each end of the word. Returns
 * the distance of the whole word. */
uint32_t zs_pattern_step(zs_pattern *pattern, UChar32 character, bool anywhere, bool backwards)
{
    uint32_t *row = pattern->row;
    uint32_t diagonal = row[0];
    size_t length = pattern->word_length;
    row[0] = anywhere ? 0 : row[0] + 1;
    for (size_t i = 1; i <= length; i++) {
        uint32_t above = row[i];
        UChar32 wanted = pattern->word[backwards ? length - i : i - 1];
        row[i] = least_of(above + 1, row[i - 1] + 1, diagonal + (wanted != character));
        diagonal = above;
    }
    return row[length];
}

void zs_pattern_begin_row(zs_pattern *pattern)
{
    for (size_t i = 0; i <= pattern->word_length; i++) {
        pattern->row[i] = (uint32_t)i;
    }
}

bool zs_pattern_is_similar(zs_pattern *pattern, const UChar *units, size_t length,
                           bool anywhere)
{
    uint32_t distance = (uint32_t)pattern->word_length;
    zs_pattern_begin_row(pattern);
    for (size_t at = 0; at < length;) {
        distance =
            zs_pattern_step(pattern, zs_utf16_next(units, at, length, &at), anywhere, false);
        if (anywhere && distance <= pattern->edits) {
            return true;
        }
    }
    return distance <= pattern->edits;
}

/* ---- What it fits --------------------------------------------------------------------- */

zs_status zs_pattern_result(UErrorCode code, bool found, bool *out, zs_error *error)
{
    if (code == U_MEMORY_ALLOCATION_ERROR) {
        return zs_fail_memory(error);
    }
    *out = U_SUCCESS(code) && found;
    return ZS_OK;
}

zs_status zs_pattern_fits(zs_pattern *pattern, const UChar *units, size_t length, bool *fits,
                          zs_error *error)
{
    if (pattern->edits > 0) {
        *fits = zs_pattern_is_similar(pattern, units, length, false);
        return ZS_OK;
    }
    UErrorCode code = U_ZERO_ERROR;
    pattern->regex->setText(pattern->whole, units, (int32_t)length, &code);
    bool found = pattern->regex->matches(pattern->whole, -1, &code);
    return zs_pattern_result(code, found, fits, error);
}

/* Whether the expression fits something in a stretch of the text that is set. */
static bool found_in(zs_pattern *pattern, size_t start, size_t end, UErrorCode *code)
{
    pattern->regex->setRegion(pattern->anywhere, (int32_t)start, (int32_t)end, code);
    while (pattern->regex->findNext(pattern->anywhere, code) && U_SUCCESS(*code)) {
        if (pattern->regex->end(pattern->anywhere, 0, code) >
            pattern->regex->start(pattern->anywhere, 0, code)) {
            return true;
        }
    }
    return false;
}

/* The next stretch of letters, digits and ideographs behind one. */
bool zs_pattern_next_stretch(const zs_folded *folded, zs_passage *stretch)
{
    size_t at = stretch->end;
    while (at < folded->length && folded->class[at] != ZS_CHAR_HAN &&
           folded->class[at] != ZS_CHAR_WORD) {
        at++;
    }
    size_t start = at;
    while (at < folded->length &&
           (folded->class[at] == ZS_CHAR_HAN || folded->class[at] == ZS_CHAR_WORD)) {
        at++;
    }
    *stretch = (zs_passage){.start = (uint32_t)start, .end = (uint32_t)at};
    return at > start;
}

/* Whether an expression took too long for a stretch, which is no failure. */
bool zs_pattern_took_too_long(UErrorCode *code)
{
    bool did = *code == U_REGEX_TIME_OUT || *code == U_REGEX_STACK_OVERFLOW;
    *code = did ? U_ZERO_ERROR : *code;
    return did;
}

zs_status zs_pattern_found(zs_pattern *pattern, const zs_folded *folded, bool *found,
                           zs_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    bool any = false;
    int too_long = 0;
    if (pattern->anywhere) {
        pattern->regex->setText(pattern->anywhere, folded->units, (int32_t)folded->length,
                                &code);
    }
    zs_passage stretch = {0, 0};
    while (!any && too_long < ZS_STRETCHES_TOO_LONG &&
           zs_pattern_next_stretch(folded, &stretch)) {
        if (pattern->edits > 0) {
            any = zs_pattern_is_similar(pattern, folded->units + stretch.start,
                                        stretch.end - stretch.start, true);
        } else {
            any = found_in(pattern, stretch.start, stretch.end, &code);
            too_long += zs_pattern_took_too_long(&code);
        }
    }
    return zs_pattern_result(code, any, found, error);
}

/* ---- What is known of it --------------------------------------------------------------- */

bool zs_pattern_has_han(const zs_pattern *pattern)
{
    return pattern->has_han;
}

const char *zs_pattern_prefix(const zs_pattern *pattern, size_t *length)
{
    *length = pattern->prefix.length;
    return pattern->prefix.length > 0 ? pattern->prefix.data : "";
}

const zs_pattern_alternative *zs_pattern_alternatives(const zs_pattern *pattern, size_t *count)
{
    *count = pattern->alternative_count;
    return pattern->alternatives;
}

bool zs_pattern_words(const zs_pattern *pattern, zs_buffer *out)
{
    return pattern->words.length == 0 ||
           zs_buffer_append(out, pattern->words.data, pattern->words.length);
}
