/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding what meets the requirement of a step: by the index, or by looking at articles.
 */
#include "searcher/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Of articles that have to be looked at, so many bytes are looked at beyond what is wanted, to
 * count them; an article itself counts for some. */
enum {
    LOOKED_BYTES = 384 << 10,
    COUNTED_BYTES = 1 << 20,
    ARTICLE_BYTES = 384,
    KEPT_IS_FASTER = 8
};

/* Of matches that are collapsed into others, so many are looked at for the sake of what is not.
 */
enum { REPEATED_MOST = 1000 };

/* So many that have any of the terms are counted: to count more costs more than to find the
 * best. */
enum { ANY_COUNTED = 1000 };

/* What is sought mostly stands at the beginning: so much of a long article is read first. */
enum { BEGINNING = 4 << 10 };

/* What is looked at comes in batches, each so many times as large as the one before. */
enum { BATCH = 256, BATCH_GROWTH = 10 };

zs_match_request zs_step_request(const zs_step *step, const zs_match_node *within)
{
    /* The same articles are reranked however many are asked for, so that pages fit. */
    size_t limit = step->wanted < ZS_RERANK_DEPTH ? ZS_RERANK_DEPTH : step->wanted;
    return (zs_match_request){.terms = step->searcher->terms,
                              .count = step->term_count,
                              .within = within,
                              .without = step->without,
                              .limit = limit,
                              .counted = within ? ZS_COUNTED : 0,
                              .duplicates = step->expand ? ZS_MATCH_EACH : ZS_MATCH_BEST,
                              .deadline = &step->searcher->deadline};
}

/* Whether an article is a hit already, or one that it is nearly the same as stands for it. */
bool zs_step_knows(const zs_step *step, const zs_match *match)
{
    const zs_searcher *searcher = step->searcher;
    return zs_number_set_has(&searcher->docids, match->docid) ||
           (!step->expand && match->duplicates != 0 &&
            zs_number_set_has(&searcher->duplicates, match->duplicates));
}

zs_status zs_step_note(zs_searcher *searcher, const zs_match *match, zs_error *error)
{
    bool kept =
        zs_number_set_add(&searcher->docids, match->docid) &&
        (match->duplicates == 0 || zs_number_set_add(&searcher->duplicates, match->duplicates));
    return kept ? ZS_OK : zs_fail_memory(error);
}

/* Adds an article to the step's, unless it is known. What it is nearly the same as may not have
 * been asked for yet. */
zs_status zs_step_take(const zs_step *step, const zs_match *match)
{
    zs_searcher *searcher = step->searcher;
    zs_match taken = *match;
    zs_status status = ZS_OK;
    if (!step->expand && taken.duplicates == 0 && !zs_step_knows(step, match)) {
        status = zs_reader_duplicate_number(searcher->reader, taken.docid, &taken.duplicates,
                                            step->error);
    }
    return status ? status : zs_step_take_named(step, &taken);
}

zs_status zs_step_take_named(const zs_step *step, const zs_match *match)
{
    zs_searcher *searcher = step->searcher;
    if (zs_step_knows(step, match)) {
        return ZS_OK;
    }
    zs_status status = zs_step_note(searcher, match, step->error);
    return status ? status : zs_matches_add(&searcher->step, match, step->error);
}

/* Finds what has any of the terms of a request, and takes what is not known. */
static zs_status take_any(const zs_step *step, const zs_match_request *request)
{
    zs_matches *found = &step->searcher->found;
    zs_status status = zs_reader_find(step->searcher->reader, request, found, step->error);
    for (size_t i = 0; !status && i < found->count; i++) {
        status = zs_step_take(step, &found->items[i]);
    }
    return status;
}

/* The best for any of the terms, which the step before has looked for already. */
static zs_status take_best(const zs_step *step)
{
    zs_searcher *searcher = step->searcher;
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < searcher->found.count; i++) {
        status = zs_step_take(step, &searcher->found.items[i]);
    }
    /* What is reranked does not depend on how many more are wanted. */
    searcher->depth = searcher->step.count;
    return status;
}

/* Any of the terms: all but what an earlier step has found. If those that are matched do not
 * give enough, what has only those that matter least follows. */
static zs_status find_any(const zs_step *step)
{
    zs_searcher *searcher = step->searcher;
    const zs_matches *found = &searcher->found;
    size_t before = searcher->matches.count;
    if (step->term_count == 0) {
        return ZS_OK;
    }
    zs_match_request request = zs_step_request(step, NULL);
    request.counted = before == 0 ? ANY_COUNTED : 0;
    request.limit += before;
    zs_status status = before > 0 && searcher->found_best ? take_best(step) : ZS_OK;
    if (status || before + searcher->step.count >= step->wanted) {
        return status;
    }
    status = take_any(step, &request);
    if (!status && found->count < request.limit && request.count < searcher->query.count) {
        request.count = searcher->query.count;
        status = take_any(step, &request);
    }
    searcher->step.total = found->total;
    searcher->step.exact = found->exact;
    return status;
}

