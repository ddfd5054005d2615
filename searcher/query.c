/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "searcher/syntax.h"

/* So that a boost can be written without an exponent. */
static const double BOOST_LEAST = 1e-6, BOOST_MOST = 1e6;

zs_query *zs_query_node(zs_query_kind kind, const char *text, size_t length)
{
    zs_query *query = calloc(1, sizeof *query);
    if (!query) {
        return NULL;
    }
    *query = (zs_query){.kind = kind, .boost = 1, .height = 1};
    query->text = text ? strndup(text, length) : NULL;
    if (text && !query->text) {
        free(query);
        return NULL;
    }
    return query;
}

void zs_query_free(zs_query *query)
{
    if (!query) {
        return;
    }
    for (size_t i = 0; i < query->count; i++) {
        zs_query_free(query->clauses[i]);
    }
    free(query->clauses);
    free(query->field);
    free(query->text);
    free(query->high);
    free(query);
}

static zs_status new_node(zs_query_kind kind, const char *text, zs_query **out, zs_error *error)
{
    if (!text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "a part of a query has no text");
    }
    zs_query *query = zs_query_node(kind, text, strlen(text));
    if (!query) {
        return zs_fail_memory(error);
    }
    *out = query;
    return ZS_OK;
}

zs_status zs_query_words(const char *text, zs_query **out, zs_error *error)
{
    return new_node(ZS_QUERY_WORDS, text, out, error);
}

zs_status zs_query_phrase(const char *text, zs_query **out, zs_error *error)
{
    return new_node(ZS_QUERY_PHRASE, text, out, error);
}

zs_status zs_query_wildcard(const char *pattern, zs_query **out, zs_error *error)
{
    return new_node(ZS_QUERY_WILDCARD, pattern, out, error);
}

zs_status zs_query_regex(const char *expression, zs_query **out, zs_error *error)
{
    return new_node(ZS_QUERY_REGEX, expression, out, error);
}

zs_status zs_query_like(const char *id, zs_query **out, zs_error *error)
{
    return new_node(ZS_QUERY_LIKE, id, out, error);
}

zs_status zs_query_fuzzy(const char *word, unsigned edits, zs_query **out, zs_error *error)
{
    if (edits < 1 || edits > ZS_QUERY_FUZZINESS) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "a word is fuzzy by 1 or 2 edits, not %u",
                       edits);
    }
    zs_query *query = NULL;
    zs_status status = new_node(ZS_QUERY_FUZZY, word, &query, error);
    if (query) {
        query->distance = edits;
        *out = query;
    }
    return status;
}

zs_status zs_query_range(const char *field, const char *low, const char *high, zs_query **out,
                         zs_error *error)
{
    zs_query *query = NULL;
    if (!field || (!low && !high)) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "a range needs a field and at least one end");
    }
    zs_status status = new_node(ZS_QUERY_RANGE, low ? low : "", &query, error);
    if (!query) {
        return status;
    }
    query->high = strdup(high ? high : "");
    status = query->high ? zs_query_set_field(query, field, error) : zs_fail_memory(error);
    if (status) {
        zs_query_free(query);
        return status;
    }
    *out = query;
    return ZS_OK;
}

zs_status zs_query_group(bool any, zs_query **out, zs_error *error)
{
    zs_query *query = zs_query_node(ZS_QUERY_GROUP, NULL, 0);
    if (!query) {
        return zs_fail_memory(error);
    }
    query->mode = any ? ZS_GROUP_ANY : ZS_GROUP_LIST;
    *out = query;
    return ZS_OK;
}

zs_status zs_query_nearby(zs_near near, unsigned distance, zs_query **out, zs_error *error)
{
    zs_query *query = zs_query_node(ZS_QUERY_NEAR, NULL, 0);
    if (!query) {
        return zs_fail_memory(error);
    }
    query->near = near;
    query->distance = distance;
    *out = query;
    return ZS_OK;
}

