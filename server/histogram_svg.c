/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/histogram_svg.h"

#include <string.h>

#include "server/html.h"
#include "server/links.h"
#include "server/words.h"

/* Of the picture, in its own units; and of bars, of which the last are shown. */
enum { WIDTH = 320, HEIGHT = 84, LEAST = 2, BARS = 750 };

/* What is drawn: the bars and the highest of them. */
struct picture {
    zs_tongue tongue;
    const zs_search_form *form;
    const zs_facet_value *bars;
    size_t count;
    uint64_t highest;
};

static struct picture picture_of(zs_tongue tongue, const zs_search_form *form,
                                 const zs_histogram *histogram)
{
    size_t left_out = histogram->value_count > BARS ? histogram->value_count - BARS : 0;
    struct picture picture = {tongue, form, histogram->values + left_out,
                              histogram->value_count - left_out, 1};
    for (size_t i = 0; i < picture.count; i++) {
        if (picture.bars[i].count > picture.highest) {
            picture.highest = picture.bars[i].count;
        }
    }
    return picture;
}

static void append_link(zs_builder *out, const struct picture *picture, const char *date)
{
    zs_search_form only = zs_form_anew(picture->form);
    only.date = date;
    zs_append_search_link(out, &only);
}

/* "2023年5月：12 篇" */
static void append_label(zs_builder *out, const struct picture *picture,
                         const zs_facet_value *bar)
{
    zs_builder date = ZS_BUILDER_INIT;
    zs_append_date(&date, picture->tongue, bar->value);
    zs_say(out, picture->tongue, ZS_SAY_BAR, bar->count, zs_builder_string(&date));
    zs_builder_release(&date);
}

/* A bar, and behind it a field as high as the picture, so that a low one can be hit too. */
static void append_bar(zs_builder *out, const struct picture *picture, size_t i)
{
    const zs_facet_value *bar = &picture->bars[i];
    double pitch = (double)WIDTH / (double)picture->count;
    double gap = pitch > 6 ? 2 : pitch > 2 ? pitch / 4 : 0;
    double height = (double)bar->count / (double)picture->highest * (HEIGHT - LEAST) + LEAST;
    /* One bar alone would be a wall. */
    double width = pitch - gap > 48 ? 48 : pitch - gap;
    double left = pitch * (double)i + (pitch - width) / 2;
    zs_append_string(out, "<a tabindex=\"-1\"");
    append_link(out, picture, bar->value);
    zs_append_string(out, "><title>");
    append_label(out, picture, bar);
    zs_append_format(out,
                     "</title><rect class=\"field\" x=\"%.2f\" y=\"0\" width=\"%.2f\" "
                     "height=\"%d\"/>",
                     pitch * (double)i, pitch, HEIGHT);
    zs_append_format(out,
                     "<rect class=\"bar\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
                     "height=\"%.2f\"/></a>\n",
                     left, HEIGHT - height, width, height);
}

/* Who cannot see or point has the table. */
static void append_svg(zs_builder *out, const struct picture *picture)
{
    zs_append_format(out,
                     "<svg class=\"histogram\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                     "height=\"%d\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
                     "focusable=\"false\">\n",
                     WIDTH, HEIGHT, WIDTH, HEIGHT);
    for (size_t i = 0; i < picture->count; i++) {
        if (picture->bars[i].count > 0) {
            append_bar(out, picture, i);
        }
    }
    zs_append_string(out, "</svg>\n<p class=\"ends\" aria-hidden=\"true\"><span>");
    zs_append_date(out, picture->tongue, picture->bars[0].value);
    zs_append_string(out, "</span>");
    if (picture->count > 1) {
        zs_append_string(out, "<span>");
        zs_append_date(out, picture->tongue, picture->bars[picture->count - 1].value);
        zs_append_string(out, "</span>");
    }
    zs_append_string(out, "</p>\n");
}

static void append_table(zs_builder *out, const struct picture *picture)
{
    zs_append_string(out, "<details class=\"dates\"><summary>");
    zs_append_string(out, zs_words_of(picture->tongue, ZS_SAY_DATE_TABLE));
    zs_append_string(out, "</summary>\n<table><thead><tr><th scope=\"col\">");
    zs_append_string(out, zs_words_of(picture->tongue, ZS_SAY_DATES));
    zs_append_string(out, "</th><th scope=\"col\">");
    zs_append_string(out, zs_words_of(picture->tongue, ZS_SAY_COUNT_COLUMN));
    zs_append_string(out, "</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < picture->count; i++) {
        const zs_facet_value *bar = &picture->bars[i];
        if (bar->count == 0) {
            continue;
        }
        zs_append_string(out, "<tr><td><a");
        append_link(out, picture, bar->value);
        zs_append_string(out, ">");
        zs_append_date(out, picture->tongue, bar->value);
        zs_append_string(out, "</a></td><td>");
        zs_append_number(out, bar->count);
        zs_append_string(out, "</td></tr>\n");
    }
    zs_append_string(out, "</tbody></table></details>\n");
}

void zs_append_histogram(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const zs_histogram *histogram)
{
    if (histogram->value_count == 0) {
        return;
    }
    struct picture picture = picture_of(tongue, form, histogram);
    append_svg(out, &picture);
    append_table(out, &picture);
}
