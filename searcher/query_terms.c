/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query_terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* A query of more terms than this is cut off: it is an article, and its first thousand
 * characters say what it is about. */
enum { TERM_LIMIT = 2000 };

void zs_query_terms_release(zs_query_terms *query)
{
    zs_buffer_release(&query->terms);
    free(query->units);
    free(query->items);
    zs_query_synonyms_release(&query->synonyms);
    *query = ZS_QUERY_TERMS_INIT;
}

/* What a token of each kind counts (docs/ranking.md has the measurements). */
static double factor_of(zs_token_kind kind)
{
    switch (kind) {
    case ZS_TOKEN_WORD:
    case ZS_TOKEN_HAN_WORD: return 1;
    case ZS_TOKEN_HAN_SINGLE:
    case ZS_TOKEN_HAN_INNER: return 0.5;
    case ZS_TOKEN_HAN_CROSS: return 0.3;
    case ZS_TOKEN_HAN_LONG: return 0.25;
    case ZS_TOKEN_HAN_FINAL: return 0;
    }
    return 0;
}

/* Words of which questions are made count less than those that they are about. */
static const double FUNCTION_WORD = 0.3;

/* A pair of two single characters counts more than one that crosses between longer words. */
static const double JOINED_CHARACTERS = 0.4;

static bool is_word(zs_token_kind kind)
{
    return kind == ZS_TOKEN_WORD || kind == ZS_TOKEN_HAN_WORD || kind == ZS_TOKEN_HAN_LONG ||
           kind == ZS_TOKEN_HAN_SINGLE;
}

/* The number of the term with these bytes; UINT32_MAX if there is none. */
static uint32_t find(const zs_query_terms *query, const char *term, size_t length)
{
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *item = &query->items[i];
        if (item->term_length == length &&
            memcmp(query->terms.data + item->term, term, length) == 0) {
            return (uint32_t)i;
        }
    }
    return UINT32_MAX;
}

/* The term with these bytes; a new one at the end if there is none. NULL if out of memory. */
static zs_query_term *find_or_add(zs_query_terms *query, const char *term, size_t length)
{
    uint32_t number = find(query, term, length);
    if (number != UINT32_MAX) {
        return &query->items[number];
    }
    zs_query_term *items =
        zs_array_grow(query->items, &query->capacity, query->count + 1, sizeof *items);
    if (!items) {
        return NULL;
    }
    query->items = items;
    size_t place = query->terms.length;
    if (!zs_buffer_append(&query->terms, term, length)) {
        return NULL;
    }
    zs_query_term *item = &items[query->count++];
    *item = (zs_query_term){.term = place, .term_length = (uint32_t)length};
    return item;
}

/* Texts lie one behind another, with a space between, so that no term reaches over. */
static bool append_units(zs_query_terms *query, const UChar *added, size_t count)
{
    size_t begin = query->unit_count > 0 ? query->unit_count + 1 : 0;
    UChar *units =
        zs_array_grow(query->units, &query->unit_capacity, begin + count + 1, sizeof *units);
    if (!units) {
        return false;
    }
    query->units = units;
    if (begin > 0) {
        units[begin - 1] = ' ';
    }
    if (count > 0) {
        memcpy(units + begin, added, count * sizeof *units);
    }
    query->unit_count = begin + count;
    return true;
}

/* Whether a word is one character that is no function word. */
static bool is_lone_character(const zs_vocabulary *vocabulary, const zs_folded *folded,
                              const zs_word *word)
{
    return word->han && word->end - word->start == 1 &&
           !zs_vocabulary_stops(vocabulary, folded, word);
}

/* Whether a pair crosses from one single character to another: a name, perhaps, or a word that
 * the dictionary does not know (外泄, 个资). `word` is that which the token begins in. */
static bool joins_characters(const zs_vocabulary *vocabulary, const zs_folded *folded,
                             const zs_word *word, const zs_cut *token)
{
    return token->kind == ZS_TOKEN_HAN_CROSS && is_lone_character(vocabulary, folded, word) &&
           is_lone_character(vocabulary, folded, word + 1);
}

/* A single character with no Han character on either side. */
static bool stands_alone(const zs_folded *folded, const zs_cut *token)
{
    return token->kind == ZS_TOKEN_HAN_SINGLE &&
           (token->start == 0 || folded->class[token->start - 1] != ZS_CHAR_HAN) &&
           (token->end == folded->length || folded->class[token->end] != ZS_CHAR_HAN);
}

