/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The hash of a term's bytes, made once for the table that counts it and for the signature. It
 * is in every index by its signatures, so it stays what it is.
 */
#ifndef ZS_TEXT_TERM_HASH_H
#define ZS_TEXT_TERM_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t zs_term_hash(const char *term, size_t length);

#endif
