/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { UNITS = 1 << 16 };

/* For each unit that a term or synonym can begin with, the chain of those, synonyms behind the
 * terms; numbers from 1, 0 ends a chain. A look-up by the unit itself rather than by a hash:
 * nearly all of a text's units begin no term, and are done with after one load. */
struct zs_matcher {
    uint16_t first[UNITS];
    uint16_t *next;
    size_t next_capacity;
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
        free(matcher->next);
        free(matcher);
    }
}

zs_status zs_matcher_prepare(zs_matcher *matcher, const zs_query_terms *query, zs_error *error)
{
    const zs_query_synonyms *synonyms = &query->synonyms;
    uint16_t *next = zs_array_grow(matcher->next, &matcher->next_capacity,
                                   query->count + synonyms->count + 1, sizeof *next);
    if (!next) {
        return zs_fail_memory(error);
    }
    matcher->next = next;
    matcher->query = query;
    memset(matcher->first, 0, sizeof matcher->first);
    for (size_t i = query->count + synonyms->count; i > 0; i--) {
        UChar unit = i > query->count
                         ? synonyms->units[synonyms->items[i - query->count - 1].start]
                         : query->units[query->items[i - 1].start];
        next[i] = matcher->first[unit];
        matcher->first[unit] = (uint16_t)i;
    }
    return ZS_OK;
}

void zs_occurrences_release(zs_occurrences *occurrences)
{
    free(occurrences->items);
    *occurrences = ZS_OCCURRENCES_INIT;
}

/* Whether some units stand at a place; where words have edges, from edge to edge. */
static bool stands_at(const zs_folded *folded, size_t at, const UChar *units, size_t length,
                      bool begins_word, bool ends_word)
{
    size_t end = at + length;
    return end <= folded->length &&
           memcmp(folded->units + at, units, length * sizeof *units) == 0 &&
           (!begins_word || at == 0 || folded->class[at - 1] != ZS_CHAR_WORD) &&
           (!ends_word || end == folded->length || folded->class[end] != ZS_CHAR_WORD);
}

static zs_status add(zs_occurrences *out, uint32_t term, size_t at, size_t length, bool synonym,
                     zs_error *error)
{
    zs_occurrence *items =
        zs_array_grow(out->items, &out->capacity, out->count + 1, sizeof *items);
    if (!items) {
        return zs_fail_memory(error);
    }
    out->items = items;
    items[out->count++] = (zs_occurrence){.term = term,
                                          .start = (uint32_t)at,
                                          .end = (uint32_t)(at + length),
                                          .synonym = synonym};
    return ZS_OK;
}

/* Where a synonym stands, all that it stands for does. */
static zs_status add_covered(const zs_query_synonyms *synonyms, const zs_query_synonym *synonym,
                             size_t at, zs_occurrences *out, zs_error *error)
{
    zs_status status = ZS_OK;
    for (uint32_t i = 0; !status && i < synonym->covered_count; i++) {
        status =
            add(out, synonyms->covers[synonym->covered + i], at, synonym->length, true, error);
    }
    return status;
}

zs_status zs_matcher_run(const zs_matcher *matcher, const zs_folded *folded,
                         zs_occurrences *out, zs_error *error)
{
    const zs_query_terms *query = matcher->query;
    const zs_query_synonyms *synonyms = &query->synonyms;
    zs_status status = ZS_OK;
    out->count = 0;
    for (size_t at = 0; !status && at < folded->length; at++) {
        for (size_t i = matcher->first[folded->units[at]]; !status && i != 0;
             i = matcher->next[i]) {
            if (i > query->count) {
                const zs_query_synonym *synonym = &synonyms->items[i - query->count - 1];
                if (stands_at(folded, at, synonyms->units + synonym->start, synonym->length,
                              synonym->begins_word, synonym->ends_word)) {
                    status = add_covered(synonyms, synonym, at, out, error);
                }
                continue;
            }
            const zs_query_term *term = &query->items[i - 1];
            bool word = term->kind == ZS_TOKEN_WORD;
            if (stands_at(folded, at, query->units + term->start, term->length, word, word)) {
                status = add(out, (uint32_t)(i - 1), at, term->length, false, error);
            }
        }
    }
    return status;
}
