/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/segment.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utf16.h>

#include "base/buffer.h"
#include "base/error.h"
#include "text/dictionary.h"
#include "text/han_words.h"
#include "text/plain_words.h"

/* ICU keeps some 30 bytes a unit for the dictionary run it is in, so a run of megabytes is
 * cut in parts. Only a word that lies across such a cut is seen otherwise than in one piece. */
enum { PART = 1 << 16 };

struct zs_segmenter {
    UBreakIterator *iterator;
    zs_dictionary *dictionary; /* NULL: ICU has to cut all */
    zs_han_words han;
};

zs_status zs_segmenter_new(zs_segmenter **out, zs_error *error)
{
    zs_segmenter *segmenter = calloc(1, sizeof *segmenter);
    if (!segmenter) {
        return zs_fail_memory(error);
    }
    /* "zh" gives U_USING_DEFAULT_WARNING, which is no failure. */
    UErrorCode status = U_ZERO_ERROR;
    segmenter->iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    if (U_FAILURE(status)) {
        free(segmenter);
        return zs_fail(
            error, status == U_MEMORY_ALLOCATION_ERROR ? ZS_ERROR_MEMORY : ZS_ERROR_INTERNAL,
            "ICU cannot open its word break rules (%s); is its data installed?",
            u_errorName(status));
    }
    zs_status opened = zs_dictionary_open(&segmenter->dictionary, error);
    if (opened) {
        zs_segmenter_free(segmenter);
        return opened;
    }
    *out = segmenter;
    return ZS_OK;
}

void zs_segmenter_free(zs_segmenter *segmenter)
{
    if (segmenter) {
        ubrk_close(segmenter->iterator);
        zs_dictionary_close(segmenter->dictionary);
        zs_han_words_release(&segmenter->han);
        free(segmenter);
    }
}

void zs_words_release(zs_words *words)
{
    free(words->items);
    *words = ZS_WORDS_INIT;
}

static bool add_word(zs_words *words, uint32_t start, uint32_t end, bool han)
{
    zs_word *items =
        zs_array_grow(words->items, &words->capacity, words->count + 1, sizeof *words->items);
    if (!items) {
        return false;
    }
    words->items = items;
    items[words->count++] = (zs_word){.start = start, .end = end, .han = han};
    return true;
}

/* Adds what ICU found between two boundaries. Its rule status is not reliable behind a
 * dictionary run (a Latin word there may count as ideographic), and a piece may hold both
 * Han characters and others: the classes of the characters decide. */
static bool add_piece(zs_words *words, const zs_folded *folded, uint32_t start, uint32_t end)
{
    const uint8_t *class = folded->class;
    for (uint32_t at = start; at < end;) {
        uint32_t from = at;
        bool han = class[at] == ZS_CHAR_HAN;
        bool word = false;
        while (at < end && (class[at] == ZS_CHAR_HAN) == han) {
            word = word || class[at] == ZS_CHAR_WORD;
            at++;
        }
        if ((han || word) && !add_word(words, from, at, han)) {
            return false;
        }
    }
    return true;
}

/* The end of the part that begins at `start`: behind something that is no word if there is
 * such a place in its last half, and never between surrogates. */
static uint32_t part_end(const zs_folded *folded, uint32_t start)
{
    if (folded->length - start <= PART) {
        return (uint32_t)folded->length;
    }
    uint32_t end = start + PART;
    for (uint32_t at = end; at > start + PART / 2; at--) {
        uint8_t class = folded->class[at - 1];
        if (class != ZS_CHAR_HAN && class != ZS_CHAR_WORD) {
            return at;
        }
    }
    return U16_IS_TRAIL(folded->units[end]) ? end - 1 : end;
}

/* Cuts units `start` to `end` by ICU. */
static zs_status cut_by_icu(zs_segmenter *segmenter, const zs_folded *folded, uint32_t start,
                            uint32_t end, zs_words *out, zs_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(segmenter->iterator, folded->units + start, (int32_t)(end - start), &status);
    if (U_FAILURE(status)) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "ICU cannot cut the text (%s)",
                       u_errorName(status));
    }
    int32_t from = ubrk_first(segmenter->iterator);
    for (int32_t to; (to = ubrk_next(segmenter->iterator)) != UBRK_DONE; from = to) {
        if (!add_piece(out, folded, start + (uint32_t)from, start + (uint32_t)to)) {
            return zs_fail_memory(error);
        }
    }
    return ZS_OK;
}

static zs_status cut_ideographs(zs_segmenter *segmenter, const zs_folded *folded,
                                uint32_t start, uint32_t end, zs_words *out, zs_error *error)
{
    zs_han_words *han = &segmenter->han;
    zs_status status =
        zs_cut_han(segmenter->dictionary, folded->units + start, end - start, han, error);
    for (size_t i = 0; !status && i < han->count; i++) {
        uint32_t from = start;
        start += han->lengths[i];
        if (!add_word(out, from, start, true)) {
            status = zs_fail_memory(error);
        }
    }
    return status;
}

static zs_status cut_plain(zs_segmenter *segmenter, const zs_folded *folded, uint32_t start,
                           uint32_t end, zs_words *out, zs_error *error)
{
    while (start < end) {
        uint32_t to = zs_plain_end(folded->units, start, end);
        if (to == start) {
            return cut_by_icu(segmenter, folded, start, end, out, error);
        }
        if (!add_piece(out, folded, start, to)) {
            return zs_fail_memory(error);
        }
        start = to;
    }
    return ZS_OK;
}

static inline zs_cut_sort sort_at(const zs_folded *folded, uint32_t at)
{
    return zs_cut_sort_of(folded->units[at], folded->class[at]);
}

/* Cuts units `start` to `end`, as ICU would, stretch by stretch of one sort. With one of other
 * characters before or behind it a stretch may be cut otherwise than by itself; then ICU is
 * given all up to the next place where it cuts whatever there is. */
static zs_status cut_part(zs_segmenter *segmenter, const zs_folded *folded, uint32_t start,
                          uint32_t end, zs_words *out, zs_error *error)
{
    zs_status status = ZS_OK;
    for (uint32_t at = start; !status && at < end; at = start) {
        zs_cut_sort sort = sort_at(folded, at), next = sort;
        while (next == sort && ++at < end) {
            next = sort_at(folded, at);
        }
        if (sort == ZS_SORT_OTHER || (at < end && next == ZS_SORT_OTHER)) {
            while (at < end && sort_at(folded, at) != ZS_SORT_APART) {
                at++;
            }
            status = cut_by_icu(segmenter, folded, start, at, out, error);
        } else if (sort == ZS_SORT_IDEOGRAPH) {
            status = cut_ideographs(segmenter, folded, start, at, out, error);
        } else if (sort == ZS_SORT_PLAIN) {
            status = cut_plain(segmenter, folded, start, at, out, error);
        }
        start = at;
    }
    return status;
}

zs_status zs_segment(zs_segmenter *segmenter, const zs_folded *folded, zs_words *out,
                     zs_error *error)
{
    zs_status status = ZS_OK;
    out->count = 0;
    for (uint32_t start = 0, end; !status && start < folded->length; start = end) {
        end = part_end(folded, start);
        status = segmenter->dictionary ? cut_part(segmenter, folded, start, end, out, error)
                                       : cut_by_icu(segmenter, folded, start, end, out, error);
    }
    return status;
}
