/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which of the articles that are nearly the same is shown for all of them: one that is written
 * in the script of the query, if there is any. Their words are the same to the first stage,
 * which takes any.
 */
#include "searcher/step.h"

/* So many of them are looked at. */
enum { LOOKED_AT = 16 };

static zs_status language_of(const zs_step *step, uint32_t docid, zs_script *out)
{
    zs_view *view = &step->searcher->view;
    zs_status status = zs_view_read(view, step->searcher->reader, docid, 0, step->error);
    if (!status) {
        *out = zs_script_of_language(view->record.article.language);
    }
    return status;
}

static zs_status is_met(const zs_step *step, uint32_t docid, bool *met)
{
    zs_searcher *searcher = step->searcher;
    *met = true;
    if (!step->requirement) { /* any of the terms, which the index has seen to */
        return ZS_OK;
    }
    zs_status status =
        zs_view_read(&searcher->view, searcher->reader, docid, SIZE_MAX, step->error);
    return status ? status
                  : zs_requirement_met(step->requirement, &searcher->view, &searcher->scratch,
                                       met, step->error);
}

/* Puts one in the place of a match that is in the other script. `same` is for those that are
 * nearly the same. */
static zs_status replace(const zs_step *step, zs_matches *same, zs_match *match)
{
    const zs_match_node within = {.kind = ZS_MATCH_SAME, .number = match->duplicates};
    zs_match_request request = zs_step_request(step, &within);
    request.duplicates = ZS_MATCH_EACH;
    request.limit = LOOKED_AT;
    zs_status status = zs_reader_find(step->searcher->reader, &request, same, step->error);
    for (size_t i = 0; !status && i < same->count; i++) {
        const zs_match *other = &same->items[i];
        zs_script script = ZS_SCRIPT_ANY;
        bool met = false;
        if (other->docid == match->docid || (!step->requirement && other->weight == 0)) {
            continue;
        }
        status = language_of(step, other->docid, &script);
        if (!status && script == step->script) {
            status = is_met(step, other->docid, &met);
        }
        if (!status && met) {
            match->docid = other->docid;
            /* If it is not known for one, it is not for the other. */
            match->weight = match->weight > 0 ? other->weight : 0;
            break;
        }
    }
    return status;
}

zs_status zs_stand_in(const zs_step *step)
{
    zs_searcher *searcher = step->searcher;
    zs_matches *matches = &searcher->step, same = ZS_MATCHES_INIT;
    zs_status status = ZS_OK;
    if (step->script == ZS_SCRIPT_ANY || step->expand) {
        return ZS_OK;
    }
    bool spans = step->requirement && zs_requirement_needs_spans(step->requirement);
    zs_view_begin(&searcher->view, NULL, !spans);
    for (size_t i = 0; !status && i < matches->count && i < searcher->depth; i++) {
        zs_match *match = &matches->items[i];
        zs_script script = step->script;
        if (match->duplicates != 0) {
            status = language_of(step, match->docid, &script);
        }
        if (!status && script != step->script) {
            status = replace(step, &same, match);
        }
    }
    zs_matches_release(&same);
    return status;
}
