/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/requiring.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/candidates.h"

/* More words than this, the heaviest, say nothing new. */
enum { UNITS_MOST = 64 };

/* ---- In the making --------------------------------------------------------------------- */

zs_requirement *zs_making_fail_memory(zs_making *making)
{
    making->status = making->status ? making->status : zs_fail_memory(making->error);
    return NULL;
}

zs_requirement *zs_making_new(zs_making *making, zs_requirement_kind kind, zs_scope scope)
{
    if (making->status) {
        return NULL;
    }
    zs_requirement *requirement = zs_requirement_new(kind);
    if (!requirement) {
        return zs_making_fail_memory(making);
    }
    requirement->field = scope.field;
    if (scope.key) {
        requirement->key = strdup(scope.key);
        if (!requirement->key) {
            zs_requirement_free(requirement);
            return zs_making_fail_memory(making);
        }
    }
    return requirement;
}

void zs_making_add(zs_making *making, zs_requirement *whole, zs_requirement *part, bool negated)
{
    if (!whole) {
        zs_requirement_free(part);
    } else if (part && !zs_requirement_add(whole, part, negated)) {
        (void)zs_making_fail_memory(making);
    }
}

bool zs_making_add_term(zs_making *making, zs_requirement *requirement, const char *bytes,
                        size_t length, bool prefix)
{
    zs_requirement_term *terms = zs_array_grow(requirement->terms, &requirement->term_capacity,
                                               requirement->term_count + 1, sizeof *terms);
    if (!terms) {
        (void)zs_making_fail_memory(making);
        return false;
    }
    requirement->terms = terms;
    zs_requirement_term *term = &terms[requirement->term_count++];
    memcpy(term->bytes, bytes, length);
    term->length = length;
    term->prefix = prefix;
    return true;
}

zs_requirement *zs_making_unless_empty(zs_requirement *requirement)
{
    if (!requirement || requirement->count > 0) {
        return requirement;
    }
    zs_requirement_free(requirement);
    return NULL;
}

/* ---- From a tree ------------------------------------------------------------------------- */

static zs_requirement *require(zs_making *making, const zs_query *query, zs_scope scope);

/* The scope of a clause: its own field, or that of what it stands in. */
static zs_scope scope_of(const zs_query *query, zs_scope around)
{
    if (!query->field) {
        return around;
    }
    zs_field_id field = zs_field_named(query->field, strlen(query->field));
    return (zs_scope){.field = field, .key = field == ZS_FIELD_METADATA ? query->field : NULL};
}

/* Of some text: words of a field other than the title are a phrase of its value. */
static zs_requirement *require_text(zs_making *making, const zs_query *query, zs_scope scope)
{
    if (scope.field == ZS_FIELD_DATE) {
        making->status = zs_fail_at(making->error, ZS_ERROR_QUERY, (int64_t)query->span.start,
                                    "a date is asked for by a range, as in date:2023-05");
        return NULL;
    }
    if (scope.field > ZS_FIELD_TITLE) {
        return zs_require_value(making, query->text, scope);
    }
    if (query->kind == ZS_QUERY_WORDS && making->how->as_typed) {
        return zs_require_typed(making, query->text, scope);
    }
    return query->kind == ZS_QUERY_WORDS
               ? zs_require_words(making, query->text, scope)
               : zs_require_phrase(making, query->text, strlen(query->text), scope);
}

static zs_requirement *require_near(zs_making *making, const zs_query *query, zs_scope scope)
{
    zs_requirement *near = zs_making_new(making, ZS_REQUIRE_NEAR, scope);
    for (size_t i = 0; near && i < query->count; i++) {
        const zs_query *operand = query->clauses[i];
        zs_making_add(
            making, near,
            operand->kind == ZS_QUERY_NEAR
                ? require_near(making, operand, scope)
                : zs_require_phrase(making, operand->text, strlen(operand->text), scope),
            false);
    }
    if (near) {
        near->near = query->near;
        near->distance = query->distance;
    }
    return zs_making_unless_empty(near);
}

