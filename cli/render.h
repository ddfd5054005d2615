/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The formats of an answer. Each has a file of its own, render_NAME.c, and a row in the table
 * of render.c.
 */
#ifndef ZS_CLI_RENDER_H
#define ZS_CLI_RENDER_H

#include "answers/answer.h"
#include "answers/output.h"
#include "answers/paths.h"
#include "cli/string_set.h"
#include "cli/terminal.h"

/* What answers are written on. */
typedef struct zs_page {
    zs_output *out;
    zs_terminal terminal;
    zs_paths *paths;
    bool batch;            /* there may be more than one answer */
    size_t answers;        /* that stand there already */
    zs_string_set printed; /* the paths that stand there already, for a format that needs it */
} zs_page;

typedef struct zs_renderer {
    const char *name;
    zs_needs needs;
    bool expands;  /* of articles nearly the same each is wanted */
    bool explains; /* it has room for explanations */
    bool counts;   /* it has room for facets */
    bool keywords; /* it has room for keywords */
    bool silent;   /* it cannot say what hits lack, or that the time was over */
    /* All but `answer` may be NULL. `end` is called also if not all could be answered. */
    void (*begin)(zs_page *page);
    void (*answer)(zs_page *page, const zs_answer *answer);
    void (*end)(zs_page *page);
} zs_renderer;

extern const zs_renderer zs_renderer_text;
extern const zs_renderer zs_renderer_json;
extern const zs_renderer zs_renderer_jsonl;
extern const zs_renderer zs_renderer_paths;
extern const zs_renderer zs_renderer_trec;

/* The one that --format names; NULL, which has been said, if there is none. */
const zs_renderer *zs_renderer_named(const char *name);

#endif
