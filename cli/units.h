/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers for people: 1,234 articles, 3.4 MB, 1:05 left.
 */
#ifndef ZS_CLI_UNITS_H
#define ZS_CLI_UNITS_H

#include <stdint.h>

/* Room for what these functions write. */
typedef struct zs_figure {
    char text[32];
} zs_figure;

zs_figure zs_count(uint64_t number);   /* with commas */
zs_figure zs_bytes(double bytes);      /* in units of 1000: B, kB, MB … */
zs_figure zs_duration(double seconds); /* 40 ms, 1.4 s, 12 s, 1:05, 2:03:04 */

/* "s" unless there is one. */
const char *zs_plural(uint64_t number);

#endif
