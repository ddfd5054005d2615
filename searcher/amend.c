/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/amend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "searcher/function_words.h"
#include "text/utf.h"

/* ---- What counts how much (docs/corrections.md) ---------------------------------------- */

/* A character is doubted if a pair of it is in few articles, and the other one not in many:
 * in so many of any index, and in so many more for each article of it. */
enum { FEW = 20, MANY = 20 };
static const double FEW_SHARE = 1.0 / 5000, MANY_SHARE = 1.0 / 300;

/* Of what is likely by its pairs, so many are looked at more closely. */
enum { CLOSER = 5 };

/* So many characters on either side are looked for together. */
enum { AROUND = 4 };

/* The logarithm of how much more likely the pairs are counts up to GAIN_MOST; the rest is added
 * to it. What is below LEAST need not be looked at: it cannot come to ENOUGH. */
static const double GAIN_MOST = 15;
static const double GAIN_LEAST = 1;
static const double TOGETHER = 7;      /* an article has all pairs around it, and none had */
static const double PAIRS_TOGETHER = 2.5; /* an article has its own pairs */
static const double NOT_AS_TYPED = 1;  /* none has those that were typed; twice, as above */
static const double WORD = 2;          /* it is of a word that the dictionary and the index have */
static const double BREAKS_WORD = 5;   /* against it: so is what was typed, of another word, */
static double UNUSUAL_WORD = 2.5; /* or of one that is so many times as rare */
static const double UNUSUAL = 100;
static const double FUNCTION_WORD = 2; /* against it: of those there is much in a question */
static const double MARGIN = 0.5;      /* of how much better it is than the next, */
static const double MARGIN_MOST = 8;   /* up to this */
static double ENOUGH = 18;

struct candidate {
    size_t at, removed; /* items */
    UChar32 put[2];
    size_t put_count;
    double cost;
    double gain; /* of its pairs, without the cost */
    double score;
};

struct amending {
    zs_amender *amender;
    zs_reader *reader;
    zs_analyser *analyser;
    zs_error *error;
    uint32_t frequencies[ZS_AMEND_LENGTH + 1]; /* of the pair that each item begins */
    struct candidate best[CLOSER];                    /* the greatest gain less cost first */
    size_t best_count;
    double typed; /* the likelihood of what is in place of candidates of `typed_at`, one long */
    size_t typed_at;
};

void zs_amender_release(zs_amender *amender)
{
    zs_pairs_release(&amender->pairs);
    zs_alikes_free(amender->alikes);
    zs_buffer_release(&amender->text);
    free(amender->frequencies);
    amender->frequencies = NULL;
    amender->capacity = 0;
    amender->alikes = NULL;
}

/* ---- The text ------------------------------------------------------------------------ */

/* Takes the text that the analyser has folded; false if it is too long. */
static bool take_items(zs_amender *amender, const zs_folded *folded)
{
    amender->count = 0;
    for (size_t at = 0; at < folded->length;) {
        size_t next;
        if (amender->count == ZS_AMEND_LENGTH) {
            return false;
        }
        UChar32 character = zs_utf16_next(folded->units, at, folded->length, &next);
        amender->items[amender->count++] =
            (zs_amend_item){.character = character,
                            .span = {.start = folded->start[at], .end = folded->end[next - 1]},
                            .han = folded->class[at] == ZS_CHAR_HAN};
        at = next;
    }
    return true;
}

/* Notes what words the items are of. */
static zs_status take_words(struct amending *amending)
{
    zs_status status = ZS_OK;
    const zs_folded *folded = zs_analyser_folded(amending->analyser);
    const zs_words *words = zs_analyser_words(amending->analyser);
    size_t unit = 0, word = 0;
    for (size_t i = 0; i < amending->amender->count; i++) {
        zs_amend_item *item = &amending->amender->items[i];
        size_t units = item->character > 0xFFFF ? 2 : 1;
        while (word < words->count && words->items[word].end <= unit) {
            word++;
        }
        bool of_word = word < words->count && words->items[word].start <= unit;
        item->inside =
            of_word && words->items[word].end - words->items[word].start > units;
        item->word = 0;
        if (of_word) {
            zs_cut whole = {.start = words->items[word].start, .end = words->items[word].end};
            char term[ZS_TERM_LIMIT];
            size_t length = zs_token_term(folded, &whole, term);
            item->function_word = zs_is_function_word(term, length);
            item->asks = zs_is_question_word(term, length);
            if (item->inside && !status) {
                status = zs_reader_document_frequency(amending->reader, term, length,
                                                      &item->word, amending->error);
            }
        }
        unit += units;
    }
    return status;
}