/* One of the terms that say most of an article. */
static zs_requirement *require_like(zs_making *making, const zs_query *query)
{
    static const zs_scope text = {.field = ZS_FIELD_TEXT};
    const zs_query_terms *terms = zs_likeness_terms(making->how->likes, query);
    zs_requirement *any =
        terms->count > 0 ? zs_making_new(making, ZS_REQUIRE_TERMS, text) : NULL;
    for (size_t i = 0; any && !making->status && i < terms->count; i++) {
        (void)zs_making_add_term(making, any, terms->terms.data + terms->items[i].term,
                                 terms->items[i].term_length, false);
    }
    if (any) {
        any->decided = true;
    }
    return any;
}

static bool has_must(const zs_query *query)
{
    for (size_t i = 0; i < query->count; i++) {
        if (query->clauses[i]->occur == ZS_MUST) {
            return true;
        }
    }
    return false;
}

/* Clauses within others: all of a list, unless some have a sign that says that they must be
 * there; any of what OR joins. */
static zs_requirement *require_group(zs_making *making, const zs_query *query, zs_scope scope)
{
    bool must = has_must(query), one = query->mode == ZS_GROUP_ANY;
    zs_requirement *all = zs_making_new(making, ZS_REQUIRE_ALL, scope);
    zs_requirement *any = zs_making_new(making, ZS_REQUIRE_ANY, scope);
    for (size_t i = 0; all && any && i < query->count; i++) {
        const zs_query *clause = query->clauses[i];
        if (clause->occur != ZS_SHOULD || (!must && !one)) {
            zs_making_add(making, all, require(making, clause, scope),
                          clause->occur == ZS_MUST_NOT);
        } else if (!must) {
            zs_making_add(making, any, require(making, clause, scope), false);
        }
    }
    any = zs_making_unless_empty(any);
    zs_making_add(making, all, any, false);
    return zs_making_unless_empty(all);
}

static zs_requirement *require(zs_making *making, const zs_query *query, zs_scope around)
{
    zs_scope scope = scope_of(query, around);
    if (making->status) {
        return NULL;
    }
    switch (query->kind) {
    case ZS_QUERY_WORDS:
    case ZS_QUERY_PHRASE: return require_text(making, query, scope);
    case ZS_QUERY_GROUP: return require_group(making, query, scope);
    case ZS_QUERY_NEAR: return require_near(making, query, scope);
    case ZS_QUERY_RANGE: return zs_require_range(making, query, scope);
    case ZS_QUERY_WILDCARD:
    case ZS_QUERY_FUZZY:
    case ZS_QUERY_REGEX: return zs_require_pattern(making, query, scope);
    case ZS_QUERY_LIKE:
    case ZS_QUERY_LIKE_TEXT: return require_like(making, query);
    }
    return NULL;
}

/* ---- The whole of a query ---------------------------------------------------------------- */

/* Whether a clause restricts what is found rather than being looked for: a field, a range, what
 * it is like. */
static bool restricts(const zs_query *query)
{
    return query->field != NULL || zs_query_is_like(query);
}

/* How rare what finds a clause is: as rare as the rarest of the terms that it needs, or the
 * most frequent of those of which any will do. What is not found by terms counts as much as a
 * word in every eighth article. */
static double weight_of(zs_making *making, const zs_requirement *requirement)
{
    static const double unknown = 2;
    zs_reader *reader = making->how->reader;
    uint32_t articles = zs_reader_collection(reader).articles;
    bool any = requirement->kind == ZS_REQUIRE_TERMS;
    double weight = requirement->term_count > 0 && any ? HUGE_VAL : 0;
    for (size_t i = 0; !making->status && i < requirement->term_count; i++) {
        const zs_requirement_term *term = &requirement->terms[i];
        uint32_t frequency = 0;
        making->status = zs_reader_document_frequency(reader, term->bytes, term->length,
                                                      &frequency, making->error);
        double idf = zs_bm25_idf(articles, frequency);
        weight = (any ? idf < weight : idf > weight) ? idf : weight;
    }
    for (size_t i = 0; i < requirement->count; i++) {
        double part = weight_of(making, requirement->parts[i]);
        weight = part > weight ? part : weight;
    }
    return weight > 0 ? weight : unknown;
}

