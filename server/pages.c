/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fetching what the pages show.
 */
#include <stdlib.h>
#include <string.h>

#include "server/form.h"
#include "server/server.h"

#define HTML "text/html; charset=utf-8"

/* Articles that are like one, at its end. */
enum { SIMILAR = 5 };

/* How the server is called from outside; lives in `origin`. */
static zs_page_context context_of(zs_server *server, const zs_request *request,
                                  zs_builder *origin)
{
    const char *host = request->headers.host ? request->headers.host : "localhost";
    zs_append_format(origin, "http%s://%s", server->options->certificate ? "s" : "", host);
    return (zs_page_context){.tongue = zs_tongue_of(request->headers.accept_language),
                             .title = server->options->title,
                             .articles = atomic_load(&server->articles),
                             .origin = zs_builder_string(origin)};
}

static zs_page_problem page_problem_of(const zs_problem *problem)
{
    return (zs_page_problem){
        .status = problem->status, .detail = problem->detail, .position = problem->position};
}

void zs_respond_problem_page(zs_server *server, const zs_request *request,
                             const zs_problem *problem, zs_response *response)
{
    zs_builder origin = ZS_BUILDER_INIT;
    zs_page_context context = context_of(server, request, &origin);
    zs_page_problem shown = page_problem_of(problem);
    zs_builder_clear(&response->body);
    zs_page_of_problem(&response->body, &context, &shown);
    response->asset = NULL;
    response->status = problem->status;
    response->type = HTML;
    zs_builder_release(&origin);
}

/* Answers what is asked; what is wrong with a query is said on the page, above its field. */
static bool respond_search(zs_server *server, zs_searcher *searcher, const zs_request *request,
                           const zs_search_form *form, bool part, zs_response *response,
                           zs_problem *problem)
{
    const zs_needs needs = {.article = true,
                            .snippet = true,
                            .snippets = zs_form_snippets(form),
                            .correction = true,
                            .advice = true,
                            .keywords = (size_t)form->keywords};
    zs_builder origin = ZS_BUILDER_INIT;
    zs_page_context context = context_of(server, request, &origin);
    zs_answer answer;
    bool asked =
        form->q[strspn(form->q, " \t\r\n")] != '\0' || form->filter_count > 0 || form->date;
    bool answered = asked && zs_answer_form(form, searcher, server->options->timeout, needs,
                                            &answer, problem);
    bool failed = problem->status != 0;
    if (!problem->changed) {
        zs_page_problem shown = page_problem_of(problem);
        zs_page_search(&response->body, &context, form, answered ? &answer : NULL,
                       failed ? &shown : NULL, part);
        response->type = HTML;
        response->status = failed ? problem->status : 200;
    }
    if (answered) {
        zs_answer_release(&answer);
    }
    zs_builder_release(&origin);
    return !problem->changed;
}

bool zs_get_page(zs_server *server, zs_worker *worker, zs_request *request,
                 zs_response *response, zs_problem *problem)
{
    zs_search_form form = {.q = ""};
    uint64_t part = 0;
    zs_searcher *searcher;
    bool taken = zs_take_number(&request->parameters, "part", 0, 1, &part, problem) &&
                 zs_take_form(&request->parameters, true, &form, problem) &&
                 zs_take_no_more(&request->parameters, problem) &&
                 zs_take_searcher(server, worker, &searcher, problem);
    if (taken) {
        taken = respond_search(server, searcher, request, &form, part == 1, response, problem);
    }
    zs_form_release(&form);
    return taken;
}

bool zs_get_article(zs_server *server, zs_worker *worker, zs_request *request,
                    zs_response *response, zs_problem *problem)
{
    const char *query;
    const zs_article *article;
    zs_marks *marks = NULL;
    zs_answer similar;
    zs_searcher *searcher;
    zs_error error;
    if (!zs_take_query(&request->parameters, false, &query, problem) ||
        !zs_take_no_more(&request->parameters, problem) ||
        !zs_take_searcher(server, worker, &searcher, problem)) {
        return false;
    }
    const zs_query_options options = {.limit = SIMILAR, .timeout = server->options->timeout};
    const zs_needs needs = {.article = true};
    const zs_model model = {.id = request->rest};
    /* First the others, since the searcher has one article at a time. */
    if (zs_answer_similar(&similar, searcher, &model, "", &options, needs, &error)) {
        return zs_fault_of(problem, &error);
    }
    zs_status status = zs_searcher_article(searcher, request->rest, &article, &error);
    if (!status) {
        /* What cannot be understood is words, as the search before may have been of something
         * else; what cannot be asked for marks nothing. */
        status = zs_mark_article(searcher, article, query, true, &marks, &error);
        status = status == ZS_ERROR_QUERY ? ZS_OK : status;
    }
    if (status) {
        zs_answer_release(&similar);
        return zs_fault_of(problem, &error);
    }
    zs_builder origin = ZS_BUILDER_INIT;
    zs_page_context context = context_of(server, request, &origin);
    zs_page_article(&response->body, &context, article, query[0] ? query : NULL, marks,
                    &similar);
    response->type = HTML;
    response->status = 200;
    zs_builder_release(&origin);
    zs_marks_free(marks);
    zs_answer_release(&similar);
    return true;
}

bool zs_get_opensearch(zs_server *server, zs_worker *worker, zs_request *request,
                       zs_response *response, zs_problem *problem)
{
    (void)worker, (void)problem;
    zs_builder origin = ZS_BUILDER_INIT;
    zs_page_context context = context_of(server, request, &origin);
    zs_page_opensearch(&response->body, &context);
    response->type = "application/opensearchdescription+xml; charset=utf-8";
    response->status = 200;
    zs_builder_release(&origin);
    return true;
}
