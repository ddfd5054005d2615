/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The terms of a query, and which of them the first stage matches.
 */
#include "searcher/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/query.h"

/* The first stage matches the heaviest terms until they carry this share of the query's
 * weight: the rest cost most, being in most articles, and change least. Reranking counts
 * them all. */
static const double MATCHED_SHARE = 0.85;

/* More terms than this say nothing new. */
enum { MATCHED_TERMS = 64 };

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

/* A synonym as what must be in an article in which it stands. */
static zs_match_node node_of(const zs_query_synonym *synonym, zs_match_node *terms)
{
    if (synonym->needed_count == 1) {
        return terms[synonym->needed];
    }
    return (zs_match_node){.kind = ZS_MATCH_ALL,
                           .children = terms + synonym->needed,
                           .count = synonym->needed_count};
}

/* Makes the terms that synonyms need, and room behind them for the synonyms of each term. */
static zs_status make_needed(zs_searcher *searcher, zs_error *error)
{
    const zs_query_terms *query = &searcher->query;
    const zs_query_synonyms *synonyms = &query->synonyms;
    zs_match_node *nodes =
        zs_array_grow(searcher->synonyms, &searcher->synonym_capacity,
                      synonyms->need_count + query->count * synonyms->count + 1, sizeof *nodes);
    if (!nodes) {
        return zs_fail_memory(error);
    }
    searcher->synonyms = nodes;
    for (size_t i = 0; i < synonyms->need_count; i++) {
        const zs_needed_term *need = &synonyms->needs[i];
        nodes[i] = (zs_match_node){
            .kind = ZS_MATCH_TERM,
            .term = {.term = synonyms->strings.data + need->term, .length = need->length}};
    }
    return ZS_OK;
}

/* Gives a term its synonyms, which lie together, from *next on. */
static void add_synonyms(zs_searcher *searcher, size_t number, zs_match_term *term,
                         size_t *next)
{
    const zs_query_synonyms *synonyms = &searcher->query.synonyms;
    zs_match_node *nodes = searcher->synonyms;
    term->also = nodes + *next;
    for (size_t i = 0; i < synonyms->count; i++) {
        const zs_query_synonym *synonym = &synonyms->items[i];
        if (synonym->findable && zs_query_synonym_covers(synonyms, i, (uint32_t)number)) {
            nodes[(*next)++] = node_of(synonym, nodes);
            term->also_count++;
        }
    }
}

/* Chooses the terms of the first stage; behind them stand the others. An article that holds the
 * query has all its pairs, but not for certain its words, which depend on what stands around:
 * so there is a pair among the terms if the query has one, and every character that stands
 * alone. */
static zs_status choose_terms(zs_searcher *searcher, size_t *count, zs_error *error)
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
    zs_status status = make_needed(searcher, error);
    if (status) {
        return status;
    }
    for (size_t i = 0; i < query->count; i++) {
        order[i] =
            (struct zs_weighed){.term = i, .weight = zs_query_term_weight(&query->items[i])};
    }
    qsort(order, query->count, sizeof *order, by_weight);

    size_t chosen = 0, left_out = query->count, synonym = query->synonyms.need_count;
    bool has_pair = false;
    double weight = 0;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[order[i].term];
        bool enough = weight >= MATCHED_SHARE * query->weight || chosen >= MATCHED_TERMS;
        bool left = enough && !term->prefix && (has_pair || !is_pair(term));
        zs_match_term *made = &terms[left ? --left_out : chosen++];
        *made = (zs_match_term){.term = query->terms.data + term->term,
                                .length = term->term_length,
                                .factor = term->factor,
                                .prefix = term->prefix};
        add_synonyms(searcher, order[i].term, made, &synonym);
        if (left) {
            continue;
        }
        has_pair = has_pair || is_pair(term);
        weight += order[i].weight;
    }
    *count = chosen;
    return ZS_OK;
}

/* Adds the words of all that is wanted; what counts more is boosted. Fields other than the
 * title are looked for, not weighed. */
static zs_status add_terms(zs_searcher *searcher, const zs_vocabulary *vocabulary,
                           const zs_query *query, double boost, zs_error *error)
{
    bool weighed = !query->field || strcmp(query->field, "title") == 0;
    if (query->occur == ZS_MUST_NOT || !weighed) {
        return ZS_OK;
    }
    boost *= query->boost;
    zs_status status = ZS_OK;
    if (zs_query_is_like(query)) {
        return zs_query_terms_add_all(&searcher->query,
                                      zs_likeness_terms(&searcher->likes, query), boost, error);
    }
    if (query->kind == ZS_QUERY_WORDS || query->kind == ZS_QUERY_PHRASE) {
        /* A phrase is what it is. */
        status = zs_query_terms_add(&searcher->query, searcher->analyser,
                                    query->kind == ZS_QUERY_WORDS ? vocabulary : NULL,
                                    query->text, boost, error);
    }
    for (size_t i = 0; !status && i < query->count; i++) {
        status = add_terms(searcher, vocabulary, query->clauses[i], boost, error);
    }
    return status;
}

/* Of what is required, adds what patterns look for: each counts as little as a part of a word,
 * since there may be many. */
static zs_status add_fitted(zs_searcher *searcher, const zs_requirement *requirement,
                            zs_error *error)
{
    enum { FITTED_MOST = 16 };
    static const double FITTED = 0.25;
    zs_buffer words = ZS_BUFFER_INIT;
    bool kept = true;
    if (requirement->negated) {
        return ZS_OK;
    }
    if (requirement->kind == ZS_REQUIRE_TERMS) {
        for (size_t i = 0; kept && i < requirement->term_count && i < FITTED_MOST; i++) {
            const zs_requirement_term *term = &requirement->terms[i];
            kept = zs_buffer_append(&words, term->bytes, term->length) &&
                   zs_buffer_append_byte(&words, ' ');
        }
    } else if (requirement->pattern) {
        kept = zs_pattern_words(requirement->pattern, &words);
    }
    zs_status status = kept && zs_buffer_terminate(&words) ? ZS_OK : zs_fail_memory(error);
    if (!status && words.length > 0) {
        status = zs_query_terms_add(&searcher->query, searcher->analyser, NULL, words.data,
                                    FITTED, error);
    }
    zs_buffer_release(&words);
    for (size_t i = 0; !status && !requirement->pattern && i < requirement->count; i++) {
        status = add_fitted(searcher, requirement->parts[i], error);
    }
    return status;
}

/* Terms, their weights, and which of them are matched. */
zs_status zs_prepare_terms(zs_searcher *searcher, const zs_vocabulary *vocabulary,
                           const zs_query *query, const zs_requirement *requirement,
                           size_t *count, zs_error *error)
{
    zs_query_terms_clear(&searcher->query);
    zs_status status = add_terms(searcher, vocabulary, query, 1, error);
    if (!status && requirement) {
        status = add_fitted(searcher, requirement, error);
    }
    zs_query_terms_end(&searcher->query);
    if (!status) {
        status = zs_query_terms_weigh(&searcher->query, searcher->reader, error);
    }
    return status ? status : choose_terms(searcher, count, error);
}
