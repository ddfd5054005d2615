/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/nearness.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "text/script.h"

/* ---- Phrases ----------------------------------------------------------------------- */

static bool stands_at(const zs_requirement *phrase, const zs_folded *folded, size_t at)
{
    size_t end = at + phrase->length;
    return memcmp(folded->units + at, phrase->units, phrase->length * sizeof *phrase->units) ==
               0 &&
           (!phrase->begins_word || at == 0 || folded->class[at - 1] != ZS_CHAR_WORD) &&
           (!phrase->ends_word || end == folded->length || folded->class[end] != ZS_CHAR_WORD);
}

/* Whether it is written there as it has to be. */
static bool is_written_at(const zs_requirement *phrase, const zs_text_part *part, size_t at)
{
    const zs_folded *folded = part->folded;
    bool so = true;
    for (size_t i = 0; so && phrase->written && i < phrase->length; i++) {
        so = phrase->written[i] == 0 ||
             zs_written_character(part->source, folded->start[at + i], folded->end[at + i]) ==
                 phrase->written[i];
    }
    return so;
}

size_t zs_phrase_next(const zs_requirement *phrase, const zs_text_part *part, size_t at)
{
    const zs_folded *folded = part->folded;
    for (; at + phrase->length <= folded->length; at++) {
        if (folded->units[at] == phrase->units[0] && stands_at(phrase, folded, at) &&
            is_written_at(phrase, part, at)) {
            return at;
        }
    }
    return folded->length;
}

/* ---- Nearness ---------------------------------------------------------------------- */

typedef struct place {
    uint32_t start, end;
} place;

typedef struct place_list {
    place *items;
    size_t count, capacity;
} place_list;

/* Of more places than this of one thing in an article, the first. */
enum { PLACES_MOST = 20000 };

