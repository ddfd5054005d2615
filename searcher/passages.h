/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Places in a folded text that a snippet is made of: phrases to mark, and where passages may
 * begin and end.
 */
#ifndef ZS_SEARCHER_PASSAGES_H
#define ZS_SEARCHER_PASSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "text/fold.h"

/* Units `start` to `end` of the folded text. */
typedef struct zs_passage {
    uint32_t start, end;
} zs_passage;

typedef struct zs_passages {
    zs_passage *items;
    size_t count;
    size_t capacity;
} zs_passages;

#define ZS_PASSAGES_INIT ((zs_passages){.count = 0})

void zs_passages_release(zs_passages *passages);

/* Appends one; false if out of memory. */
bool zs_passages_add(zs_passages *passages, uint32_t start, uint32_t end);

/* What to mark: occurrences that overlap or touch are one phrase. A pair that crosses words,
 * a function word or a single character of a longer run is marked only as part of a phrase,
 * unless the text holds nothing better. The phrases ascend and do not touch. */
zs_status zs_find_phrases(const zs_query_terms *query, const zs_occurrences *hits,
                          zs_passages *out, zs_error *error);

/* Whether the white space between two units is too wide to be within a passage. */
bool zs_is_wide_gap(const zs_folded *folded, uint32_t before, uint32_t after);

/* The sentence that unit `at` is in: from behind the last 。！？；, line end or wide gap to
 * behind the next, closing quotes included. `text` is the source. No farther than `reach` units
 * are looked at in either direction: a line may be megabytes long. */
zs_passage zs_sentence_at(const zs_folded *folded, const char *text, uint32_t at,
                          uint32_t reach);

/* The passage without white space at its ends. */
zs_passage zs_passage_trimmed(const zs_folded *folded, zs_passage passage);

/* The passage with all that came of the characters of the source at its ends. */
zs_passage zs_passage_whole(const zs_folded *folded, zs_passage passage);

/* Of a sentence that is too long, at most `room` units around `phrase`: from behind a comma
 * or space if there is one near, and not within a word of other scripts. */
zs_passage zs_passage_around(const zs_folded *folded, zs_passage sentence, zs_passage phrase,
                             uint32_t room);

#endif
