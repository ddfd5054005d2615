/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Finding articles that carry a share of the weight of a query's words.
 */
#include "searcher/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static int by_docid(const void *one, const void *other)
{
    const uint32_t *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

static int by_share(const void *one, const void *other)
{
    const zs_match *a = one, *b = other;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    return by_docid(&a->docid, &b->docid);
}

void zs_shares_release(zs_shares *shares)
{
    for (size_t i = 0; i < shares->count; i++) {
        zs_candidates_release(&shares->parts[i]);
    }
    for (size_t i = 0; i < shares->needed_count; i++) {
        zs_candidates_release(&shares->needed[i]);
    }
    free(shares->parts);
    free(shares->weighed);
    free(shares->needed);
    free(shares->rest.children);
}

static const zs_requirement *share_of(const zs_requirement *requirement)
{
    for (size_t i = 0; i < requirement->count; i++) {
        if (requirement->parts[i]->kind == ZS_REQUIRE_SHARE) {
            return requirement->parts[i];
        }
    }
    return NULL;
}

static zs_status make_needed(const zs_requirement *requirement, zs_shares *shares,
                             zs_error *error)
{
    shares->needed = calloc(requirement->count + 1, sizeof *shares->needed);
    shares->rest.children = calloc(requirement->count + 1, sizeof *shares->rest.children);
    shares->rest.kind = ZS_MATCH_ALL;
    if (!shares->needed || !shares->rest.children) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < requirement->count; i++) {
        const zs_requirement *part = requirement->parts[i];
        if (part == shares->share) {
            continue;
        }
        zs_candidates *made = &shares->needed[shares->needed_count];
        zs_status status = zs_candidates_make(part, made, error);
        if (status) {
            return status;
        }
        shares->needed_count++;
        shares->exact = shares->exact && made->exact && !part->negated;
        shares->rest.children[shares->rest.count++] = made->node;
    }
    return ZS_OK;
}

/* Makes queries of a share and what is needed besides; not exact if any of it has to be looked
 * at. */
zs_status zs_shares_make(const zs_requirement *requirement, zs_shares *shares, zs_error *error)
{
    const zs_requirement *share = share_of(requirement);
    *shares = (zs_shares){.share = share, .exact = share != NULL};
    if (!share) {
        return ZS_OK;
    }
    shares->parts = calloc(share->count + 1, sizeof *shares->parts);
    shares->weighed = calloc(share->count + 1, sizeof *shares->weighed);
    if (!shares->parts || !shares->weighed) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < share->count; i++) {
        zs_candidates *made = &shares->parts[i];
        zs_status status = zs_candidates_make(share->parts[i], made, error);
        if (status) {
            return status;
        }
        shares->count++;
        shares->exact = shares->exact && made->exact;
        shares->weighed[i] =
            (zs_match_share){.node = &made->node, .weight = share->parts[i]->weight};
    }
    return make_needed(requirement, shares, error);
}

/* Counts the articles that have their share, one for those that are nearly the same. */
static zs_status count_shared(const zs_step *step, uint64_t *total)
{
    const zs_matches *shared = &step->searcher->shared;
    uint32_t *numbers = malloc((shared->count + 1) * sizeof *numbers);
    if (!numbers) {
        return zs_fail_memory(step->error);
    }
    size_t named = 0;
    *total = 0;
    for (size_t i = 0; i < shared->count; i++) {
        uint32_t number = step->expand ? 0 : shared->items[i].duplicates;
        if (number != 0) {
            numbers[named++] = number;
        } else {
            ++*total;
        }
    }
    qsort(numbers, named, sizeof *numbers, by_docid);
    for (size_t i = 0; i < named; i++) {
        *total += i == 0 || numbers[i] != numbers[i - 1];
    }
    free(numbers);
    return ZS_OK;
}

/* How many of those that have their share come first, in order. */
static size_t best_of(const zs_step *step)
{
    return step->wanted > ZS_RERANK_DEPTH ? step->wanted : ZS_RERANK_DEPTH;
}

/* Whether an article is among those that have their share: the best, or the others, which are
 * in the order of their docids. */
static bool has_share(const zs_matches *shared, size_t best, uint32_t docid)
{
    size_t low = best < shared->count ? best : shared->count, high = shared->count;
    for (size_t i = 0; i < low; i++) {
        if (shared->items[i].docid == docid) {
            return true;
        }
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (shared->items[middle].docid < docid) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < shared->count && shared->items[low].docid == docid;
}

/* Of the best of the first stage those that have their share, then the others that have it, of
 * the greatest first: so what is reranked does not depend on how many are wanted. */
static zs_status take_shared(const zs_step *step)
{
    zs_searcher *searcher = step->searcher;
    const zs_matches *shared = &searcher->shared, *found = &searcher->found;
    size_t best = best_of(step);
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < found->count; i++) {
        if (has_share(shared, best, found->items[i].docid)) {
            status = zs_step_take(step, &found->items[i]);
        }
    }
    for (size_t i = 0; !status && i < shared->count && searcher->step.count < best; i++) {
        if (i == best) { /* some of the best were nearly the same */
            qsort(shared->items + best, shared->count - best, sizeof *shared->items, by_share);
        }
        zs_match match = shared->items[i];
        match.weight = 0; /* what the first stage would give is not known */
        status = zs_step_take(step, &match);
    }
    return status;
}

zs_status zs_find_shared(const zs_step *step, const zs_shares *shares)
{
    zs_searcher *searcher = step->searcher;
    const zs_match_node *rest = shares->rest.count > 0 ? &shares->rest : NULL;
    zs_match_request request = zs_step_request(step, rest);
    request.duplicates = ZS_MATCH_EACH; /* those that are taken are told apart */
    request.counted = 0;
    request.limit = ZS_RERANK_DEPTH;
    zs_status status =
        zs_reader_find(searcher->reader, &request, &searcher->found, step->error);
    request.duplicates = step->expand ? ZS_MATCH_EACH : ZS_MATCH_NAMED;
    searcher->found_best = rest == NULL;
    request.limit = best_of(step);
    if (!status) {
        status = zs_reader_find_share(searcher->reader, shares->weighed, shares->count,
                                      shares->share->least, &request, &searcher->shared,
                                      step->error);
    }
    if (!status) {
        status = take_shared(step);
    }
    searcher->step.exact = searcher->shared.exact;
    return status ? status : count_shared(step, &searcher->step.total);
}