/* What the index knows to meet the requirement. */
static zs_status find_exactly(const zs_step *step, const zs_candidates *candidates)
{
    zs_searcher *searcher = step->searcher;
    zs_match_request request = zs_step_request(step, &candidates->node);
    zs_status status = zs_reader_find(searcher->reader, &request, &searcher->step, step->error);
    for (size_t i = 0; !status && i < searcher->step.count; i++) {
        status = zs_step_note(searcher, &searcher->step.items[i], step->error);
    }
    return status;
}

/* ---- Looking at articles ----------------------------------------------------------------- */

/* How articles are looked at, and how far that is. */
struct looking {
    size_t text_limit;    /* bytes of the text; 0: none of it is needed */
    bool only_grows;      /* what the beginning of an article has, the article has */
    size_t wanted;        /* matches */
    size_t budget;        /* bytes that are looked at beyond these */
    size_t looked_at;     /* bytes, in all */
    size_t free_bytes;    /* of these, until there were as many matches as wanted */
    size_t checked;       /* articles */
    bool enough;          /* no more need be looked at */
    zs_number_set *seen;  /* of an earlier request; NULL: there was none */
    size_t repeated;      /* matches that are collapsed into others */
    zs_number_set values; /* of those that are not */
};

/* How many hits there are. */
static size_t hits_of(const zs_step *step, const struct looking *looking)
{
    return step->searcher->step.count - looking->repeated;
}

/* Takes a match; where it is collapsed into another, it is no hit. Where many are, no more of
 * them are looked at than so many. */
static zs_status take_looked_at(const zs_step *step, const zs_match *match,
                                struct looking *looking)
{
    size_t before = step->searcher->step.count;
    zs_status status = zs_step_take(step, match);
    bool collapses = step->arrangement && step->arrangement->collapses;
    if (status || !collapses || step->searcher->step.count == before ||
        looking->repeated >= REPEATED_MOST) {
        return status;
    }
    uint32_t number = zs_value_field_first(&step->arrangement->collapse, match->docid);
    if (number != 0 && zs_number_set_has(&looking->values, number)) {
        looking->repeated++;
    } else if (number != 0 && !zs_number_set_add(&looking->values, number)) {
        status = zs_fail_memory(step->error);
    }
    return status;
}

/* Whether an article, or so much of its text, meets the requirement. */
static zs_status is_met(const zs_step *step, const zs_match *match, size_t limit,
                        struct looking *looking, bool *met, bool *whole)
{
    zs_searcher *searcher = step->searcher;
    zs_view *view = &searcher->view;
    zs_status status = zs_view_read(view, searcher->reader, match->docid, limit, step->error);
    if (status) {
        return status;
    }
    *whole = !view->cut;
    looking->looked_at += ARTICLE_BYTES + (view->kept ? view->kept->text.length / KEPT_IS_FASTER
                                                      : view->record.article.text_length);
    return zs_requirement_met(step->requirement, view, &searcher->scratch, met, step->error);
}

/* Looks at one article; adds it if it meets the requirement. */
static zs_status look_at(const zs_step *step, const zs_match *match, struct looking *looking)
{
    bool met = false, whole = false;
    if (zs_step_knows(step, match)) {
        return ZS_OK;
    }
    /* Where most do not have it, to read the beginning first is work done twice. */
    bool twice = looking->text_limit > BEGINNING && looking->only_grows &&
                 2 * step->searcher->step.count >= looking->checked;
    zs_status status =
        is_met(step, match, twice ? BEGINNING : looking->text_limit, looking, &met, &whole);
    if (!status && !met && twice && !whole) {
        status = is_met(step, match, SIZE_MAX, looking, &met, &whole);
    }
    return !status && met ? take_looked_at(step, match, looking) : status;
}

/* The same, and sees whether it is enough. */
static zs_status look_further(const zs_step *step, const zs_match *match,
                              struct looking *looking)
{
    zs_status status = look_at(step, match, looking);
    looking->checked++;
    if (hits_of(step, looking) < looking->wanted) {
        looking->free_bytes = looking->looked_at;
    }
    looking->enough = looking->looked_at - looking->free_bytes > looking->budget ||
                      zs_deadline_over(&step->searcher->deadline);
    return status;
}

