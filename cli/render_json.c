/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Answers as JSON, of one query or of many.
 */
#include "answers/answer_json.h"
#include "cli/render.h"

static void begin_documents(zs_page *page)
{
    if (page->batch) {
        zs_put_string(page->out, "[\n");
    }
}

static void end_documents(zs_page *page)
{
    if (page->answers > 0) {
        zs_put_string(page->out, "\n");
    }
    if (page->batch) {
        zs_put_string(page->out, "]\n");
    }
}

static const char *qid_of(const zs_page *page, const zs_answer *answer)
{
    return page->batch ? answer->qid : NULL;
}

static void render_document(zs_page *page, const zs_answer *answer)
{
    zs_put_string(page->out, page->answers > 0 ? ",\n" : "");
    zs_put_answer(page->out, answer, qid_of(page, answer), page->paths);
}

static void render_lines(zs_page *page, const zs_answer *answer)
{
    zs_put_answer_lines(page->out, answer, qid_of(page, answer), page->paths);
}

const zs_renderer zs_renderer_json = {
    .name = "json",
    .needs = {.article = true, .snippet = true, .duplicate_ids = true, .correction = true},
    .explains = true,
    .counts = true,
    .keywords = true,
    .begin = begin_documents,
    .answer = render_document,
    .end = end_documents};

const zs_renderer zs_renderer_jsonl = {
    .name = "jsonl",
    .needs = {.article = true, .snippet = true, .duplicate_ids = true, .correction = true},
    .explains = true,
    .answer = render_lines};
