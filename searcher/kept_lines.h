/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines of a concordance that are kept to be sorted, in bounded memory.
 */
#ifndef ZS_SEARCHER_KEPT_LINES_H
#define ZS_SEARCHER_KEPT_LINES_H

#include "base/buffer.h"
#include "zsearch.h"

/* What is kept at the most: lines, and bytes of their strings. */
enum { ZS_KEPT_LINES = 100 * 1000, ZS_KEPT_LINES_BYTES = 128 << 20 };

typedef struct zs_kept_line zs_kept_line;
typedef struct zs_kept_article zs_kept_article;

typedef struct zs_kept_lines {
    zs_kept_line *items;
    size_t count, capacity;
    zs_kept_article *articles;
    size_t article_count, article_capacity;
    zs_buffer strings; /* of lines and articles, and what lines are sorted by */
} zs_kept_lines;

#define ZS_KEPT_LINES_INIT ((zs_kept_lines){.count = 0})

void zs_kept_lines_release(zs_kept_lines *lines);

bool zs_kept_lines_are_full(const zs_kept_lines *lines);

/* The articles of the lines to come. ZS_ERROR_MEMORY. */
zs_status zs_kept_lines_begin(zs_kept_lines *lines, const zs_article *article, zs_error *error);

/* Keeps a copy of a line, and of the bytes that it is sorted by. ZS_ERROR_MEMORY. */
zs_status zs_kept_lines_add(zs_kept_lines *lines, const zs_kwic_line *line, const char *key,
                            size_t key_length, zs_error *error);

/* Sorts by these bytes; what has the same stays in the order in which it was added. */
void zs_kept_lines_sort(zs_kept_lines *lines);

/* Line `i`, without its number. */
zs_kwic_line zs_kept_line_at(const zs_kept_lines *lines, size_t i);

#endif
