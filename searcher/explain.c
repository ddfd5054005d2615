/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Why a hit is where it is: its score, taken apart.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/explained.h"
#include "searcher/hits.h"

/* ---- Terms ------------------------------------------------------------------------------ */

bool zs_explained_terms_make(const zs_query_terms *query, zs_explained_terms *out)
{
    size_t bytes = query->terms.length + query->count; /* each ends with a NUL */
    zs_explained_term *terms = malloc((query->count + 1) * sizeof *terms);
    char *strings = malloc(bytes + 1);
    if (!terms || !strings) {
        free(terms);
        free(strings);
        return false;
    }
    *out = (zs_explained_terms){.items = terms, .count = query->count, .strings = strings};
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[i];
        memcpy(strings, query->terms.data + term->term, term->term_length);
        strings[term->term_length] = '\0';
        terms[i] =
            (zs_explained_term){.term = strings,
                                .kind = term->kind,
                                .factor = term->plain,
                                .boost = term->plain > 0 ? term->factor / term->plain : 1,
                                .idf = term->idf,
                                .document_frequency = term->frequency};
        strings += term->term_length + 1;
    }
    return true;
}

void zs_explained_terms_release(zs_explained_terms *terms)
{
    free(terms->items);
    free(terms->strings);
    *terms = (zs_explained_terms){.items = NULL};
}

/* ---- Hits -------------------------------------------------------------------------------- */

struct explanation {
    zs_explanation public; /* first, so that one is the other */
    zs_explained_part parts[ZS_SCORE_PARTS + 3];
    zs_explained_terms terms;
};

void zs_explanation_free(zs_explanation *explanation)
{
    struct explanation *whole = (struct explanation *)explanation;
    if (whole) {
        zs_explained_terms_release(&whole->terms);
        free(whole);
    }
}

static void add_part(struct explanation *explanation, const char *name, double score)
{
    if (score != 0) {
        explanation->parts[explanation->public.part_count++] =
            (zs_explained_part){.name = name, .score = score};
    }
}

static int by_score(const void *one, const void *other)
{
    const zs_explained_term *a = one, *b = other;
    return a->score < b->score ? 1 : a->score > b->score ? -1 : 0;
}

/* The terms that occur, the one that counts most first; the sum of their scores. */
static double keep_terms(struct explanation *explanation, const double *scores,
                         const uint32_t *counts)
{
    zs_explained_terms *terms = &explanation->terms;
    size_t kept = 0;
    double sum = 0;
    for (size_t i = 0; i < terms->count; i++) {
        zs_explained_term term = terms->items[i];
        term.count = counts[i];
        term.score = scores[i];
        if (term.count > 0) {
            terms->items[kept++] = term;
            sum += term.score;
        }
    }
    terms->count = kept;
    qsort(terms->items, kept, sizeof *terms->items, by_score);
    return sum;
}

static zs_status explain_look(zs_results *results, const zs_hit *hit,
                              struct explanation *explanation, zs_error *error)
{
    zs_searcher *searcher = results->searcher;
    const double *scores;
    const uint32_t *counts;
    const zs_rerank_source source = {.reader = searcher->reader, .texts = &searcher->texts};
    /* Another query may have been asked since. */
    zs_status status = zs_matcher_prepare(searcher->matcher, &results->query, error);
    if (!status) {
        status = zs_look_again(searcher->reranker, &source, searcher->matcher, &results->query,
                               hit->docid, &hit->look, &scores, &counts, error);
    }
    if (status) {
        return status;
    }
    double terms = keep_terms(explanation, scores, counts);
    double bm25 = hit->look.parts.part[ZS_PART_BM25];
    double rest = bm25 - terms;
    bool rounding = rest < 1e-9 && rest > -1e-9;
    add_part(explanation, "terms", rounding ? bm25 : terms);
    add_part(explanation, "rest", rounding ? 0 : rest);
    for (size_t i = 0; i < ZS_SCORE_PARTS; i++) {
        if (i != ZS_PART_BM25) {
            add_part(explanation, zs_score_part_name((zs_score_part)i),
                     hit->look.parts.part[i]);
        }
    }
    return ZS_OK;
}

zs_status zs_results_explain(zs_results *results, size_t i, zs_explanation **out,
                             zs_error *error)
{
    if (!results || i >= results->count || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "there is no hit %zu", i);
    }
    const zs_hit *hit = &results->hits[i];
    struct explanation *explanation = calloc(1, sizeof *explanation);
    if (!explanation || !zs_explained_terms_make(&results->query, &explanation->terms)) {
        free(explanation);
        return zs_fail_memory(error);
    }
    zs_status status = ZS_OK;
    if (hit->reranked) {
        status = explain_look(results, hit, explanation, error);
        double sum = zs_score(&hit->look.parts);
        add_part(explanation, "order", hit->score - sum);
    } else {
        explanation->terms.count = 0;
        add_part(explanation, "first stage", hit->score);
    }
    if (status) {
        zs_explanation_free(&explanation->public);
        return status;
    }
    explanation->public.score = hit->score;
    explanation->public.parts = explanation->parts;
    explanation->public.terms = explanation->terms.items;
    explanation->public.term_count = explanation->terms.count;
    *out = &explanation->public;
    return ZS_OK;
}