/* Whether a token says something where it stands by itself. */
static bool is_solid(zs_token_kind kind, bool functional, bool joins, bool alone)
{
    switch (kind) {
    case ZS_TOKEN_WORD:
    case ZS_TOKEN_HAN_WORD:
    case ZS_TOKEN_HAN_LONG:
    case ZS_TOKEN_HAN_INNER: return !functional;
    case ZS_TOKEN_HAN_SINGLE: return alone;
    case ZS_TOKEN_HAN_CROSS: return joins;
    case ZS_TOKEN_HAN_FINAL: return false;
    }
    return false;
}

/* To match all that begins with a character costs milliseconds. A query of more than such
 * characters (2023年) has better terms to find its articles by. */
static void expand_alone(zs_query_terms *query)
{
    bool all_alone = true;
    for (size_t i = 0; i < query->count; i++) {
        all_alone = all_alone && query->items[i].prefix;
    }
    for (size_t i = 0; i < query->count; i++) {
        query->items[i].prefix = all_alone;
    }
}

void zs_query_terms_clear(zs_query_terms *query)
{
    query->count = 0;
    query->unit_count = 0;
    query->weight = 0;
    zs_buffer_clear(&query->terms);
    zs_query_synonyms_clear(&query->synonyms);
}

/* A text that is being added, and the query that it is added to. */
struct adding {
    const zs_query_terms *query;
    const zs_folded *folded;
};

static uint32_t term_of(const void *context, const zs_cut *token)
{
    const struct adding *adding = context;
    char bytes[ZS_TERM_LIMIT];
    return find(adding->query, bytes, zs_token_term(adding->folded, token, bytes));
}

zs_status zs_query_terms_add(zs_query_terms *query, zs_analyser *analyser,
                             const zs_vocabulary *vocabulary, const char *text, double boost,
                             zs_error *error)
{
    zs_status status = zs_analyser_run(analyser, text, strlen(text), ZS_PURPOSE_QUERY, error);
    if (status) {
        return status;
    }
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_tokens *tokens = zs_analyser_tokens(analyser);
    const zs_words *words = zs_analyser_words(analyser);
    if (!append_units(query, folded->units, folded->length)) {
        return zs_fail_memory(error);
    }
    uint32_t begin = (uint32_t)(query->unit_count - folded->length);
    const zs_word *word = words->items; /* that the token begins in */
    bool function_word = tokens->count > 0 && zs_vocabulary_stops(vocabulary, folded, word);
    for (size_t i = 0; i < tokens->count && query->count < TERM_LIMIT; i++) {
        const zs_cut *token = &tokens->items[i];
        if (token->start >= word->end) {
            word++;
            function_word = zs_vocabulary_stops(vocabulary, folded, word);
        }
        char bytes[ZS_TERM_LIMIT];
        size_t length = zs_token_term(folded, token, bytes);
        zs_query_term *term = find_or_add(query, bytes, length);
        if (!term) {
            return zs_fail_memory(error);
        }
        bool joins = joins_characters(vocabulary, folded, word, token);
        double factor = joins ? JOINED_CHARACTERS : factor_of(token->kind);
        /* Pairs that cross from a function word to the next are as good as any. */
        bool functional = function_word && token->kind != ZS_TOKEN_HAN_CROSS;
        if (functional) {
            factor *= FUNCTION_WORD;
        }
        if (term->factor == 0 || factor_of(token->kind) > factor_of(term->kind)) {
            term->kind = token->kind;
            term->start = begin + token->start;
            term->length = token->end - token->start;
        }
        bool alone = stands_alone(folded, token);
        term->content = term->content || (is_word(token->kind) && !functional);
        term->solid = term->solid || is_solid(token->kind, functional, joins, alone);
        term->prefix = term->prefix || alone;
        term->factor += factor * boost;
        term->plain += factor;
    }
    const struct adding adding = {.query = query, .folded = folded};
    return zs_query_synonyms_add(&query->synonyms, analyser, vocabulary, term_of, &adding,
                                 error);
}

/* A term of a kind; it is what it was if the query has it already, but counts more. */
static zs_query_term *add_term(zs_query_terms *query, const UChar *units, size_t length,
                               zs_token_kind kind)
{
    char bytes[ZS_TERM_LIMIT];
    size_t size = zs_units_term(units, length, bytes);
    size_t before = query->count;
    zs_query_term *term = find_or_add(query, bytes, size);
    if (!term || query->count == before) {
        return term;
    }
    if (!append_units(query, units, length)) {
        query->count--;
        return NULL;
    }
    term->kind = kind;
    term->start = (uint32_t)(query->unit_count - length);
    term->length = (uint32_t)length;
    term->content = is_word(kind);
    term->solid = true;
    return term;
}

