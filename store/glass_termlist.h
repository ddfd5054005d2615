/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The list of an article's terms, as it stands in the table of these: in order, each with what
 * it has in common with the one before it left out.
 */
#ifndef ZS_STORE_GLASS_TERMLIST_H
#define ZS_STORE_GLASS_TERMLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "store/glass_code.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_glass_term {
    const char *bytes;
    uint32_t length; /* 1 to ZS_GLASS_TERM_MOST */
    uint32_t count;  /* wdf */
} zs_glass_term;

/* Appends the list of terms, which are distinct and in the order of zs_glass_compare; nothing
 * if there are none. `length` is the sum of all counts. */
bool zs_glass_termlist_append(zs_buffer *out, const zs_glass_term *terms, size_t count,
                              uint32_t length);

/* What it is made of, for those who have it in parts: its head, then term by term, each with
 * the one before it; NULL: it is the first. */
bool zs_glass_termlist_append_head(zs_buffer *out, size_t count, uint32_t length);
bool zs_glass_termlist_append_next(zs_buffer *out, const zs_glass_term *before,
                                   const zs_glass_term *term);

/* Goes through a list. */
typedef struct zs_glass_termlist {
    const char *data;
    size_t size, at;
    uint64_t left;   /* terms */
    uint32_t length; /* of the article */
    char bytes[ZS_GLASS_TERM_MOST];
    zs_glass_term term; /* the one at hand, which points to the bytes above */
} zs_glass_termlist;

/* False if the data is no list. Data that is empty is that of an article without terms. */
bool zs_glass_termlist_begin(zs_glass_termlist *list, const char *data, size_t size);

/* Goes on to the next term, at first to the first; false if there is none, or if what follows
 * is none that may come next: then terms are left. */
bool zs_glass_termlist_next(zs_glass_termlist *list);

/* All terms of a list, which stay until another is taken apart. There is room for one more. */
typedef struct zs_glass_terms {
    zs_glass_term *items;
    size_t count, capacity;
    zs_buffer bytes;
} zs_glass_terms;

void zs_glass_terms_release(zs_glass_terms *terms);

/* *length is that of the article. INTERNAL if the data is no list, MEMORY. */
zs_status zs_glass_terms_take(zs_glass_terms *terms, const char *data, size_t size,
                              uint32_t *length, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
