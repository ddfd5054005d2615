/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

enum { DEFAULT_CHARACTERS = 120, DEFAULT_FRAGMENTS = 3 };

/* Of a long article that is full of hits, so many phrases are tried as the heart of a
 * passage. */
enum { PHRASES_TRIED = 1000 };

void zs_snippet_scratch_release(zs_snippet_scratch *scratch)
{
    zs_folded_release(&scratch->folded);
    zs_occurrences_release(&scratch->hits);
    zs_passages_release(&scratch->phrases);
    zs_passages_release(&scratch->chosen);
    free(scratch->shown);
    *scratch = (zs_snippet_scratch){.shown = NULL};
}

/* The snippet and its arrays in one allocation each, so that freeing is easy. */
static zs_snippet *snippet_new(size_t fragments)
{
    zs_snippet *snippet = calloc(1, sizeof *snippet);
    zs_fragment *list = calloc(fragments + 1, sizeof *list);
    if (!snippet || !list) {
        free(snippet);
        free(list);
        return NULL;
    }
    snippet->fragments = list;
    return snippet;
}

void zs_snippet_free(zs_snippet *snippet)
{
    if (!snippet) {
        return;
    }
    /* The arrays are const for whoever reads them, and ours. */
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        free((zs_span *)(uintptr_t)snippet->fragments[i].marks);
    }
    free((zs_fragment *)(uintptr_t)snippet->fragments);
    free((zs_span *)(uintptr_t)snippet->title_marks);
    free(snippet);
}

static zs_span source_of(const zs_folded *folded, zs_passage passage)
{
    return (zs_span){.start = folded->start[passage.start],
                     .end = folded->end[passage.end - 1]};
}

/* The phrases within a passage as places in the source. NULL if out of memory. */
static zs_span *marks_in(const zs_folded *folded, const zs_passages *phrases,
                         zs_passage passage, size_t *count)
{
    zs_span *marks = calloc(phrases->count + 1, sizeof *marks);
    if (!marks) {
        return NULL;
    }
    *count = 0;
    for (size_t i = 0; i < phrases->count; i++) {
        zs_passage phrase = phrases->items[i];
        phrase.start = phrase.start > passage.start ? phrase.start : passage.start;
        phrase.end = phrase.end < passage.end ? phrase.end : passage.end;
        if (phrase.start >= phrase.end) {
            continue;
        }
        zs_span mark = source_of(folded, phrase);
        /* Two phrases may come of one character that folds to several. */
        if (*count > 0 && marks[*count - 1].end >= mark.start) {
            marks[*count - 1].end = mark.end;
        } else {
            marks[(*count)++] = mark;
        }
    }
    return marks;
}

