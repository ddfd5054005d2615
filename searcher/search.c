/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query's way: weigh its terms, find what has what it asks for, look at it where the index
 * does not know, rerank; and once more for what has less, if that is not enough.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/candidates.h"
#include "searcher/require.h"
#include "searcher/searcher.h"

/* The first stage matches the heaviest terms until they carry this share of the query's
 * weight: the rest cost most, being in most articles, and change least. Reranking counts
 * them all. */
static const double MATCHED_SHARE = 0.85;

/* More terms than this say nothing new. */
enum { MATCHED_TERMS = 64 };

/* Counts are exact up to so many articles that the index finds. Of those that have to be looked
 * at, so many bytes are looked at beyond what is wanted, an article itself counting for some. */
enum { COUNTED = 10000, LOOKED_BYTES = 384 << 10, ARTICLE_BYTES = 384 };

/* What is sought mostly stands at the beginning: so much of a long article is read first. */
enum { BEGINNING = 4 << 10 };

/* What is looked at comes in batches, each so many times as large as the one before. */
enum { BATCH = 200, BATCH_GROWTH = 10 };

/* One step of an answer. */
struct step {
    zs_searcher *searcher;
    const zs_requirement *requirement; /* NULL: any of the terms */
    size_t term_count;                 /* of searcher->terms, those that are matched */
    size_t wanted;
    bool expand;
    bool first_stage; /* nothing is reranked */
    zs_error *error;
};

/* ---- The terms of the first stage -------------------------------------------------------- */

static int by_weight(const void *one, const void *other)
{
    const struct zs_weighed *a = one;
    const struct zs_weighed *b = other;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    return a->term < b->term ? -1 : 1;
}

static bool is_pair(const zs_query_term *term)
{
    return term->kind == ZS_TOKEN_HAN_WORD || term->kind == ZS_TOKEN_HAN_INNER ||
           term->kind == ZS_TOKEN_HAN_CROSS;
}

/* Chooses the terms of the first stage; behind them stand the others. An article that holds the query has all its pairs,
 * but not for certain its words, which depend on what stands around: so there is a pair among
 * the terms if the query has one, and every character that stands alone. */
static zs_status choose_terms(zs_searcher *searcher, size_t *count, zs_error *error)
{
    const zs_query_terms *query = &searcher->query;
    struct zs_weighed *order = zs_array_grow(searcher->order, &searcher->order_capacity,
                                             query->count + 1, sizeof *order);
    if (order) {
        searcher->order = order;
    }
    zs_match_term *terms = zs_array_grow(searcher->terms, &searcher->term_capacity,
                                         query->count + 1, sizeof *terms);
    if (terms) {
        searcher->terms = terms;
    }
    if (!order || !terms) {
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < query->count; i++) {
        order[i] =
            (struct zs_weighed){.term = i, .weight = zs_query_term_weight(&query->items[i])};
    }
    qsort(order, query->count, sizeof *order, by_weight);

    size_t chosen = 0, left_out = query->count;
    bool has_pair = false;
    double weight = 0;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[order[i].term];
        bool enough = weight >= MATCHED_SHARE * query->weight || chosen >= MATCHED_TERMS;
        bool left = enough && !term->prefix && (has_pair || !is_pair(term));
        terms[left ? --left_out : chosen++] =
            (zs_match_term){.term = query->terms.data + term->term,
                            .length = term->term_length,
                            .factor = term->factor,
                            .prefix = term->prefix};
        if (left) {
            continue;
        }
        has_pair = has_pair || is_pair(term);
        weight += order[i].weight;
    }
    *count = chosen;
    return ZS_OK;
}

/* Adds the words of all that is wanted; what counts more is boosted. Fields other than the
 * title are looked for, not weighed. */
static zs_status add_terms(zs_searcher *searcher, const zs_query *query, double boost,
                           zs_error *error)
{
    bool weighed = !query->field || strcmp(query->field, "title") == 0;
    if (query->occur == ZS_MUST_NOT || !weighed) {
        return ZS_OK;
    }
    boost *= query->boost;
    zs_status status = ZS_OK;
    if (query->kind == ZS_QUERY_WORDS || query->kind == ZS_QUERY_PHRASE) {
        status =
            zs_query_terms_add(&searcher->query, searcher->analyser, query->text, boost, error);
    }
    for (size_t i = 0; !status && i < query->count; i++) {
        status = add_terms(searcher, query->clauses[i], boost, error);
    }
    return status;
}

