/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* ---- The parser -------------------------------------------------------------------- */

/* The first failure counts. */
zs_query *zs_parser_fail(zs_parser *parser, const char *place, const char *format, ...)
{
    if (!parser->status) {
        char message[400];
        va_list args;
        va_start(args, format);
        (void)vsnprintf(message, sizeof message, format, args);
        va_end(args);
        parser->status =
            zs_fail_at(parser->error, ZS_ERROR_QUERY, place - parser->text, "%s", message);
    }
    return NULL;
}

zs_query *zs_parser_fail_memory(zs_parser *parser)
{
    parser->status = parser->status ? parser->status : zs_fail_memory(parser->error);
    return NULL;
}

UChar32 zs_parser_peek(const zs_parser *parser, size_t *length)
{
    return zs_syntax_character(parser->at, parser->end, length);
}

void zs_parser_spaces(zs_parser *parser)
{
    size_t length;
    while (zs_syntax_space(zs_parser_peek(parser, &length)) && length > 0) {
        parser->at += length;
    }
}

bool zs_parser_at_boundary(const zs_parser *parser, const char *at)
{
    return zs_syntax_word(at, parser->end) == 0;
}

/* The zs_operator that the parser stands at, and its length. */
zs_operator zs_parser_operator(const zs_parser *parser, size_t *length, unsigned *distance)
{
    *length = zs_syntax_word(parser->at, parser->end);
    return zs_syntax_operator_of(parser->at, *length, distance);
}

/* Adds a clause and owns it in any case. False after a failure. */
bool zs_parser_add(zs_parser *parser, zs_query *group, zs_occur occur, zs_query *clause)
{
    if (!group || !clause || parser->status) {
        zs_query_free(clause);
        return false;
    }
    size_t start = clause->span.start;
    zs_status status = zs_query_add(group, occur, clause, parser->error);
    if (status) {
        zs_query_free(clause);
        if (status == ZS_ERROR_ARGUMENT) {
            if (parser->error) {
                parser->error->status = ZS_ERROR_QUERY;
                parser->error->position = (int64_t)start;
            }
            status = ZS_ERROR_QUERY;
        }
        parser->status = status;
        return false;
    }
    return true;
}

zs_query *zs_parser_node(zs_parser *parser, zs_query_kind kind, const zs_buffer *text,
                         const char *begin)
{
    zs_query *query = zs_query_node(kind, text ? text->length > 0 ? text->data : "" : NULL,
                                    text ? text->length : 0);
    if (!query) {
        return zs_parser_fail_memory(parser);
    }
    query->span = (zs_span){.start = (size_t)(begin - parser->text),
                            .end = (size_t)(parser->at - parser->text)};
    return query;
}
/* ---- What joins them --------------------------------------------------------------- */

static bool is_near(zs_operator meaning)
{
    return meaning >= ZS_OPERATOR_NEAR_ANY;
}

static zs_near near_of(zs_operator meaning)
{
    switch (meaning) {
    case ZS_OPERATOR_NEAR_ORDER: return ZS_NEAR_IN_ORDER;
    case ZS_OPERATOR_SENTENCE: return ZS_NEAR_SENTENCE;
    case ZS_OPERATOR_PARAGRAPH: return ZS_NEAR_PARAGRAPH;
    case ZS_OPERATOR_NEAR_ANY:
    case ZS_OPERATOR_NONE:
    case ZS_OPERATOR_AND:
    case ZS_OPERATOR_OR:
    case ZS_OPERATOR_NOT: break;
    }
    return ZS_NEAR_ANY_ORDER;
}

/* Whether a unit can begin here: there is something, and it is no operator. */
static bool at_unit(const zs_parser *parser)
{
    size_t length;
    unsigned distance;
    UChar32 character = zs_parser_peek(parser, &length);
    return length > 0 && character != ')' &&
           zs_parser_operator(parser, &length, &distance) == ZS_OPERATOR_NONE;
}

