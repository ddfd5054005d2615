/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/term_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t zs_term_hash(const char *term, size_t length)
{
    enum { PAIR = 6 };
    /* Two ideographs, as most terms are: with a length that is known, all that asks for the
     * length falls away. */
    return length == PAIR ? XXH3_64bits(term, PAIR) : XXH3_64bits(term, length);
}
