/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a query would ask of the index, for people to look at.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/explained.h"
#include "searcher/query.h"
#include "searcher/require.h"
#include "searcher/step.h"

enum { STEPS_MOST = 2 };

struct plan {
    zs_query_plan public; /* first, so that one is the other */
    char *tree;
    zs_query_plan_step steps[STEPS_MOST];
    zs_buffer strings[2 * STEPS_MOST];
    zs_explained_terms terms;
};

void zs_query_plan_free(zs_query_plan *plan)
{
    struct plan *whole = (struct plan *)plan;
    if (whole) {
        for (size_t i = 0; i < sizeof whole->strings / sizeof *whole->strings; i++) {
            zs_buffer_release(&whole->strings[i]);
        }
        zs_explained_terms_release(&whole->terms);
        free(whole->tree);
        free(whole);
    }
}

/* What Xapian is asked by a step that no share of words is asked of. */
static zs_status describe(const zs_step *step, zs_query_plan_step *out, zs_buffer *text)
{
    zs_candidates candidates = {.exact = true};
    zs_status status = step->requirement
                           ? zs_candidates_make(step->requirement, &candidates, step->error)
                           : ZS_OK;
    if (!status) {
        zs_match_request request =
            zs_step_request(step, step->requirement ? &candidates.node : NULL);
        status = zs_reader_describe(step->searcher->reader, &request, text, step->error);
        out->decided = candidates.exact;
        zs_candidates_release(&candidates);
    }
    return status;
}

/* Of a share, the terms are asked for, and besides them what carries it. */
static zs_status describe_shared(const zs_step *step, const zs_shares *shares,
                                 zs_query_plan_step *out, zs_buffer *text)
{
    zs_match_request request =
        zs_step_request(step, shares->rest.count > 0 ? &shares->rest : NULL);
    out->decided = true;
    return zs_reader_describe(step->searcher->reader, &request, text, step->error);
}

static zs_status plan_step(struct plan *plan, const zs_step *step)
{
    size_t number = plan->public.step_count++;
    zs_query_plan_step *out = &plan->steps[number];
    zs_buffer *asks_for = &plan->strings[2 * number], *xapian = asks_for + 1;
    zs_shares shares = {.exact = false};
    bool kept = step->requirement ? zs_requirement_print(step->requirement, asks_for)
                                  : zs_buffer_append_string(asks_for, "any of the terms");
    zs_status status = kept ? ZS_OK : zs_fail_memory(step->error);
    if (!status && step->requirement) {
        status = zs_shares_make(step->requirement, &shares, step->error);
    }
    if (!status) {
        status = shares.exact ? describe_shared(step, &shares, out, xapian)
                              : describe(step, out, xapian);
    }
    zs_shares_release(&shares);
    if (!status && (!zs_buffer_terminate(asks_for) || !zs_buffer_terminate(xapian))) {
        status = zs_fail_memory(step->error);
    }
    out->asks_for = asks_for->data;
    out->xapian = xapian->data;
    return status;
}

/* The terms that are matched first, as they are asked for. */
static void sort_terms(struct plan *plan, const zs_searcher *searcher)
{
    zs_explained_term *terms = plan->terms.items;
    for (size_t i = 0; i < plan->terms.count; i++) {
        const zs_match_term *wanted = &searcher->terms[i];
        for (size_t j = i; j < plan->terms.count; j++) {
            if (strlen(terms[j].term) == wanted->length &&
                memcmp(terms[j].term, wanted->term, wanted->length) == 0) {
                zs_explained_term found = terms[j];
                terms[j] = terms[i];
                terms[i] = found;
                break;
            }
        }
    }
}

static zs_status make_steps(struct plan *plan, zs_searcher *searcher, const zs_query *query,
                            const zs_query_options *options, zs_error *error)
{
    const zs_vocabulary *vocabulary = NULL;
    zs_status status = zs_searcher_vocabulary(
        searcher, options->no_synonyms || options->exact_script, &vocabulary, error);
    zs_requiring requiring = {.reader = NULL};
    zs_step step = {.searcher = searcher, .wanted = options->limit, .error = error};
    zs_match_node without;
    bool goes_on = true, any_without = false;
    if (!status) {
        status = zs_searcher_requiring(searcher, query, options->match, &requiring, error);
        requiring.exact_script = options->exact_script;
        requiring.vocabulary = vocabulary;
    }
    if (!status) {
        status = zs_likenesses_without(&searcher->likes, options->expand, &without,
                                       &any_without, error);
        step.without = any_without ? &without : NULL;
    }
    while (!status && goes_on) {
        zs_requirement *requirement = NULL;
        bool nothing = false, loosens = false;
        status = zs_require(query, &requiring, &requirement, &nothing, &loosens, error);
        step.requirement = requirement;
        bool first = plan->public.step_count == 0;
        if (!status && !nothing && first) {
            status = zs_prepare_terms(searcher, vocabulary, query, requirement,
                                      &step.term_count, error);
        }
        if (!status && !nothing) {
            status = plan_step(plan, &step);
        }
        zs_requirement_free(requirement);
        goes_on = first && !nothing && loosens && options->match == ZS_WORDS_STEPS;
        requiring.match = ZS_WORDS_ANY;
    }
    plan->public.matched_count = step.term_count;
    return status;
}

/* What is planned, and what came of it. */
struct planning {
    const zs_query *query;
    const zs_query_options *options;
    struct plan *plan;
};

static zs_status make_plan(zs_searcher *searcher, void *context, zs_error *error)
{
    struct planning *planning = context;
    struct plan *plan = calloc(1, sizeof *plan);
    if (!plan) {
        return zs_fail_memory(error);
    }
    zs_query_terms_clear(&searcher->query);
    zs_status status = zs_query_string(planning->query, &plan->tree, error);
    if (!status) {
        status = make_steps(plan, searcher, planning->query, planning->options, error);
    }
    if (!status && !zs_explained_terms_make(&searcher->query, &plan->terms)) {
        status = zs_fail_memory(error);
    }
    if (status) {
        zs_query_plan_free(&plan->public);
        return status;
    }
    planning->plan = plan;
    return ZS_OK;
}

zs_status zs_searcher_plan(zs_searcher *searcher, const zs_query *query,
                           const zs_query_options *options, zs_query_plan **out,
                           zs_error *error)
{
    static const zs_query_options defaults = {.limit = 0};
    if (!searcher || !query || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_searcher_plan needs a searcher, a query and a place for the plan");
    }
    struct planning planning = {.query = query, .options = options ? options : &defaults};
    searcher->deadline = zs_deadline_in(ZS_TIMEOUT);
    zs_status status = zs_searcher_steadily(searcher, make_plan, &planning, error);
    if (status) {
        return status;
    }
    struct plan *plan = planning.plan;
    sort_terms(plan, searcher);
    plan->public.tree = plan->tree;
    plan->public.steps = plan->steps;
    plan->public.terms = plan->terms.items;
    plan->public.term_count = plan->terms.count;
    *out = &plan->public;
    return ZS_OK;
}