/* a NEAR/10 b NEAR/10 c; operators of another kind or distance begin a new one around it. */
static zs_query *parse_near(zs_parser *parser)
{
    zs_query *query = zs_parse_unit(parser);
    bool made = false; /* here, and not in parentheses */
    while (query) {
        size_t length;
        unsigned distance;
        zs_parser_spaces(parser);
        const char *place = parser->at;
        zs_operator meaning = zs_parser_operator(parser, &length, &distance);
        if (!is_near(meaning)) {
            return query;
        }
        parser->at += length;
        zs_parser_spaces(parser);
        if (!at_unit(parser)) {
            zs_query_free(query);
            return zs_parser_fail(parser, place, "%.*s needs something on both sides",
                                  (int)length, place);
        }
        bool joined = made && query->near == near_of(meaning) && query->distance == distance;
        zs_query *near = joined ? query : zs_parser_node(parser, ZS_QUERY_NEAR, NULL, place);
        if (near && !joined) {
            near->near = near_of(meaning);
            near->distance = distance;
            near->span.start = query->span.start;
            (void)zs_parser_add(parser, near, ZS_SHOULD, query);
        } else if (!near) {
            zs_query_free(query);
        }
        zs_query *other = near ? zs_parse_unit(parser) : NULL;
        if (!near || !zs_parser_add(parser, near, ZS_SHOULD, other)) {
            zs_query_free(near);
            return NULL;
        }
        near->span.end = (size_t)(parser->at - parser->text);
        query = near;
        made = true;
    }
    return NULL;
}

/* Takes the sign before a clause. */
static zs_occur take_sign(zs_parser *parser)
{
    zs_occur occur = ZS_SHOULD;
    for (;;) {
        size_t length;
        unsigned distance;
        UChar32 character = zs_parser_peek(parser, &length);
        size_t word;
        if (zs_parser_operator(parser, &word, &distance) == ZS_OPERATOR_NOT) {
            parser->at += word;
            zs_parser_spaces(parser);
            occur = ZS_MUST_NOT;
            continue;
        }
        bool sign = character == '+' || character == '-' || character == '!';
        if (!sign || zs_parser_at_boundary(parser, parser->at + length)) {
            size_t next;
            bool opens =
                sign && zs_syntax_character(parser->at + length, parser->end, &next) == '(';
            if (!opens) {
                return occur;
            }
        }
        parser->at += length;
        occur = character == '+' ? ZS_MUST : ZS_MUST_NOT;
    }
}

/* Plain words one behind another are one text: they are cut together. */
static bool extend_words(zs_parser *parser, zs_query *words, const zs_query *more)
{
    size_t length = strlen(words->text), extra = strlen(more->text);
    char *text = realloc(words->text, length + extra + 2);
    if (!text) {
        (void)zs_parser_fail_memory(parser);
        return false;
    }
    text[length] = ' ';
    memcpy(text + length + 1, more->text, extra + 1);
    words->text = text;
    words->span.end = more->span.end;
    return true;
}

static bool is_plain(const zs_query *query)
{
    return query->kind == ZS_QUERY_WORDS && query->occur == ZS_SHOULD && !query->field &&
           query->boost == 1;
}

/* Of a group with one clause that may match, that clause alone. */
static zs_query *simplified(zs_query *group)
{
    if (group->count != 1 || group->clauses[0]->occur != ZS_SHOULD) {
        return group;
    }
    zs_query *only = group->clauses[0];
    group->count = 0;
    zs_query_free(group);
    return only;
}

/* Units one behind another; NULL without a failure if there is none. */
static zs_query *parse_list(zs_parser *parser)
{
    zs_query *group = zs_parser_node(parser, ZS_QUERY_GROUP, NULL, parser->at);
    zs_query *words = NULL; /* the last clause, if it is plain words from outside of (…) */
    while (group && !parser->status) {
        zs_parser_spaces(parser);
        const char *place = parser->at;
        zs_occur occur = take_sign(parser);
        if (!at_unit(parser)) {
            if (parser->at > place) {
                (void)zs_parser_fail(parser, place, "%.*s needs something behind it",
                                     (int)(parser->at - place), place);
            }
            break;
        }
        bool bare = zs_syntax_character(parser->at, parser->end, &(size_t){0}) != '(';
        zs_query *clause = parse_near(parser);
        if (clause && bare && occur == ZS_SHOULD && is_plain(clause)) {
            if (words) {
                (void)extend_words(parser, words, clause);
                zs_query_free(clause);
                continue;
            }
            words = clause;
        } else {
            words = NULL;
        }
        (void)zs_parser_add(parser, group, occur, clause);
    }
    if (!group || parser->status || group->count == 0) {
        zs_query_free(group);
        return NULL;
    }
    group->span.end = (size_t)(parser->at - parser->text);
    return simplified(group);
}

