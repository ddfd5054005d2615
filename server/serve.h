/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The server: what `zsearch serve` runs, and the one function that its module exports.
 */
#ifndef ZS_SERVER_SERVE_H
#define ZS_SERVER_SERVE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct zs_serve_options {
    const char *version;           /* of zsearch; that of the module must be the same */
    const char *directory;         /* of the index */
    const char *address;           /* numbers: 127.0.0.1, ::1, 0.0.0.0 */
    uint16_t port;                 /* 0: any that is free, which is said */
    const char *certificate, *key; /* files of PEM; NULL: no TLS. They go together */
    const char *token_file;        /* NULL: the API asks for no token */
    const char *title;        /* what the page is called; NULL: 中文检索 and its like */
    const char *const *hosts; /* names that it is called by besides its address;
                                 NULL-terminated, or NULL */
    bool writable;            /* articles may be put and deleted, by those with a token */
    bool no_page;             /* nothing but the API */
    bool quiet;               /* no access log */
    /* Limits: */
    unsigned workers;     /* requests that are worked at at once; 0: two for each core */
    unsigned waiting;     /* that wait for that; more are answered 503 */
    unsigned of_client;   /* of one address, at once; more are answered 429 */
    unsigned connections; /* open at once; more wait */
    unsigned idle;        /* seconds that a connection may say nothing */
    unsigned timeout;     /* milliseconds that a request may take */
    uint64_t body;        /* bytes of a request's body */
} zs_serve_options;

/* Serves until SIGTERM or SIGINT, then finishes what is running. Returns the exit status of the
 * program: 0, or 2 after an error that has been said on standard error. */
typedef int zs_serve_function(const zs_serve_options *options);
__attribute__((visibility("default"))) zs_serve_function zs_serve;

#endif
