/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A concordance: every place of what is sought, article by article as the index has them, told
 * at once or kept to be sorted.
 */
#include "searcher/kwic.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "searcher/context.h"
#include "searcher/require.h"

enum { DEFAULT_WIDTH = 30 };

/* Articles are found in batches, each so many times as large as the one before: the first lines
 * do not wait for the last article, and what was found is not found again often. */
enum { BATCH = 256, BATCH_GROWTH = 10 };

/* ---- Articles -----------------------------------------------------------------------------
 */

static zs_status look_in(zs_kwic_run *run, zs_kwic_part *part)
{
    zs_searcher *searcher = run->searcher;
    zs_status status = zs_sought_find(&run->sought, searcher->matcher, &part->text, part->title,
                                      &searcher->scratch, &run->places, run->error);
    for (size_t i = 0; !status && !run->ended && i < run->places.count; i++) {
        status = zs_kwic_take(run, part, run->places.items[i]);
    }
    return status;
}

/* Remembers how far it has gone. */
static zs_status note_done(zs_kwic_run *run, uint32_t docid)
{
    run->done = docid;
    zs_buffer_clear(&run->done_id);
    return zs_buffer_append_string(&run->done_id, run->view.record.article.id)
               ? ZS_OK
               : zs_fail_memory(run->error);
}

static zs_status look_at(zs_kwic_run *run, uint32_t docid)
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
        zs_kwic_part part = zs_kwic_part_of(folded, title, strlen(title), true);
        status = look_in(run, &part);
    }
    if (!status && !run->ended) {
        status = zs_view_text(view, &folded, run->error);
    }
    if (!status && !run->ended) {
        zs_kwic_part part = zs_kwic_part_of(folded, article->text, article->text_length, false);
        status = look_in(run, &part);
    }
    return status ? status : note_done(run, docid);
}

/* All articles that may have it, in the order of the index, from behind the last one. */
static zs_status look_through(zs_kwic_run *run)
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
            if (found->items[i].docid > run->done) {
                status = look_at(run, found->items[i].docid);
            }
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
static zs_status take_notes(zs_kwic_run *run)
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

/* From the beginning, or on from where the index changed. */
static zs_status go_through(zs_kwic_run *run, const zs_query *query)
{
    zs_searcher *searcher = run->searcher;
    zs_requiring requiring = {.reader = NULL};
    bool nothing = false, loosens = false;
    zs_buffer_clear(&searcher->notes);
    zs_status status =
        zs_searcher_requiring(searcher, query, ZS_WORDS_ALL, &requiring, run->error);
    requiring.as_typed = true;
    requiring.notes = &searcher->notes;
    if (!status) {
        status =
            zs_require(query, &requiring, &run->requirement, &nothing, &loosens, run->error);
    }
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
    return status ? status : look_through(run);
}

/* What was made of the index as it was. */
static void forget_index(zs_kwic_run *run)
{
    zs_requirement_free(run->requirement);
    run->requirement = NULL;
    zs_candidates_release(&run->candidates);
    zs_sought_release(&run->sought);
}

static void begin(zs_kwic_run *run)
{
    zs_kept_lines_release(&run->kept);
    run->done = 0;
    run->summary = (zs_kwic_summary){.complete = true};
}

static void release(zs_kwic_run *run)
{
    forget_index(run);
    zs_view_release(&run->view);
    zs_passages_release(&run->places);
    zs_buffer_release(&run->strings);
    zs_buffer_release(&run->done_id);
    zs_kept_lines_release(&run->kept);
}

/* Looks at the index anew. Articles keep their numbers unless it was rebuilt; then it begins
 * again, or is over if a line has been told, which cannot be taken back. */
static zs_status renew(zs_kwic_run *run, bool *over)
{
    zs_reader *reader = run->searcher->reader;
    zs_buffer *id = &run->strings;
    zs_status status = zs_reader_refresh(reader, run->error);
    zs_buffer_clear(id);
    if (!status && run->done > 0) {
        status = zs_reader_id(reader, run->done, id, run->error);
    }
    bool same =
        !status && (run->done == 0 || (id->length == run->done_id.length &&
                                       memcmp(id->data, run->done_id.data, id->length) == 0));
    if (status || same) {
        return status;
    }
    if (run->summary.lines > 0) {
        *over = true;
        return zs_fail(run->error, ZS_ERROR_CHANGED,
                       "the index was made anew while it was read; ask again");
    }
    begin(run);
    return ZS_OK;
}

/* Goes on while the index changes, as long as that leads anywhere. */
static zs_status run_steadily(zs_kwic_run *run, const zs_query *query)
{
    zs_status status = ZS_ERROR_CHANGED;
    bool over = false;
    begin(run);
    for (int try = 0; try < ZS_TRIES && status == ZS_ERROR_CHANGED && !over; try++) {
        uint32_t done = run->done;
        status = go_through(run, query);
        forget_index(run);
        /* An article that has gone was found in an index that is no longer. */
        if (status == ZS_ERROR_CHANGED || status == ZS_ERROR_NOT_FOUND) {
            zs_status renewed = renew(run, &over);
            status = renewed ? renewed : ZS_ERROR_CHANGED;
            try = run->done > done ? -1 : try;
        }
    }
    if (!status && run->sorts) {
        status = zs_kwic_tell_kept(run);
    }
    run->summary.partial = run->searcher->deadline.passed;
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
    zs_kwic_run run = {.searcher = searcher,
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
    status = run_steadily(&run, query);
    release(&run);
    if (status) {
        if (error) {
            *error = problem;
        }
        return status;
    }
    *out = run.summary;
    return ZS_OK;
}
