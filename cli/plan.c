/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/plan.h"

#include <stdlib.h>

#include "answers/clean.h"
#include "answers/json.h"
#include "cli/complain.h"
#include "cli/explain.h"
#include "cli/locate.h"
#include "cli/terminal.h"

void zs_shown_plan_release(zs_shown_plan *plan)
{
    zs_query_plan_free(plan->plan);
    free(plan->tree);
    *plan = (zs_shown_plan){.tree = NULL};
}

static zs_status plan_on_index(const char *directory, const char *text, bool lenient,
                               zs_shown_plan *out, zs_error *error)
{
    zs_searcher *searcher;
    zs_query *query = NULL;
    zs_status status = zs_searcher_open(directory, &searcher, error);
    if (status) {
        return status;
    }
    status = zs_searcher_parse(searcher, text, lenient, &query, error);
    if (!status) {
        status = zs_searcher_plan(searcher, query, NULL, &out->plan, error);
    }
    if (!status) {
        status = zs_query_string(query, &out->tree, error);
    }
    zs_query_free(query);
    zs_searcher_close(searcher);
    return status;
}

static zs_status plan_alone(const char *text, bool lenient, zs_shown_plan *out, zs_error *error)
{
    const zs_parse_options options = {.lenient = lenient};
    zs_query *query = NULL;
    zs_status status = zs_query_parse(text, &options, &query, error);
    if (!status) {
        status = zs_query_string(query, &out->tree, error);
    }
    zs_query_free(query);
    return status;
}

bool zs_plan_query(const char *query, bool lenient, const char *index, zs_shown_plan *out)
{
    zs_error error;
    char *directory;
    bool none = zs_locate(index, &directory) == ZS_ORIGIN_NONE;
    zs_status status = none ? plan_alone(query, lenient, out, &error)
                            : plan_on_index(directory, query, lenient, out, &error);
    free(directory);
    if (status) {
        (void)zs_complain_of(&error);
        zs_shown_plan_release(out);
    }
    return status == ZS_OK;
}

void zs_put_stage(zs_output *out, const char *name, bool color)
{
    zs_put_format(out, "%s%s:%s", color ? ZS_STYLE_BOLD : "", name, color ? ZS_STYLE_NONE : "");
}

static void put_line(zs_output *out, const char *name, const char *text, bool color)
{
    zs_builder line = ZS_BUILDER_INIT;
    zs_append_clean_string(&line, text);
    zs_put_stage(out, name, color);
    zs_put_format(out, " %s\n", zs_builder_string(&line));
    zs_builder_release(&line);
}

void zs_put_plan(zs_output *out, const zs_shown_plan *shown, bool color)
{
    const zs_query_plan *plan = shown->plan;
    put_line(out, "tree", shown->tree, color);
    for (size_t i = 0; plan && i < plan->step_count; i++) {
        const zs_query_plan_step *step = &plan->steps[i];
        put_line(out, i == 0 ? "asks for" : "then for", step->asks_for, color);
        put_line(out, "decided by",
                 step->decided ? "the index" : "the texts of those that the index finds",
                 color);
        put_line(out, "xapian", step->xapian, color);
    }
    if (plan && plan->term_count > 0) {
        zs_put_stage(out, "weights", color);
        zs_put_string(out, "\n");
        zs_put_explained_terms(out, plan->terms, plan->term_count, plan->matched_count, false,
                               0);
    }
}

void zs_json_set_plan(json_t *document, const zs_shown_plan *shown)
{
    const zs_query_plan *plan = shown->plan;
    zs_json_set_string(document, "tree", shown->tree);
    if (!plan) {
        return;
    }
    json_t *steps = zs_json_array();
    for (size_t i = 0; i < plan->step_count; i++) {
        json_t *step = zs_json_object();
        zs_json_set_string(step, "asks_for", plan->steps[i].asks_for);
        zs_json_set(step, "decided", plan->steps[i].decided ? json_true() : json_false());
        zs_json_set_string(step, "xapian", plan->steps[i].xapian);
        zs_json_append(steps, step);
    }
    json_t *weights = zs_json_array();
    for (size_t i = 0; i < plan->term_count; i++) {
        json_t *term = zs_json_of_term(&plan->terms[i]);
        zs_json_set(term, "finds", i < plan->matched_count ? json_true() : json_false());
        zs_json_append(weights, term);
    }
    zs_json_set(document, "steps", steps);
    zs_json_set(document, "weights", weights);
}
