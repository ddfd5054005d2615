/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/scorer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/characters.h"
#include "searcher/features.h"
#include "searcher/proximity.h"

/* What each part counts, whose own value is a share: about 0 to 1. */
static const double part_weight[ZS_SCORE_PARTS] = {
    [ZS_PART_BM25] = 0.5,    [ZS_PART_CONTRAST] = 0.5,   [ZS_PART_PROXIMITY] = 0.5,
    [ZS_PART_LEAD] = 0.6,    [ZS_PART_TITLE] = 1.0,      [ZS_PART_RUN] = 0.4,
    [ZS_PART_WINDOW] = 0.6,  [ZS_PART_CHARACTERS] = 0.7, [ZS_PART_FRESHNESS] = 1.0,
    [ZS_PART_SCRIPT] = 0.02,
};

/* A pair that crosses a word boundary says little when it is all that is found, and so is
 * chosen late by the first stage. Seen beside the rest it says twice as much. */
static const double CROSSING = 2;

/* Distances in characters at which proximity and lead have fallen to one half. */
static const double PROXIMITY_HALF = 30;
static const double LEAD_HALF = 100;

/* The few words, in characters: of terms, about a sentence; of characters less, since those
 * meet by accident. */
enum { TERM_WINDOW = 50, CHARACTER_WINDOW = 30 };

/* A title that has all of a query counts, though it says much else: this much of what one does
 * that says nothing else. Of a title that has half of it an eighth is left. */
static const double WHOLE_QUERY = 0.6;

/* What seems to stand between the title and the text, in characters. */
enum { TITLE_GAP = 10 };

/* What is known of a term in the article that is looked at. */
struct term_state {
    uint32_t count;
    uint32_t lead;   /* characters of the text before its first occurrence; 0 in the title */
    uint32_t number; /* among the words of proximity */
};

struct zs_scorer {
    const zs_matcher *matcher;
    zs_unit_set units; /* that anything begins with */
    const zs_query_terms *query;
    zs_collection collection;
    zs_proximity proximity;
    zs_characters *characters;
    zs_query_run run;
    zs_occurrences title_hits, text_hits, title_characters, text_characters;

    struct term_state *states;
    size_t state_capacity;
    /* Three for each term: its weight; what it adds to BM25; its weight by contrast, and
     * before that is known, scratch. */
    double *weights, *bm25, *rest;
    size_t weight_capacity;

    /* Of each article that was looked at, for each term: how often it occurs, as BM25 counts
     * that. */
    float *frequencies;
    size_t frequency_capacity, articles;

    uint32_t *counts; /* all 0 between uses */
    size_t count_capacity;
    uint8_t *covered;
    size_t covered_capacity;
};

double zs_score(const zs_score_parts *parts)
{
    double sum = 0;
    for (size_t i = 0; i < ZS_SCORE_PARTS; i++) {
        sum += parts->part[i];
    }
    return sum;
}

const char *zs_score_part_name(zs_score_part part)
{
    static const char *const names[ZS_SCORE_PARTS] = {
        [ZS_PART_BM25] = "bm25",           [ZS_PART_CONTRAST] = "contrast",
        [ZS_PART_PROXIMITY] = "proximity", [ZS_PART_LEAD] = "lead",
        [ZS_PART_TITLE] = "title",         [ZS_PART_RUN] = "run",
        [ZS_PART_WINDOW] = "window",       [ZS_PART_CHARACTERS] = "characters",
        [ZS_PART_FRESHNESS] = "freshness", [ZS_PART_SCRIPT] = "script",
    };
    return part < ZS_SCORE_PARTS ? names[part] : "";
}

zs_status zs_scorer_new(zs_scorer **out, zs_error *error)
{
    zs_scorer *scorer = calloc(1, sizeof *scorer);
    if (!scorer) {
        return zs_fail_memory(error);
    }
    zs_status status = zs_characters_new(&scorer->characters, error);
    if (status) {
        free(scorer);
        return status;
    }
    *out = scorer;
    return ZS_OK;
}

