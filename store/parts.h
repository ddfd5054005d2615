/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Parts of an index that it can be without, by their names: what is wanted of a new index, and
 * what the index remembers of itself.
 */
#ifndef ZS_STORE_PARTS_H
#define ZS_STORE_PARTS_H

#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    ZS_PART_FACETS = 1 << 0, /* values that articles are counted and sorted by */
};

/* Room for all names, parted by commas. */
enum { ZS_PARTS_NAMES = 128 };

/* The parts with these names, parted by commas; NULL or "": none. ZS_ERROR_ARGUMENT if there is
 * no such part. */
zs_status zs_parts_named(const char *names, unsigned *out, zs_error *error);

/* Their names, in the order in which they stand above. */
void zs_parts_print(unsigned parts, char names[ZS_PARTS_NAMES]);

#ifdef __cplusplus
}
#endif

#endif
