/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pinyin_chains.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "text/utf.h"

/* Where only initials are known, there are so many pairs that those in few articles are not
 * taken for words (a logarithm to base 2). */
static const float RARE = 1.5F;

/* What a pair across two words counts, against one that is a word. */
static const double CROSS = 0.5;

/* How much less likely a character is meant by its second reading, its third and so on, as
 * logarithms to base 2: 行 is xing rather than hang, but hang often enough. */
static const float RARER[] = {0, -2.5F, -4, -5};

/* These return false if out of memory. */
static bool add_characters(struct zs_character_list *list, const uint32_t *characters,
                           size_t count)
{
    uint32_t *grown =
        zs_array_grow(list->items, &list->capacity, list->count + count + 1, sizeof *grown);
    if (!grown) {
        return false;
    }
    list->items = grown;
    memcpy(grown + list->count, characters, count * sizeof *grown);
    list->count += count;
    return true;
}

/* Adds the characters that an item may stand for: all that read as a syllable, of more than one
 * syllable only the frequent ones. */
static bool add_item(const zs_spelt *item, struct zs_character_list *list)
{
    if (item->character) {
        const uint32_t character = (uint32_t)item->character;
        return add_characters(list, &character, 1);
    }
    bool kept = true, one = item->high - item->low == 1;
    for (zs_syllable syllable = item->low; kept && syllable < item->high; syllable++) {
        const zs_homophones read_so = zs_homophones_of(syllable);
        kept = add_characters(list, read_so.characters, one ? read_so.count : read_so.frequent);
    }
    return kept;
}

/* What is typed as a syllable is rather that than the beginning of another. */
static const float LONGER = -3;

/* Whether an item may be a character, and how likely that is among the character's readings. */
static bool may_be(const zs_spelt *item, UChar32 character, float *likely)
{
    size_t rank = 0;
    bool may = item->character ? item->character == character
                               : zs_reads_within(character, item->low, item->high, &rank);
    size_t last = sizeof RARER / sizeof *RARER - 1;
    *likely = may ? RARER[rank < last ? rank : last] : 0;
    if (may && item->whole && item->high - item->low > 1 &&
        !zs_reads_as(character, item->low, &rank)) {
        *likely += LONGER;
    }
    return may;
}

/* Adds a chain where it belongs, if it is one of the best. */
static void add_chain(struct zs_beam *beam, int state, const struct zs_chain *chain)
{
    struct zs_chain *chains = beam->chains[state];
    size_t count = beam->count[state], place = count;
    while (place > 0 && chains[place - 1].score < chain->score) {
        place--;
    }
    if (place == ZS_CHAINS_MOST) {
        return;
    }
    size_t moved = (count < ZS_CHAINS_MOST ? count : ZS_CHAINS_MOST - 1) - place;
    memmove(&chains[place + 1], &chains[place], moved * sizeof *chain);
    chains[place] = *chain;
    beam->count[state] += count < ZS_CHAINS_MOST;
}

/* The chain that a pair makes of one that ends with its first character: a word is closed, or
 * another one may begin. */
static void add_both(struct zs_beam *beam, float character, const struct zs_chain_pair *pair,
                     struct zs_chain chain, int state)
{
    float score = chain.score - character;
    chain.last = pair->second;
    if (state == ZS_CHAIN_OPEN && pair->word) {
        chain.score = score + pair->frequency;
        add_chain(beam, ZS_CHAIN_CLOSED, &chain);
    }
    chain.score = score + (float)CROSS * pair->frequency +
                  (state == ZS_CHAIN_OPEN ? (float)ZS_CHAIN_SINGLE : 0);
    add_chain(beam, ZS_CHAIN_OPEN, &chain);
}

/* Puts the second character of a pair, which may be an item, behind what ends with the first.
 */
static void extend_by(zs_pinyin *pinyin, const zs_spelling *spelling, const zs_spelt *item,
                      const struct zs_chain_pair *pair)
{
    const struct zs_beam *before = &pinyin->beams[item->start];
    struct zs_beam *beam = &pinyin->beams[item->end];
    float likely, first_likely;
    if (!may_be(item, pair->second, &likely)) {
        return;
    }
    for (size_t i = 0; i < spelling->count && spelling->items[i].start == 0; i++) {
        const zs_spelt *begin = &spelling->items[i];
        if (begin->end == item->start && may_be(begin, pair->first, &first_likely)) {
            float readings = likely + first_likely;
            add_both(
                beam, pinyin->character, pair,
                (struct zs_chain){
                    .first = pair->first, .readings = readings, .score = readings, .length = 2},
                ZS_CHAIN_OPEN);
        }
    }
    for (int state = 0; state < ZS_CHAIN_STATES; state++) {
        for (size_t i = 0; i < before->count[state]; i++) {
            const struct zs_chain *last = &before->chains[state][i];
            if (last->last == pair->first && last->length < ZS_PINYIN_LENGTH) {
                add_both(beam, pinyin->character, pair,
                         (struct zs_chain){.before = last,
                                           .readings = last->readings + likely,
                                           .score = last->score + likely,
                                           .length = last->length + 1},
                         state);
            }
        }
    }
}