void zs_scorer_free(zs_scorer *scorer)
{
    if (scorer) {
        zs_characters_free(scorer->characters);
        zs_query_run_release(&scorer->run);
        zs_occurrences_release(&scorer->title_hits);
        zs_occurrences_release(&scorer->text_hits);
        zs_occurrences_release(&scorer->title_characters);
        zs_occurrences_release(&scorer->text_characters);
        free(scorer->states);
        free(scorer->weights);
        free(scorer->frequencies);
        free(scorer->counts);
        free(scorer->covered);
        free(scorer);
    }
}

static zs_status reserve(zs_scorer *scorer, size_t articles, zs_error *error)
{
    size_t terms = scorer->query->count + 1;
    size_t characters = zs_characters_count(scorer->characters) + 1;
    size_t most = terms > characters ? terms : characters;
    struct term_state *states =
        zs_array_grow(scorer->states, &scorer->state_capacity, terms, sizeof *states);
    if (states) {
        scorer->states = states;
    }
    double *weights =
        zs_array_grow(scorer->weights, &scorer->weight_capacity, 3 * most, sizeof *weights);
    if (weights) {
        scorer->weights = weights;
        scorer->bm25 = weights + most;
        scorer->rest = weights + 2 * most;
    }
    float *frequencies = zs_array_grow(scorer->frequencies, &scorer->frequency_capacity,
                                       terms * articles, sizeof *frequencies);
    if (frequencies) {
        scorer->frequencies = frequencies;
    }
    uint32_t *counts =
        zs_array_grow(scorer->counts, &scorer->count_capacity, most, sizeof *counts);
    if (counts) {
        scorer->counts = counts;
        memset(counts, 0, most * sizeof *counts);
    }
    return states && weights && frequencies && counts ? ZS_OK : zs_fail_memory(error);
}

zs_status zs_scorer_prepare(zs_scorer *scorer, const zs_matcher *matcher,
                            const zs_query_terms *query, const zs_collection *collection,
                            size_t articles, zs_error *error)
{
    scorer->matcher = matcher;
    scorer->query = query;
    scorer->collection = *collection;
    scorer->articles = 0;
    zs_status status = zs_characters_prepare(scorer->characters, query, error);
    if (!status) {
        status = zs_query_run_prepare(&scorer->run, query, error);
    }
    if (!status) {
        status = reserve(scorer, articles, error);
    }
    if (status) {
        return status;
    }
    zs_unit_set_clear(&scorer->units);
    zs_unit_set_add_all(&scorer->units, zs_matcher_begins(matcher));
    zs_unit_set_add_all(&scorer->units, zs_characters_units(scorer->characters));
    zs_proximity_prepare(&scorer->proximity, query, zs_bm25_idf(collection->articles, 0));
    for (size_t i = 0; i < query->count; i++) {
        scorer->weights[i] = zs_query_term_weight(&query->items[i]);
        scorer->states[i].number = zs_proximity_number(&scorer->proximity, (uint32_t)i);
    }
    return ZS_OK;
}

/* Finds terms and characters in one pass. */
static zs_status find_in(zs_scorer *scorer, const zs_folded *folded, zs_occurrences *hits,
                         zs_occurrences *characters, zs_error *error)
{
    zs_unit_places places; /* of which nothing else need be set */
    zs_status status = ZS_OK;
    size_t next = 0;
    places.end = 0;
    hits->count = characters->count = 0;
    while (!status &&
           zs_unit_set_next(&scorer->units, folded->units, folded->length, &places)) {
        status = zs_matcher_try(scorer->matcher, folded, &places, hits, error);
        if (!status) {
            status = zs_characters_try(scorer->characters, folded, &places, hits, &next,
                                       characters, error);
        }
    }
    return status;
}

