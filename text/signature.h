/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The signature of a text: 64 bits, of which two texts share the more the more terms they
 * share. Each bit is the lowest of one min-hash, so that two texts whose sets of terms have a
 * resemblance (Jaccard) of J agree in a bit with probability (1 + J) / 2 (Li and König,
 * "b-Bit Minwise Hashing", WWW 2010). The 64 hashes are two one-permutation hashings into 32
 * bins, whose empty bins are filled from others (Shrivastava, "Optimal Densification for Fast
 * and Accurate Minwise Hashing", ICML 2017).
 */
#ifndef ZS_TEXT_SIGNATURE_H
#define ZS_TEXT_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

enum { ZS_SIGNATURE_BITS = 64 };

/* A signature in the making. */
typedef struct zs_signing {
    uint32_t least[ZS_SIGNATURE_BITS]; /* of the hashes that fell into each bin */
} zs_signing;

void zs_signing_begin(zs_signing *signing);

/* The upper bits choose the bin, the lower ones are the hash. */
static inline void zs_signing_put(uint32_t *bins, uint32_t hash)
{
    uint32_t *bin = &bins[hash >> 27], rest = hash & 0x07FFFFFF;
    *bin = rest < *bin ? rest : *bin;
}

/* Adds a term by its hash (term_hash.h); again and again is the same as once. */
static inline void zs_signing_add(zs_signing *signing, uint64_t hash)
{
    zs_signing_put(signing->least, (uint32_t)hash);
    zs_signing_put(signing->least + ZS_SIGNATURE_BITS / 2, (uint32_t)(hash >> 32));
}

/* 0 if there was no term; no other signature is 0. */
uint64_t zs_signing_end(const zs_signing *signing);

#endif