/* Of what is required, adds what patterns look for: each counts as little as a part of a word,
 * since there may be many. */
static zs_status add_fitted(zs_searcher *searcher, const zs_requirement *requirement,
                            zs_error *error)
{
    enum { FITTED_MOST = 16 };
    static const double FITTED = 0.25;
    zs_buffer words = ZS_BUFFER_INIT;
    bool kept = true;
    if (requirement->negated) {
        return ZS_OK;
    }
    if (requirement->kind == ZS_REQUIRE_TERMS) {
        for (size_t i = 0; kept && i < requirement->term_count && i < FITTED_MOST; i++) {
            const zs_requirement_term *term = &requirement->terms[i];
            kept = zs_buffer_append(&words, term->bytes, term->length) &&
                   zs_buffer_append_byte(&words, ' ');
        }
    } else if (requirement->pattern) {
        kept = zs_pattern_words(requirement->pattern, &words);
    }
    zs_status status = kept && zs_buffer_terminate(&words) ? ZS_OK : zs_fail_memory(error);
    if (!status && words.length > 0) {
        status =
            zs_query_terms_add(&searcher->query, searcher->analyser, words.data, FITTED, error);
    }
    zs_buffer_release(&words);
    for (size_t i = 0; !status && !requirement->pattern && i < requirement->count; i++) {
        status = add_fitted(searcher, requirement->parts[i], error);
    }
    return status;
}

/* Terms, their weights, and which of them are matched. */
static zs_status prepare_terms(zs_searcher *searcher, const zs_query *query,
                               const zs_requirement *requirement, size_t *count,
                               zs_error *error)
{
    zs_query_terms_clear(&searcher->query);
    zs_status status = add_terms(searcher, query, 1, error);
    if (!status && requirement) {
        status = add_fitted(searcher, requirement, error);
    }
    zs_query_terms_end(&searcher->query);
    if (!status) {
        status = zs_query_terms_weigh(&searcher->query, searcher->reader, error);
    }
    return status ? status : choose_terms(searcher, count, error);
}

/* ---- Finding ----------------------------------------------------------------------------- */

static zs_match_request request_of(const struct step *step, const zs_match_node *within)
{
    /* The same articles are reranked however many are asked for, so that pages fit. */
    size_t limit = step->wanted < ZS_RERANK_DEPTH ? ZS_RERANK_DEPTH : step->wanted;
    return (zs_match_request){.terms = step->searcher->terms,
                              .count = step->term_count,
                              .within = within,
                              .limit = limit,
                              .counted = within ? COUNTED : 0,
                              .duplicates = step->expand ? ZS_MATCH_EACH : ZS_MATCH_BEST};
}

/* Whether an article is a hit already, or one that it is nearly the same as stands for it. */
static bool is_known(const struct step *step, const zs_match *match)
{
    const zs_searcher *searcher = step->searcher;
    return zs_number_set_has(&searcher->docids, match->docid) ||
           (!step->expand && match->duplicates != 0 &&
            zs_number_set_has(&searcher->duplicates, match->duplicates));
}

static zs_status note_match(zs_searcher *searcher, const zs_match *match, zs_error *error)
{
    bool kept = zs_number_set_add(&searcher->docids, match->docid) &&
                (match->duplicates == 0 ||
                 zs_number_set_add(&searcher->duplicates, match->duplicates));
    return kept ? ZS_OK : zs_fail_memory(error);
}

/* Adds an article to the step's, unless it is known. */
static zs_status take_match(const struct step *step, const zs_match *match)
{
    zs_searcher *searcher = step->searcher;
    if (is_known(step, match)) {
        return ZS_OK;
    }
    zs_status status = note_match(searcher, match, step->error);
    return status ? status : zs_matches_add(&searcher->step, match, step->error);
}

