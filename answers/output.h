/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Buffered output that remembers its first failure, so that writing code need not ask after
 * each line. What is put after a failure goes nowhere.
 */
#ifndef ZS_ANSWERS_OUTPUT_H
#define ZS_ANSWERS_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct zs_output {
    FILE *stream;
    int error; /* errno of the first failure, or 0 */
} zs_output;

/* `stream` must not have been written to. */
void zs_output_init(zs_output *output, FILE *stream);

void zs_put(zs_output *output, const char *data, size_t length);
void zs_put_string(zs_output *output, const char *string);
__attribute__((format(printf, 2, 3))) void zs_put_format(zs_output *output, const char *format,
                                                         ...);
/* Spaces. */
void zs_put_blank(zs_output *output, size_t count);

/* Writes out what is held back. False if this or anything before it failed. */
bool zs_output_flush(zs_output *output);

/* Flushes and closes. */
bool zs_output_close(zs_output *output);

#endif
