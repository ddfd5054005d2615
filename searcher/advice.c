/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What to do about a query that finds nothing: each of its parts is asked for by itself, and if
 * there is something for each, the rest without it. All within a time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "base/error.h"
#include "searcher/field_values.h"
#include "searcher/function_words.h"
#include "searcher/query.h"
#include "searcher/searcher.h"
#include "text/terms.h"

/* How long it may take, in milliseconds, in all and each question; how many there may be. */
enum { ADVICE_TIME = 400, TRY_TIME = 100, TRIES_MOST = 32 };

/* So many ways out are told, those that lead to most. */
enum { WAYS_MOST = 3 };

struct entry {
    zs_advice_kind kind;
    size_t text, suggestion; /* in `strings`; NO_STRING: none */
    zs_span span;
    uint64_t count;
    bool exact;
};

#define NO_STRING SIZE_MAX

struct advising {
    zs_searcher *searcher;
    zs_query_options options;
    zs_deadline deadline;
    size_t tries;
    struct entry *entries;
    size_t count, capacity;
    zs_buffer strings; /* NUL-terminated, one behind another */
    zs_status status;
    zs_error *error;
};

const char *zs_advice_kind_name(zs_advice_kind kind)
{
    switch (kind) {
    case ZS_ADVICE_UNKNOWN: return "unknown";
    case ZS_ADVICE_UNQUOTED: return "unquoted";
    case ZS_ADVICE_VALUE: return "value";
    case ZS_ADVICE_DATES: return "dates";
    case ZS_ADVICE_WITHOUT: return "without";
    case ZS_ADVICE_ANY: return "any";
    }
    return "";
}

/* ---- Asking ------------------------------------------------------------------------------ */

static bool goes_on(struct advising *advising)
{
    return !advising->status && advising->tries < TRIES_MOST &&
           !zs_deadline_over(&advising->deadline);
}

/* How many articles a query finds. One that cannot be asked, saying only what is not wanted,
 * finds none. False if that is not known. */
static bool count_articles(struct advising *advising, const zs_query *query,
                           zs_words_match match, uint64_t *count, bool *exact)
{
    zs_results *results = NULL;
    if (!goes_on(advising)) {
        return false;
    }
    advising->tries++;
    zs_query_options options = advising->options;
    options.match = match;
    zs_error problem;
    zs_status status =
        zs_searcher_search(advising->searcher, query, &options, &results, &problem);
    if (status == ZS_ERROR_QUERY) {
        *count = 0;
        *exact = true;
        return true;
    }
    if (status) {
        advising->status = zs_fail(advising->error, status, "%s", problem.message);
        return false;
    }
    *count = zs_results_total(results, exact);
    bool known = *count > 0 || !zs_results_partial(results);
    zs_results_free(results);
    return known;
}

/* Whether nothing is found; false if that is not known. */
static bool finds_nothing(struct advising *advising, const zs_query *query,
                          zs_words_match match)
{
    uint64_t count;
    bool exact;
    return count_articles(advising, query, match, &count, &exact) && count == 0;
}

/* ---- Noting ------------------------------------------------------------------------------ */

static void fail_memory(struct advising *advising)
{
    advising->status = advising->status ? advising->status : zs_fail_memory(advising->error);
}

static struct entry *note(struct advising *advising, zs_advice_kind kind, const char *text,
                          size_t length, zs_span span)
{
    struct entry *entries = zs_array_grow(advising->entries, &advising->capacity,
                                          advising->count + 1, sizeof *entries);
    if (!entries) {
        fail_memory(advising);
        return NULL;
    }
    advising->entries = entries;
    struct entry *entry = &entries[advising->count];
    *entry = (struct entry){
        .kind = kind, .text = advising->strings.length, .suggestion = NO_STRING, .span = span};
    if (!zs_buffer_append(&advising->strings, text, length) ||
        !zs_buffer_append_byte(&advising->strings, '\0')) {
        fail_memory(advising);
        return NULL;
    }
    advising->count++;
    return entry;
}

/* The same for a clause, as it is written. */
static struct entry *note_clause(struct advising *advising, zs_advice_kind kind,
                                 const zs_query *clause)
{
    static const char *const signs[] = {"", "+", "-"};
    zs_buffer text = ZS_BUFFER_INIT;
    bool plain = clause->kind == ZS_QUERY_WORDS ||
                 (clause->kind == ZS_QUERY_RANGE && strcmp(clause->text, clause->high) == 0);
    bool kept = zs_buffer_append_string(&text, signs[clause->occur]);
    if (kept && plain && clause->field) {
        kept =
            zs_buffer_append_string(&text, clause->field) && zs_buffer_append_byte(&text, ':');
    }
    kept = kept && (plain ? zs_buffer_append_string(&text, clause->text)
                          : zs_query_print(clause, &text));
    struct entry *entry = NULL;
    if (kept) {
        entry = note(advising, kind, text.data, text.length, clause->span);
    } else {
        fail_memory(advising);
    }
    zs_buffer_release(&text);
    return entry;
}

