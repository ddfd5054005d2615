/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pinyin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/han_order.h"
#include "text/utf.h"

/* Of the chains that end at a place, so many of either kind are gone on with. */
enum { BEAM = 64 };

/* Of chains of more than two characters so many are tried, the likeliest, until so many are
 * found to stand anywhere; and so much is done for each. */
enum { TRIED = 32, COUNTED = 6 };
static const zs_run_effort GUESSING = {.steps = 300};
static const zs_run_effort EFFORT = {.steps = 1000, .looks = 2};

/* Where only initials are known, there are so many pairs that those in few articles are not
 * taken for words (a logarithm to base 2). */
static const float RARE = 1.5F;

/* What only begins syllables may be any of so many of the most frequent characters. */
enum { FREQUENT = 1024 };

/* How much less likely something is meant for each character in it that ICU takes for a word by
 * itself, as a logarithm to base 2: 息安 is only what 信息安全 has in its middle. */
static const double SINGLE = -3;

/* What a pair across two words counts, against one that is a word. */
static const double CROSS = 0.5;

/* Ideographs are read from this one on, and none from the first gap to the next plane. */
enum { FIRST = 0x3400, GAP = 0xA000, BEHIND_GAP = 0x20000, END = 0x40000 };

/* How much less likely a character is meant by its second reading, its third and so on, as
 * logarithms to base 2: 行 is xing rather than hang, but hang often enough. */
static const float RARER[] = {0, -2.5F, -4, -5};

/* A word in the making: its last character, and the chain before that. */
struct chain {
    UChar32 last;
    const struct chain
        *before; /* ends where the last syllable begins; NULL: there is `first` */
    UChar32 first;
    float readings; /* logarithm of how likely they are */
    float score;    /* the same of all of it */
    unsigned length;
};

/* Chains that end at one place, the best first: those whose last two characters are taken for a
 * word, and those whose last character may begin one, or be one by itself. */
enum { CLOSED, OPEN, STATES };
struct beam {
    struct chain chains[STATES][BEAM];
    size_t count[STATES];
};

/* A pair that stands somewhere. */
struct pair {
    UChar32 first, second;
    float frequency; /* logarithm of how many articles have it */
    bool word;       /* ICU takes it for one */
};

struct zs_pinyin {
    uint32_t *characters; /* by syllable; of each the frequent ones first */
    uint32_t begins[ZS_SYLLABLES_MOST + 1];
    uint32_t frequent[ZS_SYLLABLES_MOST]; /* how many those are */
    uint32_t *firsts, *seconds;           /* characters of a pair that is looked for */
    size_t first_count, second_count, first_capacity, second_capacity;
    struct pair *pairs; /* that were found */
    size_t pair_count, pair_capacity;
    zs_buffer text;  /* of these */
    float character; /* what a chain loses for each, so that longer ones are not likelier for it
                      */
    struct beam beams[ZS_SPELLING_PLACES + 1];
};

/* ---- Characters by reading -----------------------------------------------------------------
 */

void zs_pinyin_free(zs_pinyin *pinyin)
{
    if (pinyin) {
        free(pinyin->characters);
        free(pinyin->firsts);
        free(pinyin->seconds);
        free(pinyin->pairs);
        zs_buffer_release(&pinyin->text);
        free(pinyin);
    }
}

static UChar32 next_character(UChar32 character)
{
    return character + 1 == GAP ? BEHIND_GAP : character + 1;
}

/* Puts characters where `places` says for each of their readings, and moves that on; only
 * counts if there is nowhere to put them. `frequent` has those that stand there already. */
static void distribute(UChar32 character, uint32_t *places, uint32_t *characters)
{
    const zs_syllable *readings = NULL;
    size_t count = zs_readings(character, &readings);
    for (size_t i = 0; i < count; i++) {
        if (characters) {
            characters[places[readings[i]]] = (uint32_t)character;
        }
        places[readings[i]]++;
    }
}

static bool is_frequent(const uint8_t *bits, UChar32 character)
{
    return character < GAP && (bits[character / 8] >> (character % 8) & 1);
}

