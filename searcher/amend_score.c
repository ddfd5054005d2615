/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How likely it is that something else was meant (docs/corrections.md).
 */
#include <math.h>

#include "base/error.h"
#include "searcher/amending.h"
#include "text/utf.h"

/* So many characters on either side are looked for together. */
enum { AROUND = 4 };

/* The logarithm of how much more likely the pairs are counts whole up to GAIN_WHOLE, beyond
 * that a share; the rest is added to it. What is below GAIN_LEAST need not be looked at: it
 * cannot come to ENOUGH. */
static const double GAIN_WHOLE = 15;
static const double GAIN_SHARE = 0.25;
static const double GAIN_LEAST = 1;
static const double TOGETHER = 7;         /* an article has all pairs around it */
static const double PAIRS_TOGETHER = 2.5; /* an article has its own pairs */
static const double NOT_AS_TYPED = 1;     /* none has those that were typed; twice, as above */
static const double WORD = 2; /* it is of a word that the dictionary and the index have */
static const double BREAKS_WORD = 5;    /* against it: so is what was typed, of another word, */
static const double UNUSUAL_WORD = 2.5; /* or of one that is so many times as rare */
static const double UNUSUAL = 100;
static const double FUNCTION_WORD = 2; /* against it: of those there is much in a question */
static const double MARGIN = 0.5;      /* of how much better it is than the next, */
static const double MARGIN_MOST = 8;   /* up to this */
static const double ENOUGH = 18.5;

/* How much more likely a candidate's pairs are than those that were typed. */
static zs_status weigh_pairs(zs_amending *amending, zs_candidate *candidate)
{
    zs_amender *amender = amending->amender;
    UChar32 characters[2 + 2 + 2];
    zs_span run = zs_amend_around(amender, candidate, 1);
    bool begins = zs_amend_begins(amender, candidate->at);
    double typed = amending->typed, amended = 0;
    size_t count = zs_amend_spell(amender, NULL, run.start, run.end, characters);
    zs_status status = ZS_OK;
    if (candidate->removed != 1 || amending->typed_at != candidate->at) {
        status = zs_pairs_likelihood(&amender->pairs, amending->reader, characters, count,
                                     begins, &typed, amending->error);
        amending->typed = typed;
        amending->typed_at = candidate->removed == 1 ? candidate->at : SIZE_MAX;
    }
    count = zs_amend_spell(amender, candidate, run.start, run.end, characters);
    if (!status) {
        status = zs_pairs_likelihood(&amender->pairs, amending->reader, characters, count,
                                     begins, &amended, amending->error);
    }
    candidate->gain = amended - typed;
    return status;
}

static double gain_of(const zs_candidate *candidate)
{
    return candidate->gain - candidate->cost;
}

/* Keeps a candidate if it is one of the best by its pairs. */
zs_status zs_amend_consider(zs_amending *amending, zs_candidate candidate)
{
    zs_status status = weigh_pairs(amending, &candidate);
    if (status || gain_of(&candidate) < GAIN_LEAST) {
        return status;
    }
    size_t i =
        amending->best_count < ZS_AMEND_CLOSER ? amending->best_count++ : ZS_AMEND_CLOSER;
    while (i > 0 && gain_of(&amending->best[i - 1]) < gain_of(&candidate)) {
        if (i < ZS_AMEND_CLOSER) {
            amending->best[i] = amending->best[i - 1];
        }
        i--;
    }
    if (i < ZS_AMEND_CLOSER) {
        amending->best[i] = candidate;
    }
    return ZS_OK;
}

/* Whether an article has all pairs from `begin` to `end`. */
static zs_status stands(zs_amending *amending, const zs_candidate *candidate, zs_span run,
                        bool *out)
{
    UChar32 characters[2 * AROUND + 4];
    size_t count = zs_amend_spell(amending->amender, candidate, run.start, run.end, characters);
    return zs_pairs_stand(amending->reader, characters, count, out, amending->error);
}

/* How many articles have the word of several characters that what a candidate puts in is of; 0
 * if it is of none. */
