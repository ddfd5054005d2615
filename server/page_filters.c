/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/page_filters.h"

#include <string.h>

#include "server/histogram_svg.h"
#include "server/html.h"
#include "server/links.h"
#include "server/words.h"

/* Values longer than that are shown cut, and cannot be asked for. */
enum { WHOLE_VALUE = 100 };

static size_t chosen_count(const zs_search_form *form)
{
    return form->filter_count + (form->date ? 1 : 0) + (form->match != ZS_WORDS_STEPS ? 1 : 0);
}

bool zs_form_is_narrowed(const zs_search_form *form)
{
    return chosen_count(form) > 0;
}

zs_search_form zs_form_widened(const zs_search_form *form)
{
    zs_search_form widened = zs_form_anew(form);
    widened.filter_count = 0;
    widened.date = NULL;
    widened.match = ZS_WORDS_STEPS;
    return widened;
}

/* ---- What is chosen -------------------------------------------------------------- */

/* A link to what is found without something: "来源：河畔日报 ×". `label` is HTML. */
static void append_chip(zs_builder *out, zs_tongue tongue, const zs_search_form *without,
                        const char *label)
{
    zs_append_string(out, "<li><a");
    zs_append_search_link(out, without);
    zs_append_string(out, "><span class=\"unseen\">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_REMOVE));
    zs_append_string(out, " </span>");
    zs_append_string(out, label);
    zs_append_string(out, " <span class=\"cross\" aria-hidden=\"true\">×</span></a></li>\n");
}

/* Dates of a range, or one. */
static void append_dates(zs_builder *out, zs_tongue tongue, const char *date)
{
    const char *between = strstr(date, "..");
    zs_builder first = ZS_BUILDER_INIT;
    zs_append(&first, date, between ? (size_t)(between - date) : strlen(date));
    zs_append_date(out, tongue, zs_builder_string(&first));
    if (between) {
        zs_append_string(out, "–");
        zs_append_date(out, tongue, between + 2);
    }
    zs_builder_release(&first);
}

static void append_filter_chips(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    zs_builder label = ZS_BUILDER_INIT;
    for (size_t i = 0; i < form->filter_count; i++) {
        const zs_form_filter *filter = &form->filters[i];
        zs_search_form without = zs_form_anew(form);
        zs_form_drop_filter(&without, filter->field, filter->value);
        zs_builder_clear(&label);
        zs_append_field_name(&label, tongue, filter->field);
        zs_append_string(&label, zs_words_of(tongue, ZS_SAY_COLON));
        zs_append_field_value(&label, tongue, filter->field, filter->value);
        append_chip(out, tongue, &without, label.data);
    }
    zs_builder_release(&label);
}

static void append_date_chip(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    zs_search_form without = zs_form_anew(form);
    without.date = NULL;
    zs_builder label = ZS_BUILDER_INIT;
    zs_append_string(&label, zs_words_of(tongue, ZS_SAY_DATES));
    zs_append_string(&label, zs_words_of(tongue, ZS_SAY_COLON));
    append_dates(&label, tongue, form->date);
    append_chip(out, tongue, &without, label.data);
    zs_builder_release(&label);
}

static void append_match_chip(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    zs_search_form without = zs_form_anew(form);
    without.match = ZS_WORDS_STEPS;
    append_chip(out, tongue, &without,
                zs_words_of(tongue, form->match == ZS_WORDS_ALL    ? ZS_SAY_MATCH_ALL
                                    : form->match == ZS_WORDS_MOST ? ZS_SAY_MATCH_MOST
                                                                   : ZS_SAY_MATCH_ANY));
}

static void append_remove_all(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    zs_search_form widened = zs_form_widened(form);
    zs_append_string(out, "<li class=\"all\"><a");
    zs_append_search_link(out, &widened);
    zs_append_string(out, ">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_REMOVE_ALL));
    zs_append_string(out, "</a></li>\n");
}

void zs_append_chosen(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    if (!zs_form_is_narrowed(form)) {
        return;
    }
    zs_append_string(out, "<ul class=\"chosen\"");
    zs_append_attribute(out, "aria-label", zs_words_of(tongue, ZS_SAY_CHOSEN));
    zs_append_string(out, ">\n");
    append_filter_chips(out, tongue, form);
    if (form->date) {
        append_date_chip(out, tongue, form);
    }
    if (form->match != ZS_WORDS_STEPS) {
        append_match_chip(out, tongue, form);
    }
    if (chosen_count(form) > 1) {
        append_remove_all(out, tongue, form);
    }
    zs_append_string(out, "</ul>\n");
}

/* ---- What can be chosen ---------------------------------------------------------- */

/* What is counted as "year" and its like is asked for as a date. */
static bool is_of_dates(const char *field)
{
    return strcmp(field, "year") == 0 || strcmp(field, "month") == 0 ||
           strcmp(field, "date") == 0;
}

/* The form with a value, or without it if it is there already; false if it cannot be asked for.
 */
static bool toggle(zs_search_form *form, const char *field, const char *value, bool *chosen)
{
    if (is_of_dates(field)) {
        *chosen = form->date && strcmp(form->date, value) == 0;
        form->date = *chosen ? NULL : value;
        return true;
    }
    *chosen = zs_form_has_filter(form, field, value);
    if (*chosen) {
        zs_form_drop_filter(form, field, value);
        return true;
    }
    zs_form_add_filter(form, field, value);
    return strlen(value) <= WHOLE_VALUE && zs_form_has_filter(form, field, value);
}

static void append_value(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const char *field, const zs_facet_value *value)
{
    zs_search_form toggled = zs_form_anew(form);
    bool chosen;
    bool linked = toggle(&toggled, field, value->value, &chosen);
    zs_append_string(out, chosen ? "<li class=\"is-chosen\">" : "<li>");
    zs_append_string(out, linked ? "<a" : "<span class=\"entry\"");
    if (linked) {
        zs_append_search_link(out, &toggled);
    }
    zs_append_string(out, ">");
    if (chosen) {
        zs_append_string(out, "<span class=\"unseen\">");
        zs_append_string(out, zs_words_of(tongue, ZS_SAY_REMOVE));
        zs_append_string(out, " </span>");
    }
    zs_append_string(out, "<span class=\"value\">");
    zs_append_field_value(out, tongue, field, value->value);
    zs_append_string(out, chosen ? " <span class=\"cross\" aria-hidden=\"true\">×</span>" : "");
    zs_append_string(out, "</span> <span class=\"count\">");
    zs_append_number(out, value->count);
    zs_append_string(out, "</span>");
    zs_append_string(out, linked ? "</a></li>\n" : "</span></li>\n");
}

static void append_rest(zs_builder *out, zs_tongue tongue, const zs_facet *facet)
{
    if (facet->others == 0 && facet->without == 0) {
        return;
    }
    zs_append_string(out, "<p class=\"rest\">");
    if (facet->others > 0) {
        zs_say(out, tongue, ZS_SAY_OTHERS, facet->others, NULL);
    }
    if (facet->without > 0) {
        zs_append_string(out, facet->others > 0 ? zs_words_of(tongue, ZS_SAY_COMMA) : "");
        zs_say(out, tongue, ZS_SAY_WITHOUT, facet->without, NULL);
    }
    zs_append_string(out, "</p>\n");
}

static void append_facet(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const zs_facet *facet)
{
    if (facet->value_count == 0) {
        return;
    }
    zs_append_string(out, "<section class=\"facet\"><h3>");
    zs_append_field_name(out, tongue, facet->field);
    zs_append_string(out, "</h3>\n<ul>\n");
    for (size_t i = 0; i < facet->value_count; i++) {
        append_value(out, tongue, form, facet->field, &facet->values[i]);
    }
    zs_append_string(out, "</ul>\n");
    append_rest(out, tongue, facet);
    zs_append_string(out, "</section>\n");
}

/* A form of its own, as the same parameter cannot come from two inputs. */
static void append_date_form(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    zs_append_string(out, "<form class=\"date\" action=\"/\" method=\"get\">"
                          "<input type=\"hidden\" name=\"q\"");
    zs_append_attribute(out, "value", form->q);
    zs_append_string(out, ">");
    zs_append_hidden_inputs(out, form, false);
    zs_append_string(out, "<label class=\"unseen\" for=\"date\">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_DATE_INPUT));
    zs_append_string(out, "</label><input id=\"date\" name=\"date\" type=\"text\" "
                          "autocomplete=\"off\" maxlength=\"50\"");
    /* As the server takes them; an empty one is none. */
    zs_append_attribute(out, "pattern",
                        "(\\d{4}(-\\d{2}){0,2})?(\\.\\.(\\d{4}(-\\d{2}){0,2})?)?");
    zs_append_attribute(out, "title", zs_words_of(tongue, ZS_SAY_DATE_EXAMPLE));
    zs_append_attribute(out, "placeholder", zs_words_of(tongue, ZS_SAY_DATE_EXAMPLE));
    zs_append_attribute(out, "value", form->date ? form->date : "");
    zs_append_string(out, "><button type=\"submit\">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_DATE_GO));
    zs_append_string(out, "</button></form>\n");
}

static void append_date_filter(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                               const zs_histogram *histogram)
{
    zs_append_string(out, "<section class=\"facet\"><h3>");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_DATES));
    zs_append_string(out, "</h3>\n");
    if (histogram) {
        zs_append_histogram(out, tongue, form, histogram);
    }
    append_date_form(out, tongue, form);
    if (histogram && histogram->without > 0) {
        zs_append_string(out, "<p class=\"rest\">");
        zs_say(out, tongue, ZS_SAY_WITHOUT, histogram->without, NULL);
        zs_append_string(out, "</p>\n");
    }
    zs_append_string(out, "</section>\n");
}

void zs_append_filters(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                       const zs_facets *facets)
{
    zs_append_string(out, "<aside id=\"filters\" class=\"filters\" "
                          "aria-labelledby=\"filters-title\">\n"
                          "<h2 id=\"filters-title\">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_FILTERS));
    zs_append_string(out, "</h2>\n");
    append_date_filter(out, tongue, form, facets ? facets->histogram : NULL);
    for (size_t i = 0; facets && i < facets->facet_count; i++) {
        append_facet(out, tongue, form, &facets->facets[i]);
    }
    if (facets && !facets->exact) {
        zs_append_string(out, "<p class=\"rest\">");
        zs_say(out, tongue, ZS_SAY_COUNTED, facets->articles, NULL);
        zs_append_string(out, "</p>\n");
    }
    zs_append_string(out, "</aside>\n");
}
