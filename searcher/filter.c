/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/filter_test.h"
#include "searcher/function_words.h"

struct zs_filter {
    zs_test *test;
    zs_match_node candidates;
    zs_folded title, text;
    zs_test_scratch scratch;
};

/* ---- Making the tests -------------------------------------------------------------- */

struct making {
    zs_analyser *analyser;
    zs_error *error;
    zs_status status;
};

static zs_test *fail_memory(struct making *making)
{
    making->status = making->status ? making->status : zs_fail_memory(making->error);
    return NULL;
}

static zs_test *new_test(struct making *making, zs_test_kind kind)
{
    zs_test *test = calloc(1, sizeof *test);
    if (!test) {
        return fail_memory(making);
    }
    test->kind = kind;
    return test;
}

/* Adds a test, which may be NULL: what says nothing asks for nothing. */
static void add_test(struct making *making, zs_test *group, zs_test *test, bool negated)
{
    if (!test) {
        return;
    }
    zs_test **tests =
        zs_array_grow(group->tests, &group->capacity, group->count + 1, sizeof(zs_test *));
    if (!tests) {
        zs_test_free(test);
        (void)fail_memory(making);
        return;
    }
    group->tests = tests;
    tests[group->count++] = test;
    test->negated = negated;
}

/* Whether every article in which a token's text stands has its term: other words of Han
 * characters are cut by what stands around them. */
static bool is_certain(zs_token_kind kind)
{
    return kind == ZS_TOKEN_WORD || kind == ZS_TOKEN_HAN_WORD || kind == ZS_TOKEN_HAN_INNER ||
           kind == ZS_TOKEN_HAN_CROSS;
}

static bool add_term(zs_test *test, const zs_folded *folded, const zs_cut *token, bool prefix)
{
    zs_test_term *terms =
        zs_array_grow(test->terms, &test->term_capacity, test->term_count + 1, sizeof *terms);
    if (!terms) {
        return false;
    }
    test->terms = terms;
    zs_test_term *term = &terms[test->term_count];
    term->length = zs_token_term(folded, token, term->bytes);
    term->prefix = prefix;
    test->term_count++;
    return true;
}

/* The terms that find the articles in which the text stands: its pairs and words; of a lone
 * character, all that begins with it. */
static bool add_terms(zs_test *test, const zs_folded *folded, const zs_tokens *tokens)
{
    bool kept = true;
    for (size_t i = 0; kept && i < tokens->count; i++) {
        if (is_certain(tokens->items[i].kind)) {
            kept = add_term(test, folded, &tokens->items[i], false);
        }
    }
    for (size_t i = 0; kept && test->term_count == 0 && i < tokens->count; i++) {
        if (tokens->items[i].kind == ZS_TOKEN_HAN_SINGLE ||
            tokens->items[i].kind == ZS_TOKEN_HAN_FINAL) {
            kept = add_term(test, folded, &tokens->items[i], true);
        }
    }
    return kept;
}

static bool is_blank(uint8_t class)
{
    return class == ZS_CHAR_SPACE || class == ZS_CHAR_NEWLINE;
}

/* Text that must stand so; NULL if there is nothing in it to be found by. */
static zs_test *make_phrase(struct making *making, const char *text, size_t length)
{
    if (making->status) {
        return NULL;
    }
    making->status =
        zs_analyser_run(making->analyser, text, length, ZS_PURPOSE_INDEX, making->error);
    if (making->status) {
        return NULL;
    }
    const zs_folded *folded = zs_analyser_folded(making->analyser);
    size_t begin = 0, end = folded->length;
    while (begin < end && is_blank(folded->class[begin])) {
        begin++;
    }
    while (end > begin && is_blank(folded->class[end - 1])) {
        end--;
    }
    zs_test *test = new_test(making, ZS_TEST_PHRASE);
    if (!test) {
        return NULL;
    }
    test->units = malloc((end - begin + 1) * sizeof *test->units);
    if (!test->units || !add_terms(test, folded, zs_analyser_tokens(making->analyser))) {
        zs_test_free(test);
        return fail_memory(making);
    }
    if (test->term_count == 0) {
        zs_test_free(test);
        return NULL;
    }
    memcpy(test->units, folded->units + begin, (end - begin) * sizeof *test->units);
    test->length = end - begin;
    test->begins_word = folded->class[begin] == ZS_CHAR_WORD;
    test->ends_word = folded->class[end - 1] == ZS_CHAR_WORD;
    return test;
}

