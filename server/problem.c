/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/document.h"

/* Seconds until what an index lacks may be there: a commit, the end of another writer. */
enum { SOON = 2 };

bool zs_fault(zs_problem *problem, unsigned status, const char *format, ...)
{
    va_list arguments;
    *problem = (zs_problem){.status = status, .position = -1};
    va_start(arguments, format);
    (void)vsnprintf(problem->detail, sizeof problem->detail, format, arguments);
    va_end(arguments);
    return false;
}

bool zs_fault_of(zs_problem *problem, const zs_error *error)
{
    unsigned status = 500;
    switch (error->status) {
    case ZS_ERROR_ARGUMENT:
    case ZS_ERROR_QUERY:
    case ZS_ERROR_FORMAT:
    case ZS_ERROR_ENCODING: status = 400; break;
    case ZS_ERROR_NOT_FOUND: status = 404; break;
    case ZS_ERROR_LOCKED:
    case ZS_ERROR_CHANGED:
    case ZS_ERROR_FULL:
    case ZS_ERROR_MEMORY:
    case ZS_ERROR_VERSION: status = 503; break;
    default: break;
    }
    (void)zs_fault(problem, status, "%s", error->message);
    problem->position = error->status == ZS_ERROR_QUERY ? error->position : -1;
    problem->retry = status == 503 ? SOON : 0;
    problem->changed = error->status == ZS_ERROR_CHANGED;
    return false;
}

/* "Not Found". Static. */
static const char *phrase_of(unsigned status)
{
    static const struct {
        unsigned status;
        const char *phrase;
    } phrases[] = {{400, "Bad Request"},
                   {401, "Unauthorized"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {413, "Content Too Large"},
                   {414, "URI Too Long"},
                   {415, "Unsupported Media Type"},
                   {421, "Misdirected Request"},
                   {429, "Too Many Requests"},
                   {500, "Internal Server Error"},
                   {503, "Service Unavailable"},
                   {504, "Gateway Timeout"}};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (phrases[i].status == status) {
            return phrases[i].phrase;
        }
    }
    return "Error";
}

void zs_problem_json(zs_builder *out, const zs_problem *problem)
{
    json_t *object = zs_json_object();
    zs_json_set_string(object, "type", "about:blank");
    zs_json_set_string(object, "title", phrase_of(problem->status));
    zs_json_set(object, "status", zs_json_number(problem->status));
    zs_json_set_string(object, "detail", problem->detail);
    if (problem->position >= 0) {
        zs_json_set(object, "position", zs_json_number((uint64_t)problem->position));
    }
    zs_append_json_line(out, object);
    json_decref(object);
}
