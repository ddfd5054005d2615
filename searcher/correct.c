/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What may have been meant by a query: its words and phrases as they are amended, spelt as the
 * articles spell them.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "searcher/hits.h"
#include "searcher/query.h"
#include "text/utf.h"

/* So many articles, and bytes of the text of each, are looked at for how something is spelt;
 * and so many characters on either side of it have to be spelt as in the query. */
enum { LOOKED_AT = 3, LOOKED_BYTES = 256 << 10, BESIDE = 2 };

/* A query of more bytes, a dozen ideographs, is long. */
enum { LONG = 36 };

enum { CHANGES_MOST = 8, BYTES_MOST = 4 * ZS_AMEND_LENGTH };

struct correction {
    zs_correction public; /* first, so that one is the other */
    zs_buffer query;
    zs_correction_change changes[CHANGES_MOST];
};

void zs_correction_free(zs_correction *correction)
{
    struct correction *whole = (struct correction *)correction;
    if (whole) {
        zs_buffer_release(&whole->query);
        free(whole);
    }
}

/* Corrections in the making. */
struct correcting {
    zs_searcher *searcher;
    const char *typed;
    size_t length; /* of the query, and of what has been looked at */
    size_t looked_at;
    zs_amendment amendments[CHANGES_MOST]; /* in the order of the query, places in it */
    size_t count;
    const zs_query_options *options;
    struct correction *made;
    bool useful; /* it finds something */
    zs_error *error;
};

/* ---- What is amended ------------------------------------------------------------------ */

/* Amends a span of the query. */
static zs_status amend_span(struct correcting *correcting, zs_span span)
{
    zs_searcher *searcher = correcting->searcher;
    zs_amender *amender = &searcher->amender;
    size_t length = span.end - span.start;
    if (length > BYTES_MOST || correcting->looked_at > BYTES_MOST) {
        return ZS_OK;
    }
    correcting->looked_at += length;
    amender->part = correcting->length > LONG;
    zs_status status = zs_amend(amender, searcher->reader, searcher->analyser,
                                correcting->typed + span.start, length, correcting->error);
    for (size_t i = 0; !status && i < amender->amendment_count; i++) {
        zs_amendment amendment = amender->amendments[i];
        amendment.span.start += span.start;
        amendment.span.end += span.start;
        size_t place = correcting->count;
        bool behind =
            place == 0 || correcting->amendments[place - 1].span.end <= amendment.span.start;
        if (place < CHANGES_MOST && behind) {
            correcting->amendments[correcting->count++] = amendment;
        }
    }
    return status;
}

/* Amends the words and phrases of a tree. Of a text that could not be parsed there is one node,
 * without a place. */
static zs_status amend_tree(struct correcting *correcting, const zs_query *query)
{
    zs_status status = ZS_OK;
    if (query->field || query->occur == ZS_MUST_NOT) {
        return ZS_OK;
    }
    if (query->kind == ZS_QUERY_WORDS || query->kind == ZS_QUERY_PHRASE) {
        zs_span whole = {.start = 0, .end = correcting->length};
        return amend_span(correcting,
                          query->span.end > query->span.start ? query->span : whole);
    }
    if (query->kind == ZS_QUERY_GROUP || query->kind == ZS_QUERY_NEAR) {
        for (size_t i = 0; !status && i < query->count; i++) {
            status = amend_tree(correcting, query->clauses[i]);
        }
    }
    return status;
}

/* Writes the query with its amendments, and where they are. */
static bool write_query(const struct correcting *correcting, struct correction *out)
{
    zs_buffer *query = &out->query;
    size_t at = 0;
    bool kept = true;
    zs_buffer_clear(query);
    for (size_t i = 0; kept && i < correcting->count; i++) {
        const zs_amendment *amendment = &correcting->amendments[i];
        kept = zs_buffer_append(query, correcting->typed + at, amendment->span.start - at);
        out->changes[i].typed = amendment->span;
        out->changes[i].corrected.start = query->length;
        kept = kept && zs_buffer_append(query, amendment->put, amendment->length);
        out->changes[i].corrected.end = query->length;
        at = amendment->span.end;
    }
    kept = kept && zs_buffer_append(query, correcting->typed + at, correcting->length - at) &&
           zs_buffer_terminate(query);
    out->public.query = query->data;
    out->public.changes = out->changes;
    out->public.change_count = correcting->count;
    return kept;
}

/* ---- How it is spelt -------------------------------------------------------------------- */

/* The units of folded text that came from a span of its source, and `beside` ideographs on
 * either side of them. */
