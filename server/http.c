/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "answers/clock.h"
#include "answers/memory.h"
#include "server/access.h"

enum {
    TARGET_MOST = 16 << 10,       /* bytes of a URL: a query has 9 for each character, or 12 */
    CONNECTION_MEMORY = 64 << 10, /* for the head of a request */
    OF_ONE = 4,                   /* one address may have a quarter of all connections */
    TRIES = 5,                    /* of an answer, while the index changes */
    GRACE = 3,                    /* seconds for what is being sent when the server ends */
    IN_FLIGHT = 4                 /* so many times its limit, a body is thrown away unread */
};

struct zs_http {
    zs_server *server;
    struct MHD_Daemon *daemon;
};

/* A request on its way. */
struct exchange {
    zs_http *http;
    struct MHD_Connection *connection;
    const zs_route *route; /* NULL: it is answered with a problem */
    zs_request request;
    zs_response response;
    zs_problem problem;
    uint64_t thrown; /* bytes of a body that is too large */
    bool begun;      /* its head has been looked at */
    bool counted;    /* among those of its client */
    bool queued;     /* a worker has it, or has had it */
};

/* ---- Answers --------------------------------------------------------------------------- */

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES) {
        zs_out_of_memory(); /* names and values are ours, and in order */
    }
}

/* What a browser is to do, and not to do, with any answer. */
static void add_security(struct MHD_Response *response)
{
    static const char *const headers[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        add_header(response, headers[i][0], headers[i][1]);
    }
}

static void add_headers(struct MHD_Response *out, const struct exchange *exchange)
{
    const zs_response *response = &exchange->response;
    char seconds[16];
    add_security(out);
    add_header(out, "Content-Type", response->type);
    add_header(out, "Vary", "Accept-Encoding, Accept-Language");
    add_header(out, "Cache-Control",
               response->for_ever ? "public, max-age=31536000, immutable" : "no-cache");
    if (response->tag[0]) {
        add_header(out, "ETag", response->tag);
    }
    if (response->gzipped) {
        add_header(out, "Content-Encoding", "gzip");
    }
    if (response->allow) {
        add_header(out, "Allow", response->allow);
    }
    if (response->status == 401) {
        add_header(out, "WWW-Authenticate", "Bearer realm=\"zsearch\"");
    }
    if (exchange->problem.retry > 0) {
        (void)snprintf(seconds, sizeof seconds, "%u", exchange->problem.retry);
        add_header(out, "Retry-After", seconds);
    }
}

/* Sends what is in the response, as it is to be. */
static enum MHD_Result send_finished(struct exchange *exchange)
{
    zs_response *response = &exchange->response;
    struct MHD_Response *out =
        response->asset
            ? MHD_create_response_from_buffer(response->asset->length,
                                              (void *)(uintptr_t)response->asset->data,
                                              MHD_RESPMEM_PERSISTENT)
            : MHD_create_response_from_buffer(
                  response->body.length, (void *)(uintptr_t)zs_builder_string(&response->body),
                  MHD_RESPMEM_PERSISTENT); /* it lives as long as the exchange */
    if (!out) {
        return MHD_NO;
    }
    add_headers(out, exchange);
    enum MHD_Result sent = MHD_queue_response(exchange->connection, response->status, out);
    MHD_destroy_response(out);
    return sent;
}

static enum MHD_Result send_response(struct exchange *exchange)
{
    zs_finish_content(&exchange->request, &exchange->response);
    return send_finished(exchange);
}

/* Whether somebody looks at the answer: all but the API and what the page's script asks for.
 * A page for a host that is not ours would only be of use to somebody else's. */
static bool is_for_people(const struct exchange *exchange)
{
    static const char *const machines[] = {"/api", "/suggest"};
    const char *target = exchange->request.target;
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        size_t length = strlen(machines[i]);
        if (strncmp(target, machines[i], length) == 0 && strchr("/?#", target[length])) {
            return false;
        }
    }
    return exchange->problem.status != 421;
}

