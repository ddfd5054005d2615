/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query's way: weigh its terms, find what has what it asks for, rerank it; and once more for
 * what has less, if that is not enough.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "searcher/require.h"
#include "searcher/step.h"

enum { SECONDS_A_DAY = 24 * 60 * 60 };

/* Scores go on falling behind what was reranked. */
static void let_fall(zs_matches *matches)
{
    for (size_t i = 1; i < matches->count; i++) {
        if (matches->items[i].weight > matches->items[i - 1].weight) {
            matches->items[i].weight = matches->items[i - 1].weight;
        }
    }
}

/* Counts, sorts and collapses what was found, of which as many as are wanted stay. */
static zs_status arrange(zs_searcher *searcher, size_t wanted, zs_error *error)
{
    zs_arrangement *arrangement = &searcher->arrangement;
    zs_matches *step = &searcher->step;
    zs_status status = ZS_OK;
    if (arrangement->counts) {
        status = zs_arrangement_count(arrangement, step, &searcher->notes, &searcher->counted,
                                      error);
    }
    if (!status && arrangement->counts) {
        searcher->counted->public.exact = step->exact && !searcher->deadline.passed;
    }
    if (!status && arrangement->sorts) {
        let_fall(step);
        status =
            zs_arrangement_sort(arrangement, step, arrangement->collapses ? SIZE_MAX : wanted,
                                &searcher->shared, error);
    }
    if (!status && arrangement->collapses) {
        status = zs_arrangement_collapse(arrangement, step, wanted, error);
    }
    step->count = step->count < wanted ? step->count : wanted;
    return status;
}

/* Puts the matches of a step behind those of the one before, and lets scores fall where they
 * say the order. */
static zs_status append_step(zs_searcher *searcher, bool falls, zs_error *error)
{
    zs_matches *matches = &searcher->matches;
    const zs_matches *step = &searcher->step;
    size_t ids = matches->ids.length;
    double scale = 1;
    if (matches->count > 0 && step->count > 0) {
        double last = matches->items[matches->count - 1].weight;
        double first = step->items[0].weight;
        scale = first >= last && first > 0 ? ZS_STEP_SCALE * last / first : 1;
    }
    if (step->ids.length > 0 &&
        !zs_buffer_append(&matches->ids, step->ids.data, step->ids.length)) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < step->count; i++) {
        zs_match match = step->items[i];
        match.weight *= scale;
        if (falls && matches->count > 0 &&
            match.weight > matches->items[matches->count - 1].weight) {
            match.weight = matches->items[matches->count - 1].weight;
        }
        match.id += match.id == ZS_NO_ID ? 0 : ids;
        zs_status status = zs_matches_add(matches, &match, error);
        if (status) {
            return status;
        }
    }
    return ZS_OK;
}

/* Finds what meets the requirement, reranks it and puts it behind what there is. */
static zs_status run_step(const zs_step *step)
{
    zs_searcher *searcher = step->searcher;
    zs_status status = zs_find(step);
    if (!status && step->first_stage) {
        zs_score_first_stage(&searcher->query, &searcher->step);
    } else if (!status) {
        status = zs_stand_in(step);
    }
    if (!status && !step->first_stage) {
        const zs_rerank_source source = {.reader = searcher->reader, .texts = &searcher->texts};
        status = zs_rerank(searcher->reranker, &source, searcher->matcher, &searcher->query,
                           searcher->depth, &searcher->step, &searcher->looks, step->error);
    }
    if (!status && step->arrangement) {
        status = arrange(searcher, step->wanted, step->error);
    }
    bool falls = !step->arrangement || !step->arrangement->sorts;
    return status ? status : append_step(searcher, falls, step->error);
}

/* A later step: what is required otherwise. */
static zs_status require_step(zs_step *step, const zs_query *query,
                              const zs_requiring *requiring)
{
    zs_requirement *requirement = NULL;
    bool nothing = false, loosens = false;
    zs_status status =
        zs_require(query, requiring, &requirement, &nothing, &loosens, step->error);
    step->requirement = requirement;
    if (!status && !nothing) {
        status = run_step(step);
    }
    zs_requirement_free(requirement);
    return status;
}