/* The first hit that begins at or behind unit `at`. */
static size_t first_hit(const zs_occurrences *hits, uint32_t at)
{
    size_t low = 0;
    size_t high = hits->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hits->items[middle].start < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* What a passage would add to those chosen: the weight of the terms that it is the first to
 * show. With `take`, they are shown from now on. */
static double gain(zs_snippet_scratch *scratch, const zs_query_terms *query, zs_passage passage,
                   bool take)
{
    enum { UNSHOWN, SHOWN, COUNTED };
    const zs_occurrences *hits = &scratch->hits;
    double sum = 0;
    size_t first = first_hit(hits, passage.start);
    size_t end = first;
    for (; end < hits->count && hits->items[end].start < passage.end; end++) {
        uint8_t *shown = &scratch->shown[hits->items[end].term];
        if (*shown == UNSHOWN && hits->items[end].end <= passage.end) {
            sum += zs_query_term_weight(&query->items[hits->items[end].term]);
            *shown = COUNTED;
        }
    }
    for (size_t i = first; i < end; i++) {
        uint8_t *shown = &scratch->shown[hits->items[i].term];
        if (*shown == COUNTED) {
            *shown = take ? SHOWN : UNSHOWN;
        }
    }
    return sum;
}

/* The passage that shows a phrase in at most `room` units. */
static zs_passage passage_for(const zs_snippet_scratch *scratch, const char *text,
                              zs_passage phrase, uint32_t room)
{
    zs_passage sentence = zs_passage_trimmed(
        &scratch->folded, zs_sentence_at(&scratch->folded, text, phrase.start, 2 * room));
    if (sentence.end < phrase.end) {
        sentence.end = phrase.end; /* a phrase that goes over a line's end */
    }
    if (sentence.end - sentence.start > room) {
        sentence = zs_passage_trimmed(
            &scratch->folded, zs_passage_around(&scratch->folded, sentence, phrase, room));
    }
    /* Two phrases may come of one character, which is in one passage then. */
    return zs_passage_whole(&scratch->folded, sentence);
}

static bool touches_chosen(const zs_snippet_scratch *scratch, zs_passage passage)
{
    for (size_t i = 0; i < scratch->chosen.count; i++) {
        zs_passage chosen = scratch->chosen.items[i];
        if (passage.start < chosen.end && chosen.start < passage.end) {
            return true;
        }
    }
    return false;
}

/* The next best passage; false if none adds anything. */
static bool best_passage(zs_snippet_scratch *scratch, const zs_query_terms *query,
                         const char *text, uint32_t room, zs_passage *best)
{
    double most = 0;
    zs_passage last = {0, 0};
    size_t tried = 0;
    for (size_t i = 0; i < scratch->phrases.count && tried < PHRASES_TRIED; i++) {
        zs_passage phrase = scratch->phrases.items[i];
        if (phrase.end <= last.end) {
            continue; /* was in the passage of one before it */
        }
        tried++;
        last = passage_for(scratch, text, phrase, room);
        double sum = touches_chosen(scratch, last) ? 0 : gain(scratch, query, last, false);
        if (sum > most) {
            most = sum;
            *best = last;
        }
    }
    return most > 0;
}

static int by_start(const void *one, const void *other)
{
    const zs_passage *a = one;
    const zs_passage *b = other;
    return a->start < b->start ? -1 : a->start > b->start;
}

/* While there is room, passages go on with the sentences behind them; those that come to
 * touch the next become one with it. */
static void extend(zs_snippet_scratch *scratch, const char *text, uint32_t room)
{
    const zs_folded *folded = &scratch->folded;
    zs_passages *chosen = &scratch->chosen;
    for (size_t i = 0; i < chosen->count; i++) {
        zs_passage *passage = &chosen->items[i];
        uint32_t limit =
            i + 1 < chosen->count ? chosen->items[i + 1].start : (uint32_t)folded->length;
        while (passage->end < limit) {
            uint32_t next = passage->end;
            while (next < limit && folded->class[next] == ZS_CHAR_SPACE) {
                next++;
            }
            if (next == limit || folded->class[next] == ZS_CHAR_NEWLINE ||
                zs_is_wide_gap(folded, passage->end - 1, next)) {
                break;
            }
            zs_passage sentence =
                zs_passage_trimmed(folded, zs_sentence_at(folded, text, next, room + 1));
            uint32_t cost = sentence.end > passage->end ? sentence.end - passage->end : 0;
            if (cost == 0 || cost > room || sentence.end > limit) {
                break;
            }
            room -= cost;
            passage->end = sentence.end;
        }
    }
    size_t kept = 0;
    for (size_t i = 1; i < chosen->count; i++) {
        if (chosen->items[i].start <= chosen->items[kept].end) {
            chosen->items[kept].end = chosen->items[i].end;
        } else {
            chosen->items[++kept] = chosen->items[i];
        }
    }
    chosen->count = chosen->count > 0 ? kept + 1 : 0;
}

/* An article that is found by its title alone is shown from its beginning. */
static zs_status choose_beginning(zs_snippet_scratch *scratch, const char *text, uint32_t room,
                                  zs_error *error)
{
    const zs_folded *folded = &scratch->folded;
    zs_passage all =
        zs_passage_trimmed(folded, (zs_passage){.start = 0, .end = (uint32_t)folded->length});
    if (all.start == all.end) {
        return ZS_OK;
    }
    zs_passage beginning = {.start = all.start, .end = all.start + 1};
    beginning = passage_for(scratch, text, beginning, room);
    return zs_passages_add(&scratch->chosen, beginning.start, beginning.end)
               ? ZS_OK
               : zs_fail_memory(error);
}

/* Chooses passages, the best first, until none adds anything; with `again`, those follow that
 * show the same terms once more. */
static zs_status choose(zs_snippet_scratch *scratch, const zs_query_terms *query,
                        const char *text, uint32_t room, size_t fragments, bool again,
                        zs_error *error)
{
    /* Less than this shows no more than the phrase itself. */
    enum { LEAST_ROOM = 20 };
    uint8_t *shown = zs_array_grow(scratch->shown, &scratch->shown_capacity, query->count + 1,
                                   sizeof *shown);
    if (!shown) {
        return zs_fail_memory(error);
    }
    scratch->shown = shown;
    memset(shown, 0, query->count);
    scratch->chosen.count = 0;
    zs_passage best = {0, 0};
    size_t round_began = 0; /* with so many chosen */
    while (scratch->chosen.count < fragments &&
           (room >= LEAST_ROOM || scratch->chosen.count == 0)) {
        if (!best_passage(scratch, query, text, room, &best)) {
            if (!again || scratch->chosen.count == round_began) {
                break;
            }
            memset(shown, 0, query->count);
            round_began = scratch->chosen.count;
            continue;
        }
        if (!zs_passages_add(&scratch->chosen, best.start, best.end)) {
            return zs_fail_memory(error);
        }
        gain(scratch, query, best, true);
        uint32_t length = best.end - best.start;
        room = room > length ? room - length : 0;
    }
    if (scratch->chosen.count == 0) {
        zs_status status = choose_beginning(scratch, text, room, error);
        if (status || scratch->chosen.count == 0) {
            return status;
        }
        uint32_t length = scratch->chosen.items[0].end - scratch->chosen.items[0].start;
        room = room > length ? room - length : 0;
    }
    qsort(scratch->chosen.items, scratch->chosen.count, sizeof *scratch->chosen.items,
          by_start);
    extend(scratch, text, room);
    return ZS_OK;
}

/* Folds a part of the article and finds what to mark in it. */
static zs_status look_at(zs_snippet_scratch *scratch, const zs_matcher *matcher,
                         const zs_query_terms *query, const char *text, size_t length,
                         zs_error *error)
{
    zs_status status = zs_fold(text, length, ZS_PURPOSE_INDEX, &scratch->folded, error);
    if (!status) {
        status = zs_matcher_run(matcher, &scratch->folded, &scratch->hits, error);
    }
    if (!status) {
        status = zs_find_phrases(query, &scratch->hits, &scratch->phrases, error);
    }
    return status;
}

zs_status zs_snippet_marks(zs_snippet_scratch *scratch, const zs_matcher *matcher,
                           const zs_query_terms *query, const char *text, size_t length,
                           const zs_span **marks, size_t *count, zs_error *error)
{
    zs_status status = look_at(scratch, matcher, query, text, length, error);
    if (status) {
        return status;
    }
    zs_passage all = {.start = 0, .end = (uint32_t)scratch->folded.length};
    zs_span *made = marks_in(&scratch->folded, &scratch->phrases, all, count);
    if (!made) {
        return zs_fail_memory(error);
    }
    *marks = made;
    return ZS_OK;
}

/* The page of a text that a place is on, from 1; 0 if the text is in no pages. */
static uint32_t page_of(const zs_article *article, size_t place)
{
    const char *at = article->text, *end = at + article->text_length;
    uint32_t page = 1;
    bool paged = false;
    while ((at = memchr(at, '\f', (size_t)(end - at))) != NULL) {
        paged = true;
        if (at >= article->text + place) {
            break;
        }
        page++;
        at++;
    }
    return paged ? page : 0;
}

static zs_status fill(zs_snippet_scratch *scratch, const zs_article *article,
                      zs_snippet *snippet, zs_error *error)
{
    zs_fragment *fragments = (zs_fragment *)(uintptr_t)snippet->fragments;
    for (size_t i = 0; i < scratch->chosen.count; i++) {
        zs_passage passage = scratch->chosen.items[i];
        zs_fragment *fragment = &fragments[i];
        fragment->marks =
            marks_in(&scratch->folded, &scratch->phrases, passage, &fragment->mark_count);
        if (!fragment->marks) {
            return zs_fail_memory(error);
        }
        snippet->fragment_count++;
        fragment->span = source_of(&scratch->folded, passage);
        fragment->page = page_of(article, fragment->mark_count > 0 ? fragment->marks[0].start
                                                                   : fragment->span.start);
    }
    return ZS_OK;
}

zs_status zs_snippet_make(zs_snippet_scratch *scratch, const zs_matcher *matcher,
                          const zs_query_terms *query, const zs_article *article,
                          const zs_snippet_options *options, zs_snippet **out, zs_error *error)
{
    size_t characters =
        options && options->characters > 0 ? options->characters : DEFAULT_CHARACTERS;
    size_t fragments =
        options && options->fragments > 0 ? options->fragments : DEFAULT_FRAGMENTS;
    uint32_t room = characters < UINT32_MAX / 2 ? (uint32_t)characters : UINT32_MAX / 2;

    const char *title = article->title ? article->title : "";
    zs_status status =
        look_at(scratch, matcher, query, article->text, article->text_length, error);
    if (!status) {
        bool again = options && options->fragments > 0;
        status = choose(scratch, query, article->text, room, fragments, again, error);
    }
    if (status) {
        return status;
    }
    zs_snippet *snippet = snippet_new(scratch->chosen.count);
    if (!snippet) {
        return zs_fail_memory(error);
    }
    status = fill(scratch, article, snippet, error);
    if (!status) {
        status = zs_snippet_marks(scratch, matcher, query, title, strlen(title),
                                  &snippet->title_marks, &snippet->title_mark_count, error);
    }
    if (status) {
        zs_snippet_free(snippet);
        return status;
    }
    *out = snippet;
    return ZS_OK;
}
