/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Posting lists in a file, in the order of their terms, and one after another read back.
 *
 * A list is its term's length, the term, in how many articles it stands, how often in all, and
 * the bytes of its postings: how far each docid is from the one before, the first from 0, and
 * how often the term occurs there, all as numbers in base 128.
 */
#ifndef ZS_STORE_POSTING_RUN_H
#define ZS_STORE_POSTING_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "store/glass_code.h"
#include "store/scratch.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_posting_list {
    char term[ZS_GLASS_TERM_MOST];
    size_t length;
    uint32_t articles;
    uint64_t occurrences;
    const char *postings;
    size_t size; /* of these, in bytes */
} zs_posting_list;

/* Appends a list but for its postings, which are to follow. */
bool zs_posting_list_append_head(zs_buffer *out, const char *term, size_t length,
                                 uint32_t articles, uint64_t occurrences, size_t size);

/* Reads a file from its beginning. */
typedef struct zs_posting_run {
    zs_window window; /* its file is the run's own */
    bool ended;
    zs_posting_list list; /* the one at hand */
} zs_posting_run;

void zs_posting_run_release(zs_posting_run *run);

/* Goes on to the next list, at first to the first; run->ended when there is none. Errors: IO,
 * MEMORY. */
zs_status zs_posting_run_next(zs_posting_run *run, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
