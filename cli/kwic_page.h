/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The formats of a concordance. Lines are written as they come, so that the first can be read
 * while the last is being looked for.
 */
#ifndef ZS_CLI_KWIC_PAGE_H
#define ZS_CLI_KWIC_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answers/output.h"
#include "answers/paths.h"
#include "cli/terminal.h"
#include "zsearch.h"

typedef struct zs_kwic_page {
    zs_output *out;
    zs_terminal terminal;
    zs_paths *paths;
    const char *query;
    const zs_kwic_options *options; /* of which `width` is settled */
    const char *order;              /* as --sort names it */
    size_t side, middle, id;        /* columns of the context, key and id; text on a terminal */
    uint64_t lines;                 /* that stand there already */
} zs_kwic_page;

typedef struct zs_kwic_format {
    const char *name;
    /* All but `line` may be NULL. `begin` is called before the first line, or before `end` if
     * there is none; `summary` is NULL if a failure ended the lines. */
    void (*begin)(zs_kwic_page *page);
    void (*line)(zs_kwic_page *page, const zs_kwic_line *line);
    void (*end)(zs_kwic_page *page, const zs_kwic_summary *summary);
} zs_kwic_format;

extern const zs_kwic_format zs_kwic_text;
extern const zs_kwic_format zs_kwic_json;
extern const zs_kwic_format zs_kwic_jsonl;
extern const zs_kwic_format zs_kwic_tsv;

/* Settles the columns of lines of text, and so how many characters are wanted on either side:
 * `width`, or if that is 0, what fits on the terminal. */
size_t zs_kwic_fit(zs_kwic_page *page, size_t width);

#endif
