/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "server/html.h"
#include "server/links.h"
#include "server/page.h"
#include "server/page_filters.h"
#include "server/page_hits.h"
#include "server/page_notes.h"
#include "server/page_paging.h"
#include "server/page_shell.h"
#include "server/words.h"

/* ---- The first page -------------------------------------------------------------- */

static void append_examples(zs_builder *out, zs_tongue tongue)
{
    static const struct {
        zs_words query, is;
    } examples[] = {{ZS_SAY_EXAMPLE_WORDS, ZS_SAY_EXAMPLE_WORDS_IS},
                    {ZS_SAY_EXAMPLE_QUESTION, ZS_SAY_EXAMPLE_QUESTION_IS},
                    {ZS_SAY_EXAMPLE_PHRASE, ZS_SAY_EXAMPLE_PHRASE_IS},
                    {ZS_SAY_EXAMPLE_WITHOUT, ZS_SAY_EXAMPLE_WITHOUT_IS},
                    {ZS_SAY_EXAMPLE_TITLE, ZS_SAY_EXAMPLE_TITLE_IS},
                    {ZS_SAY_EXAMPLE_PINYIN, ZS_SAY_EXAMPLE_PINYIN_IS}};
    zs_append_string(out, "<section class=\"examples\"><h2>");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_EXAMPLES));
    zs_append_string(out, "</h2>\n<ul>\n");
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const char *query = zs_words_of(tongue, examples[i].query);
        zs_search_form form = zs_form_of_query(query);
        zs_append_string(out, "<li><a");
        zs_append_search_link(out, &form);
        zs_append_string(out, tongue == ZS_ENGLISH ? " lang=\"zh-Hans\">" : ">");
        zs_append_html_string(out, query);
        zs_append_string(out, "</a> <span>");
        zs_append_string(out, zs_words_of(tongue, examples[i].is));
        zs_append_string(out, "</span></li>\n");
    }
    zs_append_string(out, "</ul></section>\n");
}

/* ---- Results --------------------------------------------------------------------- */

/* "约 1,234 篇，从第 11 篇起" */
static void append_total(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const zs_answer *answer)
{
    zs_append_string(out, "<h1 id=\"total\">");
    if (answer->total > 0) {
        zs_say(out, tongue, answer->exact ? ZS_SAY_FOUND : ZS_SAY_FOUND_ABOUT, answer->total,
               NULL);
    } else {
        zs_append_string(out, zs_words_of(tongue, answer->count > 0 ? ZS_SAY_FOUND_NONE_OF_ALL
                                                                    : ZS_SAY_FOUND_NONE));
    }
    if (form->offset > 0) {
        zs_append_string(out, "<span class=\"from\">");
        zs_append_string(out, tongue == ZS_ENGLISH ? ", " : "，");
        zs_say(out, tongue, ZS_SAY_FROM_ON, form->offset + 1, NULL);
        zs_append_string(out, "</span>");
    }
    zs_append_string(out, "</h1>\n");
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void append_order(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                         const char *sort, zs_words words)
{
    zs_search_form sorted = zs_form_anew(form);
    sorted.sort = sort;
    zs_append_string(out, "<li><a");
    zs_append_search_link(out, &sorted);
    zs_append_string(out, is_same(form->sort, sort) ? " aria-current=\"true\">" : ">");
    zs_append_string(out, zs_words_of(tongue, words));
    zs_append_string(out, "</a></li>\n");
}

/* One article of each source; or of each of what else is collapsed, to be taken back. */
static void append_collapse(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    zs_search_form toggled = zs_form_anew(form);
    toggled.collapse = form->collapse ? NULL : "source";
    zs_builder field = ZS_BUILDER_INIT;
    zs_append_string(out, "<li class=\"collapse\"><a");
    zs_append_search_link(out, &toggled);
    zs_append_string(out, form->collapse ? " aria-current=\"true\">" : ">");
    if (form->collapse && strcmp(form->collapse, "source") != 0) {
        zs_append_field_name(&field, tongue, form->collapse);
        zs_say(out, tongue, ZS_SAY_COLLAPSED_BY, 0, zs_builder_string(&field));
    } else {
        zs_append_string(out, zs_words_of(tongue, ZS_SAY_COLLAPSE_SOURCE));
    }
    zs_append_string(out, "</a></li>\n");
    zs_builder_release(&field);
}

static void append_orders(zs_builder *out, zs_tongue tongue, const zs_search_form *form)
{
    zs_append_string(out, "<nav class=\"orders\"");
    zs_append_attribute(out, "aria-label", zs_words_of(tongue, ZS_SAY_SORT));
    zs_append_string(out, "><ul>\n");
    append_order(out, tongue, form, NULL, ZS_SAY_BY_RELEVANCE);
    append_order(out, tongue, form, "date", ZS_SAY_BY_NEWEST);
    append_order(out, tongue, form, "date:asc", ZS_SAY_BY_OLDEST);
    append_collapse(out, tongue, form);
    zs_append_string(out, "<li class=\"to-filters\"><a href=\"#filters\">");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_TO_FILTERS));
    zs_append_string(out, "</a></li>\n</ul></nav>\n");
}