/* Makes the answer to a request that has a problem. */
static void answer_problem(struct exchange *exchange)
{
    if (is_for_people(exchange)) {
        zs_respond_problem_page(exchange->http->server, &exchange->request, &exchange->problem,
                                &exchange->response);
    } else {
        zs_respond_problem(&exchange->response, &exchange->problem);
    }
}

static enum MHD_Result send_problem(struct exchange *exchange)
{
    answer_problem(exchange);
    return send_response(exchange);
}

/* Makes the answer of a handler, which begins anew if the index has changed meanwhile. */
static void answer(struct exchange *exchange, zs_worker *worker)
{
    zs_problem *problem = &exchange->problem;
    for (unsigned i = 0; i < TRIES; i++) {
        *problem = (zs_problem){.position = -1};
        zs_builder_clear(&exchange->response.body);
        zs_parameters_put_back(&exchange->request.parameters);
        if (exchange->route->handler(exchange->http->server, worker, &exchange->request,
                                     &exchange->response, problem)) {
            return;
        }
        if (!problem->changed) {
            break;
        }
    }
    answer_problem(exchange);
}

void zs_http_work(void *job, zs_worker *worker)
{
    struct exchange *exchange = job;
    answer(exchange, worker);
    /* Here and not in the event loop, where others would wait for the compressing. */
    zs_finish_content(&exchange->request, &exchange->response);
    MHD_resume_connection(exchange->connection);
}

/* ---- Requests -------------------------------------------------------------------------- */

static zs_method method_of(const char *name)
{
    static const struct {
        const char *name;
        zs_method method;
    } methods[] = {{"GET", ZS_METHOD_GET},
                   {"HEAD", ZS_METHOD_HEAD},
                   {"POST", ZS_METHOD_POST},
                   {"DELETE", ZS_METHOD_DELETE}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(name, methods[i].name) == 0) {
            return methods[i].method;
        }
    }
    return ZS_METHOD_OTHER;
}

static const char *allow_of(unsigned methods)
{
    static const char *const lists[] = {"GET, HEAD", "POST, DELETE"};
    return lists[(methods & ZS_METHOD_GET) == 0];
}

