/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A concordance for people: the keys below each other. On a terminal a line is a line of it,
 * and what does not fit is cut; elsewhere nothing is.
 */
#include <inttypes.h>
#include <string.h>

#include "answers/clean.h"
#include "cli/kwic_page.h"
#include "cli/units.h"
#include "cli/width.h"

enum {
    WIDTH = 30,     /* characters, where there is no terminal to fit them to */
    SIDE_LEAST = 4, /* columns, however narrow the terminal */
    ID_LEAST = 8,
    ID_MOST = 28,
    GAPS = 6 /* two columns each: before the key, behind it, before the id */
};

size_t zs_kwic_fit(zs_kwic_page *page, size_t width)
{
    size_t columns = page->terminal.columns;
    if (!page->terminal.is_terminal) {
        width = width > 0 ? width : WIDTH;
        page->side = 2U * width;
        return width;
    }
    page->id = columns / 4 > ID_MOST    ? ID_MOST
               : columns / 4 < ID_LEAST ? ID_LEAST
                                        : columns / 4;
    size_t asked = zs_columns_of(page->query, strlen(page->query));
    page->middle = asked < columns / 4 ? asked : columns / 4;
    size_t taken = page->id + page->middle + GAPS;
    page->side = columns > taken + 2 * (size_t)SIDE_LEAST ? (columns - taken) / 2 : SIDE_LEAST;
    if (width > 0 && 2 * width < page->side) {
        page->side = 2 * width;
    }
    return width > 0 ? width : page->side;
}

/* Where the end of a text begins that fits into so many columns. */
static size_t fit_end(const char *text, size_t length, size_t columns)
{
    size_t begin = 0, left = zs_columns_of(text, length);
    while (left > columns) {
        zs_grapheme grapheme = zs_grapheme_at(text + begin, length - begin);
        left -= grapheme.columns < left ? grapheme.columns : left;
        begin += grapheme.length;
    }
    return begin;
}

static void put_in_style(zs_kwic_page *page, const char *text, size_t length, const char *style)
{
    zs_put_string(page->out, page->terminal.color ? style : "");
    zs_put(page->out, text, length);
    zs_put_string(page->out, page->terminal.color ? ZS_STYLE_NONE : "");
}

static void put_left(zs_kwic_page *page, const char *text)
{
    zs_builder left = ZS_BUILDER_INIT;
    zs_append_clean_string(&left, text);
    size_t begin = page->terminal.is_terminal && left.length > 0
                       ? fit_end(left.data, left.length, page->side)
                       : 0;
    size_t columns = zs_columns_of(zs_builder_string(&left) + begin, left.length - begin);
    zs_put_blank(page->out, columns < page->side ? page->side - columns : 0);
    zs_put(page->out, zs_builder_string(&left) + begin, left.length - begin);
    zs_builder_release(&left);
}

/* Puts a text as far as it fits into so many columns; returns how many it took. */
static size_t put_fitting(zs_kwic_page *page, const zs_builder *text, size_t columns,
                          const char *style)
{
    bool cut = false;
    const char *string = zs_builder_string(text);
    size_t length = page->terminal.is_terminal
                        ? zs_fit_with_ellipsis(string, text->length, columns, &cut)
                        : text->length;
    if (length > 0 || cut) {
        zs_builder shown = ZS_BUILDER_INIT;
        zs_append(&shown, string, length);
        zs_append_string(&shown, cut ? "…" : "");
        put_in_style(page, shown.data, shown.length, style);
        zs_builder_release(&shown);
    }
    return zs_columns_of(string, length) + (cut ? 1 : 0);
}

/* What stands behind the key needs no mark where it ends: it goes on in the article. */
static size_t put_right(zs_kwic_page *page, const char *text, size_t columns)
{
    zs_builder right = ZS_BUILDER_INIT;
    zs_append_clean_string(&right, text);
    size_t length = right.length;
    if (page->terminal.is_terminal) {
        length = zs_fit(zs_builder_string(&right), right.length, columns);
    }
    zs_put(page->out, zs_builder_string(&right), length);
    size_t used = zs_columns_of(zs_builder_string(&right), length);
    zs_builder_release(&right);
    return used;
}

/* "[a-17] p. 3", "articles/郑州.md (title)": how zsearch show and a reader find it. Of what is
 * too long the end says more. */