static void suggest(struct advising *advising, struct entry *entry, const zs_buffer *text)
{
    if (entry && text->length > 0) {
        entry->suggestion = advising->strings.length;
        if (!zs_buffer_append(&advising->strings, text->data, text->length) ||
            !zs_buffer_append_byte(&advising->strings, '\0')) {
            entry->suggestion = NO_STRING;
            fail_memory(advising);
        }
    }
}

/* ---- Words ------------------------------------------------------------------------------- */

/* Where the words of a text that say something stand; all words if none does. */
struct spans {
    zs_span *items;
    size_t count;
};

static struct spans words_of(struct advising *advising, const char *text)
{
    struct spans spans = {.items = NULL};
    zs_analyser *analyser = advising->searcher->analyser;
    advising->status =
        zs_analyser_run(analyser, text, strlen(text), ZS_PURPOSE_QUERY, advising->error);
    if (advising->status) {
        return spans;
    }
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_words *words = zs_analyser_words(analyser);
    spans.items = malloc((words->count + 1) * sizeof *spans.items);
    if (!spans.items) {
        fail_memory(advising);
        return spans;
    }
    for (int all = 0; all < 2 && spans.count == 0; all++) {
        for (size_t i = 0; i < words->count; i++) {
            const zs_word *word = &words->items[i];
            char bytes[ZS_TERM_LIMIT];
            size_t length =
                zs_units_term(folded->units + word->start, word->end - word->start, bytes);
            if (all || !zs_is_function_word(bytes, length)) {
                spans.items[spans.count++] = (zs_span){.start = folded->start[word->start],
                                                       .end = folded->end[word->end - 1]};
            }
        }
    }
    return spans;
}

/* A clause of a piece of text; to be freed with zs_query_free. */
static zs_query *piece_of(struct advising *advising, const zs_query *clause, zs_span span)
{
    zs_query *piece =
        zs_query_node(ZS_QUERY_WORDS, clause->text + span.start, span.end - span.start);
    if (!piece) {
        fail_memory(advising);
    } else if (clause->field && zs_query_set_field(piece, clause->field, NULL)) {
        zs_query_free(piece);
        fail_memory(advising);
        return NULL;
    }
    return piece;
}

static bool is_unknown(struct advising *advising, const zs_query *clause, zs_span word)
{
    zs_query *piece = piece_of(advising, clause, word);
    bool unknown = piece && finds_nothing(advising, piece, ZS_WORDS_ALL);
    zs_query_free(piece);
    return unknown;
}

/* Words that no article has; those that stand side by side are told together. */
static void look_at_words(struct advising *advising, const zs_query *clause)
{
    struct spans words = words_of(advising, clause->text);
    zs_span unknown = {.start = 0};
    for (size_t i = 0; i < words.count && goes_on(advising); i++) {
        zs_span word = words.items[i];
        if (!is_unknown(advising, clause, word)) {
            continue;
        }
        bool goes_on_behind = unknown.end > 0 && word.start == unknown.end;
        if (!goes_on_behind && unknown.end > 0) {
            (void)note(advising, ZS_ADVICE_UNKNOWN, clause->text + unknown.start,
                       unknown.end - unknown.start, clause->span);
        }
        unknown.start = goes_on_behind ? unknown.start : word.start;
        unknown.end = word.end;
    }
    if (unknown.end > 0 && !advising->status) {
        (void)note(advising, ZS_ADVICE_UNKNOWN, clause->text + unknown.start,
                   unknown.end - unknown.start, clause->span);
    }
    free(words.items);
}

/* A phrase that stands nowhere: its words may. */
static void look_at_phrase(struct advising *advising, const zs_query *clause)
{
    uint64_t count = 0;
    bool exact = true;
    zs_query words = {.kind = ZS_QUERY_WORDS,
                      .boost = 1,
                      .text = clause->text,
                      .field = clause->field,
                      .span = clause->span,
                      .height = 1};
    if (!finds_nothing(advising, clause, ZS_WORDS_ALL)) {
        return;
    }
    if (count_articles(advising, &words, ZS_WORDS_ALL, &count, &exact) && count > 0) {
        struct entry *entry = note_clause(advising, ZS_ADVICE_UNQUOTED, clause);
        if (entry) {
            entry->count = count;
            entry->exact = exact;
        }
    } else if (goes_on(advising)) {
        look_at_words(advising, &words);
    }
}