static const char *header_of(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void take_headers(struct exchange *exchange)
{
    struct MHD_Connection *connection = exchange->connection;
    exchange->request.headers = (zs_headers){
        .accept_encoding = header_of(connection, "Accept-Encoding"),
        .accept_language = header_of(connection, "Accept-Language"),
        .authorization = header_of(connection, "Authorization"),
        .content_type = header_of(connection, "Content-Type"),
        .host = header_of(connection, "Host"),
        .if_none_match = header_of(connection, "If-None-Match"),
    };
}

static void take_client(struct exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    char *name = exchange->request.client;
    const void *number =
        !address ? NULL
        : address->sa_family == AF_INET
            ? (const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr
        : address->sa_family == AF_INET6
            ? (const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr
            : NULL;
    if (!number ||
        !inet_ntop(address->sa_family, number, name, sizeof exchange->request.client)) {
        memcpy(name, "-", sizeof "-");
    }
}

/* Takes the target apart. */
static bool take_target(struct exchange *exchange)
{
    zs_request *request = &exchange->request;
    size_t length = strcspn(request->target, "?#");
    const char *query = request->target + length + (request->target[length] == '?');
    if (strlen(request->target) > TARGET_MOST) {
        return zs_fault(&exchange->problem, 414, "the URL is longer than %d bytes",
                        TARGET_MOST);
    }
    char *path = zs_allocate(length + 1, 1);
    memcpy(path, request->target, length);
    request->path = path;
    const char *fault = zs_percent_decode(path, &length, false);
    if (fault) {
        return zs_fault(&exchange->problem, 400, "the path %s", fault);
    }
    fault = zs_parameters_parse(&request->parameters, query, strcspn(query, "#"));
    return fault ? zs_fault(&exchange->problem, 400, "the query of the URL %s", fault) : true;
}

static bool find_route(struct exchange *exchange)
{
    unsigned allowed;
    zs_request *request = &exchange->request;
    exchange->route = zs_route_of(request->path, request->method, &request->rest, &allowed);
    if (!exchange->route && allowed) {
        exchange->response.allow = allow_of(allowed);
        return zs_fault(&exchange->problem, 405, "here one can only %s",
                        exchange->response.allow);
    }
    if (!exchange->route ||
        (exchange->http->server->options->no_page && exchange->route->page)) {
        exchange->route = NULL;
        return zs_fault(&exchange->problem, 404, "there is nothing here");
    }
    return true;
}

/* Looks at the head of a request: whether it may be answered, and by whom. */
static bool begin(struct exchange *exchange)
{
    zs_server *server = exchange->http->server;
    zs_request *request = &exchange->request;
    take_headers(exchange);
    take_client(exchange);
    if (!zs_host_is_known(server, request->headers.host)) {
        return zs_fault(&exchange->problem, 421,
                        "this server is not called so; --host names what it is called besides");
    }
    if (!take_target(exchange) || !find_route(exchange)) {
        return false;
    }
    if (!zs_may(server, exchange->route, request, &exchange->problem)) {
        return false;
    }
    const char *length = header_of(exchange->connection, "Content-Length");
    if (length && strtoull(length, NULL, 10) > server->options->body) {
        return zs_fault(&exchange->problem, 413, "the body is larger than %llu bytes",
                        (unsigned long long)server->options->body);
    }
    return true;
}

/* Takes some of a body, as far as there is room for it. */
static bool take_body(struct exchange *exchange, const char *data, size_t length)
{
    uint64_t most = exchange->http->server->options->body;
    zs_builder *body = &exchange->request.body;
    if (exchange->route->methods != ZS_METHOD_POST || exchange->thrown > 0 ||
        body->length + length > most) {
        exchange->thrown += body->length + length;
        zs_builder_clear(body);
        return exchange->thrown <= most * IN_FLIGHT;
    }
    zs_append(body, data, length);
    return true;
}

/* Has a worker answer, unless there are too many who ask. */
static enum MHD_Result hand_over(struct exchange *exchange)
{
    zs_server *server = exchange->http->server;
    exchange->counted = zs_client_enter(server, exchange->request.client);
    if (!exchange->counted) {
        atomic_fetch_add(&server->metrics.refused_client, 1);
        (void)zs_fault(&exchange->problem, 429,
                       "no more than %u requests of one address are answered at once",
                       server->options->of_client);
        exchange->problem.retry = 1;
        return send_problem(exchange);
    }
    exchange->queued = true;
    MHD_suspend_connection(exchange->connection); /* before it can be resumed */
    if (!zs_workers_push(exchange->route->write ? server->writer : server->readers, exchange)) {
        atomic_fetch_add(&server->metrics.refused_full, 1);
        (void)zs_fault(&exchange->problem, 503, "there are too many requests at the moment");
        exchange->problem.retry = 1;
        answer_problem(exchange);
        zs_finish_content(&exchange->request, &exchange->response);
        MHD_resume_connection(exchange->connection);
    }
    return MHD_YES;
}

static enum MHD_Result finish(struct exchange *exchange)
{
    if (exchange->thrown > 0 && exchange->route->methods == ZS_METHOD_POST) {
        (void)zs_fault(&exchange->problem, 413, "the body is larger than %llu bytes",
                       (unsigned long long)exchange->http->server->options->body);
        return send_problem(exchange);
    }
    if (exchange->route->light) {
        answer(exchange, NULL);
        return send_response(exchange);
    }
    return hand_over(exchange);
}

/* libmicrohttpd calls it first with the head alone, then with each part of a body, then with
 * nothing; and once more when a worker is done. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *url, const char *method, const char *version,
                                  const char *data, size_t *length, void **state)
{
    (void)context, (void)url, (void)version;
    struct exchange *exchange = *state;
    if (!exchange) {
        return MHD_NO; /* there was no memory for it */
    }
    if (!exchange->begun) {
        exchange->begun = true;
        exchange->connection = connection;
        exchange->request.method = method_of(method);
        return begin(exchange) ? MHD_YES : send_problem(exchange);
    }
    if (exchange->queued) {
        return send_finished(exchange);
    }
    if (*length > 0) {
        bool taken = take_body(exchange, data, *length);
        *length = 0;
        return taken ? MHD_YES : MHD_NO;
    }
    return finish(exchange);
}

static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    zs_http *http = context;
    struct exchange *exchange = zs_allocate(1, sizeof *exchange);
    exchange->http = http;
    exchange->connection = connection;
    exchange->request.target = zs_duplicate(target);
    exchange->request.began = zs_microseconds_now();
    exchange->problem.position = -1;
    atomic_fetch_add(&http->server->metrics.active, 1);
    return exchange;
}

