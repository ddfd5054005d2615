/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "server/html.h"
#include "server/links.h"
#include "server/page.h"
#include "server/page_hits.h"
#include "server/page_marks.h"
#include "server/page_shell.h"
#include "server/words.h"

/* Hits that are listed, and characters on either side of them there. */
enum { LISTED = 100, CONTEXT = 16 };

/* An article that is shown, and the hits in it, those of the title first. */
struct shown {
    zs_tongue tongue;
    const zs_article *article;
    const char *query;
    zs_mark_list in_title, in_text;
    size_t hits;
};

static struct shown shown_of(zs_tongue tongue, const zs_article *article, const char *query,
                             const zs_marks *marks)
{
    size_t in_title = marks && article->title ? marks->title_mark_count : 0;
    size_t in_text = marks ? marks->text_mark_count : 0;
    return (struct shown){.tongue = tongue,
                          .article = article,
                          .query = query && query[0] ? query : NULL,
                          .in_title = {marks ? marks->title_marks : NULL, in_title, 1},
                          .in_text = {marks ? marks->text_marks : NULL, in_text, in_title + 1},
                          .hits = in_title + in_text};
}

/* ---- The text -------------------------------------------------------------------- */

static void append_folio(zs_builder *out, void *context, size_t page)
{
    const struct shown *shown = context;
    zs_append_string(out, "<p class=\"folio\"");
    zs_append_attribute(out, "lang", zs_language_of(shown->tongue));
    zs_append_string(out, ">");
    zs_say(out, shown->tongue, ZS_SAY_FOLIO, page, NULL);
    zs_append_string(out, "</p>\n");
}

static void append_heading(zs_builder *out, const struct shown *shown)
{
    zs_builder title = ZS_BUILDER_INIT;
    if (shown->article->title) {
        zs_append_marked_line(&title, shown->article->title,
                              (zs_span){0, strlen(shown->article->title)}, shown->in_title);
    }
    zs_append_string(out, "<header>\n<h1>");
    zs_append_string(out, title.length > 0 ? title.data
                                           : zs_words_of(shown->tongue, ZS_SAY_NO_TITLE));
    zs_append_string(out, "</h1>\n");
    zs_append_facts(out, shown->tongue, shown->article, true, NULL);
    zs_append_string(out, "</header>\n");
    zs_builder_release(&title);
}

static void append_text(zs_builder *out, struct shown *shown)
{
    zs_append_string(out, zs_is_written_in_han(shown->article->language)
                              ? "<div class=\"text indented\">\n"
                              : "<div class=\"text\">\n");
    zs_append_marked_text(out, shown->article, shown->in_text, append_folio, shown);
    zs_append_string(out, "</div>\n");
}

/* ---- What is known of it --------------------------------------------------------- */

/* Begins a row, whose value follows. `name` is HTML. */
static void begin_row(zs_builder *out, const char *name)
{
    zs_append_format(out, "<dt>%s</dt><dd>", name);
}

static void append_row(zs_builder *out, zs_tongue tongue, const char *field, const char *value)
{
    zs_builder name = ZS_BUILDER_INIT;
    if (value && value[0]) {
        zs_append_field_name(&name, tongue, field);
        begin_row(out, zs_builder_string(&name));
        zs_append_field_value(out, tongue, field, value);
        zs_append_string(out, "</dd>\n");
    }
    zs_builder_release(&name);
}

/* A link only to what a browser fetches: there are addresses that are programs. */
static void append_address(zs_builder *out, zs_tongue tongue, const char *url)
{
    if (!url || !url[0]) {
        return;
    }
    begin_row(out, zs_words_of(tongue, ZS_SAY_FIELD_URL));
    bool linked = strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0;
    if (linked) {
        zs_append_string(out, "<a rel=\"noopener noreferrer external\"");
        zs_append_attribute(out, "href", url);
        zs_append_string(out, ">");
    }
    zs_append_html_string(out, url);
    zs_append_string(out, linked ? "</a></dd>\n" : "</dd>\n");
}

