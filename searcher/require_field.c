/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What patterns, ranges and the values of fields ask for.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "searcher/date_range.h"
#include "searcher/nearness.h"
#include "searcher/requiring.h"
#include "text/field_terms.h"
#include "text/utf.h"

/* ---- Patterns ------------------------------------------------------------------------- */

enum {
    PATTERN_TERMS = 1000,    /* of those that a pattern fits, so many are looked for */
    PAIRS_MOST = 64,         /* of two sets side by side; more are looked for by the first */
    TERMS_BETWEEN_LOOKS = 16 /* at the clock: an expression may take 40 ms for each */
};

static zs_requirement *require_path(zs_making *making, const char *text, zs_scope scope);

/* Articles that have a piece have, for each two sets side by side, one of their pairs. */
static void add_piece(zs_making *making, const zs_pattern_piece *piece, zs_scope scope,
                      zs_requirement *all)
{
    for (size_t i = 0; piece->sets && !making->status && (i == 0 || i + 1 < piece->count);
         i++) {
        const zs_pattern_set *first = &piece->sets[i];
        const zs_pattern_set *second = i + 1 < piece->count ? &piece->sets[i + 1] : NULL;
        bool pairs = second && first->count * second->count <= PAIRS_MOST;
        zs_requirement *any = zs_making_new(making, ZS_REQUIRE_ANY, scope);
        for (size_t j = 0; any && j < first->count * (pairs ? second->count : 1); j++) {
            char text[9];
            size_t count = pairs ? second->count : 1;
            size_t length = zs_utf8_put(text, first->characters[j / count]);
            length += pairs ? zs_utf8_put(text + length, second->characters[j % count]) : 0;
            text[length] = '\0';
            zs_making_add(making, any,
                          scope.field == ZS_FIELD_PATH
                              ? require_path(making, text, scope)
                              : zs_require_phrase(making, text, length, scope),
                          false);
        }
        zs_making_add(making, all, zs_making_unless_empty(any), false);
    }
}

/* What narrows down the articles that a pattern may fit: all pieces of an alternative. Ids have
 * no terms. */
static zs_requirement *narrow(zs_making *making, const zs_pattern *pattern, zs_scope scope)
{
    const zs_requiring *how = making->how;
    zs_requiring folded = *how; /* patterns are of folded characters */
    folded.exact_script = false;
    making->how = &folded;
    size_t count;
    const zs_pattern_alternative *alternatives = zs_pattern_alternatives(pattern, &count);
    zs_requirement *any = count > 0 && scope.field != ZS_FIELD_ID
                              ? zs_making_new(making, ZS_REQUIRE_ANY, scope)
                              : NULL;
    bool open = false;
    for (size_t i = 0; any && i < count; i++) {
        zs_requirement *all = zs_making_new(making, ZS_REQUIRE_ALL, scope);
        for (size_t j = 0; all && j < alternatives[i].count; j++) {
            add_piece(making, &alternatives[i].pieces[j], scope, all);
        }
        all = zs_making_unless_empty(all);
        open = open || !all;
        zs_making_add(making, any, all, false);
    }
    making->how = how;
    if (open || making->status) {
        zs_requirement_free(any);
        return NULL;
    }
    return any;
}

/* Terms that a pattern fits, in the making. */
struct fitting {
    zs_making *making;
    zs_pattern *pattern;
    zs_requirement *terms;
    UChar units[ZS_TERM_LIMIT];
    size_t looked_at;
    bool more; /* there would be */
};

static bool try_term(void *context, const char *term, size_t length, uint32_t frequency)
{
    (void)frequency;
    struct fitting *fitting = context;
    zs_making *making = fitting->making;
    if (++fitting->looked_at % TERMS_BETWEEN_LOOKS == 0 &&
        zs_deadline_over(making->how->deadline)) {
        fitting->more = true;
        return true;
    }
    size_t count = 0;
    for (size_t at = 0; at < length && count + 2 <= ZS_TERM_LIMIT;) {
        UChar32 character = zs_utf8_next(term, at, length, &at);
        count += zs_utf16_put(fitting->units + count, character < 0 ? 0xFFFD : character);
    }
    bool fits = false;
    making->status =
        zs_pattern_fits(fitting->pattern, fitting->units, count, &fits, making->error);
    if (making->status || !fits) {
        return making->status != ZS_OK;
    }
    if (fitting->terms->term_count == PATTERN_TERMS) {
        fitting->more = true;
        return true;
    }
    return !zs_making_add_term(making, fitting->terms, term, length, false);
}

