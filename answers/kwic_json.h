/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A concordance as JSON: one document, whose counts stand behind the lines, or a document for
 * each line. docs/json-output.md describes both for their readers.
 */
#ifndef ZS_ANSWERS_KWIC_JSON_H
#define ZS_ANSWERS_KWIC_JSON_H

#include <stdint.h>

#include "answers/output.h"
#include "answers/paths.h"
#include "zsearch.h"

typedef struct zs_kwic_document {
    zs_output *out;
    zs_paths *paths; /* NULL: paths are as the index has them */
    const char *query;
    const zs_kwic_options *options;
    const char *order; /* as --sort names it */
    uint64_t lines;    /* that stand there already */
} zs_kwic_document;

void zs_kwic_document_begin(zs_kwic_document *document);
void zs_kwic_document_line(zs_kwic_document *document, const zs_kwic_line *line);

/* `summary` is NULL if a failure ended the lines: what there is is not complete, and how many
 * there are is not known. */
void zs_kwic_document_end(zs_kwic_document *document, const zs_kwic_summary *summary);

/* A line as a document of its own. */
void zs_kwic_document_alone(zs_kwic_document *document, const zs_kwic_line *line);

#endif
