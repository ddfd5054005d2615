/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query_synonyms.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utf16.h>

#include "base/error.h"

void zs_query_synonyms_release(zs_query_synonyms *synonyms)
{
    free(synonyms->items);
    free(synonyms->units);
    free(synonyms->covers);
    free(synonyms->needs);
    zs_buffer_release(&synonyms->strings);
    *synonyms = (zs_query_synonyms){.count = 0};
}

void zs_query_synonyms_clear(zs_query_synonyms *synonyms)
{
    synonyms->count = synonyms->unit_count = 0;
    synonyms->cover_count = synonyms->need_count = 0;
    zs_buffer_clear(&synonyms->strings);
}

static void *copy_of(const void *items, size_t count, size_t size)
{
    void *copy = malloc((count + 1) * size);
    if (copy && count > 0) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

bool zs_query_synonyms_copy(const zs_query_synonyms *synonyms, zs_query_synonyms *out)
{
    zs_query_synonyms copy = {
        .items = copy_of(synonyms->items, synonyms->count, sizeof *copy.items),
        .count = synonyms->count,
        .capacity = synonyms->count + 1,
        .units = copy_of(synonyms->units, synonyms->unit_count, sizeof *copy.units),
        .unit_count = synonyms->unit_count,
        .unit_capacity = synonyms->unit_count + 1,
        .covers = copy_of(synonyms->covers, synonyms->cover_count, sizeof *copy.covers),
        .cover_count = synonyms->cover_count,
        .cover_capacity = synonyms->cover_count + 1,
        .needs = copy_of(synonyms->needs, synonyms->need_count, sizeof *copy.needs),
        .need_count = synonyms->need_count,
        .need_capacity = synonyms->need_count + 1};
    if (!copy.items || !copy.units || !copy.covers || !copy.needs ||
        !zs_buffer_append(&copy.strings, synonyms->strings.data, synonyms->strings.length)) {
        zs_query_synonyms_release(&copy);
        return false;
    }
    *out = copy;
    return true;
}

bool zs_query_synonym_covers(const zs_query_synonyms *synonyms, size_t number, uint32_t term)
{
    const zs_query_synonym *synonym = &synonyms->items[number];
    for (uint32_t i = 0; i < synonym->covered_count; i++) {
        if (synonyms->covers[synonym->covered + i] == term) {
            return true;
        }
    }
    return false;
}

bool zs_query_synonym_occurs(const zs_query_synonyms *synonyms, size_t number)
{
    const zs_query_synonym *synonym = &synonyms->items[number];
    bool occurs = synonym->length > 0;
    for (uint32_t i = 0; i < synonym->needed_count; i++) {
        occurs = occurs && synonyms->needs[synonym->needed + i].frequency > 0;
    }
    return occurs;
}

static bool append_units(zs_query_synonyms *synonyms, const zs_synonym *source)
{
    UChar *units = zs_array_grow(synonyms->units, &synonyms->unit_capacity,
                                 synonyms->unit_count + source->length + 1, sizeof *units);
    if (!units) {
        return false;
    }
    synonyms->units = units;
    if (source->length > 0) {
        memcpy(units + synonyms->unit_count, source->units, source->length * sizeof *units);
    }
    synonyms->unit_count += source->length;
    return true;
}

/* What the text from `start` to `end` is made of, as terms of the query. */
static bool append_covers(zs_query_synonyms *synonyms, const zs_tokens *tokens, uint32_t start,
                          uint32_t end,
                          uint32_t (*term_of)(const void *query, const zs_cut *token),
                          const void *query)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const zs_cut *token = &tokens->items[i];
        uint32_t term =
            token->start >= start && token->end <= end ? term_of(query, token) : UINT32_MAX;
        if (term == UINT32_MAX) {
            continue;
        }
        uint32_t *covers = zs_array_grow(synonyms->covers, &synonyms->cover_capacity,
                                         synonyms->cover_count + 1, sizeof *covers);
        if (!covers) {
            return false;
        }
        synonyms->covers = covers;
        covers[synonyms->cover_count++] = term;
    }
    return true;
}