static zs_span units_around(const zs_folded *folded, zs_span source, size_t beside, size_t *at,
                            size_t *count)
{
    zs_span run = {.start = 0, .end = 0};
    while (run.start < folded->length && folded->start[run.start] < source.start) {
        run.start++;
    }
    *at = run.end = run.start;
    while (run.end < folded->length && folded->end[run.end] <= source.end) {
        run.end++;
    }
    *count = run.end - run.start;
    for (size_t i = 0; i < beside; i++) {
        bool left = run.start > 0 && folded->class[run.start - 1] == ZS_CHAR_HAN;
        bool right = run.end < folded->length && folded->class[run.end] == ZS_CHAR_HAN;
        run.start -= left;
        run.end += right;
    }
    return run;
}

static bool is_spelt_as(const char *one, const zs_folded *folded, size_t i, const char *other,
                        const zs_folded *other_folded, size_t j)
{
    size_t length = folded->end[i] - folded->start[i];
    return other_folded->end[j] - other_folded->start[j] == length &&
           memcmp(one + folded->start[i], other + other_folded->start[j], length) == 0;
}

/* Where a text has some units of the query, and spells those that are not of the `count` at
 * `at` as the query does; the length of the text if nowhere. */
static size_t find_spelt(const char *text, const zs_folded *folded, const char *query,
                         const zs_folded *units, zs_span run, size_t at, size_t count)
{
    size_t length = run.end - run.start;
    for (size_t place = 0; length <= folded->length && place <= folded->length - length;
         place++) {
        const UChar *found = u_memchr(folded->units + place, units->units[run.start],
                                      (int32_t)(folded->length - length + 1 - place));
        if (!found) {
            break;
        }
        place = (size_t)(found - folded->units);
        bool same = u_memcmp(found, units->units + run.start, (int32_t)length) == 0;
        for (size_t i = run.start; same && i < run.end; i++) {
            same = (i >= at && i < at + count) ||
                   is_spelt_as(query, units, i, text, folded, place + i - run.start);
        }
        if (same) {
            return place;
        }
    }
    return folded->length;
}

/* Spells what was put in as a text does that has it; false if it has not. */
static bool spell_as(const char *text, const zs_folded *folded, const char *query,
                     const zs_folded *units, zs_span corrected, zs_amendment *amendment)
{
    for (size_t beside = BESIDE; text && beside > 0; beside--) {
        size_t at, count;
        zs_span run = units_around(units, corrected, beside, &at, &count);
        if (count == 0 || run.end - run.start == count) {
            return false;
        }
        size_t place = find_spelt(text, folded, query, units, run, at, count);
        if (place < folded->length) {
            size_t first = place + at - run.start;
            size_t start = folded->start[first], end = folded->end[first + count - 1];
            if (end > start && end - start <= sizeof amendment->put) {
                memcpy(amendment->put, text + start, end - start);
                amendment->length = end - start;
            }
            return true;
        }
    }
    return false;
}

/* What is to be spelt: the corrected query, folded, and what of it has been. */
struct spelling {
    const struct correction *made;
    zs_folded units;
    bool done[CHANGES_MOST];
};

/* Spells what was put in as the articles found do, in characters of the kind that stand beside
 * it. */
static zs_status spell_as_found(struct correcting *correcting, const zs_results *results,
                                struct spelling *spelling)
{
    zs_searcher *searcher = correcting->searcher;
    zs_view *view = &searcher->view;
    const char *query = spelling->made->query.data;
    zs_status status = ZS_OK;
    zs_view_begin(view, NULL, false);
    for (size_t hit = 0; !status && hit < results->count; hit++) {
        const zs_folded *title, *text;
        status = zs_view_read(view, searcher->reader, results->hits[hit].docid, LOOKED_BYTES,
                              correcting->error);
        if (!status) {
            status = zs_view_title(view, &title, correcting->error);
        }
        if (!status) {
            status = zs_view_text(view, &text, correcting->error);
        }
        const zs_article *article = &view->record.article;
        for (size_t i = 0; !status && i < correcting->count; i++) {
            zs_amendment *amendment = &correcting->amendments[i];
            zs_span corrected = spelling->made->changes[i].corrected;
            spelling->done[i] =
                spelling->done[i] ||
                spell_as(article->text, text, query, &spelling->units, corrected, amendment) ||
                spell_as(article->title, title, query, &spelling->units, corrected, amendment);
        }
    }
    return status;
}

