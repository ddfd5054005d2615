/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the index goes on behind what somebody has begun to type: by Han characters, by letters
 * that words begin with, and by letters that spell characters.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/go_on.h"
#include "searcher/pinyin.h"
#include "searcher/searcher.h"
#include "text/utf.h"

enum { TEXT_LIMIT = 64 << 10, DEFAULT_LIMIT = 10, LIMIT_MOST = 1000 };

/* What is done to see how articles go on behind what was typed, and behind words that pinyin
 * may mean: of so many, as many as are nearly as likely as the likeliest. */
static const zs_go_on_effort TYPED = {
    .asked = 24, .bytes = 256 << 10, .steps = 400, .everywhere = 12};
static const zs_go_on_effort SPELT = {.asked = 12, .bytes = 64 << 10, .steps = 150};
enum { MEANT = 5, MEANT_GONE_ON = 2 };
static const double NEARLY = 2;

struct suggestions {
    zs_suggestions public; /* first, so that one is the other */
    zs_suggestion *items;
    size_t capacity;
    zs_buffer strings; /* NUL-terminated, in the order of the items */
    size_t limit;
};

void zs_suggestions_free(zs_suggestions *suggestions)
{
    struct suggestions *whole = (struct suggestions *)suggestions;
    if (whole) {
        free(whole->items);
        zs_buffer_release(&whole->strings);
        free(whole);
    }
}

/* ---- Putting together ----------------------------------------------------------------------
 */

static bool is_full(const struct suggestions *suggestions)
{
    return suggestions->public.count >= suggestions->limit;
}

/* Where strings are is set when all are there. */
static bool add(struct suggestions *out, const char *text, size_t length, zs_run_count count)
{
    zs_suggestion *items =
        zs_array_grow(out->items, &out->capacity, out->public.count + 1, sizeof *items);
    if (!items) {
        return false;
    }
    out->items = items;
    items[out->public.count] =
        (zs_suggestion){.articles = count.articles, .exact = count.exact};
    if (!zs_buffer_append(&out->strings, text, length) ||
        !zs_buffer_append_byte(&out->strings, '\0')) {
        return false;
    }
    out->public.count++;
    return true;
}

static void set_strings(struct suggestions *out)
{
    const char *at = out->strings.data;
    for (size_t i = 0; i < out->public.count; i++) {
        out->items[i].text = at;
        at += strlen(at) + 1;
    }
    out->public.items = out->items;
}

static zs_status add_completions(zs_completions *completions, struct suggestions *out,
                                 zs_error *error)
{
    zs_completions_sort(completions);
    for (size_t i = 0; i < completions->count && !is_full(out); i++) {
        const zs_completion *completion = &completions->items[i];
        char text[4 * ZS_RUN_MOST];
        size_t length = 0;
        for (size_t j = 0; j < completion->length; j++) {
            length += zs_utf8_put(text + length, completion->run[j]);
        }
        if (!add(out, text, length, completion->count)) {
            return zs_fail_memory(error);
        }
    }
    return ZS_OK;
}

/* ---- Han -----------------------------------------------------------------------------------
 */

/* The ideographs that units `start` to `end` end with; none if they are too many. */
static size_t last_run(const zs_folded *folded, size_t start, size_t end, UChar32 *run)
{
    size_t begin = end, count = 0;
    while (begin > start && folded->class[begin - 1] == ZS_CHAR_HAN) {
        begin--;
    }
    while (begin < end) {
        if (count == ZS_GO_ON_MOST) {
            return 0;
        }
        run[count++] = zs_utf16_next(folded->units, begin, end, &begin);
    }
    return count;
}

static zs_status suggest_han(zs_searcher *searcher, const zs_folded *folded, size_t start,
                             size_t end, struct suggestions *out, zs_error *error)
{
    zs_completions completions = {.count = 0};
    UChar32 run[ZS_GO_ON_MOST];
    size_t length = last_run(folded, start, end, run);
    zs_status status =
        length > 0 ? zs_go_on(searcher, run, length, TYPED, &completions, error) : ZS_OK;
    if (!status) {
        status = add_completions(&completions, out, error);
    }
    zs_completions_release(&completions);
    return status;
}

