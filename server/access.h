/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who may ask, how many at once, and what is written down of it.
 */
#ifndef ZS_SERVER_ACCESS_H
#define ZS_SERVER_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "server/server.h"

/* Whether a Host header names this server. Where it listens to this machine alone, no other
 * name will do: it may be a page elsewhere whose name was made to lead here. */
bool zs_host_is_known(const zs_server *server, const char *host);

/* Whether a request may have its route; fills in whose token it has. */
bool zs_may(zs_server *server, const zs_route *route, zs_request *request, zs_problem *problem);

/* Counts a request of an address; false if it has as many as it may already. Every true is
 * followed by one call of zs_client_leave. */
bool zs_client_enter(zs_server *server, const char *client);
void zs_client_leave(zs_server *server, const char *client);

/* Writes a line of the access log, a JSON object, and counts the answer. `whole`: all of it was
 * sent. */
void zs_log_access(zs_server *server, const zs_route *route, const zs_request *request,
                   const zs_response *response, size_t bytes, bool whole);

#endif