static void append_dates(zs_builder *out, zs_tongue tongue, const zs_article *article)
{
    if (article->date && article->date[0]) {
        begin_row(out, zs_words_of(tongue, article->date_origin == ZS_DATE_FILE
                                               ? ZS_SAY_DATE_OF_FILE
                                               : ZS_SAY_FIELD_DATE));
        zs_append_time(out, tongue, article->date);
        zs_append_string(out, "</dd>\n");
    }
}

static void append_about(zs_builder *out, const struct shown *shown)
{
    const zs_article *article = shown->article;
    zs_tongue tongue = shown->tongue;
    zs_append_string(out, "<section class=\"about\"><h2>");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_ABOUT));
    zs_append_string(out, "</h2>\n<dl>\n");
    append_row(out, tongue, "source", article->source);
    append_row(out, tongue, "section", article->section);
    append_row(out, tongue, "author", article->author);
    append_dates(out, tongue, article);
    append_row(out, tongue, "language", article->language);
    append_address(out, tongue, article->url);
    for (size_t i = 0; i < article->metadata_count; i++) {
        append_row(out, tongue, article->metadata[i].name, article->metadata[i].value);
    }
    append_row(out, tongue, "path", article->path);
    if (!article->path || strcmp(article->path, article->id) != 0) {
        append_row(out, tongue, "id", article->id);
    }
    zs_append_string(out, "</dl></section>\n");
}

/* ---- The hits -------------------------------------------------------------------- */

/* A place some characters before another, or behind it; in the same line. */
static size_t before(const char *text, size_t place)
{
    for (size_t i = 0; i < CONTEXT && place > 0 && text[place - 1] != '\n'; i++) {
        do {
            place--;
        } while (place > 0 && ((unsigned char)text[place] & 0xC0) == 0x80);
    }
    return place;
}

static size_t behind(const char *text, size_t place, size_t length)
{
    for (size_t i = 0; i < CONTEXT && place < length && text[place] != '\n'; i++) {
        do {
            place++;
        } while (place < length && ((unsigned char)text[place] & 0xC0) == 0x80);
    }
    return place;
}

static void append_listed(zs_builder *out, const char *text, size_t length, zs_mark_list marks,
                          size_t i)
{
    zs_span mark = marks.spans[i];
    if (mark.end > length || mark.start >= mark.end) {
        return;
    }
    zs_span part = {before(text, mark.start), behind(text, mark.end, length)};
    zs_append_format(out, "<li><a href=\"#hit-%zu\">", marks.number + i);
    zs_append_string(out, part.start > 0 && text[part.start - 1] != '\n' ? "…" : "");
    zs_append_marked_line(out, text, part, (zs_mark_list){&mark, 1, 0});
    zs_append_string(out, part.end < length && text[part.end] != '\n' ? "…" : "");
    zs_append_string(out, "</a></li>\n");
}

static void append_hit_list(zs_builder *out, const struct shown *shown)
{
    const zs_article *article = shown->article;
    zs_append_string(out, "<nav class=\"found\" aria-labelledby=\"found-title\">\n"
                          "<h2 id=\"found-title\">");
    zs_say(out, shown->tongue, ZS_SAY_HITS, shown->hits, NULL);
    zs_append_string(out, "</h2>\n<ol");
    zs_append_lang(out, article);
    zs_append_string(out, ">\n");
    for (size_t i = 0; i < shown->in_title.count && i < LISTED; i++) {
        append_listed(out, article->title, strlen(article->title), shown->in_title, i);
    }
    for (size_t i = 0; i < shown->in_text.count && shown->in_title.count + i < LISTED; i++) {
        append_listed(out, article->text, article->text_length, shown->in_text, i);
    }
    zs_append_string(out, "</ol>\n");
    if (shown->hits > LISTED) {
        zs_append_string(out, "<p class=\"rest\">");
        zs_say(out, shown->tongue, ZS_SAY_HITS_SHOWN, LISTED, NULL);
        zs_append_string(out, "</p>\n");
    }
    zs_append_string(out, "</nav>\n");
}

