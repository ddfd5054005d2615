/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Answers for people. On a terminal snippets are wrapped and hits coloured; elsewhere a
 * snippet is one line, so that it can be searched by grep. Without colour hits are in 【】.
 */
#include <inttypes.h>
#include <string.h>

#include "answers/clean.h"
#include "cli/excerpt.h"
#include "cli/explain.h"
#include "cli/facets.h"
#include "cli/offer.h"
#include "cli/render.h"
#include "cli/styled.h"
#include "cli/units.h"
#include "cli/whole.h"

/* "q7: about 1,234 articles for 国际消费中心, 11 to 20 shown" */
static void render_head(zs_page *page, const zs_answer *answer)
{
    zs_builder head = ZS_BUILDER_INIT;
    if (page->batch) {
        zs_append_clean_string(&head, answer->qid);
        zs_append_string(&head, ": ");
    }
    if (answer->total == 0) {
        zs_append_string(&head, "no articles");
    } else {
        zs_append_format(&head, "%s%s article%s", answer->exact ? "" : "about ",
                         zs_count(answer->total).text, zs_plural(answer->total));
    }
    zs_append_string(&head, " for ");
    zs_append_clean_string(&head, zs_answer_asked(answer));
    if (answer->count > 0 && answer->count < answer->total) {
        uint64_t first = answer->hits[0].rank;
        uint64_t last = answer->hits[answer->count - 1].rank;
        if (first < last) {
            zs_append_format(&head, ", %" PRIu64 " to %" PRIu64 " shown", first, last);
        } else {
            zs_append_format(&head, ", number %" PRIu64 " shown", first);
        }
    }
    zs_put_wrapped(page->out, &page->terminal, &head, 0, "");
    zs_builder_release(&head);
}

/* "also 軟體 for 软件, 網路 for 网络 (not so with --no-synonyms)" */
static void append_synonyms(zs_builder *notes, const zs_results *results)
{
    const char *word, *synonym;
    size_t count = 0;
    for (; zs_results_synonym(results, count, &word, &synonym); count++) {
        zs_append_string(notes, count > 0 ? ", " : notes->length > 0 ? "; also " : "also ");
        zs_append_clean_string(notes, synonym);
        zs_append_string(notes, " for ");
        zs_append_clean_string(notes, word);
    }
    zs_append_string(notes, count > 0 ? " (not so with --no-synonyms)" : "");
}

/* What else is to be said of the answer: what may have been meant, limits that were reached. */
static void render_notes(zs_page *page, const zs_answer *answer)
{
    zs_builder notes = ZS_BUILDER_INIT;
    zs_append_offer(&notes, answer);
    if (notes.length > 0) {
        zs_put_wrapped(page->out, &page->terminal, &notes, 0, ZS_STYLE_BOLD);
        zs_builder_clear(&notes);
    }
    for (size_t i = 0; i < zs_results_note_count(answer->results); i++) {
        zs_append_string(&notes, notes.length > 0 ? "; " : "");
        zs_append_clean_string(&notes, zs_results_note(answer->results, i));
    }
    if (answer->partial) {
        zs_append_string(&notes, notes.length > 0 ? "; " : "");
        zs_append_string(&notes, "the time was over before all was looked at, --timeout gives "
                                 "more");
    }
    append_synonyms(&notes, answer->results);
    if (notes.length > 0) {
        zs_put_wrapped(page->out, &page->terminal, &notes, 0, ZS_STYLE_DIM);
    }
    zs_builder_release(&notes);
}

/* Says where hits begin that have only some of the words, or what these may spell, in the
 * language of the articles. */
static void render_step(zs_page *page, unsigned step)
{
    zs_put_format(page->out, "\n%s%s%s\n", page->terminal.color ? ZS_STYLE_DIM : "",
                  step > 1 ? "以下按拼音找到" : "以下只包含部分词",
                  page->terminal.color ? ZS_STYLE_NONE : "");
}

static void render_title(zs_page *page, const zs_hit *hit, size_t indent)
{
    const zs_article *article = hit->article;
    zs_builder title = ZS_BUILDER_INIT;
    if (article->title) {
        zs_span all = {.start = 0, .end = strlen(article->title)};
        zs_append_marked(&title, article->title, all, hit->title_marks, hit->title_mark_count,
                         page->terminal.color ? zs_marking_styled : zs_marking_none);
    }
    if (title.length == 0) {
        zs_append_string(&title, "(no title)");
    }
    zs_put_wrapped(page->out, &page->terminal, &title, indent, ZS_STYLE_BOLD);
    zs_builder_release(&title);
}

/* When a file was last changed says nothing of the article to somebody who reads. */
static const char *shown_date(const zs_article *article)
{
    return article->date_origin == ZS_DATE_FILE ? NULL : article->date;
}

/* "p. 3, 17": the pages of a PDF that the passages below are on. */
static void append_pages(zs_builder *facts, const zs_snippet *snippet)
{
    uint32_t before = 0;
    for (size_t i = 0; snippet && i < snippet->fragment_count; i++) {
        uint32_t page = snippet->fragments[i].page;
        if (page != before) {
            zs_append_format(facts, "%s%" PRIu32, before == 0 ? "  p. " : ", ", page);
            before = page;
        }
    }
}

