/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A query as it was asked: a tree of words, phrases and what joins them, made by parsing
 * (parse.c) or by a program (zs_query_… in zsearch.h). It knows nothing of any index.
 */
#ifndef ZS_SEARCHER_QUERY_H
#define ZS_SEARCHER_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "zsearch.h"

typedef enum zs_query_kind {
    ZS_QUERY_WORDS,    /* text, all of whose words are weighed */
    ZS_QUERY_PHRASE,   /* text that must stand so */
    ZS_QUERY_GROUP,    /* clauses */
    ZS_QUERY_NEAR,     /* clauses, words or phrases, that stand near each other */
    ZS_QUERY_RANGE,    /* values of a field, from `text` to `high`, both included */
    ZS_QUERY_WILDCARD, /* terms that fit: * any characters, ? one */
    ZS_QUERY_FUZZY,    /* terms at most `distance` edits away */
    ZS_QUERY_REGEX,    /* terms that an expression fits whole */
    ZS_QUERY_LIKE,     /* what is like the article whose id is `text` */
    ZS_QUERY_LIKE_TEXT /* what is like `text` itself */
} zs_query_kind;

/* How many of a group's clauses that may match have to. */
typedef enum zs_group_mode {
    ZS_GROUP_LIST, /* as many as the searcher is told to ask for: a b */
    ZS_GROUP_ANY   /* one: a OR b */
} zs_group_mode;

struct zs_query {
    zs_query_kind kind;
    zs_occur occur; /* in the group that it is in */
    double boost;
    char *field;  /* NULL: anywhere */
    char *text;   /* words, phrase, pattern, lower end of a range ("": open) */
    char *high;   /* upper end of a range ("": open) */
    zs_span span; /* where it stands in the text that was parsed; empty if none was */
    zs_group_mode mode;
    zs_near near;
    unsigned distance;
    zs_query **clauses;
    size_t count, capacity;
    unsigned height; /* 1 without clauses */
};

static inline bool zs_query_is_like(const zs_query *query)
{
    return query->kind == ZS_QUERY_LIKE || query->kind == ZS_QUERY_LIKE_TEXT;
}

/* No tree is higher, and no group has more clauses. */
enum { ZS_QUERY_HEIGHT = 64, ZS_QUERY_CLAUSES = 1024, ZS_QUERY_FUZZINESS = 2 };

/* A node of a kind with copies of `length` bytes of text; NULL if out of memory. */
zs_query *zs_query_node(zs_query_kind kind, const char *text, size_t length);

/* Appends the query as text that parses to the same tree; false if out of memory. */
bool zs_query_print(const zs_query *query, zs_buffer *out);

#endif
