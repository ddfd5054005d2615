/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is told of the server itself, and what never changes.
 */
#include <string.h>

#include "answers/clock.h"
#include "server/assets.h"
#include "server/server.h"

/* What is told of the index need not be newer than this, in microseconds. */
enum { FRESH = 2000000 };

bool zs_take_searcher(zs_server *server, zs_worker *worker, zs_searcher **searcher,
                      zs_problem *problem)
{
    zs_error error;
    zs_index_info info;
    *searcher = zs_worker_searcher(worker, &error);
    if (!*searcher) {
        /* What it is has nothing to do with the request, and says where the index lies. */
        (void)zs_fault(problem, 503, "the index cannot be read at the moment: %s",
                       zs_status_name(error.status));
        problem->retry = 1;
        return false;
    }
    uint64_t now = zs_microseconds_now(), looked = atomic_load(&server->looked);
    if (now - looked > FRESH && atomic_compare_exchange_strong(&server->looked, &looked, now) &&
        zs_searcher_info(*searcher, &info, NULL) == ZS_OK) {
        atomic_store(&server->articles, info.articles);
        atomic_store(&server->index_bytes, info.index_bytes);
    }
    return true;
}

static bool respond_text(zs_response *response, const char *type, const char *text)
{
    zs_append_string(&response->body, text);
    response->type = type;
    response->status = 200;
    return true;
}

bool zs_get_health(zs_server *server, zs_worker *worker, zs_request *request,
                   zs_response *response, zs_problem *problem)
{
    (void)server, (void)worker, (void)request, (void)problem;
    return respond_text(response, "text/plain; charset=utf-8", "ok\n");
}

bool zs_get_robots(zs_server *server, zs_worker *worker, zs_request *request,
                   zs_response *response, zs_problem *problem)
{
    (void)server, (void)worker, (void)request, (void)problem;
    return respond_text(response, "text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n");
}

bool zs_get_metrics(zs_server *server, zs_worker *worker, zs_request *request,
                    zs_response *response, zs_problem *problem)
{
    (void)worker, (void)request, (void)problem;
    zs_gauges gauges = {.articles = atomic_load(&server->articles),
                        .index_bytes = atomic_load(&server->index_bytes),
                        .version = zs_version()};
    zs_workers_load(server->readers, &gauges.working, &gauges.waiting);
    zs_append_metrics(&response->body, &server->metrics, &gauges);
    response->type = "text/plain; version=0.0.4; charset=utf-8";
    response->status = 200;
    return true;
}

static bool respond_asset(zs_response *response, const char *path, zs_problem *problem)
{
    const zs_asset *asset = zs_asset_at(path);
    if (!asset) {
        return zs_fault(problem, 404, "there is nothing here");
    }
    response->asset = asset;
    response->type = asset->type;
    response->status = 200;
    return true;
}

bool zs_get_asset(zs_server *server, zs_worker *worker, zs_request *request,
                  zs_response *response, zs_problem *problem)
{
    (void)server, (void)worker;
    response->for_ever = respond_asset(response, request->path, problem);
    return response->for_ever;
}

bool zs_get_icon(zs_server *server, zs_worker *worker, zs_request *request,
                 zs_response *response, zs_problem *problem)
{
    (void)server, (void)worker, (void)request;
    return respond_asset(response, zs_asset_icon(), problem);
}
