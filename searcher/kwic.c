/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A concordance: every place of what is sought, article by article as the index has them, told
 * at once or kept to be sorted.
 */
#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "base/field.h"
#include "searcher/candidates.h"
#include "searcher/context.h"
#include "searcher/kept_lines.h"
#include "searcher/require.h"
#include "searcher/searcher.h"
#include "searcher/sought.h"

enum { DEFAULT_WIDTH = 30 };

/* How often it is begun anew because the index changed under it. */
enum { TRIES = 5 };

/* Articles are found in batches, each so many times as large as the one before: the first lines
 * do not wait for the last article, and what was found is not found again often. */
enum { BATCH = 256, BATCH_GROWTH = 10 };

struct run {
    zs_searcher *searcher;
    zs_kwic_options options; /* all filled in */
    bool (*on_line)(void *context, const zs_kwic_line *line);
    void *context;

    zs_requirement *requirement;
    zs_candidates candidates;
    zs_sought sought;
    zs_view view;
    zs_passages places;
    zs_buffer strings; /* of the line at hand, and what it is sorted by */
    zs_kept_lines kept;
    bool sorts;
    bool article_begun; /* a place in it has been found */
    bool ended;         /* no more are wanted */
    zs_kwic_summary summary;
    zs_error *error;
};

static void release(struct run *run)
{
    zs_requirement_free(run->requirement);
    run->requirement = NULL;
    zs_candidates_release(&run->candidates);
    zs_sought_release(&run->sought);
    zs_view_release(&run->view);
    zs_passages_release(&run->places);
    zs_buffer_release(&run->strings);
    zs_kept_lines_release(&run->kept);
}

/* ---- Lines ------------------------------------------------------------------------------- */

/* A part of an article in which places are found, and how far its pages have been counted. */
struct part {
    zs_text_part text;
    size_t length; /* of the source */
    bool title;
    uint32_t page; /* 0: it is in no pages */
    size_t counted;
};

static struct part part_of(const zs_folded *folded, const char *source, size_t length,
                           bool title)
{
    bool paged = !title && length > 0 && memchr(source, '\f', length);
    return (struct part){
        .text = {folded, source}, .length = length, .title = title, .page = paged ? 1 : 0};
}

/* The page that a place is on, which is not before that of the last call. */
static uint32_t page_of(struct part *part, size_t place)
{
    for (; part->page > 0 && part->counted < place; part->counted++) {
        part->page += part->text.source[part->counted] == '\f';
    }
    return part->page;
}

/* Tells a line, or passes it over. Returns ZS_ERROR_CANCELLED if no more are wanted. */
static zs_status tell(struct run *run, zs_kwic_line *line)
{
    zs_kwic_summary *summary = &run->summary;
    if (run->options.limit > 0 && summary->lines == run->options.limit) {
        summary->complete = false;
        run->ended = true;
        return ZS_OK;
    }
    line->number = ++summary->occurrences;
    if (line->number <= run->options.offset) {
        return ZS_OK;
    }
    summary->lines++;
    if (run->on_line && run->on_line(run->context, line)) {
        return zs_fail(run->error, ZS_ERROR_CANCELLED, "stopped before the last line");
    }
    return ZS_OK;
}

/* What a line is sorted by, behind its strings. */
static bool append_key(struct run *run, const struct part *part, zs_passage place)
{
    const zs_folded *folded = part->text.folded;
    char digits[ZS_DATE_DIGITS + 1];
    switch (run->options.order) {
    case ZS_KWIC_INDEX: break;
    case ZS_KWIC_LEFT:
        return zs_context_key_before(folded, place.start, run->options.width, &run->strings);
    case ZS_KWIC_RIGHT:
        return zs_context_key_behind(folded, place.end, run->options.width, &run->strings);
    case ZS_KWIC_DATE:
        return zs_buffer_append_string(
            &run->strings,
            zs_article_date(&run->view.record.article, digits) ? digits : "no date");
    }
    return true;
}

/* Keeps a line; those that are too many end the looking. */
static zs_status keep(struct run *run, const zs_kwic_line *line, const char *key, size_t length)
{
    if (zs_kept_lines_are_full(&run->kept)) {
        run->summary.complete = false;
        run->ended = true;
        static const char note[] = "there are more lines than can be sorted; the first were";
        return zs_buffer_append(&run->searcher->notes, note, sizeof note)
                   ? ZS_OK
                   : zs_fail_memory(run->error);
    }
    return zs_kept_lines_add(&run->kept, line, key, length, run->error);
}

/* When a file was last changed says nothing of what stands in it. */
static const char *date_of(const zs_article *article)
{
    return article->date_origin == ZS_DATE_FILE ? NULL : article->date;
}

