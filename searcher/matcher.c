/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { UNITS = 1 << 16 };

/* A term or synonym that may stand where its first unit does: nearly always the second tells
 * that it does not. */
struct beginning {
    uint16_t next;   /* that begins with the same unit */
    UChar second;    /* if it has one */
    uint32_t length; /* in units */
};

/* For each unit that a term or synonym can begin with, the chain of those, synonyms behind the
 * terms; numbers from 1, 0 ends a chain. Of units that are not in the set it is anything. */
struct zs_matcher {
    zs_unit_set begins;
    uint16_t first[UNITS];
    struct beginning *beginnings;
    size_t capacity;
    const zs_query_terms *query;
};

zs_status zs_matcher_new(zs_matcher **out, zs_error *error)
{
    zs_matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher) {
        return zs_fail_memory(error);
    }
    *out = matcher;
    return ZS_OK;
}

void zs_matcher_free(zs_matcher *matcher)
{
    if (matcher) {
        free(matcher->beginnings);
        free(matcher);
    }
}

/* Puts term or synonym `number` before those that begin as it does. */
static void put(zs_matcher *matcher, size_t number, const UChar *units, size_t length)
{
    UChar unit = units[0];
    bool first = !zs_unit_set_has(&matcher->begins, unit);
    matcher->beginnings[number] = (struct beginning){.next = first ? 0 : matcher->first[unit],
                                                     .second = length > 1 ? units[1] : 0,
                                                     .length = (uint32_t)length};
    matcher->first[unit] = (uint16_t)number;
    zs_unit_set_add(&matcher->begins, unit);
}

zs_status zs_matcher_prepare(zs_matcher *matcher, const zs_query_terms *query, zs_error *error)
{
    const zs_query_synonyms *synonyms = &query->synonyms;
    struct beginning *beginnings =
        zs_array_grow(matcher->beginnings, &matcher->capacity,
                      query->count + synonyms->count + 1, sizeof *beginnings);
    if (!beginnings) {
        return zs_fail_memory(error);
    }
    matcher->beginnings = beginnings;
    matcher->query = query;
    zs_unit_set_clear(&matcher->begins);
    for (size_t i = synonyms->count; i > 0; i--) {
        const zs_query_synonym *synonym = &synonyms->items[i - 1];
        if (synonym->length > 0) {
            put(matcher, query->count + i, synonyms->units + synonym->start, synonym->length);
        }
    }
    for (size_t i = query->count; i > 0; i--) {
        const zs_query_term *term = &query->items[i - 1];
        put(matcher, i, query->units + term->start, term->length);
    }
    return ZS_OK;
}

void zs_occurrences_release(zs_occurrences *occurrences)
{
    free(occurrences->items);
    *occurrences = ZS_OCCURRENCES_INIT;
}

zs_status zs_occurrences_grow(zs_occurrences *occurrences, zs_error *error)
{
    zs_occurrence *items = zs_array_grow(occurrences->items, &occurrences->capacity,
                                         occurrences->count + 1, sizeof *items);
    if (!items) {
        return zs_fail_memory(error);
    }
    occurrences->items = items;
    return ZS_OK;
}

/* Whether some units stand at a place; where words have edges, from edge to edge. */
static bool stands_at(const zs_folded *folded, size_t at, const UChar *units, size_t length,
                      bool begins_word, bool ends_word)
{
    size_t end = at + length, same = 1; /* the first unit is how it came to be looked for */
    while (same < length && end <= folded->length && folded->units[at + same] == units[same]) {
        same++;
    }
    return same == length && end <= folded->length &&
           (!begins_word || at == 0 || folded->class[at - 1] != ZS_CHAR_WORD) &&
           (!ends_word || end == folded->length || folded->class[end] != ZS_CHAR_WORD);
}

/* Where a synonym stands, all that it stands for does. */
static zs_status add_covered(const zs_query_synonyms *synonyms, const zs_query_synonym *synonym,
                             size_t at, zs_occurrences *out, zs_error *error)
{
    zs_status status = ZS_OK;
    for (uint32_t i = 0; !status && i < synonym->covered_count; i++) {
        const zs_occurrence occurrence = {.term = synonyms->covers[synonym->covered + i],
                                          .start = (uint32_t)at,
                                          .end = (uint32_t)at + synonym->length,
                                          .synonym = true};
        status = zs_occurrences_add(out, occurrence, error);
    }
    return status;
}

/* Adds what a synonym covers if it stands at a place. 十条 is not in 二十条. */
static zs_status try_synonym(const zs_query_synonyms *synonyms, const zs_query_synonym *synonym,
                             const zs_folded *folded, size_t at, zs_occurrences *out,
                             zs_error *error)
{
    bool inner = synonym->begins_number && at > 0 && zs_is_numeral(folded->units[at - 1]);
    bool stands =
        !inner && stands_at(folded, at, synonyms->units + synonym->start, synonym->length,
                            synonym->begins_word, synonym->ends_word);
    return stands ? add_covered(synonyms, synonym, at, out, error) : ZS_OK;
}

static zs_status try_term(const zs_query_terms *query, uint32_t number, const zs_folded *folded,
                          size_t at, zs_occurrences *out, zs_error *error)
{
    const zs_query_term *term = &query->items[number];
    bool word = term->kind == ZS_TOKEN_WORD;
    if (!stands_at(folded, at, query->units + term->start, term->length, word, word)) {
        return ZS_OK;
    }
    const zs_occurrence occurrence = {
        .term = number, .start = (uint32_t)at, .end = (uint32_t)at + term->length};
    return zs_occurrences_add(out, occurrence, error);
}

/* Adds all that stands at a place at which something may begin. */
static inline zs_status match_at(const zs_matcher *matcher, const zs_folded *folded, size_t at,
                                 zs_occurrences *out, zs_error *error)
{
    const zs_query_terms *query = matcher->query;
    const zs_query_synonyms *synonyms = &query->synonyms;
    UChar second = at + 1 < folded->length ? folded->units[at + 1] : 0;
    zs_status status = ZS_OK;
    for (size_t i = matcher->first[folded->units[at]]; !status && i != 0;
         i = matcher->beginnings[i].next) {
        const struct beginning *beginning = &matcher->beginnings[i];
        if (beginning->second != second && beginning->length > 1) {
            continue;
        }
        status = i > query->count
                     ? try_synonym(synonyms, &synonyms->items[i - query->count - 1], folded, at,
                                   out, error)
                     : try_term(query, (uint32_t)(i - 1), folded, at, out, error);
    }
    return status;
}

const zs_unit_set *zs_matcher_begins(const zs_matcher *matcher)
{
    return &matcher->begins;
}

zs_status zs_matcher_try(const zs_matcher *matcher, const zs_folded *folded,
                         const zs_unit_places *places, zs_occurrences *out, zs_error *error)
{
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < places->count; i++) {
        size_t at = places->items[i];
        if (zs_unit_set_has(&matcher->begins, folded->units[at])) {
            status = match_at(matcher, folded, at, out, error);
        }
    }
    return status;
}

zs_status zs_matcher_run(const zs_matcher *matcher, const zs_folded *folded,
                         zs_occurrences *out, zs_error *error)
{
    zs_unit_places places = {.end = 0};
    zs_status status = ZS_OK;
    out->count = 0;
    while (!status &&
           zs_unit_set_next(&matcher->begins, folded->units, folded->length, &places)) {
        status = zs_matcher_try(matcher, folded, &places, out, error);
    }
    return status;
}
