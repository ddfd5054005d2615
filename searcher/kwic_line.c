/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lines of a concordance: what stands around a place, and what lines are sorted by.
 */
#include <string.h>

#include "base/error.h"
#include "base/field.h"
#include "searcher/context.h"
#include "searcher/kwic.h"

/* When a file was last changed says nothing of what stands in it. */
static const char *date_of(const zs_article *article)
{
    return article->date_origin == ZS_DATE_FILE ? NULL : article->date;
}

zs_kwic_part zs_kwic_part_of(const zs_folded *folded, const char *source, size_t length,
                             bool title)
{
    bool paged = !title && length > 0 && memchr(source, '\f', length);
    return (zs_kwic_part){
        .text = {folded, source}, .length = length, .title = title, .page = paged ? 1 : 0};
}

/* The page that a place is on, which is not before that of the last call. */
static uint32_t page_of(zs_kwic_part *part, size_t place)
{
    for (; part->page > 0 && part->counted < place; part->counted++) {
        part->page += part->text.source[part->counted] == '\f';
    }
    return part->page;
}

/* Tells a line, or passes it over. Returns ZS_ERROR_CANCELLED if no more are wanted. */
static zs_status tell(zs_kwic_run *run, zs_kwic_line *line)
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
static bool append_key(zs_kwic_run *run, const zs_kwic_part *part, zs_passage place)
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
static zs_status keep(zs_kwic_run *run, const zs_kwic_line *line, const char *key,
                      size_t length)
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

static zs_status make_line(zs_kwic_run *run, zs_kwic_part *part, zs_passage place)
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

/* With the first place in an article, the article. */
static zs_status begin_article(zs_kwic_run *run)
{
    zs_article article = run->view.record.article;
    article.date = date_of(&article);
    return run->sorts ? zs_kept_lines_begin(&run->kept, &article, run->error) : ZS_OK;
}

zs_status zs_kwic_take(zs_kwic_run *run, zs_kwic_part *part, zs_passage place)
{
    bool begins = !run->article_begun;
    zs_status status = begins ? begin_article(run) : ZS_OK;
    run->article_begun = true;
    if (!status) {
        status = make_line(run, part, place);
    }
    run->summary.articles += begins && !run->ended;
    return status;
}

zs_status zs_kwic_tell_kept(zs_kwic_run *run)
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