/* ---- Fields ------------------------------------------------------------------------------ */

/* "2023-05-04" of "20230504". */
static bool append_date(zs_buffer *out, const char *digits)
{
    static const size_t parts[] = {4, 2, 2};
    bool kept = true;
    for (size_t i = 0, at = 0; kept && i < 3 && at < strlen(digits); at += parts[i++]) {
        kept = (i == 0 || zs_buffer_append_byte(out, '-')) &&
               zs_buffer_append(out, digits + at, strnlen(digits + at, parts[i]));
    }
    return kept;
}

static void look_at_dates(struct advising *advising, const zs_query *clause)
{
    char first[ZS_DATE_DIGITS + 1], last[ZS_DATE_DIGITS + 1];
    zs_buffer range = ZS_BUFFER_INIT;
    if (!finds_nothing(advising, clause, ZS_WORDS_ALL)) {
        return;
    }
    advising->status =
        zs_reader_dates(advising->searcher->reader, first, last, advising->error);
    struct entry *entry =
        advising->status ? NULL : note_clause(advising, ZS_ADVICE_DATES, clause);
    if (entry && first[0] != '\0' &&
        !(append_date(&range, first) && zs_buffer_append_string(&range, "..") &&
          append_date(&range, last))) {
        fail_memory(advising);
    }
    suggest(advising, entry, &range);
    zs_buffer_release(&range);
}

static void look_at_value(struct advising *advising, const zs_query *clause)
{
    zs_buffer near = ZS_BUFFER_INIT;
    if (!finds_nothing(advising, clause, ZS_WORDS_ALL)) {
        return;
    }
    struct entry *entry = note_clause(advising, ZS_ADVICE_VALUE, clause);
    if (entry && clause->text) {
        advising->status =
            zs_field_values_near(advising->searcher->reader, clause->field, clause->text,
                                 &advising->deadline, &near, advising->error);
    }
    if (!advising->status) {
        suggest(advising, entry, &near);
    }
    zs_buffer_release(&near);
}

/* Looks at each part by itself. */
static void look_at(struct advising *advising, const zs_query *query)
{
    if (query->occur == ZS_MUST_NOT || !goes_on(advising)) {
        return;
    }
    bool title = query->field && strcmp(query->field, "title") == 0;
    if (query->kind == ZS_QUERY_RANGE && query->field && strcmp(query->field, "date") == 0) {
        look_at_dates(advising, query);
    } else if (query->field && !title) {
        look_at_value(advising, query);
    } else if (query->kind == ZS_QUERY_WORDS) {
        look_at_words(advising, query);
    } else if (query->kind == ZS_QUERY_PHRASE) {
        look_at_phrase(advising, query);
    } else if (query->kind == ZS_QUERY_GROUP || query->kind == ZS_QUERY_NEAR) {
        for (size_t i = 0; i < query->count; i++) {
            look_at(advising, query->clauses[i]);
        }
    } else if (finds_nothing(advising, query, ZS_WORDS_ALL)) {
        (void)note_clause(advising, ZS_ADVICE_UNKNOWN, query);
    }
}

/* ---- What to leave out ------------------------------------------------------------------- */

static void try_without(struct advising *advising, const zs_query *rest, const zs_query *clause,
                        const zs_span *word)
{
    uint64_t count;
    bool exact;
    if (!count_articles(advising, rest, advising->options.match, &count, &exact) ||
        count == 0) {
        return;
    }
    struct entry *entry = word ? note(advising, ZS_ADVICE_WITHOUT, clause->text + word->start,
                                      word->end - word->start, clause->span)
                               : note_clause(advising, ZS_ADVICE_WITHOUT, clause);
    if (entry) {
        entry->count = count;
        entry->exact = exact;
    }
}

/* The query with another clause in the place of one; or with none, if that is NULL. */
static void try_with(struct advising *advising, const zs_query *query, size_t place,
                     zs_query *other, const zs_span *word)
{
    zs_query rest = *query;
    rest.clauses = malloc(query->count * sizeof(zs_query *));
    rest.count = 0;
    if (!rest.clauses) {
        fail_memory(advising);
        return;
    }
    for (size_t i = 0; i < query->count; i++) {
        zs_query *clause = i == place ? other : query->clauses[i];
        if (clause) {
            rest.clauses[rest.count++] = clause;
        }
    }
    if (rest.count > 0) {
        try_without(advising, &rest, query->clauses[place], word);
    }
    free(rest.clauses);
}