/* "corpus/a.jsonl [a-17]  12.345  2023-05-04  人民日报  要闻" */
static void render_facts(zs_page *page, const zs_hit *hit, size_t indent)
{
    const zs_article *article = hit->article;
    zs_builder facts = ZS_BUILDER_INIT;
    if (article->path) {
        zs_append_clean_string(&facts, zs_paths_from_here(page->paths, article->path));
    }
    if (!article->path || strcmp(article->path, hit->id) != 0) {
        zs_append_string(&facts, article->path ? " [" : "[");
        zs_append_clean_string(&facts, hit->id);
        zs_append_string(&facts, "]");
    }
    append_pages(&facts, hit->snippet);
    zs_append_format(&facts, "  %.3f", hit->score);
    const char *const others[] = {shown_date(article), article->source, article->section};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i] && others[i][0] != '\0') {
            zs_append_string(&facts, "  ");
            zs_append_clean_string(&facts, others[i]);
        }
    }
    /* A path is not broken, so that it can be copied. */
    zs_put_blank(page->out, indent);
    zs_put_string(page->out, page->terminal.color ? ZS_STYLE_DIM : "");
    zs_put(page->out, facts.data, facts.length);
    zs_put_string(page->out, page->terminal.color ? ZS_STYLE_NONE : "");
    zs_put_string(page->out, "\n");
    zs_builder_release(&facts);
}

static void render_snippet(zs_page *page, const zs_hit *hit, size_t indent)
{
    zs_builder excerpt = ZS_BUILDER_INIT;
    zs_append_excerpt(&excerpt, hit->article, hit->snippet,
                      page->terminal.color ? zs_marking_styled : zs_marking_brackets);
    if (excerpt.length > 0) {
        zs_put_blank(page->out, indent);
        zs_put_wrapped(page->out, &page->terminal, &excerpt, indent, "");
    }
    zs_builder_release(&excerpt);
}

/* In the language of the articles, in which it is a fixed expression. */
static void render_duplicates(zs_page *page, const zs_hit *hit, size_t indent)
{
    zs_put_blank(page->out, indent);
    zs_put_format(page->out, "%s另有 %s 篇转载%s\n", page->terminal.color ? ZS_STYLE_DIM : "",
                  zs_count(hit->duplicates).text, page->terminal.color ? ZS_STYLE_NONE : "");
}

/* Of those that have the same value of a field, one is shown. */
static void render_collapsed(zs_page *page, const zs_hit *hit, const char *field, size_t indent)
{
    zs_builder line = ZS_BUILDER_INIT;
    zs_append_format(&line, "另有 %s 篇 ", zs_count(hit->collapsed).text);
    zs_append_clean_string(&line, field);
    zs_append_string(&line, " 相同");
    zs_put_blank(page->out, indent);
    zs_put_wrapped(page->out, &page->terminal, &line, indent, ZS_STYLE_DIM);
    zs_builder_release(&line);
}

/* In the language of the articles, as its journals have them. */
static void render_keywords(zs_page *page, const zs_keywords *keywords)
{
    zs_builder line = ZS_BUILDER_INIT;
    for (size_t i = 0; i < keywords->count; i++) {
        zs_append_string(&line, i > 0 ? "；" : "关键词：");
        zs_append_clean_string(&line, keywords->items[i].text);
    }
    if (line.length > 0) {
        zs_put_string(page->out, "\n");
        zs_put_wrapped(page->out, &page->terminal, &line, 0, "");
    }
    zs_builder_release(&line);
}

static void render(zs_page *page, const zs_answer *answer)
{
    if (page->answers > 0) {
        zs_put_string(page->out, "\n");
    }
    render_head(page, answer);
    render_notes(page, answer);
    for (size_t i = 0; i < answer->count; i++) {
        const zs_hit *hit = &answer->hits[i];
        zs_builder rank = ZS_BUILDER_INIT;
        if (hit->step > (i > 0 ? answer->hits[i - 1].step : 0)) {
            render_step(page, hit->step);
        }
        zs_append_format(&rank, "%" PRIu64 ". ", hit->rank);
        zs_put_format(page->out, "\n%s", rank.data);
        render_title(page, hit, rank.length);
        render_facts(page, hit, rank.length);
        if (hit->snippet) {
            render_snippet(page, hit, rank.length);
        }
        if (hit->marks) {
            zs_put_whole(page->out, &page->terminal, hit->article, hit->marks, rank.length);
        }
        if (hit->explanation) {
            zs_put_explanation(page->out, hit->explanation, rank.length);
        }
        if (hit->duplicates > 0) {
            render_duplicates(page, hit, rank.length);
        }
        if (hit->collapsed > 0) {
            render_collapsed(page, hit, answer->collapse, rank.length);
        }
        zs_builder_release(&rank);
    }
    if (zs_results_facets(answer->results)) {
        zs_put_facets(page->out, &page->terminal, zs_results_facets(answer->results));
    }
    if (answer->keywords) {
        render_keywords(page, answer->keywords);
    }
}

const zs_renderer zs_renderer_text = {
    .name = "text",
    .needs = {.article = true, .snippet = true, .correction = true},
    .explains = true,
    .counts = true,
    .keywords = true,
    .answer = render};
