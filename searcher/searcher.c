/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query's way: analyse, weigh, match on the terms that matter, rerank, hand out.
 */
#include "searcher/searcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/filter.h"

enum { QUERY_LIMIT = 64 << 10, DEFAULT_LIMIT = 10 };

/* The first stage matches the heaviest terms until they carry this share of the query's
 * weight: the rest cost most, being in most articles, and change least. Reranking counts
 * them all. */
static const double MATCHED_SHARE = 0.85;

/* More terms than this say nothing new. */
enum { MATCHED_TERMS = 64 };

/* Articles that a filter looks at: so many at a time, and no more than so many beyond those
 * that are wanted. */
enum { BATCH = 200, LOOKED_AT_MOST = 2000 };

/* How often a query is begun anew because the index changed under it. */
enum { TRIES = 5 };

void zs_searcher_close(zs_searcher *searcher)
{
    if (!searcher) {
        return;
    }
    zs_reader_close(searcher->reader);
    zs_analyser_free(searcher->analyser);
    zs_matcher_free(searcher->matcher);
    zs_reranker_free(searcher->reranker);
    zs_query_terms_release(&searcher->query);
    zs_matches_release(&searcher->matches);
    zs_matches_release(&searcher->found);
    zs_snippet_scratch_release(&searcher->snippet);
    free(searcher->order);
    free(searcher->terms);
    free(searcher);
}

zs_status zs_searcher_open(const char *directory, zs_searcher **out, zs_error *error)
{
    if (!directory || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_open needs a folder and a place for the searcher");
    }
    zs_searcher *searcher = calloc(1, sizeof *searcher);
    if (!searcher) {
        return zs_fail_memory(error);
    }
    zs_status status =
        zs_reader_open(directory, zs_analyser_fingerprint(), &searcher->reader, error);
    if (!status) {
        status = zs_analyser_new(&searcher->analyser, error);
    }
    if (!status) {
        status = zs_matcher_new(&searcher->matcher, error);
    }
    if (!status) {
        status = zs_reranker_new(&searcher->reranker, error);
    }
    if (status) {
        zs_searcher_close(searcher);
        return status;
    }
    *out = searcher;
    return ZS_OK;
}

zs_status zs_searcher_refresh(zs_searcher *searcher, zs_error *error)
{
    return zs_reader_refresh(searcher->reader, error);
}

zs_status zs_searcher_info(zs_searcher *searcher, zs_index_info *out, zs_error *error)
{
    zs_error problem;
    zs_status status = zs_reader_info(searcher->reader, out, &problem);
    for (int try = 1; try < TRIES && status == ZS_ERROR_CHANGED; try++) {
        status = zs_reader_refresh(searcher->reader, &problem);
        if (!status) {
            status = zs_reader_info(searcher->reader, out, &problem);
        }
    }
    if (status && error) {
        *error = problem;
    }
    return status;
}

static int by_weight(const void *one, const void *other)
{
    const struct zs_weighed *a = one;
    const struct zs_weighed *b = other;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    return a->term < b->term ? -1 : 1;
}

static bool is_pair(const zs_query_term *term)
{
    return term->kind == ZS_TOKEN_HAN_WORD || term->kind == ZS_TOKEN_HAN_INNER ||
           term->kind == ZS_TOKEN_HAN_CROSS;
}

/* Chooses the terms of the first stage. An article that holds the query has all its pairs,
 * but not for certain its words, which depend on what stands around: so there is a pair among
 * the terms if the query has one, and every character that stands alone. */
static zs_status plan(zs_searcher *searcher, size_t *count, zs_error *error)
{
    const zs_query_terms *query = &searcher->query;
    struct zs_weighed *order = zs_array_grow(searcher->order, &searcher->order_capacity,
                                             query->count + 1, sizeof *order);
    if (order) {
        searcher->order = order;
    }
    zs_match_term *terms = zs_array_grow(searcher->terms, &searcher->term_capacity,
                                         query->count + 1, sizeof *terms);
    if (terms) {
        searcher->terms = terms;
    }
    if (!order || !terms) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < query->count; i++) {
        order[i] =
            (struct zs_weighed){.term = i, .weight = zs_query_term_weight(&query->items[i])};
    }
    qsort(order, query->count, sizeof *order, by_weight);

    size_t chosen = 0;
    bool has_pair = false;
    double weight = 0;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[order[i].term];
        bool enough = weight >= MATCHED_SHARE * query->weight || chosen >= MATCHED_TERMS;
        if (enough && !term->prefix && (has_pair || !is_pair(term))) {
            continue;
        }
        terms[chosen++] = (zs_match_term){.term = query->terms.data + term->term,
                                          .length = term->term_length,
                                          .factor = term->factor,
                                          .prefix = term->prefix};
        has_pair = has_pair || is_pair(term);
        weight += order[i].weight;
    }
    *count = chosen;
    return ZS_OK;
}

/* Adds the words of all that is wanted; what counts more is boosted. */
static zs_status add_terms(zs_searcher *searcher, const zs_query *query, double boost,
                           zs_error *error)
{
    if (query->occur == ZS_MUST_NOT) {
        return ZS_OK;
    }
    boost *= query->boost;
    zs_status status = ZS_OK;
    if (query->kind == ZS_QUERY_WORDS || query->kind == ZS_QUERY_PHRASE) {
        status =
            zs_query_terms_add(&searcher->query, searcher->analyser, query->text, boost, error);
    }
    for (size_t i = 0; !status && i < query->count; i++) {
        status = add_terms(searcher, query->clauses[i], boost, error);
    }
    return status;
}

