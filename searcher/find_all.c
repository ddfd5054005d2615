/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding all that the index knows to meet the requirement of a step, where hits are counted,
 * sorted or collapsed.
 */
#include "searcher/step.h"

#include "base/error.h"

/* Those of `found` that are not known yet go behind the step's. What each is nearly the same
 * as is known. */
static zs_status take_others(const zs_step *step, const zs_matches *found)
{
    zs_matches *matches = &step->searcher->step;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < found->count; i++) {
        status = zs_step_take_named(step, &found->items[i]);
    }
    matches->total = matches->count;
    return status;
}

zs_status zs_find_all(const zs_step *step, const zs_match_node *within)
{
    zs_searcher *searcher = step->searcher;
    zs_matches *matches = &searcher->step;
    zs_match_request request = zs_step_request(step, within);
    if (!within && step->term_count == 0) {
        return ZS_OK;
    }
    if (step->arrangement->sorts || step->arrangement->collapses) {
        request.limit = SIZE_MAX; /* all of them in their order */
    }
    zs_status status = zs_reader_find_all(searcher->reader, &request, matches, step->error);
    bool others = !within && request.count < searcher->query.count;
    /* They are told apart from what comes behind, if anything does. */
    for (size_t i = 0;
         !status && i < matches->count && (others || matches->count < step->wanted); i++) {
        status = zs_step_note(searcher, &matches->items[i], step->error);
    }
    if (!status && others) {
        request.count = searcher->query.count;
        status = zs_reader_find_all(searcher->reader, &request, &searcher->found, step->error);
        status = status ? status : take_others(step, &searcher->found);
    }
    return status;
}