static bool is_han(const zs_amender *amender, size_t i)
{
    return i < amender->count && amender->items[i].han;
}

/* Looks up the pairs of the items. */
static zs_status take_frequencies(struct amending *amending)
{
    const zs_amender *amender = amending->amender;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < amender->count; i++) {
        amending->frequencies[i] = 0;
        if (is_han(amender, i) && is_han(amender, i + 1)) {
            status = zs_pairs_frequency(amending->reader, amender->items[i].character,
                                        amender->items[i + 1].character,
                                        &amending->frequencies[i], amending->error);
        }
    }
    return status;
}

/* The characters from `begin` to `end`, with a candidate's in place of those that it removes
 * (NULL: as they are). Returns how many they are. */
static size_t spell(const zs_amender *amender, const struct candidate *candidate, size_t begin,
                    size_t end, UChar32 *out)
{
    size_t count = 0;
    for (size_t i = begin; i <= end; i++) {
        if (candidate && i == candidate->at) {
            for (size_t j = 0; j < candidate->put_count; j++) {
                out[count++] = candidate->put[j];
            }
            i += candidate->removed;
        }
        if (i < end) {
            out[count++] = amender->items[i].character;
        }
    }
    return count;
}

/* The run of ideographs around what a candidate removes, up to `most` on either side. */
static zs_span run_around(const zs_amender *amender, const struct candidate *candidate, size_t most)
{
    zs_span run = {.start = candidate->at, .end = candidate->at + candidate->removed};
    while (run.start > 0 && candidate->at - run.start < most &&
           is_han(amender, run.start - 1)) {
        run.start--;
    }
    while (run.end - candidate->at - candidate->removed < most && is_han(amender, run.end)) {
        run.end++;
    }
    return run;
}

/* ---- What the pairs say --------------------------------------------------------------- */

static bool begins_run(const zs_amender *amender, size_t i)
{
    return i == 0 || !is_han(amender, i - 1);
}

/* How much more likely a candidate's pairs are than those that were typed. */
static zs_status weigh_pairs(struct amending *amending, struct candidate *candidate)
{
    zs_amender *amender = amending->amender;
    UChar32 characters[2 + 2 + 2];
    zs_span run = run_around(amender, candidate, 1);
    bool begins = begins_run(amender, candidate->at);
    double typed = amending->typed, amended = 0;
    size_t count = spell(amender, NULL, run.start, run.end, characters);
    zs_status status = ZS_OK;
    if (candidate->removed != 1 || amending->typed_at != candidate->at) {
        status = zs_pairs_likelihood(&amender->pairs, amending->reader, characters, count,
                                     begins, &typed, amending->error);
        amending->typed = typed;
        amending->typed_at = candidate->removed == 1 ? candidate->at : SIZE_MAX;
    }
    count = spell(amender, candidate, run.start, run.end, characters);
    if (!status) {
        status = zs_pairs_likelihood(&amender->pairs, amending->reader, characters, count,
                                     begins, &amended, amending->error);
    }
    candidate->gain = amended - typed;
    return status;
}

/* Keeps a candidate if it is one of the best by its pairs. */
static zs_status consider(struct amending *amending, struct candidate candidate)
{
    zs_status status = weigh_pairs(amending, &candidate);
    candidate.score = candidate.gain - candidate.cost;
    if (status || candidate.score < GAIN_LEAST) {
        return status;
    }
    size_t i = amending->best_count < CLOSER ? amending->best_count++ : CLOSER;
    while (i > 0 && amending->best[i - 1].score < candidate.score) {
        if (i < CLOSER) {
            amending->best[i] = amending->best[i - 1];
        }
        i--;
    }
    if (i < CLOSER) {
        amending->best[i] = candidate;
    }
    return ZS_OK;
}

