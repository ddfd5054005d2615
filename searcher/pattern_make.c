/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Patterns of wildcards, and of words with edits.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/pattern_made.h"
#include "text/terms.h"
#include "text/utf.h"

/* Words that are longer are not compared letter by letter. */
enum { FUZZY_MOST = 100 };

/* An expression in the making. */
struct expression {
    UChar *units;
    size_t length, capacity;
};

static bool put_unit(struct expression *expression, UChar unit)
{
    UChar *units = zs_array_grow(expression->units, &expression->capacity,
                                 expression->length + 1, sizeof *units);
    if (!units) {
        return false;
    }
    expression->units = units;
    units[expression->length++] = unit;
    return true;
}

static bool put_plain(struct expression *expression, UChar unit)
{
    bool plain = unit >= 0x80 || (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'z');
    return (plain || put_unit(expression, '\\')) && put_unit(expression, unit);
}

/* Plain characters between wildcards: folded, as those of articles are. */
static zs_status add_plain(zs_pattern *pattern, struct expression *expression,
                           const zs_buffer *plain, bool first, zs_error *error)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_status status = zs_fold(plain->length > 0 ? plain->data : "", plain->length,
                               ZS_PURPOSE_INDEX, &folded, error);
    bool kept = !status;
    if (kept && first) {
        kept = zs_append_units(&pattern->prefix, folded.units, folded.length);
    }
    for (size_t at = 0; kept && at < folded.length;) {
        size_t begin = at;
        UChar32 character = zs_utf16_next(folded.units, at, folded.length, &at);
        for (size_t i = begin; kept && i < at; i++) {
            kept = put_plain(expression, folded.units[i]);
        }
        kept = kept && zs_pattern_add_character(pattern, character);
    }
    kept = kept && zs_append_units(&pattern->words, folded.units, folded.length) &&
           zs_buffer_append_byte(&pattern->words, ' ');
    zs_pattern_end_piece(pattern);
    zs_folded_release(&folded);
    return kept || status ? status : zs_fail_memory(error);
}

/* Each part between wildcards in turn. */
static zs_status read_wildcard(zs_pattern *pattern, struct expression *expression,
                               const char *text, zs_error *error)
{
    zs_buffer plain = ZS_BUFFER_INIT;
    zs_status status = ZS_OK;
    bool kept = zs_pattern_begin_alternative(pattern), first = true;
    for (const char *at = text; kept && !status; at++) {
        bool wild = *at == '*' || *at == '?';
        if (wild || *at == '\0') {
            status = add_plain(pattern, expression, &plain, first, error);
            zs_buffer_clear(&plain);
            first = false;
            kept = *at == '\0' ||
                   (put_unit(expression, '.') &&
                    (*at == '?' || (put_unit(expression, '*') && put_unit(expression, '?'))));
            if (*at == '\0') {
                break;
            }
            continue;
        }
        at += *at == '\\' && at[1] != '\0';
        kept = zs_buffer_append_byte(&plain, *at);
    }
    zs_buffer_release(&plain);
    kept = kept && zs_buffer_terminate(&pattern->words);
    return kept || status ? status : zs_fail_memory(error);
}

zs_status zs_pattern_wildcard(const char *text, int64_t position, zs_pattern **out,
                              zs_error *error)
{
    zs_pattern *pattern = zs_pattern_new(error);
    if (!pattern) {
        return ZS_ERROR_MEMORY;
    }
    pattern->wildcard = true;
    struct expression expression = {.units = NULL};
    zs_status status = read_wildcard(pattern, &expression, text, error);
    if (!status && pattern->words.data[strspn(pattern->words.data, " ")] == '\0') {
        status = zs_fail_at(error, ZS_ERROR_QUERY, position,
                            "a pattern needs more than * and ?, as in 区块*");
    }
    if (!status) {
        status =
            zs_pattern_compile(pattern, expression.units, expression.length, position, error);
    }
    free(expression.units);
    if (status) {
        zs_pattern_free(pattern);
        return status;
    }
    *out = pattern;
    return ZS_OK;
}

/* ---- Words with edits ----------------------------------------------------------------- */

/* If a word is cut into one more part than there are edits, one of the parts stands as it is.
 */
static bool add_parts(zs_pattern *pattern)
{
    bool kept = true;
    size_t parts = pattern->edits + 1;
    for (size_t part = 0; kept && part < parts; part++) {
        size_t begin = part * pattern->word_length / parts;
        size_t end = (part + 1) * pattern->word_length / parts;
        kept = zs_pattern_begin_alternative(pattern);
        for (size_t i = begin; kept && i < end; i++) {
            kept = zs_pattern_add_character(pattern, pattern->word[i]);
        }
    }
    bool open = false;
    for (size_t i = 0; i < pattern->alternative_count; i++) {
        open = open || pattern->alternatives[i].count == 0;
    }
    if (open) {
        zs_pattern_forget_alternatives(pattern);
    }
    return kept;
}

zs_status zs_pattern_fuzzy(const char *text, unsigned edits, int64_t position, zs_pattern **out,
                           zs_error *error)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_pattern *pattern = zs_pattern_new(error);
    if (!pattern) {
        return ZS_ERROR_MEMORY;
    }
    zs_status status = zs_fold(text, strlen(text), ZS_PURPOSE_INDEX, &folded, error);
    pattern->edits = edits;
    pattern->word = malloc((folded.length + 1) * sizeof *pattern->word);
    pattern->row = malloc((folded.length + 1) * sizeof *pattern->row);
    bool kept = !status && pattern->word && pattern->row;
    for (size_t at = 0; kept && at < folded.length;) {
        UChar32 character = zs_utf16_next(folded.units, at, folded.length, &at);
        pattern->word[pattern->word_length++] = character;
    }
    kept = kept && add_parts(pattern) &&
           zs_append_units(&pattern->words, folded.units, folded.length);
    if (!kept && !status) {
        status = zs_fail_memory(error);
    } else if (!status &&
               (pattern->word_length <= edits || pattern->word_length > FUZZY_MOST)) {
        status = zs_fail_at(error, ZS_ERROR_QUERY, position,
                            "a word that may differ in %u has more characters than that, and "
                            "no more than %d",
                            edits, FUZZY_MOST);
    }
    zs_folded_release(&folded);
    if (status) {
        zs_pattern_free(pattern);
        return status;
    }
    *out = pattern;
    return ZS_OK;
}