static zs_status find_all(zs_scorer *scorer, const zs_scored_article *article, zs_error *error)
{
    zs_status status =
        find_in(scorer, article->title, &scorer->title_hits, &scorer->title_characters, error);
    if (!status) {
        status =
            find_in(scorer, article->text, &scorer->text_hits, &scorer->text_characters, error);
    }
    uint8_t *covered = NULL;
    if (!status) {
        covered = zs_array_grow(scorer->covered, &scorer->covered_capacity,
                                article->title->length + 1, sizeof *covered);
        status = covered ? ZS_OK : zs_fail_memory(error);
    }
    if (!status) {
        scorer->covered = covered;
    }
    return status;
}

/* Counts occurrences and takes distances. `offset` is where the part begins as positions of
 * the whole are counted; leads count from the beginning of the text. */
static void tally(zs_scorer *scorer, const zs_occurrences *hits, uint32_t offset, bool in_title)
{
    for (size_t i = 0; i < hits->count; i++) {
        const zs_occurrence *hit = &hits->items[i];
        struct term_state *state = &scorer->states[hit->term];
        if (state->count++ == 0) {
            state->lead = in_title ? 0 : hit->start;
        }
        if (state->number < ZS_PROXIMITY_WORDS) {
            zs_proximity_note(&scorer->proximity, state->number, hit->start + offset,
                              hit->end + offset);
        }
    }
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double crossing(const zs_query_term *term)
{
    return term->kind == ZS_TOKEN_HAN_CROSS ? CROSSING : 1;
}

/* BM25 and lead as shares of the query's weight. What the first stage gave is no more than
 * BM25, but for a long article, of which it has seen the whole. */
static void weigh_terms(zs_scorer *scorer, const zs_scored_article *article,
                        zs_score_parts *out)
{
    const zs_query_terms *query = scorer->query;
    float *frequencies = scorer->frequencies + scorer->articles * query->count;
    double plain = 0;
    double bm25 = 0;
    double lead = 0;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[i];
        const struct term_state *state = &scorer->states[i];
        double frequency = 0;
        if (state->count > 0) {
            frequency = zs_bm25(&scorer->collection, 1, state->count, article->term_count);
            lead += scorer->weights[i] / (1 + state->lead / LEAD_HALF);
        }
        frequencies[i] = (float)frequency;
        plain += scorer->weights[i] * frequency;
        bm25 += scorer->weights[i] * frequency * crossing(term);
        scorer->bm25[i] = part_weight[ZS_PART_BM25] *
                          share(scorer->weights[i] * frequency * crossing(term), query->weight);
    }
    if (plain < article->first_stage) {
        bm25 += article->first_stage - plain;
    }
    out->part[ZS_PART_BM25] = share(bm25, query->weight);
    out->part[ZS_PART_LEAD] = share(lead, query->weight);
}

/* The weight of what is in the title, each thing once. */
static double title_weight(zs_scorer *scorer, const zs_occurrences *title,
                           const double *weights)
{
    return zs_best_window(title, weights, UINT32_MAX / 2, scorer->counts);
}

/* The greatest weight within a window of the text, where the title is the context of all that
 * stands in the text, as if it were in every window. */
static double window_weight(zs_scorer *scorer, const zs_occurrences *title,
                            const zs_occurrences *text, const double *weights, size_t count,
                            uint32_t width)
{
    double *rest = scorer->rest;
    memcpy(rest, weights, count * sizeof *rest);
    double weight = title_weight(scorer, title, weights);
    for (size_t i = 0; i < title->count; i++) {
        rest[title->items[i].term] = 0;
    }
    return weight + zs_best_window(text, rest, width, scorer->counts);
}

/* What the title has of the query, times what the query has of the title. */
static double title_share(zs_scorer *scorer, const zs_folded *title, const zs_occurrences *hits)
{
    double of_query = share(title_weight(scorer, hits, scorer->weights), scorer->query->weight);
    double of_title = zs_covered_share(title, hits, scorer->covered);
    return of_query * (of_title + WHOLE_QUERY * of_query * of_query);
}

