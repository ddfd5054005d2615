/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A document of answers/ written to memory, as the body of an answer.
 */
#ifndef ZS_SERVER_DOCUMENT_H
#define ZS_SERVER_DOCUMENT_H

#include "answers/json.h"
#include "answers/output.h"
#include "server/exchange.h"

typedef struct zs_document {
    zs_output out;
    char *data;
    size_t length;
} zs_document;

void zs_document_begin(zs_document *document);

/* Makes it the body of an answer of 200. */
void zs_document_end(zs_document *document, const char *type, zs_response *response);

/* Throws it away. */
void zs_document_drop(zs_document *document);

/* A value as one line that may be sent to a terminal. */
void zs_append_json_line(zs_builder *out, const json_t *value);

#endif