/* Fills searcher->matches with the articles that pass the filter, at least the `wanted` best
 * of the first stage. What is counted after so many were looked at is an estimate. */
static zs_status match_filtered(zs_searcher *searcher, zs_filter *filter,
                                zs_match_request *request, zs_error *error)
{
    zs_matches *matches = &searcher->matches, *found = &searcher->found;
    size_t wanted = request->limit, checked = 0;
    zs_record record = ZS_RECORD_INIT;
    zs_status status = ZS_OK;
    bool ended = false;
    request->within = zs_filter_candidates(filter);
    request->limit = wanted < BATCH ? BATCH : wanted;
    while (!status && !ended && matches->count < wanted && checked < LOOKED_AT_MOST + wanted) {
        request->offset = checked;
        status = zs_reader_find(searcher->reader, request, found, error);
        ended = found->count < request->limit;
        for (size_t i = 0; !status && i < found->count; i++) {
            bool passes = false;
            status = zs_reader_article(searcher->reader, found->items[i].docid, SIZE_MAX,
                                       &record, error);
            if (!status) {
                status = zs_filter_passes(filter, &record.article, &passes, error);
            }
            if (!status && passes) {
                status = zs_matches_add(matches, &found->items[i], error);
            }
        }
        checked += found->count;
    }
    zs_record_release(&record);
    matches->exact = ended;
    matches->total = matches->count;
    if (!ended && checked > 0) {
        double share = (double)matches->count / (double)checked;
        double more = found->total > checked ? (double)(found->total - checked) : 0;
        matches->total += (uint64_t)(share * more);
    }
    return status;
}

/* Fills searcher->matches with at least the `wanted` best. */
static zs_status find(zs_searcher *searcher, const zs_query *tree, size_t wanted,
                      const zs_query_options *options, zs_error *error)
{
    zs_query_terms *query = &searcher->query;
    zs_filter *filter = NULL;
    searcher->matches.count = 0;
    searcher->matches.total = 0;
    searcher->matches.exact = true;
    zs_buffer_clear(&searcher->matches.ids);
    zs_query_terms_clear(query);
    zs_status status = add_terms(searcher, tree, 1, error);
    zs_query_terms_end(query);
    if (!status) {
        status = zs_filter_new(tree, searcher->analyser, &filter, error);
    }
    if (status || query->count == 0) {
        zs_filter_free(filter);
        return status;
    }
    size_t term_count = 0;
    status = zs_query_terms_weigh(query, searcher->reader, error);
    if (!status) {
        status = plan(searcher, &term_count, error);
    }
    /* The same articles are reranked however many are asked for, so that pages fit. */
    zs_match_request request = {.terms = searcher->terms,
                                .count = term_count,
                                .limit = wanted < ZS_RERANK_DEPTH ? ZS_RERANK_DEPTH : wanted,
                                .best = !options->expand};
    if (!status) {
        status = filter ? match_filtered(searcher, filter, &request, error)
                        : zs_reader_find(searcher->reader, &request, &searcher->matches, error);
    }
    zs_filter_free(filter);
    if (!status && options->first_stage) {
        zs_score_first_stage(query, &searcher->matches);
        return ZS_OK;
    }
    if (!status) {
        status = zs_matcher_prepare(searcher->matcher, query, error);
    }
    if (!status) {
        status = zs_rerank(searcher->reranker, searcher->reader, searcher->matcher, query,
                           &searcher->matches, error);
    }
    return status;
}

zs_status zs_searcher_search(zs_searcher *searcher, const zs_query *query,
                             const zs_query_options *options, zs_results **out, zs_error *error)
{
    if (!searcher || !query || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_search needs a searcher, a query and a place for the "
                       "results");
    }
    const zs_query_options usual = {.limit = 0};
    options = options ? options : &usual;
    size_t limit = options->limit > 0 ? options->limit : DEFAULT_LIMIT;
    size_t offset = options->offset;
    size_t wanted = limit > SIZE_MAX - offset ? SIZE_MAX : limit + offset;
    zs_error problem; /* which is nobody's business if the next try goes well */
    zs_status status = ZS_OK;
    for (int try = 0; try < TRIES; try++) {
        status = find(searcher, query, wanted, options, &problem);
        if (!status) {
            status = zs_results_new(searcher, offset, limit, out, &problem);
        }
        /* An article that has gone was found in an index that is no longer. */
        if (status != ZS_ERROR_CHANGED && status != ZS_ERROR_NOT_FOUND) {
            break;
        }
        zs_status refreshed = zs_reader_refresh(searcher->reader, &problem);
        if (refreshed) {
            status = refreshed;
            break;
        }
    }
    if (status && error) {
        *error = problem;
    }
    return status;
}

zs_status zs_searcher_query(zs_searcher *searcher, const char *text,
                            const zs_query_options *options, zs_results **out, zs_error *error)
{
    if (!searcher || !text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_query needs a searcher, a query and a place for the "
                       "results");
    }
    if (strlen(text) > QUERY_LIMIT) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "the query is longer than the %d bytes that are taken", QUERY_LIMIT);
    }
    const zs_parse_options parsing = {.lenient = options && options->lenient};
    zs_query *query = NULL;
    zs_status status = zs_query_parse(text, &parsing, &query, error);
    if (!status) {
        status = zs_searcher_search(searcher, query, options, out, error);
    }
    zs_query_free(query);
    if (status == ZS_ERROR_QUERY && parsing.lenient) {
        /* It is in order, but cannot be asked for. */
        status = zs_query_words(text, &query, error);
        if (!status) {
            status = zs_searcher_search(searcher, query, options, out, error);
            zs_query_free(query);
        }
    }
    return status;
}