/* Whether a character may be wrong: there are others beside it, and few articles have them so.
 */
static bool is_doubted(const struct amending *amending, size_t at)
{
    const zs_amender *amender = amending->amender;
    double articles = zs_reader_collection(amending->reader).articles;
    bool begins = begins_run(amender, at), ends = !is_han(amender, at + 1);
    if (!is_han(amender, at) || amender->items[at].amended || amender->items[at].asks ||
        (begins && ends)) {
        return false;
    }
    double left = begins ? 0 : amending->frequencies[at - 1];
    double right = ends ? 0 : amending->frequencies[at];
    double less = begins ? right : ends || left < right ? left : right;
    double more = left > right ? left : right;
    return less <= FEW + articles * FEW_SHARE && more <= MANY + articles * MANY_SHARE;
}

/* Looks up the pairs of each alike with what stands on one side of a place. Their order is that
 * of the index, in which those of one first character lie together. */
static zs_status look_up(struct amending *amending, const zs_alike *alikes, size_t count,
                         size_t at, bool left, uint32_t *out)
{
    const zs_amender *amender = amending->amender;
    zs_status status = ZS_OK;
    bool none = left ? begins_run(amender, at) : !is_han(amender, at + 1);
    for (size_t i = 0; !status && i < count; i++) {
        UChar32 other = alikes[i].character;
        out[i] = 0;
        if (!none) {
            status = zs_pairs_frequency(
                amending->reader, left ? amender->items[at - 1].character : other,
                left ? other : amender->items[at + 1].character, &out[i], amending->error);
        }
    }
    return status;
}

/* Considers what sounds like the character at a place. */
static zs_status consider_sounds(struct amending *amending, size_t at)
{
    zs_amender *amender = amending->amender;
    const zs_alike *alikes = NULL;
    size_t count = 0;
    zs_status status = zs_alikes_of(amender->alikes, amender->items[at].character, &alikes,
                                    &count, amending->error);
    uint32_t *left = status ? NULL
                            : zs_array_grow(amender->frequencies, &amender->capacity,
                                            2 * count + 1, sizeof *left);
    if (!left) {
        return status ? status : zs_fail_memory(amending->error);
    }
    uint32_t *right = left + count;
    amender->frequencies = left;
    status = look_up(amending, alikes, count, at, true, left);
    if (!status) {
        status = look_up(amending, alikes, count, at, false, right);
    }
    uint32_t typed_left = begins_run(amender, at) ? 0 : amending->frequencies[at - 1];
    uint32_t typed_right = amending->frequencies[at];
    for (size_t i = 0; !status && i < count; i++) {
        /* What has no pair that is more frequent is out of the question. */
        if (left[i] > typed_left || right[i] > typed_right) {
            status = consider(amending, (struct candidate){.at = at,
                                                           .removed = 1,
                                                           .put = {alikes[i].character},
                                                           .put_count = 1,
                                                           .cost = alikes[i].cost});
        }
    }
    return status;
}

/* ---- A closer look ------------------------------------------------------------------- */

/* Whether an article has all pairs from `begin` to `end`. */
static zs_status stands(struct amending *amending, const struct candidate *candidate, zs_span run, bool *out)
{
    UChar32 characters[2 * AROUND + 4];
    size_t count = spell(amending->amender, candidate, run.start, run.end, characters);
    uint32_t found = 0;
    zs_status status =
        zs_pairs_count(amending->reader, characters, count, 1, &found, amending->error);
    *out = found > 0;
    return status;
}

/* How many articles have the word of several characters that what a candidate puts in is of; 0
 * if it is of none. */
