/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Long texts that have been looked at, kept folded: a phrase of frequent characters that hardly
 * ever stands together has to be sought in many of them, and to read and fold a text takes ten
 * times as long as to look through it.
 */
#ifndef ZS_SEARCHER_TEXTS_H
#define ZS_SEARCHER_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"

/* What is kept at most. When it is full, every second text goes. */
enum { ZS_TEXTS_BYTES = 96 << 20 };

/* Shorter ones are read as fast. */
enum { ZS_TEXTS_LEAST = 1500 }; /* units */

/* Title and text without spans (zs_folded.plain). */
typedef struct zs_kept_text {
    uint32_t docid; /* 0: free */
    zs_folded title, text;
} zs_kept_text;

typedef struct zs_texts {
    zs_kept_text *slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t count, bytes;
} zs_texts;

void zs_texts_release(zs_texts *texts);

/* Forgets all: the numbers of articles mean others now. */
void zs_texts_clear(zs_texts *texts);

/* NULL if it is not kept. It stays until the next is added. */
const zs_kept_text *zs_texts_find(const zs_texts *texts, uint32_t docid);

/* Keeps a copy, if there is memory for it. */
void zs_texts_add(zs_texts *texts, uint32_t docid, const zs_folded *title,
                  const zs_folded *text);

#endif
