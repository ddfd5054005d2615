/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What all requests of a server share, and the table of what it answers.
 */
#ifndef ZS_SERVER_SERVER_H
#define ZS_SERVER_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "server/exchange.h"
#include "server/metrics.h"
#include "server/serve.h"
#include "server/tokens.h"
#include "server/workers.h"

/* An address, and the requests that it has at this moment. */
typedef struct zs_client {
    char address[64];
    unsigned requests;
} zs_client;

typedef struct zs_server {
    const zs_serve_options *options;
    zs_api_tokens tokens;
    zs_metrics metrics;
    zs_workers *readers;
    zs_workers *writer; /* one, so that those who read never wait for those who write */
    atomic_uint_fast64_t looked; /* when, in microseconds, the index was looked at: */
    atomic_uint_fast64_t articles, index_bytes;
    pthread_mutex_t clients_lock;
    zs_client *clients; /* that have any */
    size_t client_count;
    bool loopback; /* it listens to this machine alone */
} zs_server;

/* Answers a request, or returns false with a problem. `worker` is NULL for what needs none. */
typedef bool zs_handler(zs_server *server, zs_worker *worker, zs_request *request,
                        zs_response *response, zs_problem *problem);

typedef struct zs_route {
    const char *name; /* in the log and in metrics */
    const char *path; /* with a / at its end: the beginning of a path */
    unsigned methods; /* zs_method, in a set */
    zs_handler *handler;
    bool page;  /* of the page: not there without it */
    bool api;   /* asks for a token, if there are any */
    bool write; /* only with --writable */
    bool light; /* is answered at once, without a worker */
} zs_route;

/* The route of a path and a method; NULL if there is none: then *allowed are the methods that
 * there are for the path, 0 if it is not known at all. `rest` is what is behind its path. */
const zs_route *zs_route_of(const char *path, zs_method method, const char **rest,
                            unsigned *allowed);
size_t zs_route_count(void);
const zs_route *zs_route_at(size_t i);

/* ---- Handlers: api.c, articles.c, pages.c, status.c ---- */
zs_handler zs_api_search, zs_api_suggest, zs_api_article, zs_api_similar, zs_api_kwic,
    zs_api_info, zs_api_description, zs_put_articles, zs_delete_articles, zs_get_page,
    zs_get_article, zs_get_opensearch, zs_get_asset, zs_get_icon, zs_get_robots, zs_get_health,
    zs_get_metrics;

/* The searcher of a worker; false, with a problem, if it cannot be had. */
bool zs_take_searcher(zs_server *server, zs_worker *worker, zs_searcher **searcher,
                      zs_problem *problem);

/* A problem as a page. */
void zs_respond_problem_page(zs_server *server, const zs_request *request,
                             const zs_problem *problem, zs_response *response);

#endif
