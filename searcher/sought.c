/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/sought.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/utf.h"

/* The matcher numbers terms in 16 bits, and some room is left. */
enum { TERMS_MOST = 60000 };

void zs_sought_release(zs_sought *sought)
{
    zs_query_terms_release(&sought->query);
    free(sought->terms);
    free(sought->others);
    zs_occurrences_release(&sought->hits);
    *sought = ZS_SOUGHT_INIT;
}

/* ---- What is sought ------------------------------------------------------------------- */

/* Keeps what is known of terms as long as the terms. */
static bool know_terms(zs_sought *sought, size_t known)
{
    zs_sought_term *terms = zs_array_grow(sought->terms, &sought->term_capacity,
                                          sought->query.count + 1, sizeof *terms);
    if (!terms) {
        return false;
    }
    sought->terms = terms;
    for (size_t i = known; i < sought->query.count; i++) {
        terms[i] = (zs_sought_term){.in_text = false};
    }
    return true;
}

static void seek(zs_sought_term *term, const zs_requirement *requirement)
{
    term->in_title = true; /* which is a part of everything */
    term->in_text = term->in_text || requirement->field == ZS_FIELD_TEXT;
}

/* The number of the term that is these units; how many there are if there is none. */
static size_t find_units(const zs_query_terms *query, const UChar *units, size_t length)
{
    size_t i = 0;
    while (i < query->count &&
           (query->items[i].length != length ||
            memcmp(query->units + query->items[i].start, units, length * sizeof *units) != 0)) {
        i++;
    }
    return i;
}

/* Adds units as a term, whatever words they are. False if out of memory. */
static bool add_units(zs_query_terms *query, const UChar *units, size_t length,
                      zs_token_kind kind)
{
    UChar *all = zs_array_grow(query->units, &query->unit_capacity, query->unit_count + length,
                               sizeof *all);
    if (!all) {
        return false;
    }
    query->units = all;
    zs_query_term *items =
        zs_array_grow(query->items, &query->capacity, query->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    query->items = items;
    memcpy(all + query->unit_count, units, length * sizeof *units);
    items[query->count++] = (zs_query_term){
        .start = (uint32_t)query->unit_count, .length = (uint32_t)length, .kind = kind};
    query->unit_count += length;
    return true;
}

/* A phrase that is one term is sought as that term is anywhere; another by itself. */
static zs_status add_phrase(zs_sought *sought, const zs_requirement *phrase,
                            zs_analyser *analyser, zs_error *error)
{
    zs_buffer text = ZS_BUFFER_INIT;
    zs_query_terms *query = &sought->query;
    size_t known = query->count;
    bool kept =
        zs_append_units(&text, phrase->units, phrase->length) && zs_buffer_terminate(&text);
    zs_status status = kept ? zs_query_terms_add(query, analyser, NULL, text.data, 1, error)
                            : zs_fail_memory(error);
    zs_buffer_release(&text);
    if (status) {
        return status;
    }
    size_t term = find_units(query, phrase->units, phrase->length);
    bool whole = term == query->count;
    kept = (!whole || add_units(query, phrase->units, phrase->length, ZS_TOKEN_HAN_LONG)) &&
           know_terms(sought, known);
    if (!kept) {
        return zs_fail_memory(error);
    }
    if (whole) {
        sought->terms[term].begins_word = phrase->begins_word;
        sought->terms[term].ends_word = phrase->ends_word;
    }
    seek(&sought->terms[term], phrase);
    return ZS_OK;
}

/* Terms of the index that a pattern fits: words of scripts that have words. */
static zs_status add_words(zs_sought *sought, const zs_requirement *words, zs_error *error)
{
    size_t known = sought->query.count;
    bool kept = true;
    for (size_t i = 0; kept && i < words->term_count; i++) {
        const zs_requirement_term *term = &words->terms[i];
        UChar units[ZS_TERM_LIMIT];
        size_t count = 0;
        for (size_t at = 0; at < term->length;) {
            UChar32 character = zs_utf8_next(term->bytes, at, term->length, &at);
            count += zs_utf16_put(units + count, character < 0 ? 0xFFFD : character);
        }
        kept = count == 0 || add_units(&sought->query, units, count, ZS_TOKEN_WORD);
    }
    kept = kept && know_terms(sought, known);
    for (size_t i = known; kept && i < sought->query.count; i++) {
        seek(&sought->terms[i], words);
    }
    return kept ? ZS_OK : zs_fail_memory(error);
}

static zs_status add_other(zs_sought *sought, const zs_requirement *other, zs_error *error)
{
    const zs_requirement **others =
        zs_array_grow(sought->others, &sought->other_capacity, sought->other_count + 1,
                      sizeof(const zs_requirement *));
    if (!others) {
        return zs_fail_memory(error);
    }
    sought->others = others;
    others[sought->other_count++] = other;
    return ZS_OK;
}

static zs_status gather(zs_sought *sought, const zs_requirement *requirement,
                        zs_analyser *analyser, zs_error *error)
{
    if (requirement->negated || requirement->field > ZS_FIELD_TITLE) {
        return ZS_OK;
    }
    if (sought->query.count > TERMS_MOST) {
        return zs_fail(error, ZS_ERROR_QUERY,
                       "the query asks for more words than can be looked for at once");
    }
    switch (requirement->kind) {
    case ZS_REQUIRE_PHRASE: return add_phrase(sought, requirement, analyser, error);
    case ZS_REQUIRE_TERMS: return add_words(sought, requirement, error);
    case ZS_REQUIRE_NEAR:
    case ZS_REQUIRE_PATTERN: return add_other(sought, requirement, error);
    case ZS_REQUIRE_ALL:
    case ZS_REQUIRE_ANY:
    case ZS_REQUIRE_SHARE: break;
    case ZS_REQUIRE_VALUE:
    case ZS_REQUIRE_ID:
    case ZS_REQUIRE_LANGUAGE:
    case ZS_REQUIRE_DATES:
    case ZS_REQUIRE_NUMBERS: return ZS_OK;
    }
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < requirement->count; i++) {
        status = gather(sought, requirement->parts[i], analyser, error);
    }
    return status;
}