/* The line of a place. */
static zs_status make_line(struct run *run, struct part *part, zs_passage place)
{
    const zs_article *article = &run->view.record.article;
    const zs_folded *folded = part->text.folded;
    const char *source = part->text.source;
    size_t width = run->options.width;
    zs_span span = {.start = folded->start[place.start], .end = folded->end[place.end - 1]};
    zs_kwic_line line = {.id = article->id,
                         .title = article->title,
                         .path = article->path,
                         .date = date_of(article),
                         .source = article->source,
                         .in_title = part->title,
                         .span = span,
                         .page = page_of(part, span.start)};
    zs_buffer *strings = &run->strings;
    zs_buffer_clear(strings);
    size_t key = 0, right = 0, sorted_by = 0;
    bool made = zs_context_before(source, span.start, width, strings);
    key = strings->length;
    made = made && zs_context_within(source, span, strings);
    right = strings->length;
    made = made && zs_context_behind(source, part->length, span.end, width, strings);
    sorted_by = strings->length;
    made = made && append_key(run, part, place);
    if (!made) {
        return zs_fail_memory(run->error);
    }
    line.left = strings->data;
    line.key = strings->data + key;
    line.right = strings->data + right;
    return run->sorts ? keep(run, &line, strings->data + sorted_by, strings->length - sorted_by)
                      : tell(run, &line);
}

static zs_status tell_kept(struct run *run)
{
    zs_status status = ZS_OK;
    zs_kept_lines_sort(&run->kept);
    for (size_t i = 0; !status && i < run->kept.count; i++) {
        zs_kwic_line line = zs_kept_line_at(&run->kept, i);
        line.number = i + 1;
        if (i < run->options.offset) {
            continue;
        }
        if (run->options.limit > 0 && run->summary.lines == run->options.limit) {
            run->summary.complete = false;
            break;
        }
        run->summary.lines++;
        if (run->on_line && run->on_line(run->context, &line)) {
            status = zs_fail(run->error, ZS_ERROR_CANCELLED, "stopped before the last line");
        }
    }
    run->summary.occurrences = run->kept.count;
    return status;
}

/* ---- Articles -----------------------------------------------------------------------------
 */

static zs_status look_in(struct run *run, struct part *part)
{
    zs_searcher *searcher = run->searcher;
    zs_status status = zs_sought_find(&run->sought, searcher->matcher, &part->text, part->title,
                                      &searcher->scratch, &run->places, run->error);
    for (size_t i = 0; !status && !run->ended && i < run->places.count; i++) {
        if (!run->article_begun && run->sorts) {
            zs_article article = run->view.record.article;
            article.date = date_of(&article);
            status = zs_kept_lines_begin(&run->kept, &article, run->error);
        }
        if (!status) {
            status = make_line(run, part, run->places.items[i]);
        }
        run->summary.articles += !run->article_begun && !run->ended;
        run->article_begun = true;
    }
    return status;
}

static zs_status look_at(struct run *run, uint32_t docid)
{
    zs_view *view = &run->view;
    const zs_article *article = &view->record.article;
    const zs_folded *folded;
    bool met = true;
    zs_status status = zs_view_read(view, run->searcher->reader, docid, SIZE_MAX, run->error);
    if (!status && !run->candidates.exact) {
        status = zs_requirement_met(run->requirement, view, &run->searcher->scratch, &met,
                                    run->error);
    }
    if (status || !met) {
        return status;
    }
    run->article_begun = false;
    status = zs_view_title(view, &folded, run->error);
    if (!status) {
        const char *title = article->title ? article->title : "";
        struct part part = part_of(folded, title, strlen(title), true);
        status = look_in(run, &part);
    }
    if (!status && !run->ended) {
        status = zs_view_text(view, &folded, run->error);
    }
    if (!status && !run->ended) {
        struct part part = part_of(folded, article->text, article->text_length, false);
        status = look_in(run, &part);
    }
    return status;
}

/* All articles that may have it, in the order of the index. */
static zs_status look_through(struct run *run)
{
    zs_searcher *searcher = run->searcher;
    zs_matches *found = &searcher->found;
    zs_match_request request = {
        .within = &run->candidates.node, .limit = BATCH, .duplicates = ZS_MATCH_EACH};
    zs_status status = ZS_OK;
    bool last = false;
    while (!status && !last && !run->ended) {
        status = zs_reader_find(searcher->reader, &request, found, run->error);
        last = !status && found->count < request.limit;
        for (size_t i = 0; !status && !run->ended && i < found->count; i++) {
            if (zs_deadline_over(&searcher->deadline)) {
                run->ended = true;
                break;
            }
            status = look_at(run, found->items[i].docid);
        }
        request.offset += found->count;
        request.limit *= BATCH_GROWTH;
    }
    return status;
}