/* Looks at what a request finds, until it is enough. */
static zs_status look_through(const zs_step *step, zs_match_request request,
                              struct looking *looking)
{
    zs_searcher *searcher = step->searcher;
    zs_matches *found = &searcher->found;
    zs_status status = ZS_OK;
    bool ended = false;
    request.duplicates = ZS_MATCH_EACH; /* those that are taken are told apart */
    request.limit = BATCH;
    request.counted = 0;
    while (!status && !ended && !looking->enough) {
        status = zs_reader_find(searcher->reader, &request, found, step->error);
        ended = !status && found->count < request.limit;
        for (size_t i = 0; !status && !looking->enough && i < found->count; i++) {
            const zs_match *match = &found->items[i];
            if (looking->seen && zs_number_set_has(looking->seen, match->docid)) {
                continue;
            }
            if (looking->seen && !zs_number_set_add(looking->seen, match->docid)) {
                return zs_fail_memory(step->error);
            }
            status = look_further(step, match, looking);
        }
        request.offset += found->count;
        request.limit *= BATCH_GROWTH;
        /* To find more only to count them is not worth what it takes. */
        looking->enough = looking->enough || (!ended && looking->budget == LOOKED_BYTES &&
                                              hits_of(step, looking) >= looking->wanted);
    }
    return status;
}

/* Looks at all that may meet the requirement in the order that is asked for, until it is
 * enough: so the first are the first of all, however few have been looked at. */
static zs_status look_in_order(const zs_step *step, const zs_match_node *within,
                               struct looking *looking)
{
    zs_searcher *searcher = step->searcher;
    zs_matches *found = &searcher->found;
    zs_match_request request = zs_step_request(step, within);
    request.duplicates = ZS_MATCH_EACH; /* those that are taken are told apart */
    request.limit = SIZE_MAX;
    zs_status status = zs_reader_find_all(searcher->reader, &request, found, step->error);
    if (!status) {
        status = zs_arrangement_sort(step->arrangement, found, SIZE_MAX, &searcher->shared,
                                     step->error);
    }
    for (size_t i = 0; !status && !looking->enough && i < found->count; i++) {
        status = look_further(step, &found->items[i], looking);
        /* The last of them may have been enough. */
        looking->enough = looking->enough && i + 1 < found->count;
    }
    return status;
}

/* The articles that meet the requirement, the best of the first stage first, until there are as
 * many as wanted, and some more to count. Where any article may meet it, those that have a term
 * come first: to rank the others is not worth what it takes. */
static zs_status find_by_looking(const zs_step *step, const zs_candidates *candidates)
{
    zs_searcher *searcher = step->searcher;
    zs_matches *matches = &searcher->step;
    zs_match_request request = zs_step_request(step, NULL);
    bool counts = step->arrangement && step->arrangement->counts;
    struct looking looking = {.text_limit =
                                  zs_requirement_needs_text(step->requirement) ? SIZE_MAX : 0,
                              .only_grows = zs_requirement_only_grows(step->requirement),
                              .wanted = request.limit,
                              .budget = counts ? COUNTED_BYTES : LOOKED_BYTES};
    bool spans = zs_requirement_needs_spans(step->requirement);
    bool keeps = !spans && zs_requirement_is_of_text(step->requirement);
    zs_view_begin(&searcher->view, keeps ? &searcher->texts : NULL, !spans);
    bool sorts = step->arrangement && step->arrangement->sorts;
    zs_status status = ZS_OK;
    if (sorts) {
        status = look_in_order(step, &candidates->node, &looking);
    } else if (candidates->node.kind == ZS_MATCH_EVERY && request.count > 0) {
        zs_number_set_clear(&searcher->have);
        looking.seen = &searcher->have;
        status = look_through(step, request, &looking);
    }
    if (!status && !sorts && !looking.enough) {
        request.within = &candidates->node;
        status = look_through(step, request, &looking);
    }
    zs_number_set_release(&looking.values);
    matches->exact = !looking.enough;
    matches->total = matches->count;
    if (looking.enough && looking.checked > 0) {
        /* As many of the rest as of those that were looked at. */
        double share = (double)matches->count / (double)looking.checked;
        double all = (double)searcher->found.total;
        double more = all > (double)looking.checked ? all - (double)looking.checked : 0;
        matches->total += (uint64_t)(share * more);
    }
    return status;
}

/* ---- All of it ------------------------------------------------------------------------ */

zs_status zs_find(const zs_step *step)
{
    zs_shares shares;
    zs_candidates candidates;
    zs_matches_clear(&step->searcher->step);
    step->searcher->depth = ZS_RERANK_DEPTH;
    if (!step->requirement) {
        return step->arrangement ? zs_find_all(step, NULL) : find_any(step);
    }
    zs_status status = zs_shares_make(step->requirement, &shares, step->error);
    if (!status && shares.exact) {
        status = zs_find_shared(step, &shares);
    }
    bool found = shares.exact;
    zs_shares_release(&shares);
    if (status || found) {
        return status;
    }
    status = zs_candidates_make(step->requirement, &candidates, step->error);
    if (!status) {
        bool exact = candidates.exact && step->searcher->matches.count == 0;
        status = !exact              ? find_by_looking(step, &candidates)
                 : step->arrangement ? zs_find_all(step, &candidates.node)
                                     : find_exactly(step, &candidates);
        zs_candidates_release(&candidates);
    }
    return status;
}
