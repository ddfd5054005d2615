/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parser by recursive descent: parse.c joins what parse_unit.c reads. From what binds
 * least to what binds most:
 *
 *     query   = and { OR and }
 *     and     = list { AND list }
 *     list    = { [+ - ! NOT] near }
 *     near    = unit { NEAR/n unit }        also ADJ/n, SENT, PARA
 *     unit    = [field:] ( (query) | "phrase" | /regex/ | word | low..high ) [~n] [^n]
 */
#ifndef ZS_SEARCHER_PARSER_H
#define ZS_SEARCHER_PARSER_H

#include "searcher/query.h"
#include "searcher/syntax.h"

typedef struct zs_parser {
    const char *text, *at, *end;
    const char *const *fields; /* besides those that every article may have; or NULL */
    unsigned depth;            /* of parentheses */
    zs_status status;          /* the first failure */
    zs_error *error;
} zs_parser;

/* Notes a failure at a place of the text, the first of all; NULL. */
__attribute__((format(printf, 3, 4))) zs_query *
zs_parser_fail(zs_parser *parser, const char *place, const char *format, ...);
zs_query *zs_parser_fail_memory(zs_parser *parser);

/* The character that it stands at, as zs_syntax_character has it. */
UChar32 zs_parser_peek(const zs_parser *parser, size_t *length);
void zs_parser_spaces(zs_parser *parser);

/* Whether a word ends at a place. */
bool zs_parser_at_boundary(const zs_parser *parser, const char *at);

/* The operator that it stands at, and its length. */
zs_operator zs_parser_operator(const zs_parser *parser, size_t *length, unsigned *distance);

/* A node that reaches from `begin` to where the parser stands; NULL after a failure. */
zs_query *zs_parser_node(zs_parser *parser, zs_query_kind kind, const zs_buffer *text,
                         const char *begin);

/* Adds a clause and owns it in any case. False after a failure. */
bool zs_parser_add(zs_parser *parser, zs_query *group, zs_occur occur, zs_query *clause);

/* A unit (parse_unit.c); all up to a closing parenthesis or the end (parse.c), NULL without a
 * failure if there is nothing. */
zs_query *zs_parse_unit(zs_parser *parser);
zs_query *zs_parse_group(zs_parser *parser);

#endif