zs_status zs_scorer_look(zs_scorer *scorer, const zs_scored_article *article,
                         zs_score_parts *out, zs_error *error)
{
    const zs_query_terms *query = scorer->query;
    zs_status status = find_all(scorer, article, error);
    if (status) {
        return status;
    }
    const zs_occurrences *title = &scorer->title_hits;
    const zs_occurrences *text = &scorer->text_hits;
    for (size_t i = 0; i < query->count; i++) {
        scorer->states[i].count = 0;
    }
    zs_proximity_begin(&scorer->proximity);
    tally(scorer, title, 0, true);
    tally(scorer, text, (uint32_t)article->title->length + TITLE_GAP, false);

    *out = (zs_score_parts){.part = {0}};
    weigh_terms(scorer, article, out);
    out->part[ZS_PART_PROXIMITY] = zs_proximity_share(&scorer->proximity, PROXIMITY_HALF);
    out->part[ZS_PART_TITLE] = title_share(scorer, article->title, title);
    uint32_t in_title = zs_longest_run(&scorer->run, query, article->title, title);
    uint32_t in_text = zs_longest_run(&scorer->run, query, article->text, text);
    out->part[ZS_PART_RUN] = share(in_title > in_text ? in_title : in_text, scorer->run.count);
    out->part[ZS_PART_WINDOW] =
        share(window_weight(scorer, title, text, scorer->weights, query->count, TERM_WINDOW),
              query->weight);
    const zs_characters *characters = scorer->characters;
    out->part[ZS_PART_CHARACTERS] =
        share(window_weight(scorer, &scorer->title_characters, &scorer->text_characters,
                            zs_characters_weights(characters), zs_characters_count(characters),
                            CHARACTER_WINDOW),
              zs_characters_total(characters));
    out->part[ZS_PART_FRESHNESS] = article->freshness;
    out->part[ZS_PART_SCRIPT] = article->script;
    for (size_t i = 0; i < ZS_SCORE_PARTS; i++) {
        out->part[i] *= part_weight[i];
    }
    scorer->articles++;
    return ZS_OK;
}

const double *zs_scorer_terms(const zs_scorer *scorer)
{
    return scorer->bm25;
}

const uint32_t *zs_scorer_counts(zs_scorer *scorer)
{
    for (size_t i = 0; i < scorer->query->count; i++) {
        scorer->counts[i] = scorer->states[i].count;
    }
    return scorer->counts;
}

/* What a term counts by contrast: how rare it is among the articles looked at. What all of
 * them have says nothing about which of them is best, however rare it is elsewhere. */
static double contrast_weight(const zs_scorer *scorer, size_t term)
{
    const zs_query_term *item = &scorer->query->items[term];
    size_t having = 0;
    for (size_t i = 0; i < scorer->articles; i++) {
        having += scorer->frequencies[i * scorer->query->count + term] > 0;
    }
    double idf = log(((double)scorer->articles + 1) / ((double)having + 0.5));
    return idf * item->factor * crossing(item);
}

void zs_scorer_compare(zs_scorer *scorer, zs_score_parts *parts)
{
    size_t count = scorer->query->count;
    double total = 0;
    for (size_t term = 0; term < count; term++) {
        scorer->rest[term] = contrast_weight(scorer, term);
        total += scorer->rest[term];
    }
    for (size_t i = 0; i < scorer->articles; i++) {
        const float *frequencies = scorer->frequencies + i * count;
        double sum = 0;
        for (size_t term = 0; term < count; term++) {
            sum += scorer->rest[term] * frequencies[term];
        }
        parts[i].part[ZS_PART_CONTRAST] = part_weight[ZS_PART_CONTRAST] * share(sum, total);
    }
}
