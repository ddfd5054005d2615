/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/rerank.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* How much each part counts. */
static const double PROXIMITY = 1.0;
static const double LEAD = 0.5;

/* Distances in characters at which proximity and lead have fallen to one half. */
static const double PROXIMITY_HALF = 30;
static const double LEAD_HALF = 100;

/* Of a long article only so many bytes of text are looked at. */
enum { ARTICLE_LIMIT = 32 << 10 };

/* The words whose distances are taken: the heaviest of a long query. */
enum { WORD_LIMIT = 24 };

/* What seems to stand between the title and the text, in characters. */
enum { TITLE_GAP = 10 };

/* What is known of a term in the article that is looked at. */
struct term_state {
    uint32_t count;
    uint32_t lead; /* characters of the text before its first occurrence; 0 in the title */
    uint32_t word; /* its number among the words, from 1; 0 if it is none */
};

struct word {
    uint32_t term;
    double value; /* what its nearness to others counts */
    uint32_t last_end;
    bool seen;
};

struct zs_reranker {
    zs_record record;
    zs_folded title, text;
    zs_occurrences title_hits, text_hits;
    struct term_state *terms;
    size_t term_capacity;
    struct word words[WORD_LIMIT];
    size_t word_count;
    uint32_t distance[WORD_LIMIT][WORD_LIMIT]; /* the least; [i][j] with i < j */
};

zs_status zs_reranker_new(zs_reranker **out, zs_error *error)
{
    zs_reranker *reranker = calloc(1, sizeof *reranker);
    if (!reranker) {
        return zs_fail_memory(error);
    }
    *out = reranker;
    return ZS_OK;
}

void zs_reranker_free(zs_reranker *reranker)
{
    if (reranker) {
        zs_record_release(&reranker->record);
        zs_folded_release(&reranker->title);
        zs_folded_release(&reranker->text);
        zs_occurrences_release(&reranker->title_hits);
        zs_occurrences_release(&reranker->text_hits);
        free(reranker->terms);
        free(reranker);
    }
}

/* What a word's nearness to others counts: its idf. A word that ICU cut nowhere else is in no
 * article as a term, though its characters may be: then its rarest pair stands for it. */
static double word_value(const zs_query_terms *query, const zs_query_term *word, double unknown)
{
    double value = word->idf;
    if (word->kind == ZS_TOKEN_HAN_LONG && value >= unknown) {
        value = 0;
        for (size_t i = 0; i < query->count; i++) {
            const zs_query_term *pair = &query->items[i];
            if (pair->kind != ZS_TOKEN_HAN_LONG && pair->start >= word->start &&
                pair->start + pair->length <= word->start + word->length && pair->idf > value) {
                value = pair->idf;
            }
        }
    }
    return word->kind == ZS_TOKEN_HAN_SINGLE ? value / 2 : value;
}

/* Chooses the words: the content words of the greatest value. */
static void choose_words(zs_reranker *reranker, const zs_query_terms *query, double unknown)
{
    reranker->word_count = 0;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[i];
        if (!term->content) {
            continue;
        }
        struct word word = {.term = (uint32_t)i, .value = word_value(query, term, unknown)};
        if (reranker->word_count == WORD_LIMIT) {
            if (reranker->words[WORD_LIMIT - 1].value >= word.value) {
                continue;
            }
            reranker->word_count--;
        }
        size_t at = reranker->word_count++;
        for (; at > 0 && reranker->words[at - 1].value < word.value; at--) {
            reranker->words[at] = reranker->words[at - 1];
        }
        reranker->words[at] = word;
    }
}

static zs_status prepare(zs_reranker *reranker, const zs_query_terms *query,
                         const zs_collection *collection, zs_error *error)
{
    struct term_state *terms = zs_array_grow(reranker->terms, &reranker->term_capacity,
                                             query->count + 1, sizeof *terms);
    if (!terms) {
        return zs_fail_memory(error);
    }
    reranker->terms = terms;
    memset(terms, 0, query->count * sizeof *terms);
    choose_words(reranker, query, zs_bm25_idf(collection->articles, 0));
    for (size_t i = 0; i < reranker->word_count; i++) {
        terms[reranker->words[i].term].word = (uint32_t)i + 1;
    }
    return ZS_OK;
}

/* Counts occurrences and takes distances. `offset` is where the part begins as positions of
 * the whole are counted; leads count from the beginning of the text. */
static void tally(zs_reranker *reranker, const zs_occurrences *hits, uint32_t offset,
                  bool in_title)
{
    for (size_t i = 0; i < hits->count; i++) {
        const zs_occurrence *hit = &hits->items[i];
        struct term_state *state = &reranker->terms[hit->term];
        if (state->count++ == 0) {
            state->lead = in_title ? 0 : hit->start;
        }
        if (state->word == 0) {
            continue;
        }
        size_t number = state->word - 1;
        uint32_t start = hit->start + offset;
        for (size_t other = 0; other < reranker->word_count; other++) {
            const struct word *word = &reranker->words[other];
            if (other == number || !word->seen) {
                continue;
            }
            uint32_t gap = start > word->last_end ? start - word->last_end : 0;
            uint32_t *least = other < number ? &reranker->distance[other][number]
                                             : &reranker->distance[number][other];
            if (gap < *least) {
                *least = gap;
            }
        }
        reranker->words[number].seen = true;
        reranker->words[number].last_end = hit->end + offset;
    }
}

