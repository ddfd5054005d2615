/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A concordance as JSON.
 */
#include "answers/kwic_json.h"

#include "cli/kwic_page.h"

static zs_kwic_document document_of(const zs_kwic_page *page)
{
    return (zs_kwic_document){.out = page->out,
                              .paths = page->paths,
                              .query = page->query,
                              .options = page->options,
                              .order = page->order,
                              .lines = page->lines};
}

static void begin(zs_kwic_page *page)
{
    zs_kwic_document document = document_of(page);
    zs_kwic_document_begin(&document);
}

static void put_line(zs_kwic_page *page, const zs_kwic_line *line)
{
    zs_kwic_document document = document_of(page);
    zs_kwic_document_line(&document, line);
}

static void end(zs_kwic_page *page, const zs_kwic_summary *summary)
{
    zs_kwic_document document = document_of(page);
    zs_kwic_document_end(&document, summary);
    zs_put_string(page->out, "\n");
}

static void put_alone(zs_kwic_page *page, const zs_kwic_line *line)
{
    zs_kwic_document document = document_of(page);
    zs_kwic_document_alone(&document, line);
}

const zs_kwic_format zs_kwic_json = {
    .name = "json", .begin = begin, .line = put_line, .end = end};

const zs_kwic_format zs_kwic_jsonl = {.name = "jsonl", .line = put_alone};
