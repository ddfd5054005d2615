/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of what is answered.
 */
#include <string.h>

#include "server/server.h"

enum { READ = ZS_METHOD_GET | ZS_METHOD_HEAD };

static const zs_route routes[] = {
    {.name = "page", .path = "/", .methods = READ, .handler = zs_get_page, .page = true},
    {.name = "article",
     .path = "/article/",
     .methods = READ,
     .handler = zs_get_article,
     .page = true},
    {.name = "suggest",
     .path = "/suggest",
     .methods = READ,
     .handler = zs_api_suggest,
     .page = true},
    {.name = "opensearch",
     .path = "/opensearch.xml",
     .methods = READ,
     .handler = zs_get_opensearch,
     .light = true},
    {.name = "asset",
     .path = "/assets/",
     .methods = READ,
     .handler = zs_get_asset,
     .light = true},
    {.name = "icon",
     .path = "/favicon.ico",
     .methods = READ,
     .handler = zs_get_icon,
     .light = true},
    {.name = "robots",
     .path = "/robots.txt",
     .methods = READ,
     .handler = zs_get_robots,
     .light = true},
    {.name = "healthz",
     .path = "/healthz",
     .methods = READ,
     .handler = zs_get_health,
     .light = true},
    {.name = "metrics",
     .path = "/metrics",
     .methods = READ,
     .handler = zs_get_metrics,
     .light = true},
    {.name = "api_search",
     .path = "/api/v1/search",
     .methods = READ,
     .handler = zs_api_search,
     .api = true},
    {.name = "api_suggest",
     .path = "/api/v1/suggest",
     .methods = READ,
     .handler = zs_api_suggest,
     .api = true},
    {.name = "api_article",
     .path = "/api/v1/article/",
     .methods = READ,
     .handler = zs_api_article,
     .api = true},
    {.name = "api_similar",
     .path = "/api/v1/similar/",
     .methods = READ,
     .handler = zs_api_similar,
     .api = true},
    {.name = "api_kwic",
     .path = "/api/v1/kwic",
     .methods = READ,
     .handler = zs_api_kwic,
     .api = true},
    {.name = "api_info",
     .path = "/api/v1/info",
     .methods = READ,
     .handler = zs_api_info,
     .api = true},
    {.name = "api_description",
     .path = "/api/v1/openapi.json",
     .methods = READ,
     .handler = zs_api_description,
     .api = true,
     .light = true},
    {.name = "api_schema",
     .path = "/api/v1/json-output.schema.json",
     .methods = READ,
     .handler = zs_api_description,
     .api = true,
     .light = true},
    {.name = "api_put",
     .path = "/api/v1/articles",
     .methods = ZS_METHOD_POST,
     .handler = zs_put_articles,
     .api = true,
     .write = true},
    {.name = "api_delete",
     .path = "/api/v1/articles",
     .methods = ZS_METHOD_DELETE,
     .handler = zs_delete_articles,
     .api = true,
     .write = true}};

size_t zs_route_count(void)
{
    return sizeof routes / sizeof *routes;
}

const zs_route *zs_route_at(size_t i)
{
    return &routes[i];
}

/* What is behind a route's path in another; NULL if the other is not of the route. */
static const char *behind(const zs_route *route, const char *path)
{
    size_t length = strlen(route->path);
    bool begins = length > 1 && route->path[length - 1] == '/';
    if (begins) {
        return strncmp(path, route->path, length) == 0 && path[length] ? path + length : NULL;
    }
    return strcmp(path, route->path) == 0 ? path + length : NULL;
}

const zs_route *zs_route_of(const char *path, zs_method method, const char **rest,
                            unsigned *allowed)
{
    *allowed = 0;
    for (size_t i = 0; i < zs_route_count(); i++) {
        const char *found = behind(&routes[i], path);
        if (found && (routes[i].methods & method)) {
            *rest = found;
            return &routes[i];
        }
        *allowed |= found ? routes[i].methods : 0;
    }
    return NULL;
}