static void on_end(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode how)
{
    (void)connection;
    zs_http *http = context;
    struct exchange *exchange = *state;
    if (!exchange) {
        return;
    }
    zs_request *request = &exchange->request;
    zs_response *response = &exchange->response;
    if (exchange->counted) {
        zs_client_leave(http->server, request->client);
    }
    if (exchange->begun) {
        bool sent = request->method != ZS_METHOD_HEAD;
        size_t length = response->asset ? response->asset->length : response->body.length;
        zs_log_access(http->server, exchange->route, request, response, sent ? length : 0,
                      how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    }
    atomic_fetch_sub(&http->server->metrics.active, 1);
    zs_parameters_release(&request->parameters);
    zs_builder_release(&request->body);
    zs_builder_release(&response->body);
    free((void *)(uintptr_t)request->path);
    free(request->target);
    free(exchange);
    *state = NULL;
}

/* ---- Its life -------------------------------------------------------------------------- */

/* Paths and parameters are decoded by ourselves, since libmicrohttpd's ends at a NUL. */
static size_t leave_as_it_is(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

/* It has nothing to say that the log does not. */
__attribute__((format(printf, 2, 0))) static void say_nothing(void *context, const char *format,
                                                              va_list arguments)
{
    (void)context, (void)format, (void)arguments;
}

zs_http *zs_http_start(zs_server *server, int socket, const char *certificate, const char *key)
{
    zs_http *http = zs_allocate(1, sizeof *http);
    const zs_serve_options *options = server->options;
    http->server = server;
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_ITC |
                     MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     (certificate ? MHD_USE_TLS : 0);
    static const char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)priorities},
        {MHD_OPTION_END, 0, NULL}};
    http->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_URI_LOG_CALLBACK, on_target, http,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, http, MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is,
        NULL, MHD_OPTION_CONNECTION_LIMIT, options->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        server->loopback ? 0 : options->connections / OF_ONE + 1, MHD_OPTION_CONNECTION_TIMEOUT,
        options->idle, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_ARRAY, certificate ? tls : tls + 3, MHD_OPTION_END);
    if (!http->daemon) {
        free(http);
        return NULL;
    }
    return http;
}

/* Waits until nobody's request is under way, or the time is over. */
static void wait_for_active(zs_http *http, uint64_t microseconds)
{
    static const struct timespec moment = {.tv_nsec = 10000000};
    uint64_t end = zs_microseconds_now() + microseconds;
    while (atomic_load(&http->server->metrics.active) > 0 && zs_microseconds_now() < end) {
        (void)nanosleep(&moment, NULL);
    }
}

void zs_http_stop(zs_http *http)
{
    /* Closed only when the event loop has ended, which may be about to look at it again. */
    MHD_socket listening = MHD_quiesce_daemon(http->daemon);
    wait_for_active(http, (uint64_t)GRACE * 1000000);
    /* Whatever still waits for a worker is answered; what has not been asked whole is not. */
    zs_workers_end(http->server->writer);
    zs_workers_end(http->server->readers);
    wait_for_active(http, 1000000);
    MHD_stop_daemon(http->daemon);
    if (listening != MHD_INVALID_SOCKET) {
        (void)close(listening);
    }
    free(http);
}
