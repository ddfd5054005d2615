/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/likeness.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/keywords.h"
#include "text/terms.h"
#include "text/utf.h"

void zs_likenesses_release(zs_likenesses *likenesses)
{
    for (size_t i = 0; i < likenesses->made; i++) {
        zs_query_terms_release(&likenesses->items[i].terms);
    }
    free(likenesses->items);
    free(likenesses->nodes);
    zs_word_counts_release(&likenesses->counts);
    zs_record_release(&likenesses->record);
    *likenesses = (zs_likenesses){.items = NULL};
}

/* ---- Terms ------------------------------------------------------------------------------- */

static zs_token_kind kind_of(const UChar *units, size_t length)
{
    size_t at = 0, characters = 0;
    while (at < length) {
        (void)zs_utf16_next(units, at, length, &at);
        characters++;
    }
    return characters == 2 ? ZS_TOKEN_HAN_WORD : ZS_TOKEN_HAN_LONG;
}

/* The pair of the end of one word and the beginning of the next. */
static size_t crossing_pair(const zs_word_counts *counts, const zs_counted_word *first,
                            const zs_counted_word *second, UChar pair[4])
{
    const UChar *end = counts->units + first->start, *begin = counts->units + second->start;
    size_t last = first->length - 1, next;
    last -= last > 0 && U16_IS_TRAIL(end[last]);
    size_t length = first->length - last;
    memcpy(pair, end + last, length * sizeof *pair);
    (void)zs_utf16_next(begin, 0, second->length, &next);
    memcpy(pair + length, begin, next * sizeof *pair);
    return length + next;
}

/* Adds a word, which counts for each time that it occurs, as in a query. What ICU does not
 * know, being characters that always stand together, is found by the pairs that they make. */
static zs_status add_word(const zs_word_counts *counts, uint32_t number, zs_query_terms *out,
                          zs_error *error)
{
    const zs_counted_word *word = &counts->words[number];
    const UChar *units = counts->units + word->start;
    zs_status status = ZS_OK;
    if (!word->single) {
        zs_token_kind kind = word->han ? kind_of(units, word->length) : ZS_TOKEN_WORD;
        status = zs_query_terms_add_term(out, units, word->length, kind, word->count, error);
    }
    const zs_counted_word *next = word->next != ZS_NO_WORD ? &counts->words[word->next] : NULL;
    if (!status && next && word->han && (word->single || next->single)) {
        UChar pair[4];
        size_t length = crossing_pair(counts, word, next, pair);
        status =
            zs_query_terms_add_term(out, pair, length, ZS_TOKEN_HAN_CROSS, word->joined, error);
    }
    return status;
}

static int by_weight(const void *one, const void *other)
{
    const zs_query_term *a = one, *b = other;
    double first = zs_query_term_weight(a), second = zs_query_term_weight(b);
    return first != second ? (first < second ? 1 : -1)
                           : (a->start > b->start) - (a->start < b->start);
}

/* The heaviest terms of what has been counted. */
static zs_status choose_terms(zs_word_counts *counts, zs_reader *reader, zs_query_terms *out,
                              zs_error *error)
{
    zs_status status = ZS_OK;
    zs_word_counts_join(counts);
    zs_query_terms_clear(out);
    for (uint32_t i = 0; !status && i < counts->count; i++) {
        status = add_word(counts, i, out, error);
    }
    if (!status) {
        status = zs_query_terms_weigh(out, reader, error);
    }
    if (status || out->count == 0) {
        return status;
    }
    qsort(out->items, out->count, sizeof *out->items, by_weight);
    out->count = out->count < ZS_LIKENESS_TERMS ? out->count : ZS_LIKENESS_TERMS;
    return ZS_OK;
}

/* ---- Clauses ----------------------------------------------------------------------------- */

