/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/passages.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

void zs_passages_release(zs_passages *passages)
{
    free(passages->items);
    *passages = ZS_PASSAGES_INIT;
}

bool zs_passages_add(zs_passages *passages, uint32_t start, uint32_t end)
{
    zs_passage *items =
        zs_array_grow(passages->items, &passages->capacity, passages->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    passages->items = items;
    items[passages->count++] = (zs_passage){.start = start, .end = end};
    return true;
}

/* Joins what overlaps or touches. A pair that crosses words holds a phrase together but does
 * not make it longer: of 先进制程, a query for 先进制造 marks 先进. */
static zs_status merge(const zs_query_terms *query, const zs_occurrences *hits, bool solid_only,
                       zs_passages *out, zs_error *error)
{
    out->count = 0;
    for (size_t i = 0; i < hits->count;) {
        zs_passage whole = {.start = hits->items[i].start, .end = hits->items[i].end};
        zs_passage words = {.start = UINT32_MAX, .end = 0};
        bool solid = false;
        for (; i < hits->count && hits->items[i].start <= whole.end; i++) {
            const zs_occurrence *hit = &hits->items[i];
            const zs_query_term *term = &query->items[hit->term];
            whole.end = hit->end > whole.end ? hit->end : whole.end;
            if (term->kind != ZS_TOKEN_HAN_CROSS) {
                words.start = hit->start < words.start ? hit->start : words.start;
                words.end = hit->end > words.end ? hit->end : words.end;
            }
            solid = solid || term->solid;
        }
        if (solid_only && !solid) {
            continue;
        }
        zs_passage phrase = words.end > 0 ? words : whole;
        if (!zs_passages_add(out, phrase.start, phrase.end)) {
            return zs_fail_memory(error);
        }
    }
    return ZS_OK;
}

zs_status zs_find_phrases(const zs_query_terms *query, const zs_occurrences *hits,
                          zs_passages *out, zs_error *error)
{
    zs_status status = merge(query, hits, true, out, error);
    if (!status && out->count == 0) {
        status = merge(query, hits, false, out, error);
    }
    return status;
}

/* In folded text ！？； are ASCII already. */
static bool ends_sentence(UChar unit)
{
    return unit == 0x3002 || unit == '!' || unit == '?' || unit == ';';
}

static bool closes(UChar unit)
{
    switch (unit) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case 0x2019: /* ’ */
    case 0x201D: /* ” */
    case 0x300B: /* 》 */
    case 0x300D: /* 」 */
    case 0x300F: /* 』 */
    case 0x3011: /* 】 */ return true;
    default: return false;
    }
}

static bool has_line_end(const char *text, uint32_t start, uint32_t end)
{
    return start < end && memchr(text + start, '\n', end - start);
}

/* White space of so many bytes parts columns or pages, not words. */
enum { WIDE_GAP = 8 };

bool zs_is_wide_gap(const zs_folded *folded, uint32_t before, uint32_t after)
{
    return folded->start[after] - folded->end[before] > WIDE_GAP;
}

/* Whether the text may be cut between units at - 1 and at without harm: not within what came
 * of one character of the source. */
static bool may_cut(const zs_folded *folded, uint32_t at)
{
    return at == 0 || at >= folded->length || folded->start[at] != folded->start[at - 1];
}

/* Whether a sentence may end behind unit `at`. */
static bool ends_at(const zs_folded *folded, const char *text, uint32_t at)
{
    if (at + 1 >= folded->length) {
        return true;
    }
    if (!may_cut(folded, at + 1)) {
        return false;
    }
    /* A line end is either white space that was kept or has been dropped between units. */
    if (has_line_end(text, folded->end[at], folded->start[at + 1]) ||
        (folded->class[at] >= ZS_CHAR_SPACE &&
         has_line_end(text, folded->start[at], folded->end[at]))) {
        return true;
    }
    bool space = folded->class[at + 1] >= ZS_CHAR_SPACE && at + 2 < folded->length;
    if (zs_is_wide_gap(folded, at, space ? at + 2 : at + 1)) {
        return true;
    }
    if (closes(folded->units[at + 1]) || ends_sentence(folded->units[at + 1])) {
        return false; /* behind that one, perhaps */
    }
    uint32_t last = at;
    while (last > 0 && closes(folded->units[last])) {
        last--;
    }
    return ends_sentence(folded->units[last]);
}

zs_passage zs_sentence_at(const zs_folded *folded, const char *text, uint32_t at,
                          uint32_t reach)
{
    uint32_t first = at > reach ? at - reach : 0;
    uint32_t start = at;
    while (start > first && !ends_at(folded, text, start - 1)) {
        start--;
    }
    uint32_t last = (uint32_t)folded->length;
    if (last - at > reach) {
        last = at + reach;
    }
    uint32_t end = at;
    while (end < last && !ends_at(folded, text, end)) {
        end++;
    }
    return (zs_passage){.start = start, .end = end < last ? end + 1 : last};
}

zs_passage zs_passage_trimmed(const zs_folded *folded, zs_passage passage)
{
    while (passage.start < passage.end && folded->class[passage.start] >= ZS_CHAR_SPACE) {
        passage.start++;
    }
    while (passage.end > passage.start && folded->class[passage.end - 1] >= ZS_CHAR_SPACE) {
        passage.end--;
    }
    return passage;
}

static bool within_word(const zs_folded *folded, uint32_t at)
{
    return at > 0 && at < folded->length && folded->class[at - 1] == ZS_CHAR_WORD &&
           folded->class[at] == ZS_CHAR_WORD;
}

zs_passage zs_passage_whole(const zs_folded *folded, zs_passage passage)
{
    while (!may_cut(folded, passage.start)) {
        passage.start--;
    }
    while (!may_cut(folded, passage.end)) {
        passage.end++;
    }
    return passage;
}

zs_passage zs_passage_around(const zs_folded *folded, zs_passage sentence, zs_passage phrase,
                             uint32_t room)
{
    uint32_t length = phrase.end - phrase.start;
    uint32_t before = length < room ? (room - length) / 3 : 0;
    uint32_t start =
        phrase.start - sentence.start > before ? phrase.start - before : sentence.start;
    if (start > sentence.start) {
        for (uint32_t at = start; at < phrase.start; at++) {
            if (folded->class[at] == ZS_CHAR_OTHER || folded->class[at] >= ZS_CHAR_SPACE) {
                start = at + 1;
                break;
            }
        }
    }
    while (start < phrase.start && (within_word(folded, start) || !may_cut(folded, start))) {
        start++;
    }
    uint32_t end = sentence.end - start > room ? start + room : sentence.end;
    while (end > phrase.end && (within_word(folded, end) || !may_cut(folded, end))) {
        end--;
    }
    while (end < sentence.end && !may_cut(folded, end)) {
        end++;
    }
    return (zs_passage){.start = start, .end = end};
}
