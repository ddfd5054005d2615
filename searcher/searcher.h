/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a zs_searcher is made of, for the files of this folder: an open index, and all that
 * one query after another uses again.
 */
#ifndef ZS_SEARCHER_SEARCHER_H
#define ZS_SEARCHER_SEARCHER_H

#include "base/number_set.h"
#include "searcher/amend.h"
#include "searcher/arrangement.h"
#include "searcher/columns.h"
#include "searcher/facets.h"
#include "searcher/likeness.h"
#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "searcher/require.h"
#include "searcher/rerank.h"
#include "searcher/snippet.h"
#include "searcher/view.h"
#include "store/reader.h"
#include "text/analyser.h"
#include "zsearch.h"

/* Where the scores of a step would be above those of the one before, they are brought just
 * below: by a factor, so that they stay in order. */
#define ZS_STEP_SCALE 0.999

/* How long a query may take where nobody says so, in milliseconds. */
enum { ZS_TIMEOUT = 5000 };

/* How often a query is begun anew because the index changed under it. */
enum { ZS_TRIES = 5 };

/* A term of the query and its weight, for choosing among them. */
struct zs_weighed {
    size_t term;
    double weight;
};

/* What finds words by their pinyin (pinyin.h). */
typedef struct zs_pinyin zs_pinyin;

struct zs_searcher {
    zs_reader *reader;
    zs_analyser *analyser;
    zs_matcher *matcher;
    zs_reranker *reranker;
    zs_query_terms query;
    zs_likenesses likes;              /* of the query */
    zs_matches matches;               /* of all steps, the best first */
    size_t step_begins;               /* the first of them that has only some of the words */
    size_t pinyin_begins;             /* the first that has what the query may spell */
    zs_matches step;                  /* of the step at hand */
    size_t depth;                     /* so many of them, the first, are reranked */
    zs_matches found;                 /* before they have been looked at */
    bool found_best;                  /* they are the best for any of the terms */
    zs_matches shared;                /* that have their share of the words */
    zs_looks looks;                   /* at those that were reranked */
    zs_number_set docids, duplicates; /* of what has been found */
    zs_number_set have;               /* docids of what has been looked at */
    zs_view view;
    zs_texts texts;      /* long ones that were looked at */
    zs_columns columns;  /* values of fields by which hits were counted or sorted */
    uint64_t generation; /* of the index that they are of */
    zs_arrangement arrangement;
    zs_counted *counted; /* until the results take it; NULL: nothing was to be counted */
    zs_requirement_scratch scratch;
    zs_deadline deadline;
    zs_buffer notes; /* what the answer has to say, NUL-terminated each */
    zs_snippet_scratch snippet;
    zs_record article; /* that was asked for by its id */
    zs_amender amender;
    zs_pinyin *pinyin; /* NULL until a query is pinyin */
    struct zs_weighed *order;
    size_t order_capacity;
    zs_match_term *terms;
    size_t term_capacity;
    zs_match_node *synonyms; /* of the terms, and the terms that these need (first_stage.c) */
    size_t synonym_capacity;
    zs_vocabulary *usual;            /* made when it is first needed */
    const zs_vocabulary *vocabulary; /* the caller's; NULL: the usual one */
    zs_vocabulary without;           /* synonyms, if that is wanted */
};

/* What words count as. Cuts queries by it from then on. Errors: MEMORY. */
zs_status zs_searcher_vocabulary(zs_searcher *searcher, bool no_synonyms,
                                 const zs_vocabulary **out, zs_error *error);

/* Does something with the index, and again, a few times, if the index has changed meanwhile; of
 * what looks for articles first and reads them then, also if one of those has gone. Tasks set
 * their outputs when they succeed. */
typedef zs_status (*zs_searcher_task)(zs_searcher *searcher, void *context, zs_error *error);
zs_status zs_searcher_steadily(zs_searcher *searcher, zs_searcher_task task, void *context,
                               zs_error *error);
zs_status zs_searcher_find_steadily(zs_searcher *searcher, zs_searcher_task task, void *context,
                                    zs_error *error);

/* Looks up what a query asks to be like, and sets up what its requirement is made with: `match`
 * says which of its words, and the caller adds what else there is to say. Errors: QUERY,
 * NOT_FOUND, MEMORY, and those of reading. */
zs_status zs_searcher_requiring(zs_searcher *searcher, const zs_query *query,
                                zs_words_match match, zs_requiring *out, zs_error *error);

/* Answers a query: fills `matches`, at least the `wanted` best if there are so many, with what
 * belongs to them. Behind what has the query's words comes what has those of `spelt` (NULL:
 * none are sought), a tree that has the words of the query too. Errors: QUERY, CHANGED,
 * NOT_FOUND (an article has gone), CORRUPT, IO, MEMORY. */
zs_status zs_search(zs_searcher *searcher, const zs_query *query, const zs_query *spelt,
                    const zs_query_options *options, size_t wanted, zs_error *error);

/* For what looks at articles next: forgets texts and columns of an index that is no longer. */
void zs_searcher_begin(zs_searcher *searcher);

/* Makes results of the searcher's matches from `offset` on, at most `limit`. */
zs_status zs_results_new(zs_searcher *searcher, size_t offset, size_t limit, zs_results **out,
                         zs_error *error);

#endif
