/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a request: its target in the first line, then values of headers, a line each:
 * Accept-Encoding, If-None-Match, Accept-Language, Authorization, Host. What is taken of it is
 * within its limits and UTF-8, and so is the page that shows it.
 */
#include <string.h>
#include <utf8proc.h>

#include "fuzz.h"
#include "server/access.h"
#include "server/exchange.h"
#include "server/form.h"
#include "server/page.h"
#include "server/server.h"

enum { HEADERS = 5 };

static bool is_utf8(const char *text)
{
    utf8proc_int32_t point;
    for (size_t at = 0, length = strlen(text); at < length;) {
        utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                  (utf8proc_ssize_t)(length - at), &point);
        if (taken <= 0) {
            return false;
        }
        at += (size_t)taken;
    }
    return true;
}

/* The next line, as a string; NULL behind the last. What follows a NUL is as if not there, as
 * libmicrohttpd has it. */
static char *next_line(const uint8_t **data, size_t *size)
{
    if (*size == 0) {
        return NULL;
    }
    const uint8_t *end = memchr(*data, '\n', *size);
    size_t length = end ? (size_t)(end - *data) : *size;
    char *line = malloc(length + 1);
    require(line != NULL, "there is memory");
    memcpy(line, *data, length);
    line[length] = '\0';
    *data += length + (end != NULL);
    *size -= length + (end != NULL);
    return line;
}

static void look_at_parameters(const zs_parameters *parameters)
{
    require(parameters->count <= ZS_PARAMETERS_MOST, "there are not too many parameters");
    for (size_t i = 0; i < parameters->count; i++) {
        require(is_utf8(parameters->items[i].name) && is_utf8(parameters->items[i].value),
                "parameters are UTF-8");
    }
}

static void look_at_form(const zs_search_form *form)
{
    size_t facets = 0;
    require(form->n >= 1 && form->n <= ZS_FORM_HITS, "n has its limits");
    require(form->offset < ZS_FORM_REACH, "the offset has its limit");
    require(form->filter_count <= ZS_FORM_FILTERS, "there are not too many filters");
    for (; form->facets[facets]; facets++) {
        require(is_utf8(form->facets[facets]) && form->facets[facets][0], "facets are names");
    }
    require(facets <= ZS_FORM_FACETS, "there are not too many facets");
    for (size_t i = 0; i < form->filter_count; i++) {
        require(is_utf8(form->filters[i].field) && form->filters[i].field[0] &&
                    is_utf8(form->filters[i].value) && form->filters[i].value[0],
                "a filter has a field and a value");
    }
}

static void look_at_problem(const zs_problem *problem)
{
    zs_builder text = ZS_BUILDER_INIT;
    require(problem->status >= 400 && problem->detail[0], "what is refused has a reason");
    zs_problem_json(&text, problem);
    require(is_utf8(zs_builder_string(&text)), "a problem is UTF-8");
    zs_builder_release(&text);
}

static void show(const zs_search_form *form, const zs_problem *problem, const char *language)
{
    const zs_page_context context = {.tongue = zs_tongue_of(language), .origin = "http://a"};
    const zs_page_problem shown = {
        .status = problem->status, .detail = problem->detail, .position = -1};
    for (int part = 0; part < 2; part++) {
        zs_builder page = ZS_BUILDER_INIT;
        zs_page_search(&page, &context, form, NULL, problem->status ? &shown : NULL, part == 1);
        require(is_utf8(zs_builder_string(&page)), "a page is UTF-8");
        zs_builder_release(&page);
    }
}

static void take_form(zs_parameters *parameters, bool page, const char *language)
{
    zs_search_form form;
    zs_problem problem = {.status = 0};
    if (!zs_take_form(parameters, page, &form, &problem)) {
        look_at_problem(&problem);
    } else {
        look_at_form(&form);
        if (page) {
            show(&form, &problem, language);
        }
        if (!zs_take_no_more(parameters, &problem)) {
            look_at_problem(&problem);
        }
    }
    zs_form_release(&form);
    zs_parameters_put_back(parameters);
}

/* An answer, as it would be sent with these headers. */
static void finish(zs_request *request)
{
    zs_response response = {.status = 200, .type = "text/plain"};
    for (int i = 0; i < 100; i++) {
        zs_append_string(&response.body, "城市与消费\n");
    }
    zs_finish_content(request, &response);
    require(response.status == 304 ? response.body.length == 0 : response.body.length > 0,
            "an answer has a body, unless the client has it");
    require(response.tag[0] == '"', "an answer has a tag");
    zs_builder_release(&response.body);
}

static void take_target(zs_request *request, char *target)
{
    char *query = strchr(target, '?');
    size_t length = query ? (size_t)(query - target) : strlen(target);
    char *path = malloc(length + 1);
    require(path != NULL, "there is memory");
    memcpy(path, target, length);
    path[length] = '\0';
    if (!zs_percent_decode(path, &length, false)) {
        unsigned allowed;
        const char *rest = NULL;
        require(strlen(path) == length && is_utf8(path), "a path is UTF-8");
        const zs_route *route = zs_route_of(path, request->method, &rest, &allowed);
        require(!route || (rest >= path && rest <= path + length), "the rest is of the path");
    }
    query = query ? query + 1 : target + strlen(target);
    if (!zs_parameters_parse(&request->parameters, query, strlen(query))) {
        look_at_parameters(&request->parameters);
        take_form(&request->parameters, false, NULL);
        take_form(&request->parameters, true, request->headers.accept_language);
        zs_parameters_release(&request->parameters);
    }
    free(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *target = next_line(&data, &size), *lines[HEADERS];
    for (size_t i = 0; i < HEADERS; i++) {
        lines[i] = next_line(&data, &size);
    }
    zs_request request = {.method = ZS_METHOD_GET,
                          .headers = {.accept_encoding = lines[0],
                                      .if_none_match = lines[1],
                                      .accept_language = lines[2],
                                      .authorization = lines[3],
                                      .host = lines[4]}};
    const zs_serve_options options = {.address = "127.0.0.1"};
    zs_server server = {.options = &options, .loopback = true};
    (void)zs_host_is_known(&server, lines[4]);
    require(!zs_api_tokens_name(&server.tokens, lines[3]), "without tokens nobody has one");
    if (target) {
        take_target(&request, target);
    }
    finish(&request);
    free(target);
    for (size_t i = 0; i < HEADERS; i++) {
        free(lines[i]);
    }
    return 0;
}