/* Finds what has any of the terms of a request, and takes what is not known. */
static zs_status take_any(const struct step *step, const zs_match_request *request)
{
    zs_matches *found = &step->searcher->found;
    zs_status status = zs_reader_find(step->searcher->reader, request, found, step->error);
    for (size_t i = 0; !status && i < found->count; i++) {
        status = take_match(step, &found->items[i]);
    }
    return status;
}

/* Any of the terms: all but what an earlier step has found. If those that are matched do not
 * give enough, what has only those that matter least follows. */
static zs_status find_any(const struct step *step)
{
    zs_searcher *searcher = step->searcher;
    const zs_matches *found = &searcher->found;
    size_t before = searcher->matches.count;
    if (step->term_count == 0) {
        return ZS_OK;
    }
    zs_match_request request = request_of(step, NULL);
    request.counted = before == 0 ? COUNTED : 0;
    request.limit += before;
    zs_status status = take_any(step, &request);
    if (!status && found->count < request.limit && request.count < searcher->query.count) {
        request.count = searcher->query.count;
        status = take_any(step, &request);
    }
    searcher->step.total = found->total;
    searcher->step.exact = found->exact;
    return status;
}

/* What the index knows to meet the requirement. */
static zs_status find_exactly(const struct step *step, const zs_candidates *candidates)
{
    zs_searcher *searcher = step->searcher;
    zs_match_request request = request_of(step, &candidates->node);
    zs_status status =
        zs_reader_find(searcher->reader, &request, &searcher->step, step->error);
    for (size_t i = 0; !status && i < searcher->step.count; i++) {
        status = note_match(searcher, &searcher->step.items[i], step->error);
    }
    return status;
}

/* ---- Words that carry a share ------------------------------------------------------------- */