zs_status zs_pinyin_new(zs_pinyin **out, zs_error *error)
{
    zs_pinyin *pinyin = calloc(1, sizeof *pinyin);
    uint8_t *frequent = calloc(GAP / 8, 1);
    uint32_t places[ZS_SYLLABLES_MOST] = {0};
    size_t all = 0;
    for (UChar32 at = FIRST; at < END; at = next_character(at)) {
        distribute(at, places, NULL);
    }
    for (size_t i = 0; i < ZS_SYLLABLES_MOST; i++) {
        all += places[i];
    }
    if (pinyin) {
        pinyin->characters = malloc((all + 1) * sizeof *pinyin->characters);
    }
    if (!pinyin || !frequent || !pinyin->characters) {
        zs_pinyin_free(pinyin);
        free(frequent);
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < ZS_SYLLABLES_MOST; i++) {
        pinyin->begins[i + 1] = pinyin->begins[i] + places[i];
    }
    memcpy(places, pinyin->begins, sizeof places);
    for (const UChar *at = ZS_HAN_BY_FREQUENCY; at < ZS_HAN_BY_FREQUENCY + FREQUENT; at++) {
        frequent[*at / 8] = (uint8_t)(frequent[*at / 8] | 1U << *at % 8);
        distribute(*at, places, pinyin->characters);
    }
    for (size_t i = 0; i < ZS_SYLLABLES_MOST; i++) {
        pinyin->frequent[i] = places[i] - pinyin->begins[i];
    }
    for (UChar32 at = FIRST; at < END; at = next_character(at)) {
        if (!is_frequent(frequent, at)) {
            distribute(at, places, pinyin->characters);
        }
    }
    free(frequent);
    *out = pinyin;
    return ZS_OK;
}

static bool add_character(uint32_t **list, size_t *count, size_t *capacity, uint32_t character)
{
    uint32_t *grown = zs_array_grow(*list, capacity, *count + 1, sizeof *grown);
    if (!grown) {
        return false;
    }
    *list = grown;
    grown[(*count)++] = character;
    return true;
}

/* Adds the characters that an item may stand for; where it may be many syllables, only the
 * frequent ones. */
