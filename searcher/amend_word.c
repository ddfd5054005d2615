/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What may have been meant by a word of another script than Han: one of the index that is a
 * letter or two away, if hardly any article has it as typed.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "searcher/amending.h"
#include "text/utf.h"

/* In a word of so many letters one may be wrong, in one of so many two; longer ones are left
 * alone. The first letter is right. */
enum { ONE_WRONG = 4, TWO_WRONG = 8, LONGEST = 24 };

/* In no more articles than this is a word as typed, or others have typed it so too; then a
 * letter is wrong, and the right word is so many times as frequent. */
enum { TYPED_MOST = 3, TIMES = 100 };

/* So many terms are compared for all words of a text: more take too long. */
enum { TERMS_MOST = 20000 };

/* The word, and the best term for it yet. */
struct likening {
    UChar32 letters[LONGEST];
    size_t count, edits;
    size_t *looked_at;
    size_t distance; /* of the best; above `edits` if there is none */
    uint32_t frequency;
    uint32_t fewest; /* articles that a term has to be in */
    zs_amendment *best;
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The letters of a term; LONGEST + 1 if there are more. */
static size_t spell(const char *term, size_t length, UChar32 out[LONGEST])
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++) {
        UChar32 letter = zs_utf8_next(term, at, length, &at);
        if (count == LONGEST) {
            return LONGEST + 1;
        }
        out[count] = letter;
    }
    return count;
}

/* How many letters must be put in, left out, replaced, or swapped with their neighbour. */
static size_t distance(const UChar32 *left, size_t left_count, const UChar32 *right,
                       size_t right_count)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= right_count; j++) {
        above[j] = j;
    }
    for (size_t i = 1; i <= left_count; i++) {
        row[0] = i;
        for (size_t j = 1; j <= right_count; j++) {
            row[j] = least(above[j - 1] + (left[i - 1] != right[j - 1]),
                           least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        size_t *done = before;
        before = above;
        above = row;
        row = done;
    }
    return above[right_count];
}

/* A term is better if it is less far, or as far and in more articles. */
static bool try_term(void *context, const char *term, size_t length, uint32_t frequency)
{
    struct likening *likening = context;
    UChar32 letters[LONGEST];
    if (++*likening->looked_at > TERMS_MOST) {
        return true;
    }
    bool sooner = frequency > likening->frequency || likening->distance > 1;
    if (frequency < likening->fewest || !sooner || length >= sizeof likening->best->put) {
        return false;
    }
    size_t count = spell(term, length, letters);
    if (count > LONGEST || count + likening->edits < likening->count ||
        likening->count + likening->edits < count) {
        return false;
    }
    size_t far = distance(likening->letters, likening->count, letters, count);
    if (far < likening->distance ||
        (far == likening->distance && frequency > likening->frequency)) {
        likening->distance = far;
        likening->frequency = frequency;
        memcpy(likening->best->put, term, length);
        likening->best->length = length;
    }
    return false;
}

zs_status zs_amend_word(zs_reader *reader, const char *term, size_t length, size_t *looked_at,
                        zs_amendment *amendment, bool *found, zs_error *error)
{
    struct likening likening = {.best = amendment, .looked_at = looked_at};
    uint32_t frequency = 0;
    *found = false;
    likening.count = spell(term, length, likening.letters);
    if (likening.count < ONE_WRONG || likening.count > LONGEST) {
        return ZS_OK;
    }
    for (size_t i = 0; i < likening.count; i++) {
        if (!u_isalpha(likening.letters[i])) {
            return ZS_OK;
        }
    }
    zs_status status = zs_reader_document_frequency(reader, term, length, &frequency, error);
    likening.edits = likening.count >= TWO_WRONG && frequency == 0 ? 2 : 1;
    likening.distance = likening.edits + 1;
    likening.fewest = frequency == 0 ? 2 : TIMES * frequency;
    if (!status && frequency <= TYPED_MOST) {
        char first[4];
        status = zs_reader_each_term(reader, first, zs_utf8_put(first, likening.letters[0]),
                                     true, try_term, &likening, error);
        *found = !status && likening.distance <= likening.edits;
    }
    return status;
}