/* ---- Other scripts -------------------------------------------------------------------------
 */

/* A word of the index. */
struct word {
    char text[ZS_TERM_LIMIT];
    size_t length;
    uint32_t frequency;
};

/* The most frequent of those that begin so and go on. */
struct words {
    struct word *items;
    size_t count, most;
    size_t begun; /* bytes of what is typed */
};

static bool take_word(void *context, const char *term, size_t length, uint32_t frequency)
{
    struct words *words = context;
    size_t place = words->count;
    while (place > 0 && words->items[place - 1].frequency < frequency) {
        place--;
    }
    if (length <= words->begun || length > ZS_TERM_LIMIT || place == words->most) {
        return false;
    }
    words->count += words->count < words->most;
    memmove(&words->items[place + 1], &words->items[place],
            (words->count - 1 - place) * sizeof *words->items);
    struct word *word = &words->items[place];
    word->length = length;
    word->frequency = frequency;
    memcpy(word->text, term, length);
    return false;
}

static zs_status suggest_words(zs_searcher *searcher, const zs_folded *folded, size_t start,
                               size_t end, struct suggestions *out, zs_error *error)
{
    zs_buffer begun = ZS_BUFFER_INIT;
    while (start < end && folded->class[end - 1] != ZS_CHAR_WORD) {
        end--;
    }
    size_t begin = end;
    while (begin > start && folded->class[begin - 1] == ZS_CHAR_WORD) {
        begin--;
    }
    if (begin == end) {
        return ZS_OK;
    }
    struct words words = {.items = malloc(out->limit * sizeof *words.items),
                          .most = out->limit};
    zs_status status =
        words.items && zs_append_units(&begun, folded->units + begin, end - begin)
            ? ZS_OK
            : zs_fail_memory(error);
    words.begun = begun.length;
    if (!status) {
        status = zs_reader_each_term(searcher->reader, begun.data, begun.length, false,
                                     take_word, &words, error);
    }
    for (size_t i = 0; !status && i < words.count && !is_full(out); i++) {
        zs_run_count count = {.articles = words.items[i].frequency, .exact = true};
        if (!add(out, words.items[i].text, words.items[i].length, count)) {
            status = zs_fail_memory(error);
        }
    }
    zs_buffer_release(&begun);
    free(words.items);
    return status;
}

/* ---- Pinyin --------------------------------------------------------------------------------
 */

/* Adds what is meant, unless it ends within a word, and how the articles go on behind it. */
static zs_status complete_meant(zs_searcher *searcher, const zs_pinyin_word *words,
                                size_t count, zs_completions *out, zs_error *error)
{
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < count; i++) {
        const zs_pinyin_word *word = &words[i];
        if (word->score < words[0].score - ZS_PINYIN_UNLIKELY) {
            break;
        }
        if (!word->begun) {
            zs_completion *completion = zs_completions_add(out, word->characters, word->length);
            if (!completion) {
                return zs_fail_memory(error);
            }
            completion->count = word->count;
            completion->likely = word->readings;
        }
        size_t before = out->count;
        if (i < MEANT_GONE_ON && word->score > words[0].score - NEARLY) {
            status = zs_go_on(searcher, word->characters, word->length, SPELT, out, error);
        }
        for (size_t j = before; j < out->count; j++) {
            out->items[j].likely = word->readings;
        }
    }
    return status;
}

static zs_status suggest_pinyin(zs_searcher *searcher, const zs_folded *folded, size_t start,
                                size_t end, struct suggestions *out, bool *found,
                                zs_error *error)
{
    zs_completions completions = {.count = 0};
    zs_pinyin_word words[MEANT];
    zs_spelling spelling;
    size_t count = 0;
    *found = false;
    if (is_full(out) || !zs_spell(folded, start, end, true, &spelling)) {
        return ZS_OK;
    }
    zs_status status = zs_pinyin_find(searcher, &spelling, MEANT, words, &count, error);
    if (!status) {
        status = complete_meant(searcher, words, count, &completions, error);
    }
    if (!status) {
        *found = completions.count > 0;
        status = add_completions(&completions, out, error);
    }
    zs_completions_release(&completions);
    return status;
}