static zs_status read_article(zs_likenesses *likenesses, zs_reader *reader,
                              zs_likeness *likeness, zs_error *error)
{
    const zs_query *clause = likeness->clause;
    zs_status status = zs_reader_docid_of(reader, clause->text, &likeness->docid, error);
    if (!status && likeness->docid == 0) {
        return zs_fail_at(error, ZS_ERROR_QUERY, (int64_t)clause->span.start,
                          "there is no article \"%s\" in the index; name it as a search shows "
                          "it, by its path or its id",
                          clause->text);
    }
    if (!status) {
        status =
            zs_reader_duplicate_number(reader, likeness->docid, &likeness->duplicates, error);
    }
    if (!status) {
        status = zs_reader_article(reader, likeness->docid, ZS_KEYWORD_BYTES,
                                   &likenesses->record, error);
    }
    return status;
}

static zs_status look_up(zs_likenesses *likenesses, zs_reader *reader, zs_analyser *analyser,
                         const zs_query *clause, zs_error *error)
{
    zs_likeness *items = zs_array_grow(likenesses->items, &likenesses->capacity,
                                       likenesses->count + 1, sizeof *items);
    if (!items) {
        return zs_fail_memory(error);
    }
    likenesses->items = items;
    zs_likeness *likeness = &items[likenesses->count];
    if (likenesses->count == likenesses->made) {
        likeness->terms = ZS_QUERY_TERMS_INIT;
        likenesses->made++;
    }
    likeness->clause = clause;
    likeness->docid = likeness->duplicates = 0;
    likenesses->count++;
    bool text = clause->kind == ZS_QUERY_LIKE_TEXT;
    zs_article given = {.text = clause->text, .text_length = text ? strlen(clause->text) : 0};
    zs_status status = text ? ZS_OK : read_article(likenesses, reader, likeness, error);
    zs_word_counts_clear(&likenesses->counts);
    if (!status) {
        status = zs_count_article_words(&likenesses->counts, analyser,
                                        text ? &given : &likenesses->record.article, error);
    }
    return status ? status : choose_terms(&likenesses->counts, reader, &likeness->terms, error);
}

static zs_status look_up_all(zs_likenesses *likenesses, zs_reader *reader,
                             zs_analyser *analyser, const zs_query *query, bool wanted,
                             zs_error *error)
{
    zs_status status = ZS_OK;
    if (zs_query_is_like(query) && !wanted) {
        return zs_fail_at(
            error, ZS_ERROR_QUERY, (int64_t)query->span.start,
            "what is like an article cannot be left out: hardly anything would be "
            "left; -id: leaves out one article");
    }
    if (zs_query_is_like(query)) {
        status = look_up(likenesses, reader, analyser, query, error);
    }
    for (size_t i = 0; !status && i < query->count; i++) {
        const zs_query *clause = query->clauses[i];
        status = look_up_all(likenesses, reader, analyser, clause,
                             wanted && clause->occur != ZS_MUST_NOT, error);
    }
    return status;
}

zs_status zs_likenesses_find(zs_likenesses *likenesses, zs_reader *reader,
                             zs_analyser *analyser, const zs_query *query, zs_error *error)
{
    likenesses->count = 0;
    return look_up_all(likenesses, reader, analyser, query, true, error);
}

const zs_query_terms *zs_likeness_terms(const zs_likenesses *likenesses, const zs_query *clause)
{
    size_t at = 0;
    while (likenesses->items[at].clause != clause) {
        at++;
    }
    return &likenesses->items[at].terms;
}

zs_status zs_likenesses_without(zs_likenesses *likenesses, bool expand, zs_match_node *out,
                                bool *any, zs_error *error)
{
    zs_match_node *nodes = zs_array_grow(likenesses->nodes, &likenesses->node_capacity,
                                         2 * likenesses->count + 1, sizeof *nodes);
    if (!nodes) {
        return zs_fail_memory(error);
    }
    likenesses->nodes = nodes;
    size_t count = 0;
    for (size_t i = 0; i < likenesses->count; i++) {
        const zs_likeness *likeness = &likenesses->items[i];
        if (likeness->docid > 0) {
            nodes[count++] =
                (zs_match_node){.kind = ZS_MATCH_ARTICLE, .number = likeness->docid};
        }
        if (likeness->duplicates > 0 && !expand) {
            nodes[count++] =
                (zs_match_node){.kind = ZS_MATCH_SAME, .number = likeness->duplicates};
        }
    }
    *any = count > 0;
    *out = (zs_match_node){.kind = ZS_MATCH_ANY, .children = nodes, .count = count};
    return ZS_OK;
}