zs_status zs_query_terms_add_term(zs_query_terms *query, const UChar *units, size_t length,
                                  zs_token_kind kind, double factor, zs_error *error)
{
    zs_query_term *term = add_term(query, units, length, kind);
    if (!term) {
        return zs_fail_memory(error);
    }
    term->factor += factor;
    term->plain += factor;
    return ZS_OK;
}

zs_status zs_query_terms_add_all(zs_query_terms *query, const zs_query_terms *more,
                                 double boost, zs_error *error)
{
    for (size_t i = 0; i < more->count; i++) {
        const zs_query_term *item = &more->items[i];
        zs_query_term *term =
            add_term(query, more->units + item->start, item->length, item->kind);
        if (!term) {
            return zs_fail_memory(error);
        }
        term->content = term->content || item->content;
        term->factor += item->factor * boost;
        term->plain += item->plain;
    }
    return ZS_OK;
}

void zs_query_terms_end(zs_query_terms *query)
{
    expand_alone(query);
}

zs_status zs_query_terms_analyse(zs_query_terms *query, zs_analyser *analyser,
                                 const zs_vocabulary *vocabulary, const char *text,
                                 zs_error *error)
{
    zs_query_terms_clear(query);
    zs_status status = zs_query_terms_add(query, analyser, vocabulary, text, 1, error);
    if (!status) {
        zs_query_terms_end(query);
    }
    return status;
}

/* The share of the articles that a synonym is in, as if terms came together by chance: so it is
 * that the first stage reckons. */
static zs_status share_of_synonym(zs_query_terms *query, const zs_query_synonym *synonym,
                                  zs_reader *reader, double articles, double *share,
                                  zs_error *error)
{
    zs_status status = ZS_OK;
    *share = synonym->findable ? 1 : 0;
    for (uint32_t i = 0; !status && i < synonym->needed_count; i++) {
        zs_needed_term *term = &query->synonyms.needs[synonym->needed + i];
        status = zs_reader_document_frequency(reader, query->synonyms.strings.data + term->term,
                                              term->length, &term->frequency, error);
        *share *= articles > 0 ? term->frequency / articles : 0;
    }
    return status;
}

/* Terms that have synonyms are as rare as these and they together. */
static zs_status weigh_with_synonyms(zs_query_terms *query, zs_reader *reader, zs_error *error)
{
    uint32_t articles = zs_reader_collection(reader).articles;
    zs_query_synonyms *synonyms = &query->synonyms;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < synonyms->count; i++) {
        const zs_query_synonym *synonym = &synonyms->items[i];
        double share;
        status = share_of_synonym(query, synonym, reader, articles, &share, error);
        for (uint32_t j = 0; !status && j < synonym->covered_count; j++) {
            zs_query_term *term = &query->items[synonyms->covers[synonym->covered + j]];
            term->share += (1 - term->share) * share;
        }
    }
    return status;
}

zs_status zs_query_terms_weigh(zs_query_terms *query, zs_reader *reader, zs_error *error)
{
    uint32_t articles = zs_reader_collection(reader).articles;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < query->count; i++) {
        zs_query_term *term = &query->items[i];
        status = zs_reader_document_frequency(reader, query->terms.data + term->term,
                                              term->term_length, &term->frequency, error);
        term->share = articles > 0 ? (double)term->frequency / articles : 0;
    }
    if (!status) {
        status = weigh_with_synonyms(query, reader, error);
    }
    query->weight = 0;
    for (size_t i = 0; !status && i < query->count; i++) {
        zs_query_term *term = &query->items[i];
        term->idf = zs_bm25_idf(articles, (uint32_t)lround(term->share * articles));
        query->weight += zs_query_term_weight(term);
    }
    return status;
}

zs_status zs_query_terms_copy(const zs_query_terms *query, zs_query_terms *out, zs_error *error)
{
    zs_query_terms copy = ZS_QUERY_TERMS_INIT;
    copy.units = malloc((query->unit_count + 1) * sizeof *copy.units);
    copy.items = malloc((query->count + 1) * sizeof *copy.items);
    if (!copy.units || !copy.items ||
        !zs_query_synonyms_copy(&query->synonyms, &copy.synonyms) ||
        !zs_buffer_append(&copy.terms, query->terms.data, query->terms.length)) {
        zs_query_terms_release(&copy);
        return zs_fail_memory(error);
    }
    if (query->count > 0) {
        memcpy(copy.units, query->units, query->unit_count * sizeof *copy.units);
        memcpy(copy.items, query->items, query->count * sizeof *copy.items);
    }
    copy.unit_count = query->unit_count;
    copy.unit_capacity = query->unit_count + 1;
    copy.count = query->count;
    copy.capacity = query->count + 1;
    copy.weight = query->weight;
    *out = copy;
    return ZS_OK;
}
