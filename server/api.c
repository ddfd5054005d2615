/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The API's answers to questions: the documents that the command line writes.
 */
#include <stdlib.h>
#include <string.h>

#include "answers/answer_json.h"
#include "answers/documents.h"
#include "answers/kwic_json.h"
#include "server/document.h"
#include "server/form.h"
#include "server/server.h"

#define JSON "application/json"
#define JSON_LINES "application/x-ndjson"

bool zs_api_search(zs_server *server, zs_worker *worker, zs_request *request,
                   zs_response *response, zs_problem *problem)
{
    zs_search_form form = {.q = ""};
    zs_searcher *searcher;
    zs_answer answer;
    bool answered = zs_take_form(&request->parameters, false, &form, problem) &&
                    zs_take_no_more(&request->parameters, problem) &&
                    zs_take_searcher(server, worker, &searcher, problem);
    const zs_needs needs = {.article = true,
                            .snippet = !form.full,
                            .snippets = zs_form_snippets(&form),
                            .marks = form.full,
                            .duplicate_ids = true,
                            .explanation = form.explain,
                            .correction = true,
                            /* Its places are in the query as typed, without filters. */
                            .advice = !form.lines && !form.date && form.filter_count == 0,
                            .keywords = (size_t)form.keywords};
    answered = answered && zs_answer_form(&form, searcher, server->options->timeout, needs,
                                          &answer, problem);
    if (answered) {
        zs_document document;
        zs_document_begin(&document);
        if (form.lines) {
            zs_put_answer_lines(&document.out, &answer, NULL, NULL);
        } else {
            zs_put_answer(&document.out, &answer, NULL, NULL);
            zs_put_string(&document.out, "\n");
        }
        zs_document_end(&document, form.lines ? JSON_LINES : JSON, response);
        zs_answer_release(&answer);
    }
    zs_form_release(&form);
    return answered;
}

bool zs_api_suggest(zs_server *server, zs_worker *worker, zs_request *request,
                    zs_response *response, zs_problem *problem)
{
    const char *text;
    uint64_t limit = 10;
    bool pinyin = true;
    zs_searcher *searcher;
    if (!zs_take_query(&request->parameters, true, &text, problem) ||
        !zs_take_number(&request->parameters, "n", 1, ZS_FORM_HITS, &limit, problem) ||
        !zs_take_boolean(&request->parameters, "pinyin", &pinyin, problem) ||
        !zs_take_no_more(&request->parameters, problem) ||
        !zs_take_searcher(server, worker, &searcher, problem)) {
        return false;
    }
    const zs_suggest_options options = {.limit = (size_t)limit, .no_pinyin = !pinyin};
    zs_suggestions *suggestions;
    zs_error error;
    if (zs_suggest(searcher, text, &options, &suggestions, &error)) {
        return zs_fault_of(problem, &error);
    }
    zs_document document;
    zs_document_begin(&document);
    zs_put_suggestions(&document.out, text, suggestions);
    zs_put_string(&document.out, "\n");
    zs_document_end(&document, JSON, response);
    zs_suggestions_free(suggestions);
    return true;
}

bool zs_api_article(zs_server *server, zs_worker *worker, zs_request *request,
                    zs_response *response, zs_problem *problem)
{
    const char *query;
    const zs_article *article;
    zs_marks *marks;
    zs_searcher *searcher;
    zs_error error;
    if (!zs_take_query(&request->parameters, false, &query, problem) ||
        !zs_take_no_more(&request->parameters, problem) ||
        !zs_take_searcher(server, worker, &searcher, problem)) {
        return false;
    }
    if (zs_searcher_article(searcher, request->rest, &article, &error) ||
        zs_mark_article(searcher, article, query, false, &marks, &error)) {
        return zs_fault_of(problem, &error);
    }
    zs_document document;
    zs_document_begin(&document);
    zs_put_articles_begin(&document.out, query[0] ? query : NULL);
    zs_put_string(&document.out, "\n");
    zs_put_article(&document.out, article, marks, NULL);
    zs_put_string(&document.out, "\n]}\n");
    zs_document_end(&document, JSON, response);
    zs_marks_free(marks);
    return true;
}

