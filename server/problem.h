/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What went wrong with a request, as a status of HTTP and a problem of RFC 9457.
 */
#ifndef ZS_SERVER_PROBLEM_H
#define ZS_SERVER_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "answers/builder.h"
#include "zsearch.h"

typedef struct zs_problem {
    unsigned status; /* 0: there is none */
    char detail[600];
    int64_t position; /* of what is wrong with a query, in bytes; -1: it is something else */
    unsigned retry;   /* seconds after which it may be tried again; 0: nobody knows */
    bool changed;     /* the index has changed meanwhile: at once, it may go well */
} zs_problem;

/* Fills in a problem and returns false, for whoever has to. */
__attribute__((format(printf, 3, 4))) bool zs_fault(zs_problem *problem, unsigned status,
                                                    const char *format, ...);

/* The same for an error of the library's. */
bool zs_fault_of(zs_problem *problem, const zs_error *error);

/* Appends it as JSON. */
void zs_problem_json(zs_builder *out, const zs_problem *problem);

#endif
