/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How much two articles have in common, by their lists of terms.
 */
#ifndef ZS_STORE_RESEMBLANCE_H
#define ZS_STORE_RESEMBLANCE_H

#include <stddef.h>

#include "store/glass_termlist.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The weighted Jaccard coefficient of the terms of two texts: the sum of the lesser counts by
 * that of the greater ones. The lists are as glass_termlist.h has them; terms that begin with a
 * capital are none of the text, and the length of a list is the sum of the counts of the
 * others. 0 if it is below `least`, if there is nothing in the lists, or if one is damaged. */
double zs_resemblance(const char *one, size_t one_size, const char *other, size_t other_size,
                      double least);

#ifdef __cplusplus
}
#endif

#endif
