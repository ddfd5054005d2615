/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A file that takes the place of another, or appears, only once it is whole.
 */
#ifndef ZS_CLI_REPLACEMENT_H
#define ZS_CLI_REPLACEMENT_H

#include <stdbool.h>

#include "answers/output.h"

typedef struct zs_replacement {
    const char *path; /* as the user names it */
    char *target;     /* what it will be called: where a link leads */
    char *beside;     /* what it is called until then; NULL: it is no regular file, and is
                         written to as it is */
    zs_output out;
} zs_replacement;

/* False if it cannot be written, which has been said. */
bool zs_replacement_open(zs_replacement *replacement, const char *path);

/* Puts it in its place. False if that or the writing failed, which has been said; then what
 * was written is removed. */
bool zs_replacement_finish(zs_replacement *replacement);

/* Removes it. */
void zs_replacement_discard(zs_replacement *replacement);

#endif