static void note_limit(zs_making *making, const char *text, size_t count)
{
    zs_buffer *notes = making->how->notes;
    char number[48];
    (void)snprintf(number, sizeof number, "of the words that fit, the first %zu", count);
    if (notes &&
        (!zs_buffer_append_string(notes, text) || !zs_buffer_append_string(notes, ": ") ||
         !zs_buffer_append_string(notes, number) ||
         !zs_buffer_append(notes, " were looked for", sizeof " were looked for"))) {
        (void)zs_making_fail_memory(making);
    }
}

/* A pattern of no ideograph fits whole terms: those are looked for. */
static zs_requirement *fit_terms(zs_making *making, const zs_query *query, zs_pattern *pattern)
{
    static const zs_scope scope = {.field = ZS_FIELD_TEXT};
    size_t length;
    const char *prefix = zs_pattern_prefix(pattern, &length);
    zs_requirement *terms = zs_making_new(making, ZS_REQUIRE_TERMS, scope);
    if (!terms) {
        return NULL;
    }
    terms->decided = true;
    struct fitting fitting = {.making = making, .pattern = pattern, .terms = terms};
    zs_error problem;
    zs_status status = zs_reader_each_term(making->how->reader, prefix, length, true, try_term,
                                           &fitting, &problem);
    if (status && !making->status) {
        making->status = zs_fail(making->error, status, "%s", problem.message);
    }
    if (fitting.more && !making->status) {
        note_limit(making, query->text, terms->term_count);
    }
    return terms;
}

zs_requirement *zs_require_pattern(zs_making *making, const zs_query *query, zs_scope scope)
{
    zs_pattern *pattern = NULL;
    int64_t position = (int64_t)query->span.start;
    zs_status status =
        query->kind == ZS_QUERY_WILDCARD
            ? zs_pattern_wildcard(query->text, position, &pattern, making->error)
        : query->kind == ZS_QUERY_REGEX
            ? zs_pattern_regex(query->text, position, &pattern, making->error)
            : zs_pattern_fuzzy(query->text, query->distance, position, &pattern, making->error);
    if (status) {
        making->status = status;
        return NULL;
    }
    bool text = scope.field <= ZS_FIELD_TITLE, han = zs_pattern_has_han(pattern);
    zs_requirement *terms = text && !han ? fit_terms(making, query, pattern) : NULL;
    if (terms && scope.field == ZS_FIELD_TEXT) {
        zs_pattern_free(pattern);
        return terms;
    }
    zs_requirement *fitted = zs_making_new(
        making, text || query->kind == ZS_QUERY_FUZZY ? ZS_REQUIRE_PATTERN : ZS_REQUIRE_VALUE,
        scope);
    if (!fitted) {
        zs_pattern_free(pattern);
        zs_requirement_free(terms);
        return NULL;
    }
    fitted->pattern = pattern;
    zs_making_add(making, fitted, terms ? terms : narrow(making, pattern, scope), false);
    return fitted;
}

/* ---- Ranges ----------------------------------------------------------------------------- */

