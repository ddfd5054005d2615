/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/kwic_json.h"

#include <string.h>

#include "answers/json.h"

static json_t *json_of_head(const zs_kwic_document *document)
{
    json_t *object = zs_json_object();
    zs_json_set(object, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(object, "query", document->query);
    return object;
}

static void add_line(json_t *object, zs_paths *paths, const zs_kwic_line *line)
{
    zs_json_set(object, "number", zs_json_number(line->number));
    zs_json_set_string(object, "left", line->left);
    zs_json_set_string(object, "key", line->key);
    zs_json_set_string(object, "right", line->right);
    zs_json_set_string(object, "id", line->id);
    zs_json_set_string(object, "title", line->title);
    if (line->path) {
        zs_json_set_string(object, "path", zs_json_path(paths, line->path));
    }
    zs_json_set_string(object, "date", line->date);
    zs_json_set_string(object, "source", line->source);
    zs_json_set_string(object, "place", line->in_title ? "title" : "text");
    zs_json_set(object, "start", zs_json_number(line->span.start));
    zs_json_set(object, "end", zs_json_number(line->span.end));
    if (line->page > 0) {
        zs_json_set(object, "page", zs_json_number(line->page));
    }
}

void zs_kwic_document_begin(zs_kwic_document *document)
{
    json_t *head = json_of_head(document);
    zs_json_set_string(head, "sort", document->order);
    zs_json_set(head, "width", zs_json_number(document->options->width));
    zs_json_set(head, "offset", zs_json_number(document->options->offset));
    zs_put_string(document->out, "{");
    zs_put_json(document->out, head, JSON_EMBED);
    zs_put_string(document->out, ",\"lines\":[");
    json_decref(head);
}

void zs_kwic_document_line(zs_kwic_document *document, const zs_kwic_line *line)
{
    json_t *object = zs_json_object();
    add_line(object, document->paths, line);
    zs_put_string(document->out, document->lines > 0 ? ",\n" : "\n");
    zs_put_json(document->out, object, 0);
    json_decref(object);
    document->lines++;
}

void zs_kwic_document_end(zs_kwic_document *document, const zs_kwic_summary *summary)
{
    json_t *tail = zs_json_object();
    json_t *notes = zs_json_array();
    if (summary) {
        zs_json_set(tail, "occurrences", zs_json_number(summary->occurrences));
        zs_json_set(tail, "articles", zs_json_number(summary->articles));
    }
    if (summary && summary->note[0]) {
        zs_json_append(notes, zs_json_text(summary->note, strlen(summary->note)));
    }
    zs_json_set(tail, "complete", summary && summary->complete ? json_true() : json_false());
    zs_json_set(tail, "partial", !summary || summary->partial ? json_true() : json_false());
    zs_json_set(tail, "notes", notes);
    zs_put_string(document->out, document->lines > 0 ? "\n]," : "],");
    zs_put_json(document->out, tail, JSON_EMBED);
    zs_put_string(document->out, "}");
    json_decref(tail);
}

void zs_kwic_document_alone(zs_kwic_document *document, const zs_kwic_line *line)
{
    json_t *object = json_of_head(document);
    add_line(object, document->paths, line);
    zs_put_json(document->out, object, 0);
    zs_put_string(document->out, "\n");
    json_decref(object);
}