bool zs_api_similar(zs_server *server, zs_worker *worker, zs_request *request,
                    zs_response *response, zs_problem *problem)
{
    uint64_t n = 10, offset = 0;
    bool expand = false;
    zs_searcher *searcher;
    if (!zs_take_window(&request->parameters, &n, &offset, problem) ||
        !zs_take_boolean(&request->parameters, "expand", &expand, problem) ||
        !zs_take_no_more(&request->parameters, problem) ||
        !zs_take_searcher(server, worker, &searcher, problem)) {
        return false;
    }
    const zs_query_options options = {
        .limit = n, .offset = offset, .expand = expand, .timeout = server->options->timeout};
    const zs_needs needs = {.article = true, .snippet = true, .duplicate_ids = true};
    const zs_model model = {.id = request->rest};
    zs_answer answer;
    zs_error error;
    char *query = zs_query_like_text(request->rest);
    if (zs_answer_similar(&answer, searcher, &model, query, &options, needs, &error)) {
        free(query);
        return zs_fault_of(problem, &error);
    }
    if (zs_came_late(zs_answer_is_cut_off(&answer), options.timeout, problem)) {
        zs_answer_release(&answer);
        free(query);
        return false;
    }
    zs_document document;
    zs_document_begin(&document);
    zs_put_answer(&document.out, &answer, NULL, NULL);
    zs_put_string(&document.out, "\n");
    zs_document_end(&document, JSON, response);
    zs_answer_release(&answer);
    free(query);
    return true;
}

static bool put_line(void *context, const zs_kwic_line *line)
{
    zs_kwic_document *document = context;
    zs_kwic_document_line(document, line);
    return document->out->error != 0;
}

/* The lines of a query, whose time and number are limited. */
static bool write_lines(zs_searcher *searcher, zs_kwic_document *lines, zs_problem *problem)
{
    zs_query *query = NULL;
    zs_kwic_summary summary;
    zs_error error;
    zs_status status = zs_searcher_parse(searcher, lines->query, false, &query, &error);
    if (!status) {
        zs_kwic_document_begin(lines);
        status = zs_kwic(searcher, query, lines->options, put_line, lines, &summary, &error);
    }
    zs_query_free(query);
    if (status) {
        return zs_fault_of(problem, &error);
    }
    if (zs_came_late(summary.partial && summary.lines == 0, lines->options->timeout, problem)) {
        return false;
    }
    zs_kwic_document_end(lines, &summary);
    return true;
}

bool zs_api_kwic(zs_server *server, zs_worker *worker, zs_request *request,
                 zs_response *response, zs_problem *problem)
{
    static const char *const orders[] = {"index", "left", "right", "date"};
    const char *text;
    uint64_t n = 20, offset = 0, width = 30;
    size_t order = 0;
    zs_searcher *searcher;
    if (!zs_take_query(&request->parameters, true, &text, problem) ||
        !zs_take_number(&request->parameters, "n", 1, 1000, &n, problem) ||
        !zs_take_number(&request->parameters, "offset", 0, ZS_FORM_REACH, &offset, problem) ||
        !zs_take_number(&request->parameters, "width", 5, 200, &width, problem) ||
        !zs_take_one_of(&request->parameters, "sort", orders, 4, &order, problem) ||
        !zs_take_no_more(&request->parameters, problem) ||
        !zs_take_searcher(server, worker, &searcher, problem)) {
        return false;
    }
    const zs_kwic_options options = {.width = width,
                                     .order = (zs_kwic_order)order,
                                     .limit = n,
                                     .offset = offset,
                                     .timeout = server->options->timeout};
    zs_document document;
    zs_document_begin(&document);
    zs_kwic_document lines = {
        .out = &document.out, .query = text, .options = &options, .order = orders[order]};
    if (!write_lines(searcher, &lines, problem)) {
        zs_document_drop(&document);
        return false;
    }
    zs_put_string(&document.out, "\n");
    zs_document_end(&document, JSON, response);
    return true;
}

bool zs_api_info(zs_server *server, zs_worker *worker, zs_request *request,
                 zs_response *response, zs_problem *problem)
{
    zs_searcher *searcher;
    zs_index_info info;
    zs_error error;
    if (!zs_take_no_more(&request->parameters, problem) ||
        !zs_take_searcher(server, worker, &searcher, problem)) {
        return false;
    }
    if (zs_searcher_info(searcher, &info, &error)) {
        return zs_fault_of(problem, &error);
    }
    zs_document document;
    zs_document_begin(&document);
    zs_put_index_info(&document.out, NULL, &info);
    zs_put_string(&document.out, "\n");
    zs_document_end(&document, JSON, response);
    return true;
}

bool zs_api_description(zs_server *server, zs_worker *worker, zs_request *request,
                        zs_response *response, zs_problem *problem)
{
    (void)server;
    (void)worker;
    if (!zs_take_no_more(&request->parameters, problem)) {
        return false;
    }
    response->asset = zs_asset_at(request->path);
    response->type = JSON;
    response->status = 200;
    return true;
}
