/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request and its answer.
 */
#ifndef ZS_SERVER_EXCHANGE_H
#define ZS_SERVER_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answers/builder.h"
#include "server/page.h"
#include "server/parameters.h"
#include "server/problem.h"

typedef enum zs_method {
    ZS_METHOD_GET = 1,
    ZS_METHOD_HEAD = 2,
    ZS_METHOD_POST = 4,
    ZS_METHOD_DELETE = 8,
    ZS_METHOD_OTHER = 16
} zs_method;

/* Headers that are looked at; NULL: it has none. */
typedef struct zs_headers {
    const char *accept_encoding, *accept_language, *authorization, *content_type, *host,
        *if_none_match;
} zs_headers;

typedef struct zs_request {
    zs_method method;
    char *target;     /* as it was sent: the path, and what is behind a question mark */
    const char *path; /* decoded */
    const char *rest; /* of the path, behind what names the route */
    zs_parameters parameters;
    zs_headers headers;
    zs_builder body;
    char client[64]; /* its address */
    const char *who; /* whose token it has; NULL: it has none */
    uint64_t began;  /* microseconds (answers/clock.h) */
} zs_request;

typedef struct zs_response {
    unsigned status;
    const char *type;
    zs_builder body;
    const zs_asset *asset; /* instead of a body; NULL: none */
    const char *allow;     /* the methods that there are, with 405 */
    bool for_ever;         /* it may be kept: it never changes */
    char tag[48];          /* its ETag, with quotes; empty: none */
    bool gzipped;
} zs_response;

/* Answers with a problem, as JSON. */
void zs_respond_problem(zs_response *response, const zs_problem *problem);

/* Gives the answer its tag and, if it is had so, compresses it; an answer that the client has
 * already becomes 304. */
void zs_finish_content(const zs_request *request, zs_response *response);

#endif
