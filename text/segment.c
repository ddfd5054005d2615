/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/segment.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utf16.h>

#include "base/buffer.h"
#include "base/error.h"

/* ICU keeps some 30 bytes a unit for the dictionary run it is in, so a run of megabytes is
 * cut in parts. Only a word that lies across such a cut is seen otherwise than in one piece. */
enum { PART = 1 << 16 };

struct zs_segmenter {
    UBreakIterator *iterator;
};

zs_status zs_segmenter_new(zs_segmenter **out, zs_error *error)
{
    zs_segmenter *segmenter = malloc(sizeof *segmenter);
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
    *out = segmenter;
    return ZS_OK;
}

void zs_segmenter_free(zs_segmenter *segmenter)
{
    if (segmenter) {
        ubrk_close(segmenter->iterator);
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

zs_status zs_segment(zs_segmenter *segmenter, const zs_folded *folded, zs_words *out,
                     zs_error *error)
{
    out->count = 0;
    for (uint32_t start = 0; start < folded->length;) {
        uint32_t end = part_end(folded, start);
        UErrorCode status = U_ZERO_ERROR;
        ubrk_setText(segmenter->iterator, folded->units + start, (int32_t)(end - start),
                     &status);
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
        start = end;
    }
    return ZS_OK;
}