/* Leaves out each of the words of a clause in turn; or all of it. */
static void leave_out_words(struct advising *advising, const zs_query *query, size_t place)
{
    const zs_query *clause = query->clauses[place];
    struct spans words = words_of(advising, clause->text);
    size_t before = advising->count;
    for (size_t i = 0; words.count > 1 && i < words.count && goes_on(advising); i++) {
        const zs_span *word = &words.items[i];
        zs_query other = *clause;
        other.text = malloc(strlen(clause->text) + 2);
        if (!other.text) {
            fail_memory(advising);
            break;
        }
        memcpy(other.text, clause->text, word->start);
        other.text[word->start] = ' '; /* what stands on both sides is no word */
        memcpy(other.text + word->start + 1, clause->text + word->end,
               strlen(clause->text + word->end) + 1);
        try_with(advising, query, place, &other, word);
        free(other.text);
    }
    free(words.items);
    if (advising->count == before) { /* it has to go whole */
        try_with(advising, query, place, NULL, NULL);
    }
}

static int by_count(const void *one, const void *other)
{
    const struct entry *a = one, *b = other;
    return a->count != b->count ? (a->count < b->count ? 1 : -1)
                                : (a->text > b->text) - (a->text < b->text);
}

static void leave_out(struct advising *advising, const zs_query *query)
{
    zs_query *only[] = {(zs_query *)(uintptr_t)query};
    zs_query alone = {.kind = ZS_QUERY_GROUP, .boost = 1, .clauses = only, .count = 1};
    bool list = query->kind == ZS_QUERY_GROUP && query->mode == ZS_GROUP_LIST && !query->field;
    const zs_query *whole = list ? query : &alone;
    uint64_t count;
    bool exact;
    for (size_t i = 0; i < whole->count && goes_on(advising); i++) {
        const zs_query *clause = whole->clauses[i];
        if (clause->kind == ZS_QUERY_WORDS && clause->occur != ZS_MUST_NOT && !clause->field) {
            leave_out_words(advising, whole, i);
        } else if (whole->count > 1) {
            try_with(advising, whole, i, NULL, NULL);
        }
    }
    if (advising->count == 0 && advising->options.match != ZS_WORDS_ANY &&
        count_articles(advising, query, ZS_WORDS_ANY, &count, &exact) && count > 0) {
        struct entry *entry = note(advising, ZS_ADVICE_ANY, "", 0, query->span);
        if (entry) {
            entry->count = count;
            entry->exact = exact;
        }
    }
    if (advising->count > 0) {
        qsort(advising->entries, advising->count, sizeof *advising->entries, by_count);
    }
    advising->count = advising->count < WAYS_MOST ? advising->count : WAYS_MOST;
}

/* ---- All of it --------------------------------------------------------------------------- */

void zs_advice_free(zs_advice *advice)
{
    free(advice);
}

/* In one block: the list, the entries, their strings. */
static zs_status hand_out(const struct advising *advising, zs_advice **out, zs_error *error)
{
    size_t size = sizeof(zs_advice) + advising->count * sizeof(zs_advice_entry);
    zs_advice *advice = malloc(size + advising->strings.length);
    if (!advice) {
        return zs_fail_memory(error);
    }
    zs_advice_entry *entries = (zs_advice_entry *)(advice + 1);
    char *strings = (char *)advice + size;
    if (advising->strings.length > 0) {
        memcpy(strings, advising->strings.data, advising->strings.length);
    }
    for (size_t i = 0; i < advising->count; i++) {
        const struct entry *entry = &advising->entries[i];
        entries[i] = (zs_advice_entry){
            .kind = entry->kind,
            .text = strings + entry->text,
            .span = entry->span,
            .count = entry->count,
            .exact = entry->exact,
            .suggestion = entry->suggestion == NO_STRING ? NULL : strings + entry->suggestion};
    }
    *advice = (zs_advice){.entries = entries, .count = advising->count};
    *out = advice;
    return ZS_OK;
}

zs_status zs_advise(zs_searcher *searcher, const zs_query *query,
                    const zs_query_options *options, zs_advice **out, zs_error *error)
{
    if (!searcher || !query || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_advise needs a searcher, a query and a place for the advice");
    }
    struct advising advising = {
        .searcher = searcher, .deadline = zs_deadline_in(ADVICE_TIME), .error = error};
    if (options) {
        advising.options = *options;
    }
    advising.options.limit = 1;
    advising.options.offset = 0;
    advising.options.timeout = TRY_TIME;
    advising.options.first_stage = true;
    if (advising.options.match == ZS_WORDS_STEPS) {
        advising.options.match = ZS_WORDS_MOST;
    }
    look_at(&advising, query);
    if (advising.count == 0 && !advising.status) {
        leave_out(&advising, query);
    }
    zs_status status = advising.status ? advising.status : hand_out(&advising, out, error);
    free(advising.entries);
    zs_buffer_release(&advising.strings);
    return status;
}
