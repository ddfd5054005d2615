/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parameters of a request: what stands behind the question mark of a URL, decoded (WHATWG
 * URL Standard, application/x-www-form-urlencoded). What is not UTF-8, holds a NUL or is not
 * percent-encoded as it should be is no parameter but an error.
 */
#ifndef ZS_SERVER_PARAMETERS_H
#define ZS_SERVER_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ZS_PARAMETERS_MOST = 64 };

typedef struct zs_parameter {
    const char *name, *value; /* NUL-terminated */
    bool taken;
} zs_parameter;

typedef struct zs_parameters {
    zs_parameter items[ZS_PARAMETERS_MOST];
    size_t count;
    char *text; /* what these point into */
} zs_parameters;

/* All 0 is empty. NULL, or what is wrong with it, as the rest of a sentence: "holds a NUL". */
const char *zs_parameters_parse(zs_parameters *parameters, const char *raw, size_t length);
void zs_parameters_release(zs_parameters *parameters);

/* Decodes percents, and with `plus` a plus as a space, in place: *length is what is left, and a
 * NUL stands behind it, for which there must be room. NULL, or what is wrong with it. */
const char *zs_percent_decode(char *text, size_t *length, bool plus);

/* The value of the next parameter of this name that has not been taken; NULL if there is none.
 */
const char *zs_parameters_take(zs_parameters *parameters, const char *name);

/* As if none had been taken. */
void zs_parameters_put_back(zs_parameters *parameters);

/* The name of one that nobody has taken; NULL if all have been. */
const char *zs_parameters_left(const zs_parameters *parameters);

#endif
