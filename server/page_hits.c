/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/page_hits.h"

#include <inttypes.h>
#include <string.h>

#include "answers/clean.h"
#include "server/html.h"
#include "server/links.h"
#include "server/page_marks.h"
#include "server/words.h"

/* Whether it is a tag as BCP 47 has them: others would say nothing to a browser. */
static bool is_language_tag(const char *tag)
{
    size_t length = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    size_t all = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    return length >= 2 && length <= 3 && !tag[all] && (tag[length] == '-' || !tag[length]);
}

void zs_append_lang(zs_builder *out, const zs_article *article)
{
    if (article->language && is_language_tag(article->language)) {
        zs_append_attribute(out, "lang", article->language);
    }
}

void zs_append_time(zs_builder *out, zs_tongue tongue, const char *date)
{
    size_t length = zs_date_length(date);
    if (length == 0) {
        zs_append_html_string(out, date);
        return;
    }
    zs_append_format(out, "<time datetime=\"%.*s\">", (int)length, date);
    zs_append_date(out, tongue, date);
    zs_append_string(out, "</time>");
}

/* When a file was last changed says nothing of the article to somebody who reads. */
static const char *shown_date(const zs_article *article)
{
    return article->date_origin == ZS_DATE_FILE ? NULL : article->date;
}

/* Begins the next of the facts; before the first there is the paragraph. */
static void begin_fact(zs_builder *out, bool *any)
{
    zs_append_string(out, *any ? "<span class=\"dot\" aria-hidden=\"true\"> · </span><span>"
                               : "<p class=\"facts\"><span>");
    *any = true;
}

void zs_append_facts(zs_builder *out, zs_tongue tongue, const zs_article *article, bool author,
                     const char *pages)
{
    bool any = false;
    const char *facts[] = {article->source, shown_date(article), article->section,
                           author ? article->author : NULL};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (!facts[i] || !facts[i][0]) {
            continue;
        }
        begin_fact(out, &any);
        if (i == 1) {
            zs_append_time(out, tongue, facts[i]);
        } else {
            zs_append_html_string(out, facts[i]);
        }
        zs_append_string(out, "</span>");
    }
    if (pages && pages[0]) {
        begin_fact(out, &any);
        zs_append_string(out, pages);
        zs_append_string(out, "</span>");
    }
    zs_append_string(out, any ? "</p>\n" : "");
}

/* The pages of a PDF that passages are on: "p. 3, 17". */
static void append_pages(zs_builder *out, zs_tongue tongue, const zs_snippet *snippet)
{
    zs_builder pages = ZS_BUILDER_INIT;
    uint32_t before = 0;
    for (size_t i = 0; snippet && i < snippet->fragment_count; i++) {
        uint32_t page = snippet->fragments[i].page;
        if (page != before) {
            zs_append_string(&pages, before == 0 ? "" : zs_words_of(tongue, ZS_SAY_COMMA));
            zs_append_format(&pages, "%" PRIu32, page);
            before = page;
        }
    }
    if (pages.length > 0) {
        zs_say(out, tongue, ZS_SAY_PAGE, 0, pages.data);
    }
    zs_builder_release(&pages);
}

static void append_title(zs_builder *out, const zs_hit_list *list, const zs_hit *hit)
{
    zs_builder title = ZS_BUILDER_INIT;
    if (hit->article->title) {
        zs_append_marked_line(&title, hit->article->title,
                              (zs_span){0, strlen(hit->article->title)},
                              (zs_mark_list){hit->title_marks, hit->title_mark_count, 0});
    }
    zs_append_format(out, "<%s><a class=\"title\"", list->heading);
    zs_append_article_link(out, hit->id, list->query, NULL);
    zs_append_string(out, ">");
    zs_append_string(out, title.length > 0 ? title.data
                                           : zs_words_of(list->tongue, ZS_SAY_NO_TITLE));
    zs_append_format(out, "</a></%s>\n", list->heading);
    zs_builder_release(&title);
}