static bool is_of_word(UChar unit)
{
    return !U16_IS_SURROGATE(unit) && zs_char_class_of(unit) == ZS_CHAR_WORD;
}

/* Adds what the words from `start` to `end` may also be; what is needed of it is still to be
 * found. */
static bool append_synonym(zs_query_synonyms *synonyms, const zs_folded *folded, uint32_t start,
                           uint32_t end, const zs_synonym *source, size_t covered)
{
    zs_query_synonym *items =
        zs_array_grow(synonyms->items, &synonyms->capacity, synonyms->count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    synonyms->items = items;
    zs_query_synonym item = {.start = (uint32_t)synonyms->unit_count,
                             .length = (uint32_t)source->length,
                             .covered = (uint32_t)covered,
                             .covered_count = (uint32_t)(synonyms->cover_count - covered),
                             .word = synonyms->strings.length};
    if (source->length > 0) {
        UChar first = source->units[0], last = source->units[source->length - 1];
        item.begins_word = is_of_word(first);
        item.ends_word = is_of_word(last);
        item.begins_number = zs_is_numeral(first);
    }
    if (!append_units(synonyms, source) ||
        !zs_append_units(&synonyms->strings, folded->units + start, end - start) ||
        !zs_buffer_append_byte(&synonyms->strings, '\0')) {
        return false;
    }
    item.shown = synonyms->strings.length;
    if (!zs_buffer_append(&synonyms->strings, source->shown, strlen(source->shown) + 1)) {
        return false;
    }
    items[synonyms->count++] = item;
    return true;
}

static bool append_need(zs_query_synonyms *synonyms, const zs_folded *folded,
                        const zs_cut *token)
{
    char bytes[ZS_TERM_LIMIT];
    size_t length = zs_token_term(folded, token, bytes), place = synonyms->strings.length;
    zs_needed_term *needs = zs_array_grow(synonyms->needs, &synonyms->need_capacity,
                                          synonyms->need_count + 1, sizeof *needs);
    if (needs) {
        synonyms->needs = needs;
    }
    if (!needs || !zs_buffer_append(&synonyms->strings, bytes, length)) {
        return false;
    }
    needs[synonyms->need_count++] = (zs_needed_term){.term = place, .length = (uint32_t)length};
    return true;
}

/* The terms of a synonym that every article in which it stands has. */
static zs_status append_needs(zs_query_synonyms *synonyms, zs_analyser *analyser,
                              zs_query_synonym *synonym, zs_error *error)
{
    zs_buffer text = ZS_BUFFER_INIT;
    zs_status status = ZS_OK;
    if (!zs_append_units(&text, synonyms->units + synonym->start, synonym->length)) {
        return zs_fail_memory(error);
    }
    status = zs_analyser_run(analyser, text.data, text.length, ZS_PURPOSE_QUERY, error);
    zs_buffer_release(&text);
    if (status) {
        return status;
    }
    const zs_tokens *tokens = zs_analyser_tokens(analyser);
    synonym->needed = (uint32_t)synonyms->need_count;
    for (size_t i = 0; i < tokens->count; i++) {
        if (zs_token_is_certain(tokens->items[i].kind) &&
            !append_need(synonyms, zs_analyser_folded(analyser), &tokens->items[i])) {
            return zs_fail_memory(error);
        }
    }
    synonym->needed_count = (uint32_t)synonyms->need_count - synonym->needed;
    synonym->findable = zs_tokens_cover(tokens, zs_analyser_folded(analyser));
    return ZS_OK;
}

/* Whether a phrase of the query, as a string, is known already: it is there twice. */
static bool is_known(const zs_query_synonyms *synonyms, const zs_folded *folded, uint32_t start,
                     uint32_t end, bool *known)
{
    zs_buffer word = ZS_BUFFER_INIT;
    if (!zs_append_units(&word, folded->units + start, end - start) ||
        !zs_buffer_terminate(&word)) {
        zs_buffer_release(&word);
        return false;
    }
    *known = false;
    for (size_t i = 0; i < synonyms->count; i++) {
        const zs_query_synonym *synonym = &synonyms->items[i];
        /* A word that counts as one stands there without a synonym. */
        *known = *known || (synonym->length > 0 &&
                            strcmp(synonyms->strings.data + synonym->word, word.data) == 0);
    }
    zs_buffer_release(&word);
    return true;
}

/* Adds the synonyms of the words from `start` to `end`. */
static zs_status add_phrase(zs_query_synonyms *synonyms, const zs_analyser *analyser,
                            const zs_synonyms *found, uint32_t start, uint32_t end,
                            uint32_t (*term_of)(const void *query, const zs_cut *token),
                            const void *query, zs_error *error)
{
    const zs_folded *folded = zs_analyser_folded(analyser);
    size_t covered = synonyms->cover_count;
    bool known = false;
    bool kept = is_known(synonyms, folded, start, end, &known);
    if (kept && !known) {
        kept =
            append_covers(synonyms, zs_analyser_tokens(analyser), start, end, term_of, query);
        for (size_t i = 0; kept && i < found->count; i++) {
            kept = append_synonym(synonyms, folded, start, end, &found->items[i], covered);
        }
    }
    return kept ? ZS_OK : zs_fail_memory(error);
}

/* A word that counts as one may be no term of the index: it is found by its pairs. */
static zs_status add_one_word(zs_query_synonyms *synonyms, const zs_analyser *analyser,
                              const zs_cut *word,
                              uint32_t (*term_of)(const void *query, const zs_cut *token),
                              const void *query, zs_error *error)
{
    const zs_tokens *tokens = zs_analyser_tokens(analyser);
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_tokens alone = {.items = (zs_cut *)(uintptr_t)word, .count = 1};
    const zs_synonym none = {.units = folded->units + word->start, .shown = ""};
    size_t covered = synonyms->cover_count;
    if (!append_covers(synonyms, &alone, word->start, word->end, term_of, query) ||
        !append_synonym(synonyms, folded, word->start, word->end, &none, covered)) {
        return zs_fail_memory(error);
    }
    zs_query_synonym *synonym = &synonyms->items[synonyms->count - 1];
    synonym->needed = (uint32_t)synonyms->need_count;
    for (size_t i = 0; i < tokens->count; i++) {
        const zs_cut *token = &tokens->items[i];
        bool within = token->start >= word->start && token->end <= word->end;
        if (within && zs_token_is_certain(token->kind) &&
            !append_need(synonyms, folded, token)) {
            return zs_fail_memory(error);
        }
    }
    synonym->needed_count = (uint32_t)synonyms->need_count - synonym->needed;
    synonym->findable = true;
    return ZS_OK;
}

zs_status zs_query_synonyms_add(zs_query_synonyms *synonyms, zs_analyser *analyser,
                                const zs_vocabulary *vocabulary,
                                uint32_t (*term_of)(const void *query, const zs_cut *token),
                                const void *query, zs_error *error)
{
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_words *words = zs_analyser_words(analyser);
    const zs_tokens *tokens = zs_analyser_tokens(analyser);
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && vocabulary && i < tokens->count; i++) {
        const zs_cut *token = &tokens->items[i];
        if (token->kind == ZS_TOKEN_HAN_LONG &&
            zs_word_list_has(&vocabulary->words, folded->units + token->start,
                             token->end - token->start)) {
            status = add_one_word(synonyms, analyser, token, term_of, query, error);
        }
    }
    size_t first_new = synonyms->count;
    zs_synonyms found;
    for (size_t i = 0; !status && vocabulary && i < words->count;) {
        size_t length = zs_vocabulary_synonyms(vocabulary, folded, words, i, &found);
        if (length > 0) {
            status = add_phrase(synonyms, analyser, &found, words->items[i].start,
                                words->items[i + length - 1].end, term_of, query, error);
        }
        i += length > 0 ? length : 1;
    }
    for (size_t i = first_new; !status && i < synonyms->count; i++) {
        status = append_needs(synonyms, analyser, &synonyms->items[i], error);
    }
    return status;
}
