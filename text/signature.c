/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/signature.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { BINS = ZS_SIGNATURE_BITS / 2, EMPTY = UINT32_MAX };

void zs_signing_begin(zs_signing *signing)
{
    for (unsigned i = 0; i < ZS_SIGNATURE_BITS; i++) {
        signing->least[i] = EMPTY;
    }
}

/* The bin that an empty one takes its hash from: the same for all texts, tried in the same
 * order. */
static unsigned donor(unsigned bin, unsigned try)
{
    uint64_t pair = (uint64_t)bin << 32 | try;
    return (unsigned)(XXH3_64bits(&pair, sizeof pair) % BINS);
}

uint64_t zs_signing_end(const zs_signing *signing)
{
    uint64_t signature = 0;
    for (unsigned i = 0; i < ZS_SIGNATURE_BITS; i++) {
        const uint32_t *bins = signing->least + (size_t)(i / BINS) * BINS;
        uint32_t hash = signing->least[i];
        for (unsigned try = 0; hash == (uint32_t)EMPTY && try < 256; try++) {
            hash = bins[donor(i, try)];
        }
        if (hash == (uint32_t)EMPTY) {
            return 0; /* no term at all; a bin of 32 is missed 256 times in no other case */
        }
        /* The lowest bit of a mixture, so that two bins do not share theirs. */
        signature |= (uint64_t)(((hash ^ i) * 0x9E3779B1U >> 15) & 1) << i;
    }
    return signature ? signature : 1;
}
