/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/document.h"

#include <stdio.h>
#include <stdlib.h>

#include "answers/memory.h"

void zs_document_begin(zs_document *document)
{
    document->data = NULL;
    FILE *stream = open_memstream(&document->data, &document->length);
    if (!stream) {
        zs_out_of_memory();
    }
    zs_output_init(&document->out, stream);
}

void zs_document_end(zs_document *document, const char *type, zs_response *response)
{
    if (!zs_output_close(&document->out)) {
        zs_out_of_memory(); /* there is nothing else that could fail */
    }
    zs_builder_release(&response->body);
    response->body = (zs_builder){
        .data = document->data, .length = document->length, .capacity = document->length + 1};
    response->type = type;
    response->status = 200;
}

void zs_document_drop(zs_document *document)
{
    (void)zs_output_close(&document->out); /* nobody will read it */
    free(document->data);
}

void zs_append_json_line(zs_builder *out, const json_t *value)
{
    zs_document document;
    zs_document_begin(&document);
    zs_put_json(&document.out, value, 0);
    zs_put_string(&document.out, "\n");
    if (!zs_output_close(&document.out)) {
        zs_out_of_memory();
    }
    zs_append(out, document.data, document.length);
    free(document.data);
}