zs_requirement *zs_require_range(zs_making *making, const zs_query *query, zs_scope scope)
{
    int64_t position = (int64_t)query->span.start;
    if (scope.field == ZS_FIELD_DATE) {
        zs_requirement *dates = zs_making_new(making, ZS_REQUIRE_DATES, scope);
        if (dates) {
            making->status = zs_date_range(query->text, query->high, time(NULL), position,
                                           dates->low, dates->high, making->error);
            dates->decided = true;
        }
        return dates;
    }
    double least = -HUGE_VAL, most = HUGE_VAL;
    bool numbers = (!*query->text || zs_number_of(query->text, &least)) &&
                   (!*query->high || zs_number_of(query->high, &most));
    if (scope.field != ZS_FIELD_METADATA || !numbers) {
        making->status = zs_fail_at(making->error, ZS_ERROR_QUERY, position,
                                    "only dates and numbers have ranges, as in "
                                    "date:2023..2024 and pages:10..20");
        return NULL;
    }
    if (least > most) {
        making->status = zs_fail_at(making->error, ZS_ERROR_QUERY, position,
                                    "%s is more than %s; write the lesser number first",
                                    query->text, query->high);
        return NULL;
    }
    zs_requirement *range = zs_making_new(making, ZS_REQUIRE_NUMBERS, scope);
    if (range) {
        range->least = least;
        range->most = most;
        range->decided = true;
    }
    return range;
}

/* ---- Values ------------------------------------------------------------------------------ */

struct grouping {
    zs_requirement *phrase;
    zs_folded folded;
    zs_status status;
};

/* Notes a group whose name has the phrase, or may have it. */
static bool try_group(void *context, unsigned long number, const char *name, bool whole)
{
    struct grouping *grouping = context;
    zs_requirement *phrase = grouping->phrase;
    grouping->status = zs_fold(name, strlen(name), ZS_PURPOSE_INDEX, &grouping->folded, NULL);
    if (grouping->status) {
        return true;
    }
    const zs_text_part part = {&grouping->folded, name};
    if (whole && zs_phrase_next(phrase, &part, 0) >= grouping->folded.length) {
        return false;
    }
    unsigned long *groups = zs_array_grow(phrase->groups, &phrase->group_capacity,
                                          phrase->group_count + 1, sizeof *groups);
    if (!groups) {
        grouping->status = ZS_ERROR_MEMORY;
        return true;
    }
    phrase->groups = groups;
    groups[phrase->group_count++] = number;
    return false;
}

/* Text that stands in a path: of a group only the ends of its paths have terms. */
static zs_requirement *require_path(zs_making *making, const char *text, zs_scope scope)
{
    zs_requirement *phrase = zs_require_phrase(making, text, strlen(text), scope);
    struct grouping grouping = {.phrase = phrase, .folded = ZS_FOLDED_INIT};
    if (!phrase) {
        return NULL;
    }
    making->status =
        zs_reader_each_group(making->how->reader, try_group, &grouping, making->error);
    zs_folded_release(&grouping.folded);
    if (grouping.status && !making->status) {
        (void)zs_making_fail_memory(making);
    }
    return phrase;
}

/* Whether simplified Chinese is of a language: what is folded has no capitals. */
static bool is_of_assumed(const zs_requirement *language)
{
    static const char assumed[] = ZS_LANGUAGE_ASSUMED;
    size_t same = 0;
    while (same < language->length && same + 1 < sizeof assumed &&
           language->units[same] == (UChar)u_tolower(assumed[same])) {
        same++;
    }
    return same == language->length;
}

/* Simplified Chinese has no term. */
static zs_requirement *require_language(zs_making *making, const char *text, zs_scope scope)
{
    zs_requirement *phrase = zs_require_phrase(making, text, strlen(text), scope);
    if (phrase) {
        phrase->kind = ZS_REQUIRE_LANGUAGE;
        phrase->term_count = is_of_assumed(phrase) ? 0 : phrase->term_count;
    }
    return phrase;
}

zs_requirement *zs_require_value(zs_making *making, const char *text, zs_scope scope)
{
    if (scope.field == ZS_FIELD_ID) {
        zs_requirement *id = zs_making_new(making, ZS_REQUIRE_ID, scope);
        if (id) {
            id->key = strdup(text);
            id->decided = true;
        }
        return id && !id->key ? zs_making_fail_memory(making) : id;
    }
    if (scope.field == ZS_FIELD_PATH) {
        return require_path(making, text, scope);
    }
    return scope.field == ZS_FIELD_LANGUAGE
               ? require_language(making, text, scope)
               : zs_require_phrase(making, text, strlen(text), scope);
}
