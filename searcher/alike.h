/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which ideographs are taken for which: those that sound the same, or nearly, and those that
 * look alike.
 */
#ifndef ZS_SEARCHER_ALIKE_H
#define ZS_SEARCHER_ALIKE_H

#include <stddef.h>
#include <stdint.h>
#include <unicode/umachine.h>

#include "zsearch.h"

/* A character that may have been meant, and what it costs to think so: 0 for what sounds the
 * same. */
typedef struct zs_alike {
    UChar32 character;
    double cost;
} zs_alike;

typedef struct zs_alikes zs_alikes;

zs_status zs_alikes_new(zs_alikes **out, zs_error *error);
void zs_alikes_free(zs_alikes *alikes);

/* The characters that are like one, each once and at its least cost; it is not among them. They
 * stay until the next call. */
zs_status zs_alikes_of(zs_alikes *alikes, UChar32 character, const zs_alike **out,
                       size_t *count, zs_error *error);

#endif