zs_status zs_sought_make(const zs_requirement *requirement, zs_analyser *analyser,
                         zs_sought *out, zs_error *error)
{
    zs_sought sought = ZS_SOUGHT_INIT;
    zs_status status = gather(&sought, requirement, analyser, error);
    if (!status && sought.query.count == 0 && sought.other_count == 0) {
        status = zs_fail(error, ZS_ERROR_QUERY,
                         "the query asks for nothing that stands in a text; add a word, a "
                         "phrase or a pattern");
    }
    if (status) {
        zs_sought_release(&sought);
        return status;
    }
    *out = sought;
    return ZS_OK;
}

/* ---- Where it stands -------------------------------------------------------------------- */

static bool is_word(const zs_folded *folded, size_t at)
{
    return at < folded->length && folded->class[at] == ZS_CHAR_WORD;
}

static bool is_sought(const zs_sought_term *term, const zs_folded *folded,
                      const zs_occurrence *hit, bool title)
{
    return (title ? term->in_title : term->in_text) &&
           (!term->begins_word || hit->start == 0 || !is_word(folded, hit->start - 1)) &&
           (!term->ends_word || !is_word(folded, hit->end));
}

static int by_place(const void *one, const void *other)
{
    const zs_passage *a = one, *b = other;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return (a->end > b->end) - (a->end < b->end);
}

/* Whether a place is the same in the source as one of those before it, as two may be that come
 * of one character of it. */
static bool is_known(const zs_folded *folded, const zs_passage *places, size_t count,
                     zs_passage place)
{
    while (count > 0 && folded->start[places[count - 1].start] == folded->start[place.start]) {
        if (folded->end[places[--count].end - 1] == folded->end[place.end - 1]) {
            return true;
        }
    }
    return false;
}

static void settle(const zs_folded *folded, zs_passages *places)
{
    size_t kept = 0;
    bool sorted = true;
    for (size_t i = 1; sorted && i < places->count; i++) {
        sorted = by_place(&places->items[i - 1], &places->items[i]) <= 0;
    }
    if (!sorted) {
        qsort(places->items, places->count, sizeof *places->items, by_place);
    }
    for (size_t i = 0; i < places->count; i++) {
        zs_passage place = places->items[i];
        if (!is_known(folded, places->items, kept, place)) {
            places->items[kept++] = place;
        }
    }
    places->count = kept;
}

zs_status zs_sought_find(zs_sought *sought, const zs_matcher *matcher, const zs_text_part *part,
                         bool title, zs_requirement_scratch *scratch, zs_passages *out,
                         zs_error *error)
{
    const zs_folded *folded = part->folded;
    out->count = 0;
    zs_status status = zs_matcher_run(matcher, folded, &sought->hits, error);
    for (size_t i = 0; !status && i < sought->hits.count; i++) {
        const zs_occurrence *hit = &sought->hits.items[i];
        if (is_sought(&sought->terms[hit->term], folded, hit, title) &&
            !zs_passages_add(out, hit->start, hit->end)) {
            status = zs_fail_memory(error);
        }
    }
    for (size_t i = 0; !status && i < sought->other_count; i++) {
        const zs_requirement *other = sought->others[i];
        if (!title && other->field == ZS_FIELD_TITLE) {
            continue;
        }
        status = other->kind == ZS_REQUIRE_NEAR
                     ? zs_near_places(other, part, scratch, out, error)
                     : zs_pattern_places(other->pattern, folded, out, error);
    }
    if (!status) {
        settle(folded, out);
    }
    return status;
}