/* ---- All of it ----------------------------------------------------------------------------
 */

static_assert(sizeof((zs_kwic_summary *)0)->note == sizeof((zs_error *)0)->message,
              "a note is no longer than a message");

/* Puts all notes into the one of the summary, cut as a message is. */
static zs_status take_notes(struct run *run)
{
    const zs_buffer *notes = &run->searcher->notes;
    zs_buffer joined = ZS_BUFFER_INIT;
    zs_error note = {.message = ""};
    bool kept = true;
    for (size_t at = 0; kept && at < notes->length; at += strlen(notes->data + at) + 1) {
        kept = zs_buffer_append_string(&joined, at > 0 ? "; " : "") &&
               zs_buffer_append_string(&joined, notes->data + at);
    }
    kept = kept && zs_buffer_terminate(&joined);
    if (kept) {
        (void)zs_fail(&note, ZS_OK, "%s", joined.data);
        memcpy(run->summary.note, note.message, sizeof run->summary.note);
    }
    zs_buffer_release(&joined);
    return kept ? ZS_OK : zs_fail_memory(run->error);
}

static zs_status run_once(struct run *run, const zs_query *query)
{
    zs_searcher *searcher = run->searcher;
    zs_requiring requiring = {.reader = searcher->reader,
                              .analyser = searcher->analyser,
                              .deadline = &searcher->deadline,
                              .match = ZS_WORDS_ALL,
                              .as_typed = true,
                              .notes = &searcher->notes};
    bool nothing = false, loosens;
    zs_buffer_clear(&searcher->notes);
    run->ended = false;
    run->summary = (zs_kwic_summary){.complete = true};
    zs_status status =
        zs_require(query, &requiring, &run->requirement, &nothing, &loosens, run->error);
    if (status || nothing) {
        return status;
    }
    status = zs_sought_make(run->requirement, searcher->analyser, &run->sought, run->error);
    if (!status) {
        status = zs_matcher_prepare(searcher->matcher, &run->sought.query, run->error);
    }
    if (!status) {
        status = zs_candidates_make(run->requirement, &run->candidates, run->error);
    }
    if (!status) {
        status = look_through(run);
    }
    if (!status && run->sorts) {
        status = tell_kept(run);
    }
    run->summary.partial = searcher->deadline.passed;
    run->summary.complete = run->summary.complete && !run->summary.partial;
    return status ? status : take_notes(run);
}

static zs_status check_options(const zs_kwic_options *options, zs_error *error)
{
    if (options->width > ZS_CONTEXT_MOST) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "a context of %zu characters is more than the %d that there can be",
                       options->width, ZS_CONTEXT_MOST);
    }
    if ((int)options->order < ZS_KWIC_INDEX || options->order > ZS_KWIC_DATE) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "there is no order %d", (int)options->order);
    }
    return ZS_OK;
}

zs_status zs_kwic(zs_searcher *searcher, const zs_query *query, const zs_kwic_options *options,
                  bool (*on_line)(void *context, const zs_kwic_line *line), void *context,
                  zs_kwic_summary *out, zs_error *error)
{
    if (!searcher || !query || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_kwic needs a searcher, a query and a place for the summary");
    }
    static const zs_kwic_options defaults = {.width = DEFAULT_WIDTH};
    struct run run = {.searcher = searcher,
                      .options = options ? *options : defaults,
                      .on_line = on_line,
                      .context = context};
    zs_status status = check_options(&run.options, error);
    if (status) {
        return status;
    }
    run.options.width = run.options.width > 0 ? run.options.width : DEFAULT_WIDTH;
    run.sorts = run.options.order != ZS_KWIC_INDEX;
    searcher->deadline =
        run.options.timeout > 0 ? zs_deadline_in(run.options.timeout) : (zs_deadline){.at = 0};
    zs_error problem; /* which is nobody's business if the next try goes well */
    run.error = &problem;
    for (int try = 0; try < TRIES; try++) {
        status = run_once(&run, query);
        release(&run);
        /* An article that has gone was found in an index that is no longer. Lines that have
         * been told cannot be taken back. */
        bool changed = status == ZS_ERROR_CHANGED || status == ZS_ERROR_NOT_FOUND;
        if (!changed || run.summary.lines > 0) {
            break;
        }
        zs_status refreshed = zs_reader_refresh(searcher->reader, &problem);
        if (refreshed) {
            status = refreshed;
            break;
        }
    }
    if (status == ZS_ERROR_NOT_FOUND) {
        status = zs_fail(&problem, ZS_ERROR_CHANGED,
                         "the index changed while it was read; try again");
    }
    if (status) {
        if (error) {
            *error = problem;
        }
        return status;
    }
    *out = run.summary;
    return ZS_OK;
}
