/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The face to the network: libmicrohttpd's event loop, which takes requests, has workers answer
 * them while their connections sleep, and sends the answers. Nothing in it waits.
 */
#ifndef ZS_SERVER_HTTP_H
#define ZS_SERVER_HTTP_H

#include <stdbool.h>

#include "server/server.h"

typedef struct zs_http zs_http;

/* Starts to serve on a socket that listens, which it owns from then on. `certificate` and `key`
 * are what their files hold; NULL: no TLS. NULL if it cannot be started. */
zs_http *zs_http_start(zs_server *server, int socket, const char *certificate, const char *key);

/* Takes no more connections, answers what has been asked, and ends. */
void zs_http_stop(zs_http *http);

/* What a worker does with a job of this server's. */
void zs_http_work(void *job, zs_worker *worker);

#endif