/* The words of a text, those that say something; all if none does. NUL-terminated. */
static bool take_words(const zs_folded *folded, const zs_words *words, zs_buffer *out)
{
    bool kept = true;
    for (int all = 0; kept && all < 2 && out->length == 0; all++) {
        for (size_t i = 0; kept && i < words->count; i++) {
            const zs_word *word = &words->items[i];
            zs_cut whole = {.start = word->start, .end = word->end};
            char bytes[ZS_TERM_LIMIT];
            if (all || !zs_is_function_word(bytes, zs_token_term(folded, &whole, bytes))) {
                kept = zs_append_units(out, folded->units + word->start,
                                       word->end - word->start) &&
                       zs_buffer_append_byte(out, '\0');
            }
        }
    }
    return kept;
}

/* A group of nothing asks for nothing. */
static zs_test *unless_empty(zs_test *test)
{
    if (!test || test->count > 0) {
        return test;
    }
    zs_test_free(test);
    return NULL;
}

/* All or any of the words of a text. */
static zs_test *make_words(struct making *making, const char *text, zs_test_kind kind)
{
    zs_buffer words = ZS_BUFFER_INIT;
    zs_test *test = new_test(making, kind);
    if (test) {
        making->status = zs_analyser_run(making->analyser, text, strlen(text), ZS_PURPOSE_QUERY,
                                         making->error);
    }
    if (!making->status && !take_words(zs_analyser_folded(making->analyser),
                                       zs_analyser_words(making->analyser), &words)) {
        (void)fail_memory(making);
    }
    for (size_t at = 0; !making->status && at < words.length;
         at += strlen(words.data + at) + 1) {
        const char *word = words.data + at;
        add_test(making, test, make_phrase(making, word, strlen(word)), false);
    }
    zs_buffer_release(&words);
    return unless_empty(test);
}

static zs_test *make(struct making *making, const zs_query *query, bool wanted);

static zs_test *make_near(struct making *making, const zs_query *query)
{
    zs_test *test = new_test(making, ZS_TEST_NEAR);
    for (size_t i = 0; test && i < query->count; i++) {
        const zs_query *operand = query->clauses[i];
        add_test(making, test,
                 operand->kind == ZS_QUERY_NEAR
                     ? make_near(making, operand)
                     : make_phrase(making, operand->text, strlen(operand->text)),
                 false);
    }
    if (test) {
        test->near = query->near;
        test->distance = query->distance;
    }
    return unless_empty(test);
}

/* Of clauses without a sign beside such that must match, none has to. */
static zs_test *make_group(struct making *making, const zs_query *query)
{
    zs_test *all = new_test(making, ZS_TEST_ALL), *any = new_test(making, ZS_TEST_ANY);
    bool must = false;
    for (size_t i = 0; i < query->count; i++) {
        must = must || query->clauses[i]->occur == ZS_MUST;
    }
    for (size_t i = 0; all && any && i < query->count; i++) {
        const zs_query *clause = query->clauses[i];
        if (clause->occur != ZS_SHOULD) {
            add_test(making, all, make(making, clause, true), clause->occur == ZS_MUST_NOT);
        } else if (!must) {
            add_test(making, any, make(making, clause, query->mode == ZS_GROUP_ANY), false);
        }
    }
    if (!all || !any || making->status || any->count == 0) {
        zs_test_free(any);
        return unless_empty(all);
    }
    add_test(making, all, any, false);
    return all;
}

static zs_test *refuse(struct making *making, const zs_query *query, const char *what)
{
    if (!making->status) {
        making->status = zs_fail_at(making->error, ZS_ERROR_QUERY, (int64_t)query->span.start,
                                    "%s cannot be asked for yet; put the words in quotes to "
                                    "find them as they stand",
                                    what);
    }
    return NULL;
}

/* `wanted`: all of the words have to be there, not just any. */
static zs_test *make(struct making *making, const zs_query *query, bool wanted)
{
    if (making->status) {
        return NULL;
    }
    if (query->field) {
        return refuse(making, query, "a field");
    }
    switch (query->kind) {
    case ZS_QUERY_WORDS:
        return make_words(making, query->text, wanted ? ZS_TEST_ALL : ZS_TEST_ANY);
    case ZS_QUERY_PHRASE: return make_phrase(making, query->text, strlen(query->text));
    case ZS_QUERY_GROUP: return make_group(making, query);
    case ZS_QUERY_NEAR: return make_near(making, query);
    case ZS_QUERY_RANGE:
    case ZS_QUERY_WILDCARD:
    case ZS_QUERY_FUZZY:
    case ZS_QUERY_REGEX: break;
    }
    return refuse(making, query, "a pattern");
}

/* ---- Which articles to look at ----------------------------------------------------- */

