/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query and its answer, complete with all that a format shows of it: everything is fetched
 * before anything is written, so that the time it took can be told.
 */
#ifndef ZS_ANSWERS_ANSWER_H
#define ZS_ANSWERS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zsearch.h"

/* What a format shows of a hit besides its id. Of an article there may be more. */
typedef struct zs_needs {
    bool article;
    bool snippet;
    zs_snippet_options snippets; /* what they are to be like */
    bool marks;                  /* all of them, in the whole article */
    bool duplicate_ids;
    bool explanation;
    bool correction; /* what else may have been meant, */
    bool corrected;  /* which is asked instead if no article has all that was typed */
    bool advice;     /* if there are no hits */
    size_t keywords; /* so many of the whole answer, at the most */
} zs_needs;

/* What others should be like: an article of the index, or a text. */
typedef struct zs_model {
    const char *id;   /* NULL: the text */
    const char *text; /* NUL-terminated */
} zs_model;

typedef struct zs_hit {
    const char *id;
    uint64_t rank;
    double score;
    unsigned step;             /* as of zs_results_step */
    const zs_article *article; /* NULL if not needed, and so the snippet */
    zs_snippet *snippet;
    zs_marks *marks;            /* NULL if not needed */
    const zs_span *title_marks; /* of one or the other */
    size_t title_mark_count;
    zs_explanation *explanation; /* NULL if not needed */
    uint64_t collapsed;          /* other articles that it stands for */
    uint64_t duplicates;         /* other articles that are nearly the same */
    char **duplicate_ids;        /* of the first of them, NULL-terminated; NULL if not needed */
} zs_hit;

typedef struct zs_answer {
    const char *qid; /* the caller's, and so the query */
    const char *query;
    zs_correction *correction; /* NULL if there is none, or none is needed */
    bool corrected;            /* the hits are those of the correction */
    uint64_t total;
    bool exact;
    bool partial; /* the time was over before all was looked at */
    uint64_t offset;
    const char *collapse; /* the field by which hits are collapsed; NULL: none */
    zs_hit *hits;
    size_t count;
    uint64_t microseconds; /* that the query and the fetching took */
    zs_results *results;
    zs_keywords *keywords; /* NULL if not needed */
    zs_advice *advice;     /* NULL if not needed, or there is none */
} zs_answer;

/* On success the answer is released before the searcher is closed. */
zs_status zs_answer_find(zs_answer *answer, zs_searcher *searcher, const char *qid,
                         const char *query, const zs_query_options *options, zs_needs needs,
                         zs_error *error);

/* The same for what is like a model, whose keywords are those of the answer. `query` is what
 * the answer says was asked. */
zs_status zs_answer_similar(zs_answer *answer, zs_searcher *searcher, const zs_model *model,
                            const char *query, const zs_query_options *options, zs_needs needs,
                            zs_error *error);

void zs_answer_release(zs_answer *answer);

/* A query, as text, that asks for what is like an article; malloc'd. */
char *zs_query_like_text(const char *id);

/* What a query marks in an article; `lenient` as in zs_searcher_parse. *marks is NULL if it
 * asks for nothing. */
zs_status zs_mark_article(zs_searcher *searcher, const zs_article *article, const char *query,
                          bool lenient, zs_marks **marks, zs_error *error);

/* Whether the time was over before anything was found. */
bool zs_answer_is_cut_off(const zs_answer *answer);

/* The query that was asked: the one that was typed, or its correction. */
const char *zs_answer_asked(const zs_answer *answer);

#endif
