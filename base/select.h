/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first of many keys in their order, without putting all of them in order.
 */
#ifndef ZS_BASE_SELECT_H
#define ZS_BASE_SELECT_H

#include <stddef.h>
#include <stdint.h>

/* Moves the `wanted` smallest keys to the front, ascending; the others stand behind in no
 * order. */
void zs_select_least(uint64_t *keys, size_t count, size_t wanted);

#endif