/* What the articles that a hit stands for have in common with it; NULL if it is not known. */
static const char *collapsed_value(const zs_hit_list *list, const zs_article *article)
{
    const struct {
        const char *field, *value;
    } values[] = {{"source", article->source},
                  {"section", article->section},
                  {"author", article->author},
                  {"language", article->language}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (strcmp(list->collapse, values[i].field) == 0) {
            return values[i].value;
        }
    }
    return NULL;
}

/* "同来源另有 3 篇", as a link to these if their value is known. */
static void append_collapsed(zs_builder *out, const zs_hit_list *list, const zs_hit *hit)
{
    const char *value = collapsed_value(list, hit->article);
    zs_builder field = ZS_BUILDER_INIT;
    zs_append_field_name(&field, list->tongue, list->collapse);
    zs_append_string(out, "<li><");
    if (value && list->form) {
        zs_search_form only = zs_form_anew(list->form);
        only.collapse = NULL;
        zs_form_add_filter(&only, list->collapse, value);
        zs_append_string(out, "a");
        zs_append_search_link(out, &only);
    } else {
        zs_append_string(out, "span");
    }
    zs_append_string(out, ">");
    zs_say(out, list->tongue,
           strcmp(list->collapse, "source") == 0 ? ZS_SAY_COLLAPSED_SOURCE
                                                 : ZS_SAY_COLLAPSED_FIELD,
           hit->collapsed, zs_builder_string(&field));
    zs_append_string(out, value && list->form ? "</a></li>" : "</span></li>");
    zs_builder_release(&field);
}

static void append_more(zs_builder *out, const zs_hit_list *list, const zs_hit *hit)
{
    zs_append_string(out, "<ul class=\"more\">");
    if (hit->duplicates > 0) {
        zs_append_string(out, "<li><span>");
        zs_say(out, list->tongue, ZS_SAY_DUPLICATES, hit->duplicates, NULL);
        zs_append_string(out, "</span></li>");
    }
    if (hit->collapsed > 0 && list->collapse) {
        append_collapsed(out, list, hit);
    }
    zs_append_string(out, "<li><a");
    zs_append_article_link(out, hit->id, list->query, "#similar");
    zs_append_string(out, ">");
    zs_append_string(out, zs_words_of(list->tongue, ZS_SAY_SIMILAR));
    zs_append_string(out, "</a></li></ul>\n");
}

static void append_hit(zs_builder *out, const zs_hit_list *list, const zs_hit *hit)
{
    zs_append_string(out, "<li class=\"hit\"><article");
    zs_append_lang(out, hit->article);
    zs_append_string(out, ">\n");
    append_title(out, list, hit);
    zs_builder pages = ZS_BUILDER_INIT;
    append_pages(&pages, list->tongue, hit->snippet);
    zs_append_facts(out, list->tongue, hit->article, false, zs_builder_string(&pages));
    zs_builder_release(&pages);
    if (hit->snippet && hit->snippet->fragment_count > 0) {
        zs_append_string(out, "<p class=\"passage\">");
        zs_append_passages(out, hit->article, hit->snippet);
        zs_append_string(out, "</p>\n");
    }
    zs_append_string(out, "</article>\n");
    if (list->form) {
        append_more(out, list, hit);
    }
    zs_append_string(out, "</li>\n");
}

void zs_append_hits(zs_builder *out, const zs_hit_list *list, const zs_hit *hits, size_t count)
{
    unsigned step = 0;
    bool open = false;
    for (size_t i = 0; i < count; i++) {
        if (!hits[i].article) {
            continue;
        }
        if (hits[i].step > step) {
            step = hits[i].step;
            zs_append_string(out, open ? "</ol>\n" : "");
            zs_append_string(out, "<p class=\"step\"><span>");
            zs_append_string(out, zs_words_of(list->tongue, step > 1 ? ZS_SAY_STEP_PINYIN
                                                                     : ZS_SAY_STEP_SOME));
            zs_append_string(out, "</span></p>\n");
            open = false;
        }
        if (!open) {
            zs_append_format(out, "<ol class=\"hits\" start=\"%" PRIu64 "\">\n", hits[i].rank);
            open = true;
        }
        append_hit(out, list, &hits[i]);
    }
    zs_append_string(out, open ? "</ol>\n" : "");
}