/* ---- What was typed ------------------------------------------------------------------------
 */

static bool is_blank(const zs_folded *folded, size_t at)
{
    return folded->class[at] == ZS_CHAR_SPACE || folded->class[at] == ZS_CHAR_NEWLINE;
}

static size_t begin_of_word(const zs_folded *folded, size_t end)
{
    while (end > 0 && !is_blank(folded, end - 1)) {
        end--;
    }
    return end;
}

static bool has_han(const zs_folded *folded, size_t start, size_t end)
{
    return memchr(folded->class + start, ZS_CHAR_HAN, end - start) != NULL;
}

/* Where words in other scripts begin that stand one behind another before a place. */
static size_t begin_of_latin(const zs_folded *folded, size_t start)
{
    for (;;) {
        size_t end = start;
        while (end > 0 && is_blank(folded, end - 1)) {
            end--;
        }
        size_t begin = begin_of_word(folded, end);
        if (begin == end || has_han(folded, begin, end)) {
            return start;
        }
        start = begin;
    }
}

/* Suggests for the last word, or for all that is spelt at the end. */
static zs_status suggest(zs_searcher *searcher, const zs_folded *folded, bool pinyin,
                         struct suggestions *out, zs_error *error)
{
    size_t end = folded->length;
    bool found = false;
    while (end > 0 && is_blank(folded, end - 1)) {
        end--;
    }
    size_t start = begin_of_word(folded, end);
    if (start == end) {
        return ZS_OK;
    }
    zs_status status = ZS_OK;
    if (folded->class[end - 1] != ZS_CHAR_HAN) {
        status = suggest_words(searcher, folded, start, end, out, error);
    }
    if (!status && pinyin) {
        size_t spelt = has_han(folded, start, end) ? start : begin_of_latin(folded, start);
        status = suggest_pinyin(searcher, folded, spelt, end, out, &found, error);
        if (!status && !found && spelt < start) {
            status = suggest_pinyin(searcher, folded, start, end, out, &found, error);
        }
    }
    if (!status && !found && folded->class[end - 1] == ZS_CHAR_HAN) {
        status = suggest_han(searcher, folded, start, end, out, error);
    }
    return status;
}

/* What was asked, and what came of it. */
struct asked {
    const char *text;
    const zs_suggest_options *options;
    struct suggestions *suggestions;
};

static zs_status suggest_once(zs_searcher *searcher, void *context, zs_error *error)
{
    struct asked *asked = context;
    const zs_suggest_options *options = asked->options;
    zs_folded folded = ZS_FOLDED_INIT;
    struct suggestions *suggestions = calloc(1, sizeof *suggestions);
    if (!suggestions) {
        return zs_fail_memory(error);
    }
    suggestions->limit = options->limit > LIMIT_MOST ? LIMIT_MOST
                         : options->limit > 0        ? options->limit
                                                     : DEFAULT_LIMIT;
    zs_searcher_begin(searcher);
    zs_status status =
        zs_fold(asked->text, strlen(asked->text), ZS_PURPOSE_QUERY, &folded, error);
    if (!status) {
        status = suggest(searcher, &folded, !options->no_pinyin, suggestions, error);
    }
    zs_folded_release(&folded);
    if (status) {
        zs_suggestions_free(&suggestions->public);
        return status;
    }
    set_strings(suggestions);
    asked->suggestions = suggestions;
    return ZS_OK;
}

zs_status zs_suggest(zs_searcher *searcher, const char *text, const zs_suggest_options *options,
                     zs_suggestions **out, zs_error *error)
{
    static const zs_suggest_options defaults = {.limit = 0};
    if (!searcher || !text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_suggest needs a searcher, a text and a place for the suggestions");
    }
    if (strlen(text) > TEXT_LIMIT) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "the text is longer than the %d bytes that are taken", TEXT_LIMIT);
    }
    struct asked asked = {.text = text, .options = options ? options : &defaults};
    zs_status status = zs_searcher_find_steadily(searcher, suggest_once, &asked, error);
    if (!status) {
        *out = &asked.suggestions->public;
    }
    return status;
}
