/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/metrics.h"

#include <inttypes.h>

static const double bounds[ZS_METRIC_BOUNDS] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                0.1,   0.25,   0.5,   1,    5};

void zs_metrics_count(zs_metrics *metrics, size_t route, unsigned status, uint64_t microseconds,
                      uint64_t bytes)
{
    zs_route_metrics *counted = &metrics->routes[route];
    size_t i = 0;
    while (i < ZS_METRIC_BOUNDS && (double)microseconds > bounds[i] * 1e6) {
        i++;
    }
    atomic_fetch_add(&counted->by_class[status / 100 % 6], 1);
    atomic_fetch_add(&counted->by_time[i], 1);
    atomic_fetch_add(&counted->microseconds, microseconds);
    atomic_fetch_add(&counted->bytes, bytes);
}

static void append_head(zs_builder *out, const char *name, const char *type, const char *help)
{
    zs_append_format(out, "# HELP zsearch_%s %s\n# TYPE zsearch_%s %s\n", name, help, name,
                     type);
}

static void append_gauge(zs_builder *out, const char *name, const char *help, uint64_t value)
{
    append_head(out, name, "gauge", help);
    zs_append_format(out, "zsearch_%s %" PRIu64 "\n", name, value);
}

static void append_requests(zs_builder *out, zs_metrics *metrics)
{
    append_head(out, "requests_total", "counter", "Requests that were answered.");
    for (size_t i = 0; i < metrics->route_count; i++) {
        for (unsigned class = 1; class < 6; class ++) {
            uint64_t count = atomic_load(&metrics->routes[i].by_class[class]);
            if (count > 0) {
                zs_append_format(
                    out, "zsearch_requests_total{route=\"%s\",status=\"%uxx\"} %" PRIu64 "\n",
                    metrics->routes[i].name, class, count);
            }
        }
    }
    append_head(out, "response_bytes_total", "counter", "Bytes of the bodies that were sent.");
    for (size_t i = 0; i < metrics->route_count; i++) {
        zs_append_format(out, "zsearch_response_bytes_total{route=\"%s\"} %" PRIu64 "\n",
                         metrics->routes[i].name, atomic_load(&metrics->routes[i].bytes));
    }
}

/* Of those routes that have been asked for. */
static void append_durations(zs_builder *out, zs_metrics *metrics)
{
    append_head(out, "request_duration_seconds", "histogram",
                "From the first byte of a request to the last of its answer.");
    for (size_t i = 0; i < metrics->route_count; i++) {
        zs_route_metrics *route = &metrics->routes[i];
        uint64_t sum = 0, counts[ZS_METRIC_BOUNDS + 1], all = 0;
        for (size_t j = 0; j <= ZS_METRIC_BOUNDS; j++) {
            counts[j] = atomic_load(&route->by_time[j]);
            all += counts[j];
        }
        for (size_t j = 0; all > 0 && j < ZS_METRIC_BOUNDS; j++) {
            sum += counts[j];
            zs_append_format(out,
                             "zsearch_request_duration_seconds_bucket{route=\"%s\",le=\"%g\"} "
                             "%" PRIu64 "\n",
                             route->name, bounds[j], sum);
        }
        if (all > 0) {
            zs_append_format(
                out,
                "zsearch_request_duration_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64
                "\n"
                "zsearch_request_duration_seconds_sum{route=\"%s\"} %.6f\n"
                "zsearch_request_duration_seconds_count{route=\"%s\"} %" PRIu64 "\n",
                route->name, all, route->name, (double)atomic_load(&route->microseconds) / 1e6,
                route->name, all);
        }
    }
}

void zs_append_metrics(zs_builder *out, zs_metrics *metrics, const zs_gauges *gauges)
{
    append_head(out, "info", "gauge", "The version that runs.");
    zs_append_format(out, "zsearch_info{version=\"%s\"} 1\n", gauges->version);
    append_gauge(out, "articles", "Articles in the index.", gauges->articles);
    append_gauge(out, "index_bytes", "Size of the index.", gauges->index_bytes);
    append_gauge(out, "requests_active", "Requests that have begun and not ended.",
                 atomic_load(&metrics->active));
    append_gauge(out, "requests_working", "Requests that are worked at.", gauges->working);
    append_gauge(out, "requests_waiting", "Requests that wait for a worker.", gauges->waiting);
    append_head(out, "requests_refused_total", "counter", "Requests that were too many.");
    zs_append_format(out,
                     "zsearch_requests_refused_total{reason=\"client\"} %" PRIu64 "\n"
                     "zsearch_requests_refused_total{reason=\"full\"} %" PRIu64 "\n",
                     atomic_load(&metrics->refused_client),
                     atomic_load(&metrics->refused_full));
    append_head(out, "log_lines_lost_total", "counter",
                "Lines of the access log that nobody took.");
    zs_append_format(out, "zsearch_log_lines_lost_total %" PRIuFAST64 "\n",
                     atomic_load(&metrics->unwritten));
    append_requests(out, metrics);
    append_durations(out, metrics);
}