/* a AND -b: an operand that is one clause with a sign keeps its sign. */
static bool add_operand(zs_parser *parser, zs_query *group, zs_operator wanted,
                        zs_query *operand)
{
    if (wanted == ZS_OPERATOR_OR) {
        return zs_parser_add(parser, group, ZS_SHOULD, operand);
    }
    bool signed_clause = operand->kind == ZS_QUERY_GROUP && operand->mode == ZS_GROUP_LIST &&
                         operand->count == 1 && !operand->field && operand->boost == 1;
    if (!signed_clause) {
        return zs_parser_add(parser, group, ZS_MUST, operand);
    }
    zs_query *clause = operand->clauses[0];
    operand->count = 0;
    zs_query_free(operand);
    return zs_parser_add(parser, group, clause->occur, clause);
}

/* Operands of an operator: `next` parses one; each becomes a clause of `group`. */
static zs_query *parse_operands(zs_parser *parser, zs_operator wanted,
                                zs_query *(*next)(zs_parser *))
{
    zs_query *first = next(parser), *group = NULL;
    for (;;) {
        size_t length;
        unsigned distance;
        zs_parser_spaces(parser);
        const char *place = parser->at;
        zs_operator meaning =
            parser->status ? ZS_OPERATOR_NONE : zs_parser_operator(parser, &length, &distance);
        if (meaning != wanted) {
            break;
        }
        parser->at += length;
        zs_parser_spaces(parser);
        zs_query *second = first ? next(parser) : NULL;
        if (!first || !second) {
            zs_query_free(group ? NULL : first);
            zs_query_free(group);
            zs_query_free(second);
            return zs_parser_fail(parser, place, "%.*s needs something on both sides",
                                  (int)length, place);
        }
        if (!group) {
            group =
                zs_parser_node(parser, ZS_QUERY_GROUP, NULL, parser->text + first->span.start);
            if (!group) {
                zs_query_free(first);
                zs_query_free(second);
                return NULL;
            }
            group->mode = wanted == ZS_OPERATOR_OR ? ZS_GROUP_ANY : ZS_GROUP_LIST;
            (void)add_operand(parser, group, wanted, first);
        }
        (void)add_operand(parser, group, wanted, second);
        group->span.end = (size_t)(parser->at - parser->text);
    }
    return group ? group : first;
}

static zs_query *parse_and(zs_parser *parser)
{
    return parse_operands(parser, ZS_OPERATOR_AND, parse_list);
}

zs_query *zs_parse_group(zs_parser *parser)
{
    return parse_operands(parser, ZS_OPERATOR_OR, parse_and);
}

/* The words of a text that could not be understood: what was meant as an operator is no word.
 */
static zs_status words_of(const char *text, zs_query **out, zs_error *error)
{
    const char *at = text, *end = text + strlen(text);
    zs_buffer words = ZS_BUFFER_INIT;
    bool kept = true;
    while (kept && at < end) {
        size_t length = zs_syntax_word(at, end);
        if (length == 0) {
            (void)zs_syntax_character(at, end, &length);
            kept = zs_buffer_append_byte(&words, ' ');
        } else if (!zs_syntax_operator(at, length)) {
            kept = zs_buffer_append(&words, at, length);
        }
        at += length;
    }
    kept = kept && zs_buffer_terminate(&words);
    bool empty = kept && words.data[strspn(words.data, " ")] == '\0';
    zs_status status =
        kept ? zs_query_words(empty ? text : words.data, out, error) : zs_fail_memory(error);
    zs_buffer_release(&words);
    return status;
}

zs_status zs_query_parse(const char *text, const zs_parse_options *options, zs_query **out,
                         zs_error *error)
{
    if (!text || !out) {
        return zs_fail(error, ZS_ERROR_ARGUMENT,
                       "zs_query_parse needs a text and a place for the query");
    }
    zs_error problem;
    zs_parser parser = {.text = text,
                        .at = text,
                        .end = text + strlen(text),
                        .fields = options ? options->fields : NULL,
                        .error = &problem};
    zs_query *query = zs_parse_group(&parser);
    if (!parser.status && parser.at < parser.end) {
        size_t length;
        if (zs_parser_peek(&parser, &length) == ')') {
            (void)zs_parser_fail(&parser, parser.at, "this parenthesis closes nothing");
        } else {
            (void)zs_parser_operator(&parser, &length, &(unsigned){0});
            (void)zs_parser_fail(&parser, parser.at, "%.*s needs something on both sides",
                                 (int)length, parser.at);
        }
    }
    if (parser.status) {
        zs_query_free(query);
        query = NULL;
    }
    if (!parser.status || (parser.status == ZS_ERROR_QUERY && options && options->lenient)) {
        zs_status status = query ? ZS_OK : words_of(text, &query, error);
        if (!status) {
            *out = query;
        }
        return status;
    }
    if (error) {
        *error = problem;
    }
    return parser.status;
}