static void release_node(zs_match_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        release_node(&node->children[i]);
    }
    free(node->children);
}

static bool make_node(const zs_test *test, zs_match_node *node);

static bool make_terms(const zs_test *test, zs_match_node *node)
{
    *node = (zs_match_node){.kind = ZS_MATCH_ALL};
    node->children = calloc(test->term_count, sizeof *node->children);
    for (size_t i = 0; node->children && i < test->term_count; i++) {
        const zs_test_term *term = &test->terms[i];
        node->children[node->count++] = (zs_match_node){
            .kind = ZS_MATCH_TERM,
            .term = {.term = term->bytes, .length = term->length, .prefix = term->prefix}};
    }
    return node->children != NULL;
}

/* What has to be absent narrows nothing down. A node without children lets all through; false
 * if out of memory. */
static bool make_node(const zs_test *test, zs_match_node *node)
{
    if (test->kind == ZS_TEST_PHRASE) {
        return make_terms(test, node);
    }
    *node = (zs_match_node){.kind = test->kind == ZS_TEST_ANY ? ZS_MATCH_ANY : ZS_MATCH_ALL};
    node->children = calloc(test->count + 1, sizeof *node->children);
    bool open = false;
    for (size_t i = 0; node->children && i < test->count; i++) {
        zs_match_node *child = &node->children[node->count];
        if (test->tests[i]->negated) {
            open = true;
            continue;
        }
        node->count++; /* so that it is released */
        if (!make_node(test->tests[i], child)) {
            return false;
        }
        if (child->kind != ZS_MATCH_TERM && child->count == 0) {
            release_node(child);
            node->count--;
            open = true;
        }
    }
    if (node->children && open && node->kind == ZS_MATCH_ANY) {
        release_node(node);
        *node = (zs_match_node){.kind = ZS_MATCH_ALL};
    }
    return node->children || open;
}

/* ---- The filter -------------------------------------------------------------------- */

static bool is_bare(const zs_query *query)
{
    return query->kind == ZS_QUERY_WORDS && !query->field;
}

/* Whether nothing is asked for but words, of which any is enough. */
static bool lets_all_through(const zs_query *query)
{
    if (query->kind != ZS_QUERY_GROUP || query->field || query->mode == ZS_GROUP_ANY) {
        return is_bare(query);
    }
    bool all = true;
    for (size_t i = 0; i < query->count; i++) {
        all = all && query->clauses[i]->occur == ZS_SHOULD && is_bare(query->clauses[i]);
    }
    return all;
}

void zs_filter_free(zs_filter *filter)
{
    if (filter) {
        zs_test_free(filter->test);
        release_node(&filter->candidates);
        zs_folded_release(&filter->title);
        zs_folded_release(&filter->text);
        zs_test_scratch_release(&filter->scratch);
        free(filter);
    }
}

zs_status zs_filter_new(const zs_query *query, zs_analyser *analyser, zs_filter **out,
                        zs_error *error)
{
    if (lets_all_through(query)) {
        *out = NULL;
        return ZS_OK;
    }
    struct making making = {.analyser = analyser, .error = error};
    zs_filter *filter = calloc(1, sizeof *filter);
    if (!filter) {
        return zs_fail_memory(error);
    }
    filter->test = make(&making, query, true);
    if (!making.status && filter->test && !make_node(filter->test, &filter->candidates)) {
        making.status = zs_fail_memory(error);
    }
    if (!making.status && filter->test && filter->candidates.count == 0) {
        making.status = zs_fail_at(error, ZS_ERROR_QUERY, (int64_t)query->span.start,
                                   "the query says only what is not wanted; add what is");
    }
    if (!making.status && !filter->test) { /* nothing but punctuation */
        zs_filter_free(filter);
        filter = NULL;
    }
    if (making.status) {
        zs_filter_free(filter);
        return making.status;
    }
    *out = filter;
    return ZS_OK;
}

const zs_match_node *zs_filter_candidates(const zs_filter *filter)
{
    return &filter->candidates;
}

zs_status zs_filter_passes(zs_filter *filter, const zs_article *article, bool *passes,
                           zs_error *error)
{
    const char *title = article->title ? article->title : "";
    zs_status status = zs_fold(title, strlen(title), ZS_PURPOSE_INDEX, &filter->title, error);
    if (!status) {
        status = zs_fold(article->text, article->text_length, ZS_PURPOSE_INDEX, &filter->text,
                         error);
    }
    if (status) {
        return status;
    }
    const zs_test_part parts[] = {{&filter->title, title}, {&filter->text, article->text}};
    return zs_test_run(filter->test, parts, 2, &filter->scratch, passes, error);
}
