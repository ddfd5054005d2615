/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/access.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "answers/clock.h"
#include "answers/json.h"
#include "answers/memory.h"
#include "server/document.h"

/* ---- Names ----------------------------------------------------------------------------- */

/* Whether a host, with or without a port, is called so. */
static bool is_called(const char *host, const char *name)
{
    size_t length = strlen(name);
    if (strncasecmp(host, name, length) != 0) {
        return false;
    }
    const char *port = host + length;
    return port[0] == '\0' ||
           (port[0] == ':' && port[1 + strspn(port + 1, "0123456789")] == '\0');
}

bool zs_host_is_known(const zs_server *server, const char *host)
{
    static const char *const own[] = {"localhost", "127.0.0.1", "[::1]"};
    if (!server->loopback && !server->options->hosts) {
        return true;
    }
    if (!host) {
        return false;
    }
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (is_called(host, own[i])) {
            return true;
        }
    }
    for (const char *const *name = server->options->hosts; name && *name; name++) {
        if (is_called(host, *name)) {
            return true;
        }
    }
    return is_called(host, server->options->address);
}

/* ---- Tokens ---------------------------------------------------------------------------- */

bool zs_may(zs_server *server, const zs_route *route, zs_request *request, zs_problem *problem)
{
    if (!route->api) {
        return true;
    }
    if (server->tokens.count > 0) {
        request->who = zs_api_tokens_name(&server->tokens, request->headers.authorization);
        if (!request->who) {
            return zs_fault(
                problem, 401,
                "the API asks for a token, in a header Authorization: Bearer TOKEN");
        }
    }
    if (route->write && !server->options->writable) {
        return zs_fault(problem, 403,
                        "this server only reads; zsearch serve --writable lets it write");
    }
    return true;
}

/* ---- Clients --------------------------------------------------------------------------- */

/* The place of an address among those that have requests, which are few. */
static size_t place_of(const zs_server *server, const char *client)
{
    size_t i = 0;
    while (i < server->client_count && strcmp(server->clients[i].address, client) != 0) {
        i++;
    }
    return i;
}

bool zs_client_enter(zs_server *server, const char *client)
{
    (void)pthread_mutex_lock(&server->clients_lock);
    size_t i = place_of(server, client);
    if (i == server->client_count) {
        server->clients =
            zs_reallocate(server->clients, server->client_count + 1, sizeof *server->clients);
        zs_client *added = &server->clients[server->client_count++];
        *added = (zs_client){.requests = 0};
        memcpy(added->address, client, strlen(client) + 1);
    }
    bool room = server->clients[i].requests < server->options->of_client;
    server->clients[i].requests += room;
    (void)pthread_mutex_unlock(&server->clients_lock);
    return room;
}

void zs_client_leave(zs_server *server, const char *client)
{
    (void)pthread_mutex_lock(&server->clients_lock);
    size_t i = place_of(server, client);
    if (--server->clients[i].requests == 0) {
        server->clients[i] = server->clients[--server->client_count];
    }
    (void)pthread_mutex_unlock(&server->clients_lock);
}

/* ---- The log --------------------------------------------------------------------------- */

static const char *method_name(zs_method method)
{
    return method == ZS_METHOD_GET      ? "GET"
           : method == ZS_METHOD_HEAD   ? "HEAD"
           : method == ZS_METHOD_POST   ? "POST"
           : method == ZS_METHOD_DELETE ? "DELETE"
                                        : "other";
}

/* The time as RFC 3339 has it, with milliseconds. */
static void put_time(json_t *line)
{
    struct timespec now;
    struct tm parts;
    char date[32], text[48];
    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &parts);
    (void)strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(text, sizeof text, "%s.%03ldZ", date, now.tv_nsec / 1000000);
    zs_json_set_string(line, "time", text);
}

/* Writes a line in one piece. False if whoever should read it does not: the event loop writes,
 * and must not wait for a pipe that is full. */
static bool write_line(const json_t *line)
{
    struct pollfd log = {.fd = STDOUT_FILENO, .events = POLLOUT};
    if (poll(&log, 1, 0) == 0) {
        return false;
    }
    zs_builder text = ZS_BUILDER_INIT;
    zs_append_json_line(&text, line);
    bool written =
        write(STDOUT_FILENO, zs_builder_string(&text), text.length) == (ssize_t)text.length;
    zs_builder_release(&text);
    return written;
}

/* Of a target so much is written: a pipe that can be written to has room for a line of 4 KiB
 * (POSIX, PIPE_BUF), and a byte of a target may take six. */
static void put_target(json_t *line, const char *target)
{
    enum { MOST = 512 };
    size_t length = strnlen(target, MOST);
    zs_json_set(line, "path", zs_json_text(target, length));
    if (target[length]) {
        zs_json_set(line, "path_bytes", zs_json_number(strlen(target)));
    }
}

void zs_log_access(zs_server *server, const zs_route *route, const zs_request *request,
                   const zs_response *response, size_t bytes, bool whole)
{
    uint64_t took = zs_microseconds_now() - request->began;
    size_t number = route ? (size_t)(route - zs_route_at(0)) : zs_route_count();
    zs_metrics_count(&server->metrics, number, response->status, took, bytes);
    if (server->options->quiet) {
        return;
    }
    json_t *line = zs_json_object();
    put_time(line);
    zs_json_set_string(line, "client", request->client);
    zs_json_set_string(line, "who", request->who);
    zs_json_set_string(line, "method", method_name(request->method));
    put_target(line, request->target);
    zs_json_set_string(line, "route", server->metrics.routes[number].name);
    zs_json_set(line, "status", zs_json_number(response->status));
    zs_json_set(line, "bytes", zs_json_number(bytes));
    zs_json_set(line, "ms", zs_json_real(round((double)took / 100) / 10));
    if (!whole) {
        zs_json_set(line, "cut", json_true());
    }
    if (!write_line(line)) {
        atomic_fetch_add(&server->metrics.unwritten, 1);
    }
    json_decref(line);
}
