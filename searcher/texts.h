/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Texts that have been looked at, kept folded: the same articles are the best for many queries,
 * and a phrase of frequent characters that hardly ever stands together has to be sought in
 * many. To read and fold a text takes several times as long as to look through it.
 */
#ifndef ZS_SEARCHER_TEXTS_H
#define ZS_SEARCHER_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/record.h"
#include "text/fold.h"
#include "text/script.h"

/* What is kept at most. When it is full, every second text goes. */
enum { ZS_TEXTS_BYTES = 96 << 20 };

/* What ranking asks of an article besides its text. */
typedef struct zs_text_facts {
    uint32_t term_count;
    zs_script script; /* as its language says */
    bool dated;
    int64_t day; /* after 1970-01-01, if it is dated */
    const char *id;
} zs_text_facts;

/* Title and text without spans (zs_folded.plain), and what goes with them. */
typedef struct zs_kept_text {
    uint32_t docid;
    size_t limit; /* so many bytes of the text were read at most; SIZE_MAX: there are no more */
    size_t bytes; /* and these were read */
    zs_folded title, text;
    zs_text_facts facts;
} zs_kept_text;

/* That of an article that has been read with this limit, and folded; it points there. */
zs_kept_text zs_kept_text_of(uint32_t docid, size_t limit, const zs_record *record,
                             const zs_folded *title, const zs_folded *text);

typedef struct zs_texts {
    zs_kept_text **slots; /* NULL: free */
    size_t slot_count;    /* a power of two, or 0 */
    size_t count, bytes;
} zs_texts;

void zs_texts_release(zs_texts *texts);

/* Forgets all: the numbers of articles mean others now. */
void zs_texts_clear(zs_texts *texts);

/* An article of which no more than `limit` bytes (SIZE_MAX: all) are to be looked at: the same
 * as would be read and folded. NULL if it is not kept. It stays until the next is added. */
const zs_kept_text *zs_texts_find(const zs_texts *texts, uint32_t docid, size_t limit);

/* Keeps copies of all, if there is memory for it. */
void zs_texts_add(zs_texts *texts, const zs_kept_text *text);

#endif
