/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An open file as a stream.
 */
#ifndef ZS_FORMATS_DESCRIPTOR_H
#define ZS_FORMATS_DESCRIPTOR_H

#include <stdint.h>

#include "formats/reading.h"

typedef struct zs_descriptor {
    int file;            /* the caller's */
    const char *failure; /* what is said when it cannot be read */
    uint64_t size;
    uint64_t offset; /* up to here it has been read */
} zs_descriptor;

/* Reads and moves in the file; the descriptor must stay where it is. */
zs_stream zs_descriptor_stream(zs_descriptor *descriptor);

#endif