static zs_status makes_word(zs_amending *amending, const zs_candidate *candidate, uint32_t *out)
{
    zs_amender *amender = amending->amender;
    UChar32 characters[ZS_AMEND_LENGTH + 2];
    size_t count = zs_amend_spell(amender, candidate, 0, amender->count, characters), unit = 0;
    zs_buffer_clear(&amender->text);
    if (!zs_buffer_reserve(&amender->text, 4 * count)) {
        return zs_fail_memory(amending->error);
    }
    for (size_t i = 0; i < count; i++) {
        unit += i < candidate->at ? characters[i] > 0xFFFF ? 2 : 1 : 0;
        amender->text.length +=
            zs_utf8_put(amender->text.data + amender->text.length, characters[i]);
    }
    zs_status status = zs_analyser_run(amending->analyser, amender->text.data,
                                       amender->text.length, ZS_PURPOSE_QUERY, amending->error);
    const zs_folded *folded = zs_analyser_folded(amending->analyser);
    const zs_words *words = zs_analyser_words(amending->analyser);
    *out = 0;
    for (size_t i = 0; !status && i < words->count; i++) {
        const zs_word *word = &words->items[i];
        if (word->start > unit || word->end <= unit || word->end - word->start < 2) {
            continue;
        }
        zs_cut whole = {.start = word->start, .end = word->end};
        char term[ZS_TERM_LIMIT];
        status = zs_reader_document_frequency(
            amending->reader, term, zs_token_term(folded, &whole, term), out, amending->error);
    }
    return status;
}

/* What speaks against taking words apart, or changing words that are in every question: the
 * most that does of what a candidate removes. `word` is how many articles have the word that it
 * makes. */
static double against(const zs_amender *amender, const zs_candidate *candidate, uint32_t word)
{
    double most = 0;
    if (candidate->removed == 0) {
        return amender->items[candidate->at].begins_word ? 0 : BREAKS_WORD;
    }
    for (size_t i = candidate->at; i < candidate->at + candidate->removed; i++) {
        const zs_amend_item *typed = &amender->items[i];
        bool unusual = word > 0 && word >= UNUSUAL * typed->word;
        double one = typed->inside          ? unusual ? UNUSUAL_WORD : BREAKS_WORD
                     : typed->function_word ? FUNCTION_WORD
                                            : 0;
        most = one > most ? one : most;
    }
    return most;
}

/* Adds to a candidate's score what speaks for and against it besides its pairs. */
static zs_status look_closer(zs_amending *amending, zs_candidate *candidate)
{
    const zs_amender *amender = amending->amender;
    zs_span pairs = zs_amend_around(amender, candidate, 1);
    zs_span around = zs_amend_around(amender, candidate, AROUND);
    bool together = false, pairs_together = false, was = false, pairs_were = false;
    uint32_t word = 0;
    zs_status status = stands(amending, candidate, around, &together);
    if (!status) {
        status = stands(amending, candidate, pairs, &pairs_together);
    }
    if (!status) {
        status = stands(amending, NULL, around, &was);
    }
    if (!status) {
        status = stands(amending, NULL, pairs, &pairs_were);
    }
    if (!status) {
        status = makes_word(amending, candidate, &word);
    }
    double beyond = candidate->gain - GAIN_WHOLE;
    double gain = beyond > 0 ? GAIN_WHOLE + GAIN_SHARE * beyond : candidate->gain;
    candidate->score = gain - candidate->cost + (together ? TOGETHER : 0) +
                       (pairs_together ? PAIRS_TOGETHER : 0) + (was ? 0 : NOT_AS_TYPED) +
                       (pairs_were ? 0 : NOT_AS_TYPED) + (word > 0 ? WORD : 0) -
                       against(amender, candidate, word);
    return status;
}

/* The best candidate, if it is good enough; else NULL. */
zs_status zs_amend_choose(zs_amending *amending, const zs_candidate **out)
{
    zs_status status = ZS_OK;
    const zs_candidate *first = NULL;
    double second = -HUGE_VAL;
    for (size_t i = 0; !status && i < amending->best_count; i++) {
        zs_candidate *one = &amending->best[i];
        status = look_closer(amending, one);
        if (!first || one->score > first->score) {
            second = first ? first->score : second;
            first = one;
        } else if (one->score > second) {
            second = one->score;
        }
    }
    if (!status && first) {
        double margin = first->score - second;
        double score = first->score + MARGIN * (margin < MARGIN_MOST ? margin : MARGIN_MOST);
        *out = score >= ENOUGH ? first : NULL;
    }
    return status;
}