static bool take_pair(void *context, uint32_t first, uint32_t second, uint32_t frequency)
{
    zs_pinyin *pinyin = context;
    struct zs_chain_pair *pairs = zs_array_grow(pinyin->pairs, &pinyin->pair_capacity,
                                                pinyin->pair_count + 1, sizeof *pairs);
    if (!pairs) {
        pinyin->pair_count = SIZE_MAX;
        return true;
    }
    pinyin->pairs = pairs;
    pairs[pinyin->pair_count++] = (struct zs_chain_pair){.first = (UChar32)first,
                                                         .second = (UChar32)second,
                                                         .frequency = log2f((float)frequency)};
    return false;
}

/* Finds out which of the pairs are words: ICU cuts a text of them all, but for those in fewer
 * articles than `least`. */
static zs_status tell_words(zs_searcher *searcher, float least, zs_error *error)
{
    zs_pinyin *pinyin = searcher->pinyin;
    zs_buffer_clear(&pinyin->text);
    for (size_t i = 0; i < pinyin->pair_count; i++) {
        if (pinyin->pairs[i].frequency < least) {
            continue;
        }
        char text[9];
        size_t length = zs_utf8_put(text, pinyin->pairs[i].first);
        length += zs_utf8_put(text + length, pinyin->pairs[i].second);
        text[length++] = ' ';
        if (!zs_buffer_append(&pinyin->text, text, length)) {
            return zs_fail_memory(error);
        }
    }
    zs_status status = pinyin->text.length == 0
                           ? ZS_OK
                           : zs_analyser_run(searcher->analyser, pinyin->text.data,
                                             pinyin->text.length, ZS_PURPOSE_QUERY, error);
    if (status || pinyin->text.length == 0) {
        return status;
    }
    const zs_words *words = zs_analyser_words(searcher->analyser);
    size_t unit = 0, word = 0;
    for (size_t i = 0; i < pinyin->pair_count; i++) {
        struct zs_chain_pair *pair = &pinyin->pairs[i];
        if (pair->frequency < least) {
            continue;
        }
        size_t end = unit + (size_t)U16_LENGTH(pair->first) + (size_t)U16_LENGTH(pair->second);
        while (word < words->count && words->items[word].start < unit) {
            word++;
        }
        pair->word = word < words->count && words->items[word].start == unit &&
                     words->items[word].end == end;
        unit = end + 1;
    }
    return ZS_OK;
}

/* Looks for the pairs of what may stand before an item and what it may be. */
static zs_status find_pairs(zs_searcher *searcher, const zs_spelling *spelling,
                            const zs_spelt *item, zs_error *error)
{
    zs_pinyin *pinyin = searcher->pinyin;
    const struct zs_beam *before = &pinyin->beams[item->start];
    bool kept = true;
    pinyin->firsts.count = pinyin->seconds.count = pinyin->pair_count = 0;
    for (size_t i = 0; kept && i < spelling->count && spelling->items[i].start == 0; i++) {
        if (spelling->items[i].end == item->start) {
            kept = add_item(&spelling->items[i], &pinyin->firsts);
        }
    }
    for (int state = 0; state < ZS_CHAIN_STATES; state++) {
        for (size_t i = 0; kept && i < before->count[state]; i++) {
            const uint32_t last = (uint32_t)before->chains[state][i].last;
            kept = add_characters(&pinyin->firsts, &last, 1);
        }
    }
    kept = kept && add_item(item, &pinyin->seconds);
    zs_status status =
        kept ? zs_reader_each_pair(searcher->reader, pinyin->firsts.items, pinyin->firsts.count,
                                   pinyin->seconds.items, pinyin->seconds.count, take_pair,
                                   pinyin, error)
             : zs_fail_memory(error);
    return !status && pinyin->pair_count == SIZE_MAX ? zs_fail_memory(error) : status;
}

static zs_status extend(zs_searcher *searcher, const zs_spelling *spelling,
                        const zs_spelt *item, zs_error *error)
{
    zs_pinyin *pinyin = searcher->pinyin;
    zs_status status = find_pairs(searcher, spelling, item, error);
    if (!status && pinyin->pair_count > 0) {
        status = tell_words(searcher, spelling->initials ? RARE : 0, error);
    }
    for (size_t i = 0; !status && i < pinyin->pair_count; i++) {
        extend_by(pinyin, spelling, item, &pinyin->pairs[i]);
    }
    return status;
}

zs_status zs_find_chains(zs_searcher *searcher, const zs_spelling *spelling, zs_error *error)
{
    zs_pinyin *pinyin = searcher->pinyin;
    double articles = zs_reader_collection(searcher->reader).articles;
    zs_status status = ZS_OK;
    pinyin->character = (float)(log2(articles + 1) / 2);
    for (size_t place = 0; place <= spelling->places; place++) {
        memset(pinyin->beams[place].count, 0, sizeof pinyin->beams[place].count);
    }
    /* Items are in the order of their start: what ends there is all known by then. */
    for (size_t i = 0; !status && i < spelling->count; i++) {
        if (spelling->items[i].start > 0) {
            status = extend(searcher, spelling, &spelling->items[i], error);
        }
    }
    return status;
}
