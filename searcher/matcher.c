/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { UNITS = 1 << 16 };

/* For each unit that a term can begin with, the chain of those terms; numbers from 1, 0 ends
 * a chain. A look-up by the unit itself rather than by a hash: nearly all of a text's units
 * begin no term, and are done with after one load. */
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
    uint16_t *next =
        zs_array_grow(matcher->next, &matcher->next_capacity, query->count + 1, sizeof *next);
    if (!next) {
        return zs_fail_memory(error);
    }
    matcher->next = next;
    matcher->query = query;
    memset(matcher->first, 0, sizeof matcher->first);
    for (size_t i = query->count; i > 0; i--) {
        UChar unit = query->units[query->items[i - 1].start];
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

static bool stands_at(const zs_matcher *matcher, const zs_query_term *term,
                      const zs_folded *folded, size_t at)
{
    size_t end = at + term->length;
    if (end > folded->length || memcmp(folded->units + at, matcher->query->units + term->start,
                                       term->length * sizeof *folded->units) != 0) {
        return false;
    }
    if (term->kind != ZS_TOKEN_WORD) {
        return true;
    }
    return (at == 0 || folded->class[at - 1] != ZS_CHAR_WORD) &&
           (end == folded->length || folded->class[end] != ZS_CHAR_WORD);
}

zs_status zs_matcher_run(const zs_matcher *matcher, const zs_folded *folded,
                         zs_occurrences *out, zs_error *error)
{
    out->count = 0;
    for (size_t at = 0; at < folded->length; at++) {
        for (size_t i = matcher->first[folded->units[at]]; i != 0; i = matcher->next[i]) {
            const zs_query_term *term = &matcher->query->items[i - 1];
            if (!stands_at(matcher, term, folded, at)) {
                continue;
            }
            zs_occurrence *items =
                zs_array_grow(out->items, &out->capacity, out->count + 1, sizeof *items);
            if (!items) {
                return zs_fail_memory(error);
            }
            out->items = items;
            items[out->count++] = (zs_occurrence){.term = (uint32_t)(i - 1),
                                                  .start = (uint32_t)at,
                                                  .end = (uint32_t)(at + term->length)};
        }
    }
    return ZS_OK;
}