/* Goes through the hits; the script shows it, as it is nothing without. */
static void append_moves(zs_builder *out, const struct shown *shown)
{
    zs_append_string(out, "<div id=\"moves\" class=\"moves\" role=\"group\" hidden");
    zs_append_attribute(out, "aria-label", zs_words_of(shown->tongue, ZS_SAY_HIT_MOVES));
    zs_append_string(out, "><button type=\"button\" data-move=\"-1\">");
    zs_append_string(out, zs_words_of(shown->tongue, ZS_SAY_PREVIOUS_HIT));
    zs_append_format(out,
                     "</button><span><span id=\"hit-now\">–</span> / %zu</span>"
                     "<button type=\"button\" data-move=\"1\">",
                     shown->hits);
    zs_append_string(out, zs_words_of(shown->tongue, ZS_SAY_NEXT_HIT));
    zs_append_string(out, "</button></div>\n");
}

/* ---- What is like it ------------------------------------------------------------- */

/* More of these, by a query; an id that has quotation marks cannot be put in one. */
static void append_all_similar(zs_builder *out, const struct shown *shown)
{
    zs_builder query = ZS_BUILDER_INIT;
    if (!strpbrk(shown->article->id, "\"\\")) {
        zs_append_string(&query, "like:\"");
        zs_append_string(&query, shown->article->id);
        zs_append_string(&query, "\"");
        zs_search_form form = zs_form_of_query(query.data);
        zs_append_string(out, "<p class=\"rest\"><a");
        zs_append_search_link(out, &form);
        zs_append_string(out, ">");
        zs_append_string(out, zs_words_of(shown->tongue, ZS_SAY_SIMILAR_ALL));
        zs_append_string(out, "</a></p>\n");
    }
    zs_builder_release(&query);
}

static void append_similar(zs_builder *out, const struct shown *shown, const zs_answer *similar)
{
    const zs_hit_list list = {.tongue = shown->tongue, .query = shown->query, .heading = "h3"};
    zs_append_string(out, "<section id=\"similar\" class=\"similar\"><h2>");
    zs_append_string(out, zs_words_of(shown->tongue, ZS_SAY_SIMILAR));
    zs_append_string(out, "</h2>\n");
    zs_append_hits(out, &list, similar->hits, similar->count);
    append_all_similar(out, shown);
    zs_append_string(out, "</section>\n");
}

/* ---- The page -------------------------------------------------------------------- */

static void append_back(zs_builder *out, const struct shown *shown)
{
    if (!shown->query) {
        return;
    }
    zs_search_form form = zs_form_of_query(shown->query);
    zs_append_string(out, "<p class=\"back\"><a id=\"back\"");
    zs_append_search_link(out, &form);
    zs_append_string(out, ">");
    zs_append_string(out, zs_words_of(shown->tongue, ZS_SAY_BACK));
    zs_append_string(out, "</a></p>\n");
}

void zs_page_article(zs_builder *out, const zs_page_context *context, const zs_article *article,
                     const char *query, const zs_marks *marks, const zs_answer *similar)
{
    struct shown shown = shown_of(context->tongue, article, query, marks);
    zs_search_form form = zs_form_of_query(shown.query ? shown.query : "");
    const zs_shell shell = {.context = context,
                            .kind = "article",
                            .title = article->title,
                            .form = &form,
                            .has_keys = shown.hits > 0,
                            .keys = ZS_SAY_KEYS_ARTICLE};
    zs_append_shell_begin(out, &shell);
    zs_append_string(out, "<div class=\"columns\">\n<div class=\"reading\">\n");
    append_back(out, &shown);
    zs_append_string(out, "<article");
    zs_append_lang(out, article);
    zs_append_string(out, ">\n");
    append_heading(out, &shown);
    append_text(out, &shown);
    zs_append_string(out, "</article>\n");
    if (shown.hits > 0) {
        append_moves(out, &shown);
    }
    append_about(out, &shown);
    zs_append_string(out, "</div>\n<div class=\"beside\">\n");
    if (shown.hits > 0) {
        append_hit_list(out, &shown);
    }
    if (similar && similar->count > 0) {
        append_similar(out, &shown, similar);
    }
    zs_append_string(out, "</div>\n</div>\n");
    zs_append_shell_end(out, &shell);
}
