/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pinyin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/pinyin_chains.h"
#include "text/utf.h"

/* Of chains of more than two characters so many are tried, the likeliest, until so many are
 * found to stand anywhere; and so much is done for each. */
enum { TRIED = 32, COUNTED = 6, STEPS = 400, LOOKS = 2 };

void zs_pinyin_free(zs_pinyin *pinyin)
{
    if (pinyin) {
        free(pinyin->firsts.items);
        free(pinyin->seconds.items);
        free(pinyin->pairs);
        zs_buffer_release(&pinyin->text);
        free(pinyin);
    }
}

zs_status zs_pinyin_new(zs_pinyin **out, zs_error *error)
{
    zs_pinyin *pinyin = calloc(1, sizeof *pinyin);
    if (!pinyin) {
        return zs_fail_memory(error);
    }
    *out = pinyin;
    return ZS_OK;
}

static void write_word(const struct zs_chain *chain, zs_pinyin_word *word)
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

/* Makes a word of a chain; its count is 0 if it stands nowhere, or if it is so much less likely
 * than the likeliest that nobody means it. */
static zs_status make_word(zs_searcher *searcher, const struct zs_chain *chain,
                           double likeliest, zs_pinyin_word *word, zs_error *error)
{
    size_t singles = 0;
    word->readings = (double)chain->readings;
    zs_status status = count_singles(searcher, word, &singles, error);
    if (status) {
        return status;
    }
    double apart_from_count = word->readings + ZS_CHAIN_SINGLE * (double)singles;
    zs_run_effort effort = {.steps = STEPS,
                            .looks = LOOKS,
                            .least = exp2(likeliest - ZS_PINYIN_UNLIKELY - apart_from_count)};
    status =
        zs_count_run(searcher, word->characters, word->length, effort, &word->count, error);
    if (!status) {
        word->score = log2(word->count.articles) + apart_from_count;
    }
    return status;
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
    const struct zs_chain *chain;
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
static zs_status weigh_chain(zs_searcher *searcher, const struct zs_chain *chain, int state,
                             struct candidate *out, zs_error *error)
{
    *out = (struct candidate){.chain = chain,
                              .score = (double)chain->score +
                                       (state == ZS_CHAIN_OPEN ? ZS_CHAIN_SINGLE : 0)};
    if (chain->length == 2) {
        return ZS_OK;
    }
    zs_pinyin_word word = {.length = 0};
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
static zs_status make_words(zs_searcher *searcher, const struct zs_beam *beam,
                            zs_pinyin_word *words, size_t *count, zs_error *error)
{
    struct candidate candidates[ZS_CHAIN_STATES * ZS_CHAINS_MOST];
    zs_status status = ZS_OK;
    size_t all = 0, tried = 0, found = 0;
    double likeliest = -HUGE_VAL;
    *count = 0;
    for (int state = 0; state < ZS_CHAIN_STATES; state++) {
        for (size_t i = 0; !status && i < beam->count[state]; i++) {
            status = weigh_chain(searcher, &beam->chains[state][i], state, &candidates[all++],
                                 error);
        }
    }
    qsort(candidates, all, sizeof *candidates, by_likelihood);
    for (size_t i = 0; !status && i < all && *count < ZS_CHAINS_MOST; i++) {
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
    zs_pinyin_word words[ZS_CHAINS_MOST];
    size_t found = 0;
    zs_status status = searcher->pinyin ? ZS_OK : zs_pinyin_new(&searcher->pinyin, error);
    if (!status) {
        status = zs_find_chains(searcher, spelling, error);
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