/* Spells a change as articles do that have it with what stands beside it. */
static zs_status spell_apart(struct correcting *correcting, size_t i, struct spelling *spelling)
{
    const zs_query_options options = {.limit = LOOKED_AT, .first_stage = true};
    const zs_folded *units = &spelling->units;
    size_t at, count;
    zs_span run = units_around(units, spelling->made->changes[i].corrected, 1, &at, &count);
    if (count == 0 || run.end - run.start == count) {
        return ZS_OK;
    }
    zs_query *phrase = NULL;
    zs_results *results = NULL;
    size_t start = units->start[run.start], end = units->end[run.end - 1];
    char *text = strndup(spelling->made->query.data + start, end - start);
    zs_status status = text ? zs_query_phrase(text, &phrase, correcting->error)
                            : zs_fail_memory(correcting->error);
    if (!status) {
        status = zs_searcher_search(correcting->searcher, phrase, &options, &results,
                                    correcting->error);
    }
    if (!status) {
        status = spell_as_found(correcting, results, spelling);
        zs_results_free(results);
    }
    zs_query_free(phrase);
    free(text);
    return status;
}

/* Spells what was put in as the best articles do, or else as any that have it. */
static zs_status spell(struct correcting *correcting, const zs_results *results,
                       const struct correction *made)
{
    struct spelling spelling = {.made = made, .units = ZS_FOLDED_INIT};
    zs_status status = zs_fold(made->query.data, made->query.length, ZS_PURPOSE_QUERY,
                               &spelling.units, correcting->error);
    if (!status) {
        status = spell_as_found(correcting, results, &spelling);
    }
    for (size_t i = 0; !status && i < correcting->count; i++) {
        status = spelling.done[i] ? ZS_OK : spell_apart(correcting, i, &spelling);
    }
    zs_folded_release(&spelling.units);
    return status;
}

/* ---- All of it ------------------------------------------------------------------------ */

/* Asks a query: how many articles match, and the first of them. */
static zs_status ask(zs_searcher *searcher, const char *text, zs_query_options options,
                     zs_words_match match, size_t limit, zs_results **out, zs_error *error)
{
    options.match = match;
    options.offset = 0;
    options.limit = limit;
    options.first_stage = true;
    return zs_searcher_query(searcher, text, &options, out, error);
}

/* Looks what the corrected query finds, and the one that was typed; *useful is false if that
 * is nothing. */
static zs_status look(struct correcting *correcting, const zs_query_options *options,
                      struct correction *made, bool *useful)
{
    zs_results *results = NULL;
    zs_status status = ask(correcting->searcher, made->public.query, *options, options->match,
                           LOOKED_AT, &results, correcting->error);
    if (status) {
        return status;
    }
    made->public.total = zs_results_total(results, &made->public.exact);
    *useful = made->public.total > 0;
    if (*useful) {
        status = spell(correcting, results, made);
    }
    zs_results_free(results);
    if (!status && *useful) {
        status = ask(correcting->searcher, correcting->typed, *options, ZS_WORDS_ALL, 1,
                     &results, correcting->error);
    }
    if (!status && *useful) {
        made->public.typed_has_all = zs_results_total(results, NULL) > 0;
        zs_results_free(results);
    }
    return status;
}

static zs_status correct(zs_searcher *searcher, void *context, zs_error *error)
{
    struct correcting *correcting = context;
    const zs_query_options *options = correcting->options;
    zs_query *query = NULL;
    correcting->error = error;
    correcting->count = correcting->looked_at = 0;
    zs_status status =
        zs_searcher_parse(searcher, correcting->typed, options->lenient, &query, error);
    if (!status) {
        status = amend_tree(correcting, query);
        zs_query_free(query);
    }
    correcting->useful = correcting->count > 0;
    if (status || !correcting->useful) {
        return status;
    }
    bool kept = write_query(correcting, correcting->made);
    if (kept) {
        status = look(correcting, options, correcting->made, &correcting->useful);
        kept = status || write_query(correcting, correcting->made);
    }
    return kept ? status : zs_fail_memory(error);
}

zs_status zs_correct(zs_searcher *searcher, const char *query, const zs_query_options *options,
                     zs_correction **out, zs_error *error)
{
    static const zs_query_options defaults = {.limit = 0};
    if (!searcher || !query || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_correct needs a searcher, a query and a place for the correction");
    }
    struct correction *made = calloc(1, sizeof *made);
    struct correcting correcting = {.searcher = searcher,
                                    .options = options ? options : &defaults,
                                    .typed = query,
                                    .length = strlen(query),
                                    .made = made};
    zs_status status = made ? zs_searcher_find_steadily(searcher, correct, &correcting, error)
                            : zs_fail_memory(error);
    if (status || !correcting.useful) {
        zs_correction_free(made ? &made->public : NULL);
        made = NULL;
    }
    if (!status) {
        *out = made ? &made->public : NULL;
    }
    return status;
}
