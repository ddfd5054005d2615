/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/amend.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/amending.h"
#include "searcher/function_words.h"
#include "text/utf.h"

void zs_amender_release(zs_amender *amender)
{
    zs_pairs_release(&amender->pairs);
    zs_alikes_free(amender->alikes);
    zs_buffer_release(&amender->text);
    free(amender->frequencies);
    free(amender->others);
    *amender = (zs_amender){.alikes = NULL};
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
static zs_status take_words(zs_amending *amending)
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
        item->inside = of_word && words->items[word].end - words->items[word].start > units;
        item->begins_word = of_word && words->items[word].start == unit;
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

/* Looks up the pairs of the items. */
static zs_status take_frequencies(zs_amending *amending)
{
    const zs_amender *amender = amending->amender;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < amender->count; i++) {
        amending->frequencies[i] = 0;
        if (zs_amend_is_han(amender, i) && zs_amend_is_han(amender, i + 1)) {
            status = zs_pairs_frequency(amending->reader, amender->items[i].character,
                                        amender->items[i + 1].character,
                                        &amending->frequencies[i], amending->error);
        }
    }
    return status;
}

/* The characters from `begin` to `end`, with a candidate's in place of those that it removes
 * (NULL: as they are). Returns how many they are. */
size_t zs_amend_spell(const zs_amender *amender, const zs_candidate *candidate, size_t begin,
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
zs_span zs_amend_around(const zs_amender *amender, const zs_candidate *candidate, size_t most)
{
    zs_span run = {.start = candidate->at, .end = candidate->at + candidate->removed};
    while (run.start > 0 && candidate->at - run.start < most &&
           zs_amend_is_han(amender, run.start - 1)) {
        run.start--;
    }
    while (run.end - candidate->at - candidate->removed < most &&
           zs_amend_is_han(amender, run.end)) {
        run.end++;
    }
    return run;
}

/* ---- All of it ------------------------------------------------------------------------ */

/* Adds an amendment, in the order of the text. */
static void add_amendment(zs_amender *amender, const zs_amendment *amendment)
{
    size_t place = amender->amendment_count++;
    for (; place > 0 && amender->amendments[place - 1].span.start > amendment->span.start;
         place--) {
        amender->amendments[place] = amender->amendments[place - 1];
    }
    amender->amendments[place] = *amendment;
}

/* Amends the words of other scripts. */
static zs_status amend_words(zs_amending *amending)
{
    zs_amender *amender = amending->amender;
    const zs_folded *folded = zs_analyser_folded(amending->analyser);
    const zs_words *words = zs_analyser_words(amending->analyser);
    zs_status status = ZS_OK;
    size_t looked_at = 0;
    for (size_t i = 0; !status && i < words->count; i++) {
        const zs_word *word = &words->items[i];
        if (word->han || amender->amendment_count == ZS_AMEND_PLACES) {
            continue;
        }
        zs_cut whole = {.start = word->start, .end = word->end};
        char term[ZS_TERM_LIMIT];
        bool found = false;
        zs_amendment amendment = {
            .span = {.start = folded->start[word->start], .end = folded->end[word->end - 1]}};
        status = zs_amend_word(amending->reader, term, zs_token_term(folded, &whole, term),
                               &looked_at, &amendment, &found, amending->error);
        if (found) {
            add_amendment(amender, &amendment);
        }
    }
    return status;
}

/* Puts a candidate into the items, and notes it. */
static void apply(zs_amender *amender, const zs_candidate *candidate)
{
    size_t end = candidate->at + candidate->removed;
    zs_amendment amendment = {.length = 0};
    amendment.span.start = amender->items[candidate->at].span.start;
    amendment.span.end =
        candidate->removed > 0 ? amender->items[end - 1].span.end : amendment.span.start;
    memmove(&amender->items[candidate->at + candidate->put_count], &amender->items[end],
            (amender->count - end) * sizeof *amender->items);
    for (size_t i = 0; i < candidate->put_count; i++) {
        amendment.length += zs_utf8_put(amendment.put + amendment.length, candidate->put[i]);
        amender->items[candidate->at + i] = (zs_amend_item){.character = candidate->put[i],
                                                            .span = amendment.span,
                                                            .han = true,
                                                            .amended = true};
    }
    amender->count += candidate->put_count;
    amender->count -= candidate->removed;
    add_amendment(amender, &amendment);
}

/* Amends one place; *amended is false if there is none. */
static zs_status amend_place(zs_amending *amending, bool *amended)
{
    zs_amender *amender = amending->amender;
    const zs_candidate *chosen = NULL;
    amending->best_count = 0;
    amending->typed_at = SIZE_MAX;
    zs_status status = take_frequencies(amending);
    if (!status) {
        status = zs_amend_consider_alikes(amending);
    }
    if (!status) {
        status = zs_amend_choose(amending, &chosen);
    }
    if (!status && !chosen && amender->amendment_count == 0 && !amender->part) {
        status = zs_amend_consider_slips(amending);
        if (!status) {
            status = zs_amend_choose(amending, &chosen);
        }
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
    zs_amending amending = {
        .amender = amender, .reader = reader, .analyser = analyser, .error = error};
    bool amended = true;
    amender->amendment_count = 0;
    zs_status status = zs_pairs_begin(&amender->pairs, reader, error);
    if (!status) {
        status = zs_analyser_run(analyser, text, length, ZS_PURPOSE_QUERY, error);
    }
    if (status || !take_items(amender, zs_analyser_folded(analyser))) {
        return status;
    }
    status = take_words(&amending);
    if (!status) {
        status = amend_words(&amending);
    }
    while (!status && amended && amender->amendment_count < ZS_AMEND_PLACES) {
        status = amend_place(&amending, &amended);
    }
    return status;
}
