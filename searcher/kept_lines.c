/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/kept_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Strings are kept as places, since their buffer moves as it grows. */
static const size_t NO_STRING = SIZE_MAX;

struct zs_kept_article {
    size_t id, title, path, date, source;
};

struct zs_kept_line {
    size_t article; /* its number */
    size_t order;   /* in which it was added */
    size_t left, key, right;
    size_t sorted_by, sorted_length;
    const char *bytes; /* the same, while lines are sorted */
    zs_span span;
    uint32_t page;
    bool in_title;
};

void zs_kept_lines_release(zs_kept_lines *lines)
{
    free(lines->items);
    free(lines->articles);
    zs_buffer_release(&lines->strings);
    *lines = ZS_KEPT_LINES_INIT;
}

bool zs_kept_lines_are_full(const zs_kept_lines *lines)
{
    return lines->count >= ZS_KEPT_LINES || lines->strings.length >= ZS_KEPT_LINES_BYTES;
}

/* Keeps a string, which may be NULL. */
static bool keep(zs_kept_lines *lines, const char *string, size_t *place)
{
    *place = string ? lines->strings.length : NO_STRING;
    return !string || zs_buffer_append(&lines->strings, string, strlen(string) + 1);
}

zs_status zs_kept_lines_begin(zs_kept_lines *lines, const zs_article *article, zs_error *error)
{
    zs_kept_article *articles = zs_array_grow(lines->articles, &lines->article_capacity,
                                              lines->article_count + 1, sizeof *articles);
    if (!articles) {
        return zs_fail_memory(error);
    }
    lines->articles = articles;
    zs_kept_article *kept = &articles[lines->article_count];
    if (!keep(lines, article->id, &kept->id) || !keep(lines, article->title, &kept->title) ||
        !keep(lines, article->path, &kept->path) || !keep(lines, article->date, &kept->date) ||
        !keep(lines, article->source, &kept->source)) {
        return zs_fail_memory(error);
    }
    lines->article_count++;
    return ZS_OK;
}

zs_status zs_kept_lines_add(zs_kept_lines *lines, const zs_kwic_line *line, const char *key,
                            size_t key_length, zs_error *error)
{
    zs_kept_line *items =
        zs_array_grow(lines->items, &lines->capacity, lines->count + 1, sizeof *items);
    if (!items) {
        return zs_fail_memory(error);
    }
    lines->items = items;
    zs_kept_line kept = {.article = lines->article_count - 1,
                         .order = lines->count,
                         .span = line->span,
                         .page = line->page,
                         .in_title = line->in_title};
    if (!keep(lines, line->left, &kept.left) || !keep(lines, line->key, &kept.key) ||
        !keep(lines, line->right, &kept.right)) {
        return zs_fail_memory(error);
    }
    kept.sorted_by = lines->strings.length;
    kept.sorted_length = key_length;
    if (key_length > 0 && !zs_buffer_append(&lines->strings, key, key_length)) {
        return zs_fail_memory(error);
    }
    items[lines->count++] = kept;
    return ZS_OK;
}

static int by_bytes(const void *one, const void *other)
{
    const zs_kept_line *a = one, *b = other;
    size_t common = a->sorted_length < b->sorted_length ? a->sorted_length : b->sorted_length;
    int order = common > 0 ? memcmp(a->bytes, b->bytes, common) : 0;
    if (order == 0 && a->sorted_length != b->sorted_length) {
        return a->sorted_length < b->sorted_length ? -1 : 1;
    }
    return order != 0 ? order : a->order < b->order ? -1 : a->order > b->order;
}

void zs_kept_lines_sort(zs_kept_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        lines->items[i].bytes = lines->strings.data + lines->items[i].sorted_by;
    }
    if (lines->count > 0) {
        qsort(lines->items, lines->count, sizeof *lines->items, by_bytes);
    }
}

static const char *string_at(const zs_kept_lines *lines, size_t place)
{
    return place == NO_STRING ? NULL : lines->strings.data + place;
}

zs_kwic_line zs_kept_line_at(const zs_kept_lines *lines, size_t i)
{
    const zs_kept_line *line = &lines->items[i];
    const zs_kept_article *article = &lines->articles[line->article];
    return (zs_kwic_line){.id = string_at(lines, article->id),
                          .title = string_at(lines, article->title),
                          .path = string_at(lines, article->path),
                          .date = string_at(lines, article->date),
                          .source = string_at(lines, article->source),
                          .in_title = line->in_title,
                          .span = line->span,
                          .left = string_at(lines, line->left),
                          .key = string_at(lines, line->key),
                          .right = string_at(lines, line->right),
                          .page = line->page};
}
