/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where in a text a pattern fits.
 */
#include "base/error.h"
#include "searcher/pattern_made.h"
#include "text/utf.h"

/* The next place of the expression in a part of the text that is set. */
static bool find_next(zs_pattern *pattern, zs_passage part, zs_passage *place, UErrorCode *code)
{
    URegularExpression *expression = pattern->anywhere;
    pattern->regex->setRegion(expression, (int32_t)part.start, (int32_t)part.end, code);
    while (pattern->regex->findNext(expression, code) && U_SUCCESS(*code)) {
        place->start = (uint32_t)pattern->regex->start(expression, 0, code);
        place->end = (uint32_t)pattern->regex->end(expression, 0, code);
        if (place->end > place->start) {
            return true;
        }
    }
    return false;
}

/* The places of an expression in a stretch. */
static bool expression_places(zs_pattern *pattern, zs_passage stretch, zs_passages *out,
                              UErrorCode *code)
{
    URegularExpression *expression = pattern->anywhere;
    bool kept = true;
    pattern->regex->setRegion(expression, (int32_t)stretch.start, (int32_t)stretch.end, code);
    while (kept && pattern->regex->findNext(expression, code) && U_SUCCESS(*code)) {
        uint32_t start = (uint32_t)pattern->regex->start(expression, 0, code);
        uint32_t end = (uint32_t)pattern->regex->end(expression, 0, code);
        kept = end == start || zs_passages_add(out, start, end);
    }
    return kept;
}

/* The unit behind the character at `at`. */
static uint32_t behind(const zs_folded *folded, uint32_t at)
{
    size_t next;
    (void)zs_utf16_next(folded->units, at, folded->length, &next);
    return (uint32_t)next;
}

/* The places of a wildcard in a stretch: what is found from a place on ends as soon as it can;
 * what begins behind it and ends no later is shorter. */
static bool wildcard_places(zs_pattern *pattern, const zs_folded *folded, zs_passage stretch,
                            zs_passages *out, UErrorCode *code)
{
    bool kept = true;
    zs_passage place, shorter;
    /* At the edge of a part, what stands beyond it counts. */
    pattern->regex->useTransparentBounds(pattern->anywhere, true, code);
    while (kept && find_next(pattern, stretch, &place, code)) {
        shorter = place;
        do {
            place = shorter;
            shorter.start = behind(folded, place.start);
        } while (find_next(pattern, shorter, &shorter, code));
        if (U_SUCCESS(*code)) {
            kept = zs_passages_add(out, place.start, place.end);
        }
        stretch.start = behind(folded, place.start);
    }
    pattern->regex->useTransparentBounds(pattern->anywhere, false, &(UErrorCode){U_ZERO_ERROR});
    return kept;
}

/* Where a text begins that ends at `end` and is the word with so many edits: the longest. */
static uint32_t similar_start(zs_pattern *pattern, const zs_folded *folded, uint32_t begin,
                              uint32_t end, uint32_t edits)
{
    uint32_t start = end;
    size_t most = pattern->word_length + edits;
    zs_pattern_begin_row(pattern);
    for (size_t at = end; at > begin && most > 0; most--) {
        UChar32 character = zs_utf16_previous(folded->units, begin, at, &at);
        if (zs_pattern_step(pattern, character, false, true) == edits) {
            start = (uint32_t)at;
        }
    }
    return start;
}

/* The end of the first place of a word with edits in a stretch, and how many edits those are. A
 * text that is the word but for its end may go on to be more of it: of the ends that follow
 * within so many characters as may differ, the one that has the fewest edits; of equal ones the
 * last. False if there is none. */
static bool similar_end(zs_pattern *pattern, const zs_folded *folded, zs_passage stretch,
                        uint32_t *end, uint32_t *edits)
{
    size_t left = pattern->edits + 1;
    bool found = false;
    zs_pattern_begin_row(pattern);
    for (size_t at = stretch.start; at < stretch.end && left > 0; left -= found) {
        UChar32 character = zs_utf16_next(folded->units, at, stretch.end, &at);
        uint32_t distance = zs_pattern_step(pattern, character, true, false);
        if (distance <= (found ? *edits : pattern->edits)) {
            *end = (uint32_t)at;
            *edits = distance;
            found = true;
        }
    }
    return found;
}

/* The places of a word with edits in a stretch. */
static bool similar_places(zs_pattern *pattern, const zs_folded *folded, zs_passage stretch,
                           zs_passages *out)
{
    uint32_t end = 0, edits = 0;
    bool kept = true;
    while (kept && similar_end(pattern, folded, stretch, &end, &edits)) {
        uint32_t start = similar_start(pattern, folded, stretch.start, end, edits);
        kept = zs_passages_add(out, start, end);
        stretch.start = end;
    }
    return kept;
}

/* The words of a stretch that are a word of a script that has words, with edits. */
static bool similar_words(zs_pattern *pattern, const zs_folded *folded, zs_passage stretch,
                          zs_passages *out)
{
    bool kept = true;
    for (uint32_t at = stretch.start; kept && at < stretch.end;) {
        uint32_t start = at;
        while (at < stretch.end && folded->class[at] == ZS_CHAR_WORD) {
            at++;
        }
        kept = at == start ||
               !zs_pattern_is_similar(pattern, folded->units + start, at - start, false) ||
               zs_passages_add(out, start, at);
        at += at == start;
    }
    return kept;
}

static bool places_in(zs_pattern *pattern, const zs_folded *folded, zs_passage stretch,
                      zs_passages *out, UErrorCode *code)
{
    if (pattern->edits > 0) {
        return pattern->has_han ? similar_places(pattern, folded, stretch, out)
                                : similar_words(pattern, folded, stretch, out);
    }
    return pattern->wildcard ? wildcard_places(pattern, folded, stretch, out, code)
                             : expression_places(pattern, stretch, out, code);
}

zs_status zs_pattern_places(zs_pattern *pattern, const zs_folded *folded, zs_passages *out,
                            zs_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    int too_long = 0;
    bool kept = true;
    if (pattern->anywhere) {
        pattern->regex->setText(pattern->anywhere, folded->units, (int32_t)folded->length,
                                &code);
    }
    zs_passage stretch = {0, 0};
    while (kept && too_long < ZS_STRETCHES_TOO_LONG &&
           zs_pattern_next_stretch(folded, &stretch)) {
        kept = places_in(pattern, folded, stretch, out, &code);
        too_long += zs_pattern_took_too_long(&code);
    }
    if (!kept) {
        return zs_fail_memory(error);
    }
    return zs_pattern_result(code, true, &(bool){false}, error);
}
