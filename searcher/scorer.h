/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The score of an article that has been found, from its text. It is a sum of parts, each of
 * which has a name and a reason; docs/ranking.md has the formulas and what they were measured
 * on.
 */
#ifndef ZS_SEARCHER_SCORER_H
#define ZS_SEARCHER_SCORER_H

#include "searcher/matcher.h"
#include "searcher/query_terms.h"
#include "store/reader.h"
#include "text/fold.h"

typedef enum zs_score_part {
    ZS_PART_BM25,       /* how often the terms occur, by how rare they are in the index */
    ZS_PART_CONTRAST,   /* the same, by how rare they are among the articles looked at */
    ZS_PART_PROXIMITY,  /* how near each other the words stand */
    ZS_PART_LEAD,       /* how early the terms come */
    ZS_PART_TITLE,      /* how much query and title have of each other */
    ZS_PART_RUN,        /* the longest piece of the query that is there as it is */
    ZS_PART_WINDOW,     /* the terms in the best few words */
    ZS_PART_CHARACTERS, /* the characters in the best few words */
    ZS_PART_FRESHNESS,  /* how new it is, if that is asked for */
    ZS_PART_SCRIPT,     /* whether it is written as the query is */
    ZS_SCORE_PARTS
} zs_score_part;

/* What each part contributes, its weight included: the score is their sum. */
typedef struct zs_score_parts {
    double part[ZS_SCORE_PARTS];
} zs_score_parts;

double zs_score(const zs_score_parts *parts);

/* A fixed short name: "bm25", "lead" … */
const char *zs_score_part_name(zs_score_part part);

/* An article as it is looked at. */
typedef struct zs_scored_article {
    const zs_folded *title, *text;
    uint32_t term_count;
    double first_stage; /* the weight that the first stage gave it */
    double freshness;   /* 1 for what is of today, halved for each half-life since; or 0 */
    double script;      /* 1 if it is written in the script of the query; else 0 */
} zs_scored_article;

typedef struct zs_scorer zs_scorer;

zs_status zs_scorer_new(zs_scorer **out, zs_error *error);
void zs_scorer_free(zs_scorer *scorer);

/* Begins a query. It, and the matcher that has been prepared for it, must stay as they are
 * while articles are looked at. At most `articles` will be. */
zs_status zs_scorer_prepare(zs_scorer *scorer, const zs_matcher *matcher,
                            const zs_query_terms *query, const zs_collection *collection,
                            size_t articles, zs_error *error);

/* Looks at one article more: all parts but what only the comparison tells. */
zs_status zs_scorer_look(zs_scorer *scorer, const zs_scored_article *article,
                         zs_score_parts *out, zs_error *error);

/* What each term of the query adds to the BM25 of the article looked at last. In an article of
 * which only the beginning was looked at, the part may be more than their sum. */
const double *zs_scorer_terms(const zs_scorer *scorer);

/* How often the terms occur in it; stays until the next use. */
const uint32_t *zs_scorer_counts(zs_scorer *scorer);

/* Completes the parts of all articles that were looked at, given in that order. */
void zs_scorer_compare(zs_scorer *scorer, zs_score_parts *parts);

#endif
