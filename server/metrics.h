/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What has been answered, counted for Prometheus (its text format, version 0.0.4).
 */
#ifndef ZS_SERVER_METRICS_H
#define ZS_SERVER_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "answers/builder.h"

/* Seconds up to which requests are counted together; the last has no bound. */
enum { ZS_METRIC_BOUNDS = 11, ZS_METRIC_ROUTES = 24 };

typedef struct zs_route_metrics {
    const char *name;
    atomic_uint_fast64_t by_class[6]; /* 2xx at [2] */
    atomic_uint_fast64_t by_time[ZS_METRIC_BOUNDS + 1];
    atomic_uint_fast64_t microseconds, bytes;
} zs_route_metrics;

typedef struct zs_metrics {
    zs_route_metrics routes[ZS_METRIC_ROUTES];
    size_t route_count;
    atomic_uint_fast64_t active; /* requests that have begun and not ended */
    atomic_uint_fast64_t refused_client, refused_full;
    atomic_uint_fast64_t unwritten; /* lines of the log */
} zs_metrics;

/* Counts an answer of a route, by its number. */
void zs_metrics_count(zs_metrics *metrics, size_t route, unsigned status, uint64_t microseconds,
                      uint64_t bytes);

/* What there is at this moment besides what has been counted. */
typedef struct zs_gauges {
    size_t working, waiting;
    uint64_t articles, index_bytes;
    const char *version;
} zs_gauges;

void zs_append_metrics(zs_builder *out, zs_metrics *metrics, const zs_gauges *gauges);

#endif
