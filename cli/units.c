/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/units.h"

#include <inttypes.h>
#include <stdio.h>

/* What these write is far shorter than the room there is, so that snprintf never cuts. */

zs_figure zs_count(uint64_t number)
{
    zs_figure figure;
    char digits[24];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            figure.text[written++] = ',';
        }
        figure.text[written++] = digits[i];
    }
    figure.text[written] = '\0';
    return figure;
}

zs_figure zs_bytes(double bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    zs_figure figure;
    size_t unit = 0;
    /* What would be rounded to 1000 is one of the next unit. */
    while (bytes >= 999.95 && unit + 1 < sizeof units / sizeof *units) {
        bytes /= 1000;
        unit++;
    }
    snprintf(figure.text, sizeof figure.text, unit == 0 ? "%.0f %s" : "%.1f %s", bytes,
             units[unit]);
    return figure;
}

zs_figure zs_duration(double seconds)
{
    zs_figure figure;
    if (seconds < 0.9995) {
        snprintf(figure.text, sizeof figure.text, "%.0f ms", seconds * 1000);
        return figure;
    }
    if (seconds < 59.5) {
        snprintf(figure.text, sizeof figure.text, seconds < 9.95 ? "%.1f s" : "%.0f s",
                 seconds);
        return figure;
    }
    const double longest = 1e9; /* thirty years; keeps the conversion defined */
    uint64_t whole = (uint64_t)((seconds < longest ? seconds : longest) + 0.5);
    unsigned minutes = (unsigned)(whole / 60 % 60);
    unsigned rest = (unsigned)(whole % 60);
    if (whole < 3600) {
        snprintf(figure.text, sizeof figure.text, "%u:%02u", minutes, rest);
    } else {
        snprintf(figure.text, sizeof figure.text, "%" PRIu64 ":%02u:%02u", whole / 3600,
                 minutes, rest);
    }
    return figure;
}

const char *zs_plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}