static zs_status makes_word(struct amending *amending, const struct candidate *candidate,
                            uint32_t *out)
{
    zs_amender *amender = amending->amender;
    UChar32 characters[ZS_AMEND_LENGTH + 2];
    size_t count = spell(amender, candidate, 0, amender->count, characters), unit = 0;
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

/* Adds to a candidate's score what speaks for and against it besides its pairs. */
static zs_status look_closer(struct amending *amending, struct candidate *candidate)
{
    const zs_amender *amender = amending->amender;
    const zs_amend_item *typed = &amender->items[candidate->at];
    zs_span pairs = run_around(amender, candidate, 1);
    zs_span around = run_around(amender, candidate, AROUND);
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
    double unusual = word >= UNUSUAL * typed->word && word > 0 ? UNUSUAL_WORD : BREAKS_WORD;
    double gain = candidate->gain < GAIN_MOST ? candidate->gain : GAIN_MOST;
    candidate->score = gain - candidate->cost + (together ? TOGETHER : 0) +
                       (pairs_together ? PAIRS_TOGETHER : 0) + (was ? 0 : NOT_AS_TYPED) +
                       (pairs_were ? 0 : NOT_AS_TYPED) + (word > 0 ? WORD : 0) -
                       (typed->inside ? unusual : 0) -
                       (typed->function_word && !typed->inside ? FUNCTION_WORD : 0);
    return status;
}

/* The best candidate, if it is good enough; else NULL. */
static zs_status choose(struct amending *amending, const struct candidate **out)
{
    zs_status status = ZS_OK;
    const struct candidate *first = NULL;
    double second = -HUGE_VAL;
    for (size_t i = 0; !status && i < amending->best_count; i++) {
        struct candidate *one = &amending->best[i];
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

/* ---- All of it ------------------------------------------------------------------------ */

/* Puts a candidate into the items, and notes it. */
static void apply(zs_amender *amender, const struct candidate *candidate)
{
    size_t end = candidate->at + candidate->removed;
    zs_amendment amendment = {.put_count = candidate->put_count};
    amendment.span.start = amender->items[candidate->at].span.start;
    amendment.span.end =
        candidate->removed > 0 ? amender->items[end - 1].span.end : amendment.span.start;
    memmove(&amender->items[candidate->at + candidate->put_count], &amender->items[end],
            (amender->count - end) * sizeof *amender->items);
    for (size_t i = 0; i < candidate->put_count; i++) {
        amendment.put[i] = candidate->put[i];
        amender->items[candidate->at + i] = (zs_amend_item){.character = candidate->put[i],
                                                            .span = amendment.span,
                                                            .han = true,
                                                            .amended = true};
    }
    amender->count += candidate->put_count;
    amender->count -= candidate->removed;
    size_t place = amender->amendment_count++;
    for (; place > 0 && amender->amendments[place - 1].span.start > amendment.span.start;
         place--) {
        amender->amendments[place] = amender->amendments[place - 1];
    }
    amender->amendments[place] = amendment;
}

/* Amends one place; *amended is false if there is none. */
static zs_status amend_place(struct amending *amending, bool *amended)
{
    zs_amender *amender = amending->amender;
    const struct candidate *chosen = NULL;
    amending->best_count = 0;
    amending->typed_at = SIZE_MAX;
    zs_status status = take_frequencies(amending);
    for (size_t i = 0; !status && i < amender->count; i++) {
        if (is_doubted(amending, i)) {
            status = consider_sounds(amending, i);
        }
    }
    if (!status) {
        status = choose(amending, &chosen);
    }
    *amended = !status && chosen;
    if (*amended) {
        apply(amender, chosen);
    }
    return status;
}

zs_status zs_amend(zs_amender *amender, zs_reader *reader, zs_analyser *analyser,
                   const char *text, size_t length, zs_error *error)
{
    if (getenv("UNUSUAL")) { UNUSUAL_WORD = atof(getenv("UNUSUAL")); }
    if (getenv("ENOUGH")) { ENOUGH = atof(getenv("ENOUGH")); }
    struct amending amending = {
        .amender = amender, .reader = reader, .analyser = analyser, .error = error};
    bool amended = true;
    amender->amendment_count = 0;
    zs_status status = zs_pairs_begin(&amender->pairs, reader, error);
    if (!status && !amender->alikes) {
        status = zs_alikes_new(&amender->alikes, error);
    }
    if (!status) {
        status = zs_analyser_run(analyser, text, length, ZS_PURPOSE_QUERY, error);
    }
    if (status || !take_items(amender, zs_analyser_folded(analyser))) {
        return status;
    }
    status = take_words(&amending);
    while (!status && amended && amender->amendment_count < ZS_AMEND_PLACES) {
        status = amend_place(&amending, &amended);
    }
    return status;
}