zs_status zs_query_add(zs_query *group, zs_occur occur, zs_query *clause, zs_error *error)
{
    bool takes = group && (group->kind == ZS_QUERY_GROUP || group->kind == ZS_QUERY_NEAR);
    if (!takes || !clause || clause == group) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "only a group takes clauses");
    }
    if (group->kind == ZS_QUERY_NEAR && clause->kind != ZS_QUERY_WORDS &&
        clause->kind != ZS_QUERY_PHRASE && clause->kind != ZS_QUERY_NEAR) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "only words and phrases can stand near each other");
    }
    if (group->count == ZS_QUERY_CLAUSES) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "a query has no more than %d clauses",
                       ZS_QUERY_CLAUSES);
    }
    if (clause->height + 1 > ZS_QUERY_HEIGHT) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "groups are within each other more than %d deep", ZS_QUERY_HEIGHT);
    }
    zs_query **clauses =
        zs_array_grow(group->clauses, &group->capacity, group->count + 1, sizeof(zs_query *));
    if (!clauses) {
        return zs_fail_memory(error);
    }
    group->clauses = clauses;
    clauses[group->count++] = clause;
    clause->occur = occur;
    group->height = clause->height + 1 > group->height ? clause->height + 1 : group->height;
    return ZS_OK;
}

zs_status zs_query_set_field(zs_query *query, const char *field, zs_error *error)
{
    if (!query || !field || field[0] == '\0') {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "a field has no name");
    }
    if (zs_query_is_like(query) || strcmp(field, "like") == 0) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "what is like an article is of no field; zs_query_like asks for it");
    }
    char *copy = strdup(field);
    if (!copy) {
        return zs_fail_memory(error);
    }
    free(query->field);
    query->field = copy;
    return ZS_OK;
}

zs_status zs_query_set_boost(zs_query *query, double boost, zs_error *error)
{
    if (!query || !(boost >= BOOST_LEAST && boost <= BOOST_MOST)) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "a boost is at least 0.000001 and at most 1000000");
    }
    query->boost = boost;
    return ZS_OK;
}

/* ---- As text ----------------------------------------------------------------------- */

static bool print_expression(const char *text, zs_buffer *out)
{
    bool kept = true;
    for (const char *at = text; kept && *at; at++) {
        kept =
            (*at != '/' || zs_buffer_append_byte(out, '\\')) && zs_buffer_append_byte(out, *at);
    }
    return kept;
}

static bool print_phrase(const char *text, zs_buffer *out)
{
    const char *end = text + strlen(text);
    bool kept = zs_buffer_append_byte(out, '"');
    for (const char *at = text; kept && at < end;) {
        size_t length;
        UChar32 character = zs_syntax_character(at, end, &length);
        bool escape = character == '"' || character == '\\';
        kept =
            (!escape || zs_buffer_append_byte(out, '\\')) && zs_syntax_append(out, at, length);
        at += length;
    }
    return kept && zs_buffer_append_byte(out, '"');
}

/* Words, so that nothing in them means anything, with one space between. */
static bool print_words(const char *text, zs_buffer *out)
{
    const char *end = text + strlen(text);
    bool kept = true, begins = true, first = true;
    for (const char *at = text; kept && at < end;) {
        size_t length;
        UChar32 character = zs_syntax_character(at, end, &length);
        if (zs_syntax_space(character)) {
            begins = true;
        } else {
            bool escape = zs_syntax_special(character) ||
                          (begins && zs_syntax_operator(at, zs_syntax_word(at, end)));
            kept = (!begins || first || zs_buffer_append_byte(out, ' ')) &&
                   (!escape || zs_buffer_append_byte(out, '\\')) &&
                   zs_syntax_append(out, at, length);
            begins = first = false;
        }
        at += length;
    }
    /* White space that was escaped is no empty parenthesis. */
    return kept && (!first || text[0] == '\0' || zs_buffer_append_string(out, "\\ "));
}

static bool print_near(const zs_query *query, zs_buffer *out)
{
    char text[32];
    switch (query->near) {
    case ZS_NEAR_SENTENCE: return zs_buffer_append_string(out, " SENT ");
    case ZS_NEAR_PARAGRAPH: return zs_buffer_append_string(out, " PARA ");
    case ZS_NEAR_ANY_ORDER:
    case ZS_NEAR_IN_ORDER: break;
    }
    (void)snprintf(text, sizeof text, " %s/%u ",
                   query->near == ZS_NEAR_IN_ORDER ? "ADJ" : "NEAR", query->distance);
    return zs_buffer_append_string(out, text);
}