static int by_docid(const void *one, const void *other)
{
    const uint32_t *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

/* Parts of a requirement that is a share of words and perhaps more, as queries. */
struct shares {
    const zs_requirement *share;
    zs_candidates *parts;
    zs_match_share *weighed;
    size_t count;
    zs_match_node rest; /* what is needed besides; owns its array of children alone */
    zs_candidates *needed;
    size_t needed_count;
    bool exact;
};

static void release_shares(struct shares *shares)
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

static zs_status make_needed(const zs_requirement *requirement, struct shares *shares,
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
static zs_status make_shares(const zs_requirement *requirement, struct shares *shares,
                             zs_error *error)
{
    const zs_requirement *share = share_of(requirement);
    *shares = (struct shares){.share = share, .exact = share != NULL};
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
static zs_status count_shared(const struct step *step, uint64_t *total)
{
    const zs_matches *shared = &step->searcher->shared;
    uint32_t *numbers = malloc((shared->count + 1) * sizeof *numbers);
    if (!numbers) {
        return zs_fail_memory(step->error);
    }
    size_t named = 0;
    *total = shared->total - shared->count;
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

/* Of the best of the first stage those that have their share, then the others that have it, of
 * the greatest first: so what is reranked does not depend on how many are wanted. */
static zs_status take_shared(const struct step *step)
{
    zs_searcher *searcher = step->searcher;
    const zs_matches *shared = &searcher->shared, *found = &searcher->found;
    zs_number_set *have = &searcher->have;
    zs_number_set_clear(have);
    for (size_t i = 0; i < shared->count; i++) {
        if (!zs_number_set_add(have, shared->items[i].docid)) {
            return zs_fail_memory(step->error);
        }
    }
    zs_status status = ZS_OK;
    for (size_t i = 0; !status && i < found->count; i++) {
        if (zs_number_set_has(have, found->items[i].docid)) {
            status = take_match(step, &found->items[i]);
        }
    }
    size_t enough = step->wanted > ZS_RERANK_DEPTH ? step->wanted : ZS_RERANK_DEPTH;
    for (size_t i = 0; !status && i < shared->count && searcher->step.count < enough; i++) {
        zs_match match = shared->items[i];
        match.weight = 0; /* what the first stage would give is not known */
        status = take_match(step, &match);
    }
    return status;
}

static zs_status find_shared(const struct step *step, const struct shares *shares)
{
    zs_searcher *searcher = step->searcher;
    const zs_match_node *rest = shares->rest.count > 0 ? &shares->rest : NULL;
    zs_match_request request = request_of(step, rest);
    request.duplicates = step->expand ? ZS_MATCH_EACH : ZS_MATCH_NAMED;
    request.counted = 0;
    request.limit = ZS_RERANK_DEPTH;
    zs_status status =
        zs_reader_find(searcher->reader, &request, &searcher->found, step->error);
    request.limit = request.counted = step->wanted > COUNTED ? step->wanted : COUNTED;
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

/* ---- Looking at articles -------------------------------------------------------------------- */

/* Whether anything of a requirement can only be seen in the text. */
static bool needs_text(const zs_requirement *requirement)
{
    bool stands = requirement->kind == ZS_REQUIRE_PHRASE ||
                  requirement->kind == ZS_REQUIRE_NEAR ||
                  requirement->kind == ZS_REQUIRE_PATTERN;
    if (stands && requirement->field == ZS_FIELD_TEXT) {
        return true;
    }
    for (size_t i = 0; !requirement->pattern && i < requirement->count; i++) {
        if (needs_text(requirement->parts[i])) {
            return true;
        }
    }
    return false;
}

/* How articles are looked at. */
struct looking {
    size_t text_limit; /* bytes of the text; 0: none of it is needed */
    bool only_grows;   /* what the beginning of an article has, the article has */
    size_t looked_at;  /* bytes, in all */
};

/* Whether an article, or so much of its text, meets the requirement. */
static zs_status is_met(const struct step *step, const zs_match *match, size_t limit,
                        struct looking *looking, bool *met, bool *whole)
{
    zs_searcher *searcher = step->searcher;
    zs_view *view = &searcher->view;
    zs_status status =
        zs_view_read(view, searcher->reader, match->docid, limit, step->error);
    if (status) {
        return status;
    }
    *whole = !view->cut;
    looking->looked_at += ARTICLE_BYTES + view->record.article.text_length;
    return zs_requirement_met(step->requirement, view, &searcher->scratch, met, step->error);
}

/* Looks at one article; adds it if it meets the requirement. */
static zs_status look_at(const struct step *step, const zs_match *match,
                         struct looking *looking)
{
    bool met = false, whole = false;
    if (is_known(step, match)) {
        return ZS_OK;
    }
    bool twice = looking->text_limit > BEGINNING && looking->only_grows;
    zs_status status = is_met(step, match, twice ? BEGINNING : looking->text_limit, looking,
                              &met, &whole);
    if (!status && !met && twice && !whole) {
        status = is_met(step, match, SIZE_MAX, looking, &met, &whole);
    }
    return !status && met ? take_match(step, match) : status;
}

/* What is counted, if not all were looked at: as many of the rest as of those that were. */
static void estimate(const struct step *step, size_t checked)
{
    zs_matches *matches = &step->searcher->step;
    const zs_matches *found = &step->searcher->found;
    double share = checked > 0 ? (double)matches->count / (double)checked : 0;
    double more = found->total > checked ? (double)(found->total - checked) : 0;
    matches->total += (uint64_t)(share * more);
}

/* The articles that meet the requirement, the best of the first stage first, until there are as
 * many as wanted, and some more to count. */
static zs_status find_by_looking(const struct step *step, const zs_candidates *candidates)
{
    zs_searcher *searcher = step->searcher;
    zs_matches *matches = &searcher->step, *found = &searcher->found;
    struct looking looking = {.text_limit = needs_text(step->requirement) ? SIZE_MAX : 0,
                              .only_grows = zs_requirement_only_grows(step->requirement)};
    zs_match_request request = request_of(step, &candidates->node);
    size_t wanted = request.limit, checked = 0, free_bytes = 0;
    request.duplicates = step->expand ? ZS_MATCH_EACH : ZS_MATCH_NAMED;
    request.limit = BATCH;
    request.counted = 0;
    zs_status status = ZS_OK;
    bool ended = false, enough = false;
    while (!status && !ended && !enough) {
        request.offset = checked;
        status = zs_reader_find(searcher->reader, &request, found, step->error);
        ended = !status && found->count < request.limit;
        for (size_t i = 0; !status && !enough && i < found->count; i++) {
            status = look_at(step, &found->items[i], &looking);
            checked++;
            free_bytes = matches->count < wanted ? looking.looked_at : free_bytes;
            enough = looking.looked_at - free_bytes > LOOKED_BYTES ||
                     zs_deadline_over(&searcher->deadline);
        }
        request.limit *= BATCH_GROWTH;
    }
    matches->exact = ended && !enough;
    matches->total = matches->count;
    if (!matches->exact) {
        estimate(step, checked);
    }
    return status;
}

/* ---- Steps ------------------------------------------------------------------------------------ */

static zs_status find(const struct step *step)
{
    struct shares shares;
    zs_candidates candidates;
    zs_matches_clear(&step->searcher->step);
    if (!step->requirement) {
        return find_any(step);
    }
    zs_status status = make_shares(step->requirement, &shares, step->error);
    if (!status && shares.exact) {
        status = find_shared(step, &shares);
    }
    bool found = shares.exact;
    release_shares(&shares);
    if (status || found) {
        return status;
    }
    status = zs_candidates_make(step->requirement, &candidates, step->error);
    if (!status) {
        bool exact = candidates.exact && step->searcher->matches.count == 0;
        status = exact ? find_exactly(step, &candidates) : find_by_looking(step, &candidates);
        zs_candidates_release(&candidates);
    }
    return status;
}

/* Puts the matches of a step behind those of the one before; scores go on falling, also behind
 * what was reranked. */
static zs_status append_step(zs_searcher *searcher, zs_error *error)
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
        if (matches->count > 0 && match.weight > matches->items[matches->count - 1].weight) {
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
static zs_status run_step(const struct step *step)
{
    zs_searcher *searcher = step->searcher;
    zs_status status = find(step);
    if (!status && step->first_stage) {
        zs_score_first_stage(&searcher->query, &searcher->step);
    } else if (!status) {
        status = zs_rerank(searcher->reranker, searcher->reader, searcher->matcher,
                           &searcher->query, &searcher->step, step->error);
    }
    return status ? status : append_step(searcher, step->error);
}

zs_status zs_search(zs_searcher *searcher, const zs_query *query,
                    const zs_query_options *options, size_t wanted, zs_error *error)
{
    zs_requiring requiring = {.reader = searcher->reader,
                              .analyser = searcher->analyser,
                              .deadline = &searcher->deadline,
                              .match = options->match,
                              .notes = &searcher->notes};
    zs_requirement *requirement = NULL;
    bool nothing = false, loosens = false;
    zs_matches_clear(&searcher->matches);
    zs_number_set_clear(&searcher->docids);
    zs_number_set_clear(&searcher->duplicates);
    zs_buffer_clear(&searcher->notes);
    searcher->step_begins = SIZE_MAX;
    zs_query_terms_clear(&searcher->query);
    zs_status status =
        zs_require(query, &requiring, &requirement, &nothing, &loosens, error);
    if (status || nothing) {
        return status;
    }
    struct step step = {.searcher = searcher,
                        .requirement = requirement,
                        .wanted = wanted,
                        .expand = options->expand,
                        .first_stage = options->first_stage,
                        .error = error};
    status = prepare_terms(searcher, query, requirement, &step.term_count, error);
    if (!status) {
        status = zs_matcher_prepare(searcher->matcher, &searcher->query, error);
    }
    if (!status) {
        status = run_step(&step);
    }
    searcher->matches.total = searcher->step.total;
    searcher->matches.exact = searcher->step.exact && !searcher->deadline.passed;
    bool goes_on = !status && loosens && options->match == ZS_WORDS_STEPS &&
                   searcher->matches.count < wanted && !searcher->deadline.passed;
    zs_requirement_free(requirement);
    if (!goes_on) {
        return status;
    }
    searcher->step_begins = searcher->matches.count;
    requiring.match = ZS_WORDS_ANY;
    status = zs_require(query, &requiring, &requirement, &nothing, &loosens, error);
    step.requirement = requirement;
    if (!status) {
        status = run_step(&step);
        zs_requirement_free(requirement);
    }
    return status;
}
