/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/page_marks.h"

#include <inttypes.h>
#include <string.h>

#include "answers/clean.h"
#include "server/html.h"

/* Where a text that is gone through is in its marks. */
struct marker {
    zs_mark_list left; /* the first is the one that is begun, or comes next */
    bool open;
    bool begun; /* and has its id; it goes on in another element */
};

static void close_mark(struct marker *marker, zs_builder *out)
{
    zs_append_string(out, marker->open ? "</mark>" : "");
    marker->open = false;
}

static void open_mark(struct marker *marker, zs_builder *out)
{
    if (marker->left.number > 0 && !marker->begun) {
        zs_append_format(out, "<mark id=\"hit-%zu\">", marker->left.number);
    } else {
        zs_append_string(out, "<mark>");
    }
    marker->open = true;
    marker->begun = true;
}

static void leave_mark(struct marker *marker, zs_builder *out)
{
    close_mark(marker, out);
    marker->begun = false;
    marker->left.spans++;
    marker->left.count--;
    marker->left.number += marker->left.number > 0 ? 1 : 0;
}

/* Closes the marks that end before a place. */
static void end_marks(struct marker *marker, zs_builder *out, size_t place)
{
    while (marker->left.count > 0 && place >= marker->left.spans->end) {
        leave_mark(marker, out);
    }
}

/* Opens the mark that a place is in. */
static void begin_mark(struct marker *marker, zs_builder *out, size_t place)
{
    if (!marker->open && marker->left.count > 0 && place >= marker->left.spans->start) {
        open_mark(marker, out);
    }
}

/* Of a script that is written without spaces, or its punctuation. */
static bool needs_no_space(int32_t character)
{
    return ((character >= 0x2E80 && character <= 0xFAFF) ||
            (character >= 0xFE30 && character <= 0xFFEF) ||
            (character >= 0x20000 && character <= 0x3FFFF)) &&
           !zs_is_hangul(character);
}

/* Appends a part of a text that is gone through, as one line. */
static void append_line(zs_builder *out, const char *text, zs_span part, struct marker *marker)
{
    bool space = false;
    int32_t before = -1;
    for (size_t at = part.start; at < part.end;) {
        int32_t character;
        size_t place = at;
        at += zs_character_at(text + at, part.end - at, &character);
        if (zs_is_space(character)) {
            space = true;
            continue;
        }
        end_marks(marker, out, place);
        if (space && before >= 0 && !(needs_no_space(before) && needs_no_space(character))) {
            zs_append_string(out, " ");
        }
        begin_mark(marker, out, place);
        zs_append_html_character(out, character);
        space = false;
        before = character;
    }
    close_mark(marker, out);
}

void zs_append_marked_line(zs_builder *out, const char *text, zs_span part, zs_mark_list marks)
{
    struct marker marker = {.left = marks};
    append_line(out, text, part, &marker);
}

void zs_append_passages(zs_builder *out, const zs_article *article, const zs_snippet *snippet)
{
    size_t shown_to = 0;
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        const zs_fragment *fragment = &snippet->fragments[i];
        bool leaves_out =
            !zs_is_blank(article->text, (zs_span){shown_to, fragment->span.start});
        zs_append_string(out, leaves_out ? i == 0 ? "… " : " … " : i > 0 ? " " : "");
        zs_append_marked_line(out, article->text, fragment->span,
                              (zs_mark_list){fragment->marks, fragment->mark_count, 0});
        shown_to = fragment->span.end;
    }
    if (snippet->fragment_count > 0 &&
        !zs_is_blank(article->text, (zs_span){shown_to, article->text_length})) {
        zs_append_string(out, " …");
    }
}

bool zs_is_written_in_han(const char *language)
{
    return !language || strncasecmp(language, "zh", 2) == 0 ||
           strncasecmp(language, "ja", 2) == 0 || strncasecmp(language, "yue", 3) == 0;
}

/* How far a line goes: to a line end or a form feed. */
static size_t line_end(const char *text, size_t at, size_t length)
{
    while (at < length && text[at] != '\n' && text[at] != '\f') {
        at++;
    }
    return at;
}

void zs_append_marked_text(zs_builder *out, const zs_article *article, zs_mark_list marks,
                           void (*folio)(zs_builder *out, void *context, size_t page),
                           void *context)
{
    struct marker marker = {.left = marks};
    bool line_is_paragraph = zs_is_written_in_han(article->language);
    bool in_paragraph = false;
    size_t page = 1;
    for (size_t at = 0; at < article->text_length; at++) {
        zs_span line = {at, line_end(article->text, at, article->text_length)};
        bool blank = zs_is_blank(article->text, line);
        if (in_paragraph && (blank || line_is_paragraph)) {
            zs_append_string(out, "</p>\n");
            in_paragraph = false;
        }
        if (!blank) {
            zs_append_string(out, in_paragraph ? "<br>\n" : "<p>");
            append_line(out, article->text, line, &marker);
            in_paragraph = true;
        }
        at = line.end;
        if (at < article->text_length && article->text[at] == '\f') {
            zs_append_string(out, in_paragraph ? "</p>\n" : "");
            in_paragraph = false;
            folio(out, context, ++page);
        }
    }
    zs_append_string(out, in_paragraph ? "</p>\n" : "");
}