static bool print_clauses(const zs_query *query, zs_buffer *out)
{
    static const char *const marks[] = {"", "+", "-"};
    bool kept = zs_buffer_append_byte(out, '(');
    for (size_t i = 0; kept && i < query->count; i++) {
        const zs_query *clause = query->clauses[i];
        if (i > 0 && query->kind == ZS_QUERY_NEAR) {
            kept = print_near(query, out);
        } else if (i > 0) {
            kept = zs_buffer_append_string(out, query->mode == ZS_GROUP_ANY ? " OR " : " ");
        }
        kept = kept && zs_buffer_append_string(out, marks[clause->occur]) &&
               zs_query_print(clause, out);
    }
    return kept && zs_buffer_append_byte(out, ')');
}

/* One word, white space included; `plain` characters mean nothing there. */
static bool print_word(const char *text, const char *plain, zs_buffer *out)
{
    const char *end = text + strlen(text);
    bool kept = true;
    for (const char *at = text; kept && at < end;) {
        size_t length;
        UChar32 character = zs_syntax_character(at, end, &length);
        bool escape = zs_syntax_space(character) ||
                      (zs_syntax_special(character) && !strchr(plain, (int)character));
        kept =
            (!escape || zs_buffer_append_byte(out, '\\')) && zs_syntax_append(out, at, length);
        at += length;
    }
    return kept;
}

static bool print_range(const zs_query *query, zs_buffer *out)
{
    return print_word(query->text, "-+:", out) && zs_buffer_append_string(out, "..") &&
           print_word(query->high, "-+:", out);
}

static bool print_fuzzy(const zs_query *query, zs_buffer *out)
{
    char edits[16];
    (void)snprintf(edits, sizeof edits, "~%u", query->distance);
    return print_word(query->text, "", out) && zs_buffer_append_string(out, edits);
}

static bool print_body(const zs_query *query, zs_buffer *out)
{
    switch (query->kind) {
    case ZS_QUERY_LIKE_TEXT: /* which no query can say */
    case ZS_QUERY_WORDS:
        return zs_buffer_append_byte(out, '(') && print_words(query->text, out) &&
               zs_buffer_append_byte(out, ')');
    case ZS_QUERY_PHRASE: return print_phrase(query->text, out);
    case ZS_QUERY_LIKE:
        return zs_buffer_append_string(out, "like:") && print_phrase(query->text, out);
    case ZS_QUERY_GROUP:
    case ZS_QUERY_NEAR: return print_clauses(query, out);
    case ZS_QUERY_RANGE: return print_range(query, out);
    case ZS_QUERY_WILDCARD: return zs_buffer_append_string(out, query->text);
    case ZS_QUERY_FUZZY: return print_fuzzy(query, out);
    case ZS_QUERY_REGEX:
        return zs_buffer_append_byte(out, '/') && print_expression(query->text, out) &&
               zs_buffer_append_byte(out, '/');
    }
    return false;
}

bool zs_query_print(const zs_query *query, zs_buffer *out)
{
    char boost[40];
    int length = snprintf(boost, sizeof boost, "^%.12f", query->boost);
    while (boost[length - 1] == '0') {
        boost[--length] = '\0';
    }
    boost[length - (boost[length - 1] == '.')] = '\0';
    bool kept = !query->field ||
                (zs_buffer_append_string(out, query->field) && zs_buffer_append_byte(out, ':'));
    /* A question mark that ends a word would ask. */
    size_t text = query->kind == ZS_QUERY_WILDCARD ? strlen(query->text) : 0;
    bool asks = text > 0 && query->text[text - 1] == '?';
    return kept && print_body(query, out) &&
           ((query->boost == 1 && !asks) || zs_buffer_append_string(out, boost));
}

zs_status zs_query_string(const zs_query *query, char **out, zs_error *error)
{
    if (!query || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT, "zs_query_string needs a query and a place");
    }
    zs_buffer text = ZS_BUFFER_INIT;
    if (!zs_query_print(query, &text) || !zs_buffer_terminate(&text)) {
        zs_buffer_release(&text);
        return zs_fail_memory(error);
    }
    *out = text.data;
    return ZS_OK;
}