static bool add_characters(const zs_pinyin *pinyin, const zs_spelt *item, uint32_t **list,
                           size_t *count, size_t *capacity)
{
    if (item->character) {
        return add_character(list, count, capacity, (uint32_t)item->character);
    }
    bool kept = true, one = item->high - item->low == 1;
    for (zs_syllable syllable = item->low; kept && syllable < item->high; syllable++) {
        const uint32_t *characters = pinyin->characters + pinyin->begins[syllable];
        size_t wanted = one ? pinyin->begins[syllable + 1] - pinyin->begins[syllable]
                            : pinyin->frequent[syllable];
        for (size_t i = 0; kept && i < wanted; i++) {
            kept = add_character(list, count, capacity, characters[i]);
        }
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

/* ---- Chains --------------------------------------------------------------------------------
 */

/* Adds a chain where it belongs, if it is one of the best. */
static void add_chain(struct beam *beam, int state, const struct chain *chain)
{
    struct chain *chains = beam->chains[state];
    size_t count = beam->count[state], place = count;
    while (place > 0 && chains[place - 1].score < chain->score) {
        place--;
    }
    if (place == BEAM) {
        return;
    }
    size_t moved = (count < BEAM ? count : BEAM - 1) - place;
    memmove(&chains[place + 1], &chains[place], moved * sizeof *chain);
    chains[place] = *chain;
    beam->count[state] += count < BEAM;
}

/* The chain that a pair makes of one that ends with its first character: a word is closed, or
 * another one may begin. */
static void add_both(struct beam *beam, float character, const struct pair *pair,
                     struct chain chain, int state)
{
    float score = chain.score - character;
    chain.last = pair->second;
    if (state == OPEN && pair->word) {
        chain.score = score + pair->frequency;
        add_chain(beam, CLOSED, &chain);
    }
    chain.score = score + (float)CROSS * pair->frequency + (state == OPEN ? (float)SINGLE : 0);
    add_chain(beam, OPEN, &chain);
}

/* Puts the second character of a pair, which may be an item, behind what ends with the first.
 */
static void extend_by(zs_pinyin *pinyin, const zs_spelling *spelling, const zs_spelt *item,
                      const struct pair *pair)
{
    const struct beam *before = &pinyin->beams[item->start];
    struct beam *beam = &pinyin->beams[item->end];
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
                (struct chain){
                    .first = pair->first, .readings = readings, .score = readings, .length = 2},
                OPEN);
        }
    }
    for (int state = 0; state < STATES; state++) {
        for (size_t i = 0; i < before->count[state]; i++) {
            const struct chain *last = &before->chains[state][i];
            if (last->last == pair->first && last->length < ZS_PINYIN_LENGTH) {
                add_both(beam, pinyin->character, pair,
                         (struct chain){.before = last,
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
    struct pair *pairs = zs_array_grow(pinyin->pairs, &pinyin->pair_capacity,
                                       pinyin->pair_count + 1, sizeof *pairs);
    if (!pairs) {
        pinyin->pair_count = SIZE_MAX;
        return true;
    }
    pinyin->pairs = pairs;
    pairs[pinyin->pair_count++] = (struct pair){.first = (UChar32)first,
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
        struct pair *pair = &pinyin->pairs[i];
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
    const struct beam *before = &pinyin->beams[item->start];
    bool kept = true;
    pinyin->first_count = pinyin->second_count = pinyin->pair_count = 0;
    for (size_t i = 0; kept && i < spelling->count && spelling->items[i].start == 0; i++) {
        if (spelling->items[i].end == item->start) {
            kept = add_characters(pinyin, &spelling->items[i], &pinyin->firsts,
                                  &pinyin->first_count, &pinyin->first_capacity);
        }
    }
    for (int state = 0; state < STATES; state++) {
        for (size_t i = 0; kept && i < before->count[state]; i++) {
            kept = add_character(&pinyin->firsts, &pinyin->first_count, &pinyin->first_capacity,
                                 (uint32_t)before->chains[state][i].last);
        }
    }
    kept = kept && add_characters(pinyin, item, &pinyin->seconds, &pinyin->second_count,
                                  &pinyin->second_capacity);
    zs_status status = kept
                           ? zs_reader_each_pair(searcher->reader, pinyin->firsts,
                                                 pinyin->first_count, pinyin->seconds,
                                                 pinyin->second_count, take_pair, pinyin, error)
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

/* ---- Words ---------------------------------------------------------------------------------
 */

static void write_word(const struct chain *chain, zs_pinyin_word *word)
{
    word->length = chain->length;
    for (size_t at = chain->length; at-- > 1;) {
        word->characters[at] = chain->last;
        word->characters[0] = chain->first;
        chain = chain->before;
    }
}

static int by_score(const void *one, const void *other)
{
    const zs_pinyin_word *a = one, *b = other;
    return a->score < b->score ? 1 : a->score > b->score ? -1 : 0;
}

static size_t spell_word(const zs_pinyin_word *word, char *out)
{
    size_t length = 0;
    for (size_t i = 0; i < word->length; i++) {
        length += zs_utf8_put(out + length, word->characters[i]);
    }
    return length;
}

/* How many words of one character a word falls into, and whether it ends with one. */
static zs_status count_singles(zs_searcher *searcher, zs_pinyin_word *word, size_t *singles,
                               zs_error *error)
{
    char text[4 * ZS_PINYIN_LENGTH];
    size_t length = spell_word(word, text);
    zs_status status =
        zs_analyser_run(searcher->analyser, text, length, ZS_PURPOSE_QUERY, error);
    *singles = 0;
    if (!status) {
        const zs_words *words = zs_analyser_words(searcher->analyser);
        for (size_t i = 0; i < words->count; i++) {
            word->begun = words->items[i].end - words->items[i].start == 1;
            *singles += word->begun;
        }
    }
    return status;
}

/* Counts the articles that a word stands in, and says how likely it is meant. */
static zs_status weigh_word(zs_searcher *searcher, zs_run_effort effort, size_t singles,
                            zs_pinyin_word *word, zs_error *error)
{
    zs_status status =
        zs_count_run(searcher, word->characters, word->length, effort, &word->count, error);
    if (!status) {
        word->score = log2(word->count.articles) + word->readings + SINGLE * (double)singles;
    }
    return status;
}

/* Makes a word of a chain; its count is 0 if it stands nowhere, or if it is so much less likely
 * than the likeliest that nobody means it. */
static zs_status make_word(zs_searcher *searcher, const struct chain *chain, double likeliest,
                           zs_pinyin_word *word, zs_error *error)
{
    size_t singles = 0;
    word->readings = (double)chain->readings;
    zs_status status = count_singles(searcher, word, &singles, error);
    if (!status) {
        status = weigh_word(searcher, GUESSING, singles, word, error);
    }
    if (status || word->count.articles == 0 || word->count.exact) {
        return status;
    }
    if (word->score < likeliest - ZS_PINYIN_UNLIKELY) {
        word->count.articles = 0;
        return ZS_OK;
    }
    return weigh_word(searcher, EFFORT, singles, word, error);
}

static bool is_known(const zs_pinyin_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i].length == words[count].length &&
            memcmp(words[i].characters, words[count].characters,
                   words[i].length * sizeof *words[i].characters) == 0) {
            return true;
        }
    }
    return false;
}

/* A chain that has come to the end. */
struct candidate {
    const struct chain *chain;
    double score;
};

static int by_likelihood(const void *one, const void *other)
{
    const struct candidate *a = one, *b = other;
    return a->score < b->score ? 1 : a->score > b->score ? -1 : 0;
}

/* How likely a chain is all in all. One that is open leaves its last character a word by
 * itself; but if it is a word of the dictionary, it has a term of its own, and counts as much
 * as words of two would in its place. */
static zs_status weigh_chain(zs_searcher *searcher, const struct chain *chain, int state,
                             struct candidate *out, zs_error *error)
{
    *out = (struct candidate){.chain = chain,
                              .score = (double)chain->score + (state == OPEN ? SINGLE : 0)};
    if (chain->length == 2) {
        return ZS_OK;
    }
    zs_pinyin_word word;
    char text[4 * ZS_PINYIN_LENGTH];
    uint32_t frequency = 0;
    write_word(chain, &word);
    size_t length = spell_word(&word, text);
    zs_status status =
        zs_reader_document_frequency(searcher->reader, text, length, &frequency, error);
    if (!status && frequency > 0) {
        double score =
            (double)chain->readings +
            (log2(frequency) / 2 - (double)searcher->pinyin->character) * chain->length;
        out->score = score > out->score ? score : out->score;
    }
    return status;
}

/* Makes words of the best chains. */
static zs_status make_words(zs_searcher *searcher, const struct beam *beam,
                            zs_pinyin_word *words, size_t *count, zs_error *error)
{
    struct candidate candidates[STATES * BEAM];
    zs_status status = ZS_OK;
    size_t all = 0, tried = 0, found = 0;
    double likeliest = -HUGE_VAL;
    *count = 0;
    for (int state = 0; state < STATES; state++) {
        for (size_t i = 0; !status && i < beam->count[state]; i++) {
            status = weigh_chain(searcher, &beam->chains[state][i], state, &candidates[all++],
                                 error);
        }
    }
    qsort(candidates, all, sizeof *candidates, by_likelihood);
    for (size_t i = 0; !status && i < all && *count < BEAM; i++) {
        bool longer = candidates[i].chain->length > 2;
        write_word(candidates[i].chain, &words[*count]);
        if (is_known(words, *count) || (longer && (tried++ >= TRIED || found == COUNTED))) {
            continue;
        }
        status = make_word(searcher, candidates[i].chain, likeliest, &words[*count], error);
        if (!status && words[*count].count.articles > 0) {
            double score = words[*count].score;
            likeliest = score > likeliest ? score : likeliest;
            (*count)++;
            found += longer;
        }
    }
    qsort(words, *count, sizeof *words, by_score);
    return status;
}

zs_status zs_pinyin_find(zs_searcher *searcher, const zs_spelling *spelling, size_t limit,
                         zs_pinyin_word *out, size_t *count, zs_error *error)
{
    zs_pinyin_word words[BEAM];
    size_t found = 0;
    zs_status status = searcher->pinyin ? ZS_OK : zs_pinyin_new(&searcher->pinyin, error);
    for (size_t place = 0; !status && place <= spelling->places; place++) {
        memset(searcher->pinyin->beams[place].count, 0,
               sizeof searcher->pinyin->beams[place].count);
    }
    if (!status) {
        double articles = zs_reader_collection(searcher->reader).articles;
        searcher->pinyin->character = (float)(log2(articles + 1) / 2);
    }
    /* Items are in the order of their start: what ends there is all known by then. */
    for (size_t i = 0; !status && i < spelling->count; i++) {
        if (spelling->items[i].start > 0) {
            status = extend(searcher, spelling, &spelling->items[i], error);
        }
    }
    if (!status) {
        status = make_words(searcher, &searcher->pinyin->beams[spelling->places], words, &found,
                            error);
    }
    if (!status) {
        found = found < limit ? found : limit;
        memcpy(out, words, found * sizeof *words);
        *count = found;
    }
    return status;
}