/* Words that say what the hits are about: each asks for it besides. */
static void append_keywords(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                            const zs_keywords *keywords)
{
    if (!keywords || keywords->count == 0) {
        return;
    }
    zs_builder query = ZS_BUILDER_INIT;
    zs_append_string(out, "<section class=\"keywords\"><h2>");
    zs_append_string(out, zs_words_of(tongue, ZS_SAY_KEYWORDS));
    zs_append_string(out, "</h2>\n<ul>\n");
    for (size_t i = 0; i < keywords->count; i++) {
        zs_search_form with = zs_form_anew(form);
        zs_builder_clear(&query);
        zs_append_string(&query, form->q);
        zs_append_string(&query, " ");
        zs_append_string(&query, keywords->items[i].text);
        with.q = query.data;
        zs_append_string(out, "<li><a");
        zs_append_search_link(out, &with);
        zs_append_string(out, ">");
        zs_append_html_string(out, keywords->items[i].text);
        zs_append_string(out, "</a></li>\n");
    }
    zs_append_string(out, "</ul></section>\n");
    zs_builder_release(&query);
}

static void append_hits(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                        const zs_answer *answer)
{
    /* What is marked in an article is what its hit was found by. */
    const char *asked =
        answer->corrected && answer->correction ? answer->correction->query : form->q;
    const zs_hit_list list = {.tongue = tongue,
                              .form = form,
                              .query = asked,
                              .collapse = answer->collapse,
                              .heading = "h2"};
    zs_append_hits(out, &list, answer->hits, answer->count);
}

static void append_answer(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                          const zs_answer *answer)
{
    const zs_facets *facets = answer->results ? zs_results_facets(answer->results) : NULL;
    zs_append_string(out, "<div class=\"columns\">\n"
                          "<section class=\"answer\" aria-labelledby=\"total\">\n"
                          "<div class=\"summary\">\n");
    append_total(out, tongue, form, answer);
    if (answer->count > 0) {
        append_orders(out, tongue, form);
    }
    zs_append_string(out, "</div>\n");
    zs_append_chosen(out, tongue, form);
    zs_append_notes(out, tongue, form, answer);
    append_hits(out, tongue, form, answer);
    if (answer->count == 0) {
        zs_append_advice(out, tongue, form, answer);
    }
    zs_append_paging(out, tongue, form, answer);
    append_keywords(out, tongue, form, answer->keywords);
    zs_append_string(out, "</section>\n");
    if (answer->count > 0) {
        zs_append_filters(out, tongue, form, facets);
    }
    zs_append_string(out, "</div>\n");
}

static void append_part(zs_builder *out, zs_tongue tongue, const zs_search_form *form,
                        const zs_answer *answer, const zs_page_problem *problem)
{
    if (problem) {
        zs_append_string(out, "<section class=\"problem\"><h1 id=\"total\">");
        zs_append_string(out, zs_words_of(tongue, zs_words_of_problem(problem)));
        zs_append_string(out, "</h1>\n");
        zs_append_problem(out, tongue, form->q, problem);
        zs_append_chosen(out, tongue, form);
        zs_append_string(out, "</section>\n");
    } else if (answer) {
        append_answer(out, tongue, form, answer);
    } else {
        append_examples(out, tongue);
    }
}

void zs_page_search(zs_builder *out, const zs_page_context *context, const zs_search_form *form,
                    const zs_answer *answer, const zs_page_problem *problem, bool part)
{
    if (part) {
        append_part(out, context->tongue, form, answer, problem);
        return;
    }
    bool asked = answer || problem;
    const zs_shell shell = {.context = context,
                            .kind = asked ? "results" : "start",
                            .title = asked ? form->q : NULL,
                            .form = form,
                            .has_keys = asked,
                            .keys = ZS_SAY_KEYS_RESULTS};
    zs_append_shell_begin(out, &shell);
    append_part(out, context->tongue, form, answer, problem);
    zs_append_shell_end(out, &shell);
}
