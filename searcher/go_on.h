/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the articles go on behind a run of Han characters. The list of terms says which
 * characters may come next; what really does is read in a few of the articles that have both.
 */
#ifndef ZS_SEARCHER_GO_ON_H
#define ZS_SEARCHER_GO_ON_H

#include "searcher/completions.h"
#include "searcher/searcher.h"

/* Longer runs are not gone on with. */
enum { ZS_GO_ON_MOST = 20 };

/* How much is done for it: so many articles that have the run are asked what may come next, and
 * so many bytes of articles are read to see what does; each way to go on is counted by so many
 * steps through postings; and of a run in very many articles, so many of the pairs that are the
 * most frequent everywhere are tried besides. */
typedef struct zs_go_on_effort {
    size_t asked, bytes, steps, everywhere;
} zs_go_on_effort;

/* Adds how the articles go on behind a run of 1 to ZS_GO_ON_MOST folded characters, at least
 * the most frequent ways to. Errors: CHANGED, CORRUPT, IO, MEMORY. */
zs_status zs_go_on(zs_searcher *searcher, const UChar32 *run, size_t length,
                   zs_go_on_effort effort, zs_completions *out, zs_error *error);

#endif
