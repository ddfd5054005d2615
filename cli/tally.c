/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/tally.h"

#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "answers/clean.h"
#include "answers/memory.h"
#include "cli/units.h"

enum {
    SHOWN = 8,
    EXTENSION_MOST = 12, /* what is longer is part of a name with a dot in it */
    ROWS_MOST = 10000
};

static int compare_extensions(const void *left, const void *right)
{
    const zs_tally_row *a = left, *b = right;
    return strcmp(a->extension, b->extension);
}

void zs_tally_release(zs_tally *tally)
{
    for (size_t i = 0; i < tally->row_count; i++) {
        zs_tally_row *row = tally->rows[i];
        (void)tdelete(row, &tally->tree, compare_extensions);
        free(row->extension);
        free(row);
    }
    free(tally->rows);
    *tally = (zs_tally){.total = 0};
}

/* The extension of a path, in lower case; malloc'd. */
static char *extension_of(const char *path)
{
    const char *dot = "";
    const char *name = path;
    for (const char *at = path; *at; at++) {
        if (*at == '/' || *at == '!') {
            name = at + 1;
        } else if (*at == '.') {
            dot = at;
        }
    }
    size_t length = strlen(dot);
    bool fits = dot > name && length > 1 && length <= EXTENSION_MOST;
    char *extension = zs_duplicate(fits ? dot : "");
    for (char *at = extension; *at; at++) {
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    }
    return extension;
}

static zs_tally_row *add_row(zs_tally *tally, char *extension)
{
    zs_tally_row *row = zs_allocate(1, sizeof *row);
    row->extension = extension;
    if (tally->row_count == tally->capacity) {
        tally->capacity = tally->capacity > 0 ? 2 * tally->capacity : 16;
        tally->rows = zs_reallocate(tally->rows, tally->capacity, sizeof *tally->rows);
    }
    tally->rows[tally->row_count++] = row;
    if (!tsearch(row, &tally->tree, compare_extensions)) {
        zs_out_of_memory();
    }
    return row;
}

void zs_tally_add(zs_tally *tally, const char *path)
{
    tally->total++;
    const zs_tally_row wanted = {.extension = extension_of(path)};
    zs_tally_row **found = tfind(&wanted, &tally->tree, compare_extensions);
    if (!found && tally->row_count < ROWS_MOST) {
        add_row(tally, wanted.extension)->count = 1;
        return;
    }
    if (found) {
        (*found)->count++;
    }
    free(wanted.extension);
}

static int compare_counts(const void *left, const void *right)
{
    const zs_tally_row *a = *(zs_tally_row *const *)left, *b = *(zs_tally_row *const *)right;
    if (a->count != b->count) {
        return a->count < b->count ? 1 : -1;
    }
    return strcmp(a->extension, b->extension);
}

void zs_tally_append(const zs_tally *tally, zs_builder *out)
{
    if (tally->row_count == 0) {
        return;
    }
    qsort(tally->rows, tally->row_count, sizeof *tally->rows, compare_counts);
    uint64_t rest = tally->total;
    for (size_t i = 0; i < tally->row_count && i < SHOWN; i++) {
        const zs_tally_row *row = tally->rows[i];
        zs_append_string(out, i > 0 ? ", " : "");
        zs_append_clean_string(out, row->extension[0] ? row->extension : "no extension");
        zs_append_format(out, " %s", zs_count(row->count).text);
        rest -= row->count;
    }
    if (rest > 0) {
        zs_append_format(out, ", others %s", zs_count(rest).text);
    }
}
