/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * "Did you mean": the known word that is nearest to a mistyped one.
 */
#ifndef ZS_CLI_NEAREST_H
#define ZS_CLI_NEAREST_H

#include <stddef.h>

/* NULL if none of the words is near. */
const char *zs_nearest(const char *typed, const char *const *words, size_t count);

#endif
