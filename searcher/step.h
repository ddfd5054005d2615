/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A step of an answer: what asks for less is a step behind. search.c runs them; first_stage.c
 * chooses the terms, find.c, find_all.c and find_shared.c find the articles, and stand_in.c
 * says which is shown for others that are nearly the same.
 */
#ifndef ZS_SEARCHER_STEP_H
#define ZS_SEARCHER_STEP_H

#include "searcher/candidates.h"
#include "searcher/searcher.h"
#include "text/script.h"

/* Counts are exact up to so many articles that the index finds. */
enum { ZS_COUNTED = 10000 };

typedef struct zs_step {
    zs_searcher *searcher;
    const zs_requirement *requirement; /* NULL: any of the terms */
    const zs_match_node *without;      /* what is not to be found; NULL: nothing */
    size_t term_count;                 /* of searcher->terms, those that are matched */
    size_t wanted;
    bool expand;
    bool first_stage; /* nothing is reranked */
    zs_script script; /* of the query */
    /* What becomes of the hits, for which all are found as far as that can be; NULL: only the
     * best are wanted. */
    const zs_arrangement *arrangement;
    zs_error *error;
} zs_step;

/* ---- first_stage.c ---- */

/* The terms of a query and of what its patterns stand for, with synonyms from a vocabulary
 * (NULL: none), their weights, and which of them are
 * matched: the first *count of searcher->terms, behind which stand the others. */
zs_status zs_prepare_terms(zs_searcher *searcher, const zs_vocabulary *vocabulary,
                           const zs_query *query, const zs_requirement *requirement,
                           size_t *count, zs_error *error);

/* ---- find.c ---- */

/* What is asked of the index, within some articles (NULL: any that have a term). */
zs_match_request zs_step_request(const zs_step *step, const zs_match_node *within);

/* Whether an article is a hit already, or one that it is nearly the same as stands for it. */
bool zs_step_knows(const zs_step *step, const zs_match *match);

/* Remembers an article as known. */
zs_status zs_step_note(zs_searcher *searcher, const zs_match *match, zs_error *error);

/* Adds an article to the step's, unless it is known. */
zs_status zs_step_take(const zs_step *step, const zs_match *match);

/* The same where `match` says what the article is nearly the same as, if hits are collapsed by
 * that. */
zs_status zs_step_take_named(const zs_step *step, const zs_match *match);

/* Fills searcher->step with what meets the requirement, the best of the first stage first. */
zs_status zs_find(const zs_step *step);

/* ---- find_all.c ---- */

/* Fills searcher->step with all that the index finds within some articles (NULL: that have any
 * of the terms), the best of the first stage first; behind as many as are wanted, the others
 * stand in no order, unless they are sorted or collapsed. */
zs_status zs_find_all(const zs_step *step, const zs_match_node *within);

/* ---- stand_in.c ---- */

/* Of what is to be reranked and nearly the same as others, chooses for searcher->step those
 * that are written in the script of the query. */
zs_status zs_stand_in(const zs_step *step);

/* ---- find_shared.c ---- */

/* Parts of a requirement that is a share of words and perhaps more, as queries. */
typedef struct zs_shares {
    const zs_requirement *share;
    zs_candidates *parts;
    zs_match_share *weighed;
    size_t count;
    zs_match_node rest; /* what is needed besides; owns its array of children alone */
    zs_candidates *needed;
    size_t needed_count;
    bool exact;
} zs_shares;

/* Makes queries of a share and what is needed besides; not exact if there is no share, or any
 * of it has to be looked at. To be released in any case. */
zs_status zs_shares_make(const zs_requirement *requirement, zs_shares *shares, zs_error *error);
void zs_shares_release(zs_shares *shares);

/* The same as zs_find, if the shares are exact. */
zs_status zs_find_shared(const zs_step *step, const zs_shares *shares);

#endif
