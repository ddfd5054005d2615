/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A concordance as JSON: one document, whose counts stand behind the lines, or a document for
 * each line. docs/json-output.md describes both for their readers.
 */
#include <string.h>

#include "cli/json.h"
#include "cli/kwic_page.h"

static json_t *json_of_head(const zs_kwic_page *page)
{
    json_t *object = zs_json_object();
    zs_json_set(object, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(object, "query", page->query);
    return object;
}

static void add_line(json_t *object, zs_kwic_page *page, const zs_kwic_line *line)
{
    zs_json_set(object, "number", zs_json_number(line->number));
    zs_json_set_string(object, "left", line->left);
    zs_json_set_string(object, "key", line->key);
    zs_json_set_string(object, "right", line->right);
    zs_json_set_string(object, "id", line->id);
    zs_json_set_string(object, "title", line->title);
    if (line->path) {
        zs_json_set_string(object, "path", zs_paths_from_here(page->paths, line->path));
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

static void begin_document(zs_kwic_page *page)
{
    json_t *head = json_of_head(page);
    zs_json_set_string(head, "sort", page->order);
    zs_json_set(head, "width", zs_json_number(page->options->width));
    zs_json_set(head, "offset", zs_json_number(page->options->offset));
    zs_put_string(page->out, "{");
    zs_put_json(page->out, head, JSON_EMBED);
    zs_put_string(page->out, ",\"lines\":[");
    json_decref(head);
}

static void put_in_document(zs_kwic_page *page, const zs_kwic_line *line)
{
    json_t *object = zs_json_object();
    add_line(object, page, line);
    zs_put_string(page->out, page->lines > 0 ? ",\n" : "\n");
    zs_put_json(page->out, object, 0);
    json_decref(object);
}

/* What a failure ended is not complete, and how many there are is not known. */
static void end_document(zs_kwic_page *page, const zs_kwic_summary *summary)
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
    zs_put_string(page->out, page->lines > 0 ? "\n]," : "],");
    zs_put_json(page->out, tail, JSON_EMBED);
    zs_put_string(page->out, "}\n");
    json_decref(tail);
}

const zs_kwic_format zs_kwic_json = {
    .name = "json", .begin = begin_document, .line = put_in_document, .end = end_document};

static void put_alone(zs_kwic_page *page, const zs_kwic_line *line)
{
    json_t *object = json_of_head(page);
    add_line(object, page, line);
    zs_put_json(page->out, object, 0);
    zs_put_string(page->out, "\n");
    json_decref(object);
}

const zs_kwic_format zs_kwic_jsonl = {.name = "jsonl", .line = put_alone};