static bool add_place(place_list *places, uint32_t start, uint32_t end)
{
    if (places->count == PLACES_MOST) {
        return true;
    }
    struct place *items =
        zs_array_grow(places->items, &places->capacity, places->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    places->items = items;
    items[places->count++] = (place){start, end};
    return true;
}

static int by_start(const void *one, const void *other)
{
    const place *a = one, *b = other;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return (a->end > b->end) - (a->end < b->end);
}

static void sort_places(place_list *places)
{
    if (places->count == 0) {
        return;
    }
    qsort(places->items, places->count, sizeof *places->items, by_start);
    size_t kept = 1;
    for (size_t i = 1; i < places->count; i++) {
        if (by_start(&places->items[i], &places->items[kept - 1]) != 0) {
            places->items[kept++] = places->items[i];
        }
    }
    places->count = kept;
}

/* The number of the sentence or paragraph that each unit is in. What ends one stands between
 * units, or is the unit before. */
static uint32_t *number_units(const zs_text_part *part, bool sentences, uint32_t **numbers,
                              size_t *capacity)
{
    const zs_folded *folded = part->folded;
    uint32_t *items = zs_array_grow(*numbers, capacity, folded->length + 1, sizeof *items);
    if (!items) {
        return NULL;
    }
    *numbers = items;
    uint32_t number = 0;
    for (size_t i = 0; i < folded->length; i++) {
        if (i > 0) {
            UChar before = folded->units[i - 1];
            size_t from = folded->start[i - 1], to = folded->start[i];
            bool ends = sentences &&
                        (before == 0x3002 || before == '!' || before == '?' || before == ';');
            number += ends || (to > from && memchr(part->source + from, '\n', to - from));
        }
        items[i] = number;
    }
    return items;
}

static uint32_t gap(const place *a, const place *b)
{
    return b->start >= a->end ? b->start - a->end : a->start >= b->end ? a->start - b->end : 0;
}

static bool is_near(const zs_requirement *near, const uint32_t *numbers, const place *a,
                    const place *b)
{
    if (numbers) {
        return numbers[a->start] == numbers[b->start] &&
               numbers[a->end - 1] == numbers[b->end - 1] &&
               numbers[a->start] == numbers[a->end - 1];
    }
    return (near->near != ZS_NEAR_IN_ORDER || b->start >= a->end) &&
           gap(a, b) <= near->distance;
}

/* The stretches from a place of `left` to one of `right` that is near it. */
static bool join(const zs_requirement *near, const uint32_t *numbers, const place_list *left,
                 const place_list *right, place_list *out)
{
    bool kept = true;
    for (size_t i = 0; kept && i < left->count; i++) {
        const place *a = &left->items[i];
        for (size_t j = 0; kept && j < right->count; j++) {
            const place *b = &right->items[j];
            bool beyond = numbers ? numbers[b->start] > numbers[a->end - 1]
                                  : b->start > a->end && b->start - a->end > near->distance;
            if (beyond) {
                break; /* and so are all behind it */
            }
            if (is_near(near, numbers, a, b)) {
                kept = add_place(out, a->start < b->start ? a->start : b->start,
                                 a->end > b->end ? a->end : b->end);
            }
        }
    }
    sort_places(out);
    return kept;
}

static bool find_places(const zs_requirement *near, const zs_text_part *part,
                        zs_requirement_scratch *scratch, place_list *out)
{
    if (near->kind == ZS_REQUIRE_PHRASE) {
        bool kept = true;
        size_t at = zs_phrase_next(near, part, 0);
        for (; kept && at < part->folded->length; at = zs_phrase_next(near, part, at + 1)) {
            kept = add_place(out, (uint32_t)at, (uint32_t)(at + near->length));
        }
        return kept;
    }
    bool kept = near->count > 0 && find_places(near->parts[0], part, scratch, out);
    for (size_t i = 1; kept && out->count > 0 && i < near->count; i++) {
        place_list right = {.items = NULL}, joined = {.items = NULL};
        const uint32_t *numbers = NULL;
        kept = find_places(near->parts[i], part, scratch, &right);
        if (kept && near->near == ZS_NEAR_SENTENCE) {
            numbers =
                number_units(part, true, &scratch->sentences, &scratch->sentence_capacity);
            kept = numbers != NULL;
        } else if (kept && near->near == ZS_NEAR_PARAGRAPH) {
            numbers =
                number_units(part, false, &scratch->paragraphs, &scratch->paragraph_capacity);
            kept = numbers != NULL;
        }
        kept = kept && join(near, numbers, out, &right, &joined);
        free(right.items);
        free(out->items);
        *out = joined;
    }
    return kept || near->count == 0;
}

zs_status zs_is_near(const zs_requirement *near, const zs_text_part *part,
                     zs_requirement_scratch *scratch, bool *found, zs_error *error)
{
    place_list places = {.items = NULL};
    bool kept = find_places(near, part, scratch, &places);
    bool any = places.count > 0;
    free(places.items);
    if (!kept) {
        return zs_fail_memory(error);
    }
    *found = any;
    return ZS_OK;
}

/* Of stretches in order, those that hold no other: the first that begins at a place, if it ends
 * before all that begin behind it. They are moved to the end; returns where they begin. */
static size_t keep_shortest(place_list *places)
{
    size_t count = 0;
    uint32_t start = 0, least = UINT32_MAX;
    for (size_t i = 0; i < places->count; i++) {
        if (count == 0 || places->items[i].start != start) {
            start = places->items[i].start;
            places->items[count++] = places->items[i];
        }
    }
    places->count = count;
    size_t first = count;
    for (size_t i = count; i > 0; i--) {
        if (places->items[i - 1].end < least) {
            least = places->items[i - 1].end;
            places->items[--first] = places->items[i - 1];
        }
    }
    return first;
}

zs_status zs_near_places(const zs_requirement *near, const zs_text_part *part,
                         zs_requirement_scratch *scratch, zs_passages *out, zs_error *error)
{
    place_list places = {.items = NULL};
    bool kept = find_places(near, part, scratch, &places);
    for (size_t i = kept ? keep_shortest(&places) : 0; kept && i < places.count; i++) {
        kept = zs_passages_add(out, places.items[i].start, places.items[i].end);
    }
    free(places.items);
    return kept ? ZS_OK : zs_fail_memory(error);
}
