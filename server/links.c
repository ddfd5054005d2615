/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/links.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/html.h"
#include "server/page.h"

/* What is told each parameter of a form that is not as usual. */
typedef void take_parameter(zs_builder *out, const char *name, const char *value);

static const char *match_name(zs_words_match match)
{
    switch (match) {
    case ZS_WORDS_ALL: return "all";
    case ZS_WORDS_MOST: return "most";
    case ZS_WORDS_ANY: return "any";
    default: return NULL;
    }
}

/* What a page counts if nothing is said. */
static const char *const usual_facets[] = {"source", "section", "author", "language"};
enum { USUAL_FACETS = sizeof usual_facets / sizeof *usual_facets };
enum { USUAL_VALUES = 8, USUAL_CHARACTERS = 160, USUAL_KEYWORDS = 8 };

void zs_page_complete(zs_search_form *form)
{
    if (!form->facets[0]) {
        memcpy(form->facets, usual_facets, sizeof usual_facets);
        form->facets[USUAL_FACETS] = NULL;
    }
    if (form->n == 0) {
        form->n = ZS_PAGE_HITS;
    }
    if (form->facet_values == 0) {
        form->facet_values = USUAL_VALUES;
    }
    if (form->histogram == ZS_INTERVAL_NONE) {
        form->histogram = ZS_INTERVAL_AUTO;
    }
    if (form->characters == 0) {
        form->characters = USUAL_CHARACTERS;
    }
    if (form->keywords == 0) {
        form->keywords = USUAL_KEYWORDS;
    }
}

static bool has_usual_facets(const zs_search_form *form)
{
    size_t i = 0;
    while (i < USUAL_FACETS && form->facets[i] &&
           strcmp(form->facets[i], usual_facets[i]) == 0) {
        i++;
    }
    return !form->facets[i] && (i == 0 || i == USUAL_FACETS);
}

static void take_filters(const zs_search_form *form, zs_builder *out, take_parameter *take)
{
    zs_builder filter = ZS_BUILDER_INIT;
    for (size_t i = 0; i < form->filter_count; i++) {
        zs_builder_clear(&filter);
        zs_append_string(&filter, form->filters[i].field);
        zs_append_string(&filter, ":");
        zs_append_string(&filter, form->filters[i].value);
        take(out, "filter", filter.data);
    }
    zs_builder_release(&filter);
}

/* All but q, offset and date. */
static void take_settings(const zs_search_form *form, zs_builder *out, take_parameter *take)
{
    char number[24];
    if (form->n > 0 && form->n != ZS_PAGE_HITS) {
        snprintf(number, sizeof number, "%" PRIu64, form->n);
        take(out, "n", number);
    }
    if (form->sort) {
        take(out, "sort", form->sort);
    }
    if (form->collapse) {
        take(out, "collapse", form->collapse);
    }
    take_filters(form, out, take);
    for (size_t i = 0; !has_usual_facets(form) && form->facets[i]; i++) {
        take(out, "facet", form->facets[i]);
    }
    if (form->histogram != ZS_INTERVAL_NONE && form->histogram != ZS_INTERVAL_AUTO) {
        take(out, "histogram", zs_interval_name(form->histogram));
    }
    if (match_name(form->match)) {
        take(out, "match", match_name(form->match));
    }
}

static void append_parameter(zs_builder *out, const char *name, const char *value)
{
    zs_append_format(out, "&%s=", name);
    zs_append_url_component(out, value);
}

void zs_append_search_url(zs_builder *out, const zs_search_form *form)
{
    zs_append_string(out, "/?q=");
    zs_append_url_component(out, form->q);
    take_settings(form, out, append_parameter);
    if (form->date) {
        append_parameter(out, "date", form->date);
    }
    if (form->offset > 0) {
        char number[24];
        snprintf(number, sizeof number, "%" PRIu64, form->offset);
        append_parameter(out, "offset", number);
    }
}

void zs_append_search_link(zs_builder *out, const zs_search_form *form)
{
    zs_builder url = ZS_BUILDER_INIT;
    zs_append_search_url(&url, form);
    zs_append_attribute(out, "href", url.data);
    zs_builder_release(&url);
}

/* Whether slashes of an id may stand as such: not those that a browser or a proxy would take
 * for something else, at the beginning, beside each other, or around dots. */
static bool has_plain_segments(const char *id)
{
    while (true) {
        size_t length = strcspn(id, "/");
        if (length == 0 || (length == 1 && id[0] == '.') ||
            (length == 2 && id[0] == '.' && id[1] == '.')) {
            return false;
        }
        if (!id[length]) {
            return true;
        }
        id += length + 1;
    }
}

void zs_append_article_path(zs_builder *out, const char *id)
{
    zs_append_string(out, "/article/");
    if (!has_plain_segments(id)) {
        zs_append_url_component(out, id);
        return;
    }
    zs_builder segment = ZS_BUILDER_INIT;
    for (const char *at = id; *at;) {
        size_t length = strcspn(at, "/");
        zs_builder_clear(&segment);
        zs_append(&segment, at, length);
        zs_append_url_component(out, segment.data);
        zs_append(out, "/", at[length] ? 1 : 0);
        at += length + (at[length] ? 1 : 0);
    }
    zs_builder_release(&segment);
}

void zs_append_article_link(zs_builder *out, const char *id, const char *query,
                            const char *fragment)
{
    zs_builder url = ZS_BUILDER_INIT;
    zs_append_article_path(&url, id);
    if (query && query[0]) {
        zs_append_string(&url, "?q=");
        zs_append_url_component(&url, query);
    }
    zs_append_string(&url, fragment ? fragment : "");
    zs_append_attribute(out, "href", url.data);
    zs_builder_release(&url);
}

zs_search_form zs_form_anew(const zs_search_form *form)
{
    zs_search_form anew = *form;
    anew.offset = 0;
    return anew;
}

zs_search_form zs_form_of_query(const char *query)
{
    return (zs_search_form){.q = query, .n = ZS_PAGE_HITS};
}

static bool is_filter(const zs_form_filter *filter, const char *field, const char *value)
{
    return strcmp(filter->field, field) == 0 && strcmp(filter->value, value) == 0;
}

bool zs_form_has_filter(const zs_search_form *form, const char *field, const char *value)
{
    for (size_t i = 0; i < form->filter_count; i++) {
        if (is_filter(&form->filters[i], field, value)) {
            return true;
        }
    }
    return false;
}

void zs_form_add_filter(zs_search_form *form, const char *field, const char *value)
{
    if (form->filter_count < ZS_FORM_FILTERS) {
        form->filters[form->filter_count++] = (zs_form_filter){field, value};
    }
}

void zs_form_drop_filter(zs_search_form *form, const char *field, const char *value)
{
    size_t kept = 0;
    for (size_t i = 0; i < form->filter_count; i++) {
        if (!is_filter(&form->filters[i], field, value)) {
            form->filters[kept++] = form->filters[i];
        }
    }
    form->filter_count = kept;
}

static void append_input(zs_builder *out, const char *name, const char *value)
{
    zs_append_string(out, "<input type=\"hidden\"");
    zs_append_attribute(out, "name", name);
    zs_append_attribute(out, "value", value);
    zs_append_string(out, ">");
}

void zs_append_hidden_inputs(zs_builder *out, const zs_search_form *form, bool with_date)
{
    take_settings(form, out, append_input);
    if (with_date && form->date) {
        append_input(out, "date", form->date);
    }
}