/* Parts of a query while it is taken apart. */
struct whole {
    zs_requirement *needed; /* all of it */
    zs_requirement *units;  /* words and other clauses, of which as many as are asked for */
    bool must;              /* clauses without a sign need not be there */
    bool share;             /* the units are a share of the terms, rather than words */
    bool asks;              /* it is a question */
    bool plain;             /* the units are words, and nothing is needed */
};

/* What is in parentheses by itself is what it would be without them. */
static const zs_query *unwrapped(const zs_query *query)
{
    while (query->kind == ZS_QUERY_GROUP && !query->field && query->count == 1 &&
           query->clauses[0]->occur == ZS_SHOULD) {
        query = query->clauses[0];
    }
    return query;
}

static void take_clause(zs_making *making, const zs_query *clause, zs_occur occur,
                        struct whole *whole)
{
    static const zs_scope text = {.field = ZS_FIELD_TEXT};
    bool unit = occur == ZS_SHOULD && !restricts(clause);
    if (unit && whole->must) {
        whole->plain = false;
    } else if (unit && clause->kind == ZS_QUERY_WORDS && !making->how->as_typed) {
        if (whole->share) {
            zs_require_pairs(making, clause->text, whole->units);
        } else {
            zs_require_units(making, clause->text, whole->units);
        }
    } else {
        zs_requirement *made = require(making, clause, text);
        whole->plain = whole->plain && !made;
        if (made && unit) {
            made->weight = weight_of(making, made);
        }
        zs_making_add(making, unit ? whole->units : whole->needed, made, occur == ZS_MUST_NOT);
    }
}

/* The clauses of a list; everything else is the only clause of one. */
static const zs_query *const *clauses_of(const zs_query *const *query, size_t *count)
{
    bool list =
        (*query)->kind == ZS_QUERY_GROUP && (*query)->mode == ZS_GROUP_LIST && !(*query)->field;
    *count = list ? (*query)->count : 1;
    return list ? (const zs_query *const *)(*query)->clauses : query;
}

/* How many words there are without a sign, those that say nothing included, and other such
 * clauses. */
static size_t count_words(zs_making *making, const zs_query *const *clauses, size_t count,
                          bool *asks)
{
    size_t words = 0;
    for (size_t i = 0; i < count; i++) {
        const zs_query *clause = unwrapped(clauses[i]);
        if (clauses[i]->occur == ZS_SHOULD && !restricts(clause)) {
            words +=
                clause->kind == ZS_QUERY_WORDS ? zs_count_words(making, clause->text, asks) : 1;
        }
    }
    return words;
}

static void take_apart(zs_making *making, const zs_query *query, struct whole *whole)
{
    size_t count;
    const zs_query *const *clauses = clauses_of(&query, &count);
    zs_words_match match = making->how->match;
    bool most = match == ZS_WORDS_MOST || match == ZS_WORDS_STEPS;
    whole->must = clauses != &query && has_must(query);
    size_t words = count_words(making, clauses, count, &whole->asks);
    /* Terms are of both scripts. */
    whole->share = most && words > ZS_WORDS_ALL_OF && !making->how->exact_script;
    for (size_t i = 0; !making->status && i < count; i++) {
        take_clause(making, unwrapped(clauses[i]), clauses[i]->occur, whole);
    }
    /* Of nothing but characters by themselves there are no pairs. */
    if (whole->share && whole->units->count == 0) {
        whole->share = false;
        for (size_t i = 0; !making->status && i < count; i++) {
            const zs_query *clause = unwrapped(clauses[i]);
            if (!restricts(clause) && clauses[i]->occur == ZS_SHOULD) {
                take_clause(making, clause, ZS_SHOULD, whole);
            }
        }
    }
}