/* Over all pairs of words, the lesser value, halved for every PROXIMITY_HALF between them;
 * as a share of what it could be. Of one word, whether it is there. */
static double proximity(const zs_reranker *reranker)
{
    const struct word *words = reranker->words;
    if (reranker->word_count == 1) {
        return words[0].seen ? 1 : 0;
    }
    double sum = 0;
    double most = 0;
    for (size_t i = 0; i < reranker->word_count; i++) {
        for (size_t j = i + 1; j < reranker->word_count; j++) {
            double value = words[j].value; /* the lesser: words are in order of value */
            most += value;
            if (words[i].seen && words[j].seen) {
                sum += value / (1 + reranker->distance[i][j] / PROXIMITY_HALF);
            }
        }
    }
    return most > 0 ? sum / most : 0;
}

static double score(const zs_reranker *reranker, const zs_query_terms *query,
                    const zs_collection *collection, double first_stage)
{
    double bm25 = 0;
    double lead = 0;
    for (size_t i = 0; i < query->count; i++) {
        const struct term_state *state = &reranker->terms[i];
        if (state->count == 0) {
            continue;
        }
        const zs_query_term *term = &query->items[i];
        bm25 += term->factor *
                zs_bm25(collection, term->idf, state->count, reranker->record.term_count);
        lead += zs_query_term_weight(term) / (1 + state->lead / LEAD_HALF);
    }
    /* The first stage has seen the whole of a long article. */
    if (bm25 < first_stage) {
        bm25 = first_stage;
    }
    return bm25 / query->weight + PROXIMITY * proximity(reranker) + LEAD * lead / query->weight;
}

static zs_status look_at(zs_reranker *reranker, zs_reader *reader, const zs_matcher *matcher,
                         const zs_query_terms *query, zs_matches *matches, zs_match *match,
                         zs_error *error)
{
    zs_status status =
        zs_reader_article(reader, match->docid, ARTICLE_LIMIT, &reranker->record, error);
    const zs_article *article = &reranker->record.article;
    if (!status) {
        const char *title = article->title ? article->title : "";
        status = zs_fold(title, strlen(title), ZS_PURPOSE_INDEX, &reranker->title, error);
    }
    if (!status) {
        status = zs_matcher_run(matcher, &reranker->title, &reranker->title_hits, error);
    }
    if (!status) {
        status = zs_fold(article->text, article->text_length, ZS_PURPOSE_INDEX, &reranker->text,
                         error);
    }
    if (!status) {
        status = zs_matcher_run(matcher, &reranker->text, &reranker->text_hits, error);
    }
    if (status) {
        return status;
    }
    match->id = matches->ids.length;
    if (!zs_buffer_append(&matches->ids, article->id, strlen(article->id) + 1)) {
        return zs_fail_memory(error);
    }

    for (size_t i = 0; i < query->count; i++) {
        reranker->terms[i].count = 0;
    }
    for (size_t i = 0; i < reranker->word_count; i++) {
        reranker->words[i].seen = false;
        for (size_t j = i + 1; j < reranker->word_count; j++) {
            reranker->distance[i][j] = UINT32_MAX;
        }
    }
    tally(reranker, &reranker->title_hits, 0, true);
    tally(reranker, &reranker->text_hits, (uint32_t)reranker->title.length + TITLE_GAP, false);
    zs_collection collection = zs_reader_collection(reader);
    match->weight = score(reranker, query, &collection, match->weight);
    return ZS_OK;
}

static int by_score(const void *one, const void *other)
{
    const zs_match *a = one;
    const zs_match *b = other;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

static int by_docid(const void *one, const void *other)
{
    const zs_match *a = one;
    const zs_match *b = other;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

zs_status zs_rerank(zs_reranker *reranker, zs_reader *reader, const zs_matcher *matcher,
                    const zs_query_terms *query, zs_matches *matches, zs_error *error)
{
    zs_collection collection = zs_reader_collection(reader);
    zs_status status = prepare(reranker, query, &collection, error);
    if (status || matches->count == 0) {
        return status;
    }
    size_t depth = matches->count < ZS_RERANK_DEPTH ? matches->count : ZS_RERANK_DEPTH;
    /* Read in the order in which they lie, neighbours share blocks. */
    qsort(matches->items, depth, sizeof *matches->items, by_docid);
    for (size_t i = 0; i < depth; i++) {
        status = look_at(reranker, reader, matcher, query, matches, &matches->items[i], error);
        if (status) {
            return status;
        }
    }
    qsort(matches->items, depth, sizeof *matches->items, by_score);
    /* Scores go on falling behind the last that was reranked. */
    for (size_t i = depth; i < matches->count; i++) {
        double weight = matches->items[i].weight / query->weight;
        double before = matches->items[i - 1].weight;
        matches->items[i].weight = weight < before ? weight : before;
    }
    return ZS_OK;
}

void zs_score_first_stage(const zs_query_terms *query, zs_matches *matches)
{
    for (size_t i = 0; i < matches->count; i++) {
        matches->items[i].weight /= query->weight;
    }
}
