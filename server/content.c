/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an answer is sent as: tagged by a hash of its content, and compressed.
 */
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xxhash.h>

#include "answers/memory.h"
#include "server/exchange.h"

/* Less is not worth it, and libdeflate's usual level. */
enum { LEAST = 512, LEVEL = 6 };

void zs_respond_problem(zs_response *response, const zs_problem *problem)
{
    zs_builder_clear(&response->body);
    response->asset = NULL;
    response->status = problem->status;
    response->type = "application/problem+json";
    zs_problem_json(&response->body, problem);
}

/* Whether gzip is among the codings of an Accept-Encoding header, and not with a weight of 0
 * (RFC 9110, 12.5.3). */
static bool takes_gzip(const char *header)
{
    bool any = false;
    for (const char *at = header ? header : ""; *at;) {
        size_t length = strcspn(at, ",");
        const char *name = at + strspn(at, " \t");
        size_t name_length = strcspn(name, " \t;,");
        const char *weight = memchr(at, '=', length);
        bool refused = weight && strspn(weight + 1, "0.") == strcspn(weight + 1, " \t,");
        if (name_length == 4 && strncasecmp(name, "gzip", 4) == 0) {
            return !refused;
        }
        any = any || (name_length == 1 && *name == '*' && !refused);
        at += length + (at[length] == ',');
    }
    return any;
}

/* Whether a tag is in an If-None-Match header; W/ before one means nothing here. */
static bool has_tag(const char *header, const char *tag)
{
    if (!header) {
        return false;
    }
    return strcmp(header, "*") == 0 || strstr(header, tag) != NULL;
}

static bool is_text(const char *type)
{
    return strncmp(type, "text/", 5) == 0 || strncmp(type, "application/", 12) == 0 ||
           strncmp(type, "image/svg", 9) == 0;
}

static void compress(zs_response *response, const void *data, size_t length)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    if (!compressor) {
        zs_out_of_memory();
    }
    size_t room = libdeflate_gzip_compress_bound(compressor, length);
    char *made = zs_allocate(room, 1);
    size_t size = libdeflate_gzip_compress(compressor, data, length, made, room);
    libdeflate_free_compressor(compressor);
    if (size == 0 || size >= length) {
        free(made);
        return;
    }
    zs_builder_release(&response->body);
    response->body = (zs_builder){.data = made, .length = size, .capacity = room};
    response->asset = NULL;
    response->gzipped = true;
}

void zs_finish_content(const zs_request *request, zs_response *response)
{
    const void *data =
        response->asset ? (const void *)response->asset->data : response->body.data;
    size_t length = response->asset ? response->asset->length : response->body.length;
    bool got = (request->method & (ZS_METHOD_GET | ZS_METHOD_HEAD)) && response->status == 200;
    bool gzip = length >= LEAST && is_text(response->type) &&
                takes_gzip(request->headers.accept_encoding);
    if (got) {
        XXH128_hash_t hash = XXH3_128bits(data ? data : "", length);
        (void)snprintf(response->tag, sizeof response->tag, "\"%016llx%016llx%s\"",
                       (unsigned long long)hash.high64, (unsigned long long)hash.low64,
                       gzip ? "-gzip" : "");
        if (has_tag(request->headers.if_none_match, response->tag)) {
            response->status = 304;
            response->asset = NULL;
            zs_builder_clear(&response->body);
            return;
        }
    }
    if (gzip) {
        compress(response, data, length);
    }
}