/* Forgets what was found before. */
static void begin(zs_searcher *searcher)
{
    zs_searcher_begin(searcher);
    zs_arrangement_release(&searcher->arrangement);
    zs_counted_free(searcher->counted);
    searcher->counted = NULL;
    zs_matches_clear(&searcher->matches);
    zs_matches_clear(&searcher->step);
    zs_number_set_clear(&searcher->docids);
    zs_number_set_clear(&searcher->duplicates);
    zs_buffer_clear(&searcher->notes);
    searcher->looks.count = 0;
    searcher->found_best = false;
    searcher->step_begins = searcher->pinyin_begins = SIZE_MAX;
    zs_query_terms_clear(&searcher->query);
}

/* The script of all words that are wanted: traditional if any is. What is like an article is
 * of both. */
static zs_script script_of(const zs_query *query)
{
    bool words = query->kind == ZS_QUERY_WORDS || query->kind == ZS_QUERY_PHRASE;
    bool text = !query->field || strcmp(query->field, "title") == 0;
    zs_script script =
        words && text ? zs_script_of(query->text, strlen(query->text)) : ZS_SCRIPT_ANY;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query *clause = query->clauses[i];
        zs_script part = clause->occur == ZS_MUST_NOT ? ZS_SCRIPT_ANY : script_of(clause);
        script = part > script ? part : script;
    }
    return script;
}

zs_status zs_search(zs_searcher *searcher, const zs_query *query, const zs_query *spelt,
                    const zs_query_options *options, size_t wanted, zs_error *error)
{
    const zs_vocabulary *vocabulary = NULL;
    zs_status status = zs_searcher_vocabulary(
        searcher, options->no_synonyms || options->exact_script, &vocabulary, error);
    if (status) {
        return status;
    }
    zs_requiring requiring = {.reader = NULL};
    zs_requirement *requirement = NULL;
    bool nothing = false, loosens = false;
    begin(searcher);
    zs_reranker_set_half_life(searcher->reranker, options->fresh,
                              (int64_t)time(NULL) / SECONDS_A_DAY);
    zs_script script = script_of(query);
    zs_reranker_set_script(searcher->reranker, script);
    zs_match_node without;
    bool any_without = false;
    status = zs_arrangement_make(options, &searcher->columns, searcher->reader,
                                 &searcher->arrangement, error);
    if (!status) {
        status = zs_searcher_requiring(searcher, query, options->match, &requiring, error);
        requiring.exact_script = options->exact_script;
        requiring.vocabulary = vocabulary;
        requiring.notes = &searcher->notes;
    }
    if (!status) {
        status = zs_likenesses_without(&searcher->likes, options->expand, &without,
                                       &any_without, error);
    }
    if (!status) {
        status = zs_require(query, &requiring, &requirement, &nothing, &loosens, error);
    }
    if (status || nothing) {
        return status ? status : arrange(searcher, wanted, error);
    }
    bool arranges = zs_arrangement_is_needed(&searcher->arrangement);
    zs_step step = {.searcher = searcher,
                    .requirement = requirement,
                    .without = any_without ? &without : NULL,
                    .wanted = wanted,
                    .expand = options->expand,
                    .first_stage = options->first_stage,
                    .script = script,
                    .arrangement = arranges ? &searcher->arrangement : NULL,
                    .error = error};
    status = zs_prepare_terms(searcher, vocabulary, spelt ? spelt : query, requirement,
                              &step.term_count, error);
    if (!status) {
        status = zs_matcher_prepare(searcher->matcher, &searcher->query, error);
    }
    if (!status) {
        status = run_step(&step);
    }
    searcher->matches.total = searcher->step.total;
    searcher->matches.exact = searcher->step.exact && !searcher->deadline.passed;
    /* What is sorted or collapsed is only what was asked for. */
    bool arranged = searcher->arrangement.sorts || searcher->arrangement.collapses;
    bool goes_on = !status && loosens && !arranged && options->match == ZS_WORDS_STEPS &&
                   searcher->matches.count < wanted && !searcher->deadline.passed;
    zs_requirement_free(requirement);
    requiring.notes = NULL; /* they have been taken */
    step.arrangement = NULL;
    if (goes_on) {
        searcher->step_begins = searcher->matches.count;
        requiring.match = ZS_WORDS_ANY;
        status = require_step(&step, query, &requiring);
    }
    if (!status && spelt && !arranged && searcher->matches.count < wanted) {
        searcher->pinyin_begins = searcher->matches.count;
        requiring.match = options->match;
        status = require_step(&step, spelt, &requiring);
    }
    return status;
}