static int by_weight(const void *one, const void *other)
{
    const zs_requirement *const *a = one, *const *b = other;
    return (*a)->weight < (*b)->weight ? 1 : (*a)->weight > (*b)->weight ? -1 : 0;
}

/* How many of the heaviest units carry nearly all of the weight: the others stand in most
 * articles, and cost most to look for. What weighs as much as the last of them is one of them.
 */
static size_t carrying_units(const zs_requirement *units)
{
    double all = 0, sum = 0;
    for (size_t i = 0; i < units->count; i++) {
        all += units->parts[i]->weight;
    }
    for (size_t i = 0; i < units->count; i++) {
        double weight = units->parts[i]->weight;
        bool lighter = i > 0 && !zs_share_suffices(weight, units->parts[i - 1]->weight);
        if (i == UNITS_MOST || (lighter && zs_share_suffices(sum, ZS_WORDS_CARRYING * all))) {
            return i;
        }
        sum += weight;
    }
    return units->count;
}

/* How many of the units an article must have. */
static void settle_units(zs_requirement *units, const struct whole *whole, zs_words_match match)
{
    units->kind = match == ZS_WORDS_ANY ? ZS_REQUIRE_ANY
                  : whole->share        ? ZS_REQUIRE_SHARE
                                        : ZS_REQUIRE_ALL;
    if (units->kind != ZS_REQUIRE_SHARE) {
        return;
    }
    const double share = whole->asks ? ZS_QUESTION_SHARE : ZS_WORDS_SHARE;
    qsort(units->parts, units->count, sizeof *units->parts, by_weight);
    size_t kept = carrying_units(units);
    while (units->count > kept) {
        zs_requirement_free(units->parts[--units->count]);
    }
    for (size_t i = 0; i < units->count; i++) {
        units->least += share * units->parts[i]->weight;
    }
}

/* Whether it only says what must not be there. */
static bool only_negated(const zs_requirement *requirement)
{
    if (requirement->kind != ZS_REQUIRE_ALL) {
        return false;
    }
    for (size_t i = 0; i < requirement->count; i++) {
        if (!requirement->parts[i]->negated && !only_negated(requirement->parts[i])) {
            return false;
        }
    }
    return requirement->count > 0;
}

zs_status zs_require(const zs_query *query, const zs_requiring *requiring, zs_requirement **out,
                     bool *nothing, bool *loosens, zs_error *error)
{
    static const zs_scope text = {.field = ZS_FIELD_TEXT};
    zs_making making = {.how = requiring, .error = error};
    struct whole whole = {.needed = zs_making_new(&making, ZS_REQUIRE_ALL, text),
                          .units = zs_making_new(&making, ZS_REQUIRE_ALL, text),
                          .plain = !requiring->exact_script};
    if (!making.status) {
        take_apart(&making, unwrapped(query), &whole);
    }
    if (making.status) {
        zs_requirement_free(whole.needed);
        zs_requirement_free(whole.units);
        return making.status;
    }
    size_t units = whole.units->count;
    /* Any of its terms, and nothing else; but a concordance has to know which. */
    bool like = zs_query_is_like(unwrapped(query)) && !requiring->as_typed;
    *nothing = units == 0 && whole.needed->count == 0;
    *loosens = units > 1;
    settle_units(whole.units, &whole, requiring->match);
    if (*nothing || like || (requiring->match == ZS_WORDS_ANY && whole.plain)) {
        zs_requirement_free(whole.needed);
        zs_requirement_free(whole.units);
        *out = NULL;
        return ZS_OK;
    }
    zs_making_add(&making, whole.needed, zs_making_unless_empty(whole.units), false);
    if (!making.status && only_negated(whole.needed)) {
        making.status = zs_fail_at(error, ZS_ERROR_QUERY, (int64_t)query->span.start,
                                   "the query says only what is not wanted; add what is");
    }
    if (making.status) {
        zs_requirement_free(whole.needed);
        return making.status;
    }
    *out = whole.needed;
    return ZS_OK;
}