static void put_id(zs_kwic_page *page, const zs_kwic_line *line)
{
    zs_builder id = ZS_BUILDER_INIT;
    bool is_path = line->path && strcmp(line->path, line->id) == 0;
    zs_append_clean_string(&id,
                           is_path ? zs_paths_from_here(page->paths, line->path) : line->id);
    if (line->page > 0) {
        zs_append_format(&id, " p. %" PRIu32, line->page);
    }
    zs_append_string(&id, line->in_title ? " (title)" : "");
    size_t begin = 0;
    if (page->terminal.is_terminal && zs_columns_of(id.data, id.length) > page->id) {
        begin = fit_end(id.data, id.length, page->id - 1);
    }
    zs_put_string(page->out, "  ");
    zs_put_string(page->out, page->terminal.color ? ZS_STYLE_DIM : "");
    zs_put_string(page->out, begin > 0 ? "…" : "");
    zs_put(page->out, id.data + begin, id.length - begin);
    zs_put_string(page->out, page->terminal.color ? ZS_STYLE_NONE : "");
    zs_builder_release(&id);
}

static void put_line(zs_kwic_page *page, const zs_kwic_line *line)
{
    zs_builder key = ZS_BUILDER_INIT;
    zs_append_clean_string(&key, line->key);
    put_left(page, line->left);
    zs_put_string(page->out, "  ");
    /* A longer key takes the place of what stands behind it. */
    size_t room = page->middle + page->side;
    size_t used = put_fitting(page, &key, room, ZS_STYLE_HIT);
    zs_put_string(page->out, "  ");
    if (page->terminal.is_terminal) {
        room = room > used ? room - used : 0;
    } else {
        room = page->side;
    }
    used = put_right(page, line->right, room);
    zs_put_blank(page->out, used < room ? room - used : 0);
    put_id(page, line);
    zs_put_string(page->out, "\n");
    zs_builder_release(&key);
}

/* On a terminal it is said how many there are; what is read by a program or kept in a file is
 * nothing but lines. */
static void put_end(zs_kwic_page *page, const zs_kwic_summary *summary)
{
    if (!summary || !page->terminal.is_terminal || summary->lines == 0) {
        return;
    }
    zs_builder end = ZS_BUILDER_INIT;
    zs_append_format(&end, "%s line%s", zs_count(summary->lines).text,
                     zs_plural(summary->lines));
    if (summary->complete && summary->lines == summary->occurrences) {
        zs_append_format(&end, " of %s article%s", zs_count(summary->articles).text,
                         zs_plural(summary->articles));
    } else if (summary->complete) {
        zs_append_format(&end, " of %s", zs_count(summary->occurrences).text);
    } else if (!summary->partial) {
        zs_append_string(&end, "; there are more: -n N, --offset N and a pipe show them");
    }
    zs_put_string(page->out, "\n");
    put_in_style(page, end.data, end.length, ZS_STYLE_DIM);
    zs_put_string(page->out, "\n");
    zs_builder_release(&end);
}

const zs_kwic_format zs_kwic_text = {.name = "text", .line = put_line, .end = put_end};

/* ---- For tables ----------------------------------------------------------------------------
 */

static void put_head(zs_kwic_page *page)
{
    zs_put_string(page->out,
                  "left\tkey\tright\tid\ttitle\tdate\tsource\tplace\tstart\tend\tpage"
                  "\n");
}

static void put_cells(zs_kwic_page *page, const zs_kwic_line *line)
{
    zs_builder row = ZS_BUILDER_INIT;
    const char *const cells[] = {line->left,  line->key,  line->right, line->id,
                                 line->title, line->date, line->source};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        zs_append_clean_string(&row, cells[i] ? cells[i] : "");
        zs_append(&row, "\t", 1);
    }
    zs_append_format(&row, "%s\t%zu\t%zu\t", line->in_title ? "title" : "text",
                     line->span.start, line->span.end);
    if (line->page > 0) {
        zs_append_format(&row, "%" PRIu32, line->page);
    }
    zs_append(&row, "\n", 1);
    zs_put(page->out, row.data, row.length);
    zs_builder_release(&row);
}

const zs_kwic_format zs_kwic_tsv = {.name = "tsv", .begin = put_head, .line = put_cells};
