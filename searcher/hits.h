/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What zs_results is made of: results.c hands it out, explain.c says why it is so.
 */
#ifndef ZS_SEARCHER_HITS_H
#define ZS_SEARCHER_HITS_H

#include "searcher/searcher.h"

typedef struct zs_hit {
    uint32_t docid;
    size_t id; /* where it begins in `ids` */
    double score;
    uint64_t collapsed; /* other articles that it stands for */
    bool reranked;
    zs_look look;      /* if it was */
    zs_record *record; /* NULL until it is read */
} zs_hit;

/* So many of them say what the results are about. */
enum { ZS_RESULTS_BEST = 50 };

struct zs_results {
    zs_searcher *searcher;
    zs_query_terms query; /* what snippets mark */
    zs_hit *hits;
    size_t count;
    size_t offset;
    uint64_t total;
    bool exact;
    bool partial;
    size_t step_begins;   /* the first hit that has only some of the words */
    size_t pinyin_begins; /* the first that has what the query may spell */
    zs_counted *counted;  /* NULL: nothing was to be counted */
    uint32_t
        *best; /* the first hits of all, whatever the offset: their keywords are asked for */
    size_t best_count;
    zs_buffer notes; /* NUL-terminated, one behind another */
    zs_buffer ids;   /* NUL-terminated, one behind another */
};

#endif
