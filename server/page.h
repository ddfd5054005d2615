/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pages, each whole as HTML. They ask for nothing: all that is shown has been fetched.
 * Whatever comes from a request or the index is escaped here and nowhere else.
 */
#ifndef ZS_SERVER_PAGE_H
#define ZS_SERVER_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "answers/answer.h"
#include "answers/builder.h"
#include "server/search_form.h"
#include "zsearch.h"

/* The language of the interface, not of articles. */
typedef enum zs_tongue { ZS_SIMPLIFIED, ZS_TRADITIONAL, ZS_ENGLISH } zs_tongue;

/* The best of an Accept-Language header (RFC 9110, 12.5.4); NULL or none of them: simplified.
 */
zs_tongue zs_tongue_of(const char *accept_language);

typedef struct zs_page_context {
    zs_tongue tongue;
    const char *title;  /* NULL: as usual in this language */
    uint64_t articles;  /* in the index */
    const char *origin; /* "http://127.0.0.1:8080", for what must name it whole */
} zs_page_context;

/* Something went wrong, for people. `status` is that of HTTP. */
typedef struct zs_page_problem {
    unsigned status;
    const char *detail; /* what the library says, in English; NULL */
    int64_t position;   /* of a query's error, in bytes; -1 */
} zs_page_problem;

/* Sets what a page is asked for where its URL says nothing: how many hits, what is counted, how
 * long passages are. For a form that has been parsed, in which these are 0; in links they are
 * left out again. */
void zs_page_complete(zs_search_form *form);

/* The search page; without an answer, only its field to search in, and the problem if there is
 * one. `part` alone is what changes when another query is asked: what stands in <main>. */
void zs_page_search(zs_builder *out, const zs_page_context *context, const zs_search_form *form,
                    const zs_answer *answer, const zs_page_problem *problem, bool part);

/* An article with what a query finds in it marked, a list of the marks, and articles like it.
 * `query`, `marks` and `similar` may be NULL. */
void zs_page_article(zs_builder *out, const zs_page_context *context, const zs_article *article,
                     const char *query, const zs_marks *marks, const zs_answer *similar);

/* A page that says what went wrong, with a way back. */
void zs_page_of_problem(zs_builder *out, const zs_page_context *context,
                        const zs_page_problem *problem);

/* The OpenSearch 1.1 description, so that a browser can add the page. */
void zs_page_opensearch(zs_builder *out, const zs_page_context *context);

/* What pages are made with: embedded, and named by a hash of their content, so that they may be
 * kept for ever. */
typedef struct zs_asset {
    const char *path; /* "/assets/style.0123456789abcdef.css" */
    const char *type; /* "text/css; charset=utf-8" */
    const unsigned char *data;
    size_t length;
} zs_asset;

/* NULL if there is none of this path. */
const zs_asset *zs_asset_at(const char *path);

#endif
