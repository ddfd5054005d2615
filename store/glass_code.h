/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How numbers and terms are spelt in the keys of Xapian's glass tables. Numbers elsewhere are
 * in base 128 (zs_buffer_append_varint). What is known of the format is in
 * docs/glass-format.md; xapian-core 1.4 and 2.x have written it unchanged since March 2016.
 */
#ifndef ZS_STORE_GLASS_CODE_H
#define ZS_STORE_GLASS_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The longest key of a table, and the longest term, whatever its bytes. */
enum { ZS_GLASS_KEY_MOST = 255, ZS_GLASS_TERM_MOST = 245 };

/* A number, so that the bytes are in the order of the numbers. */
enum { ZS_GLASS_ORDERED_MOST = 5 };
size_t zs_glass_put_ordered(uint8_t *out, uint32_t number);
bool zs_glass_append_ordered(zs_buffer *out, uint32_t number);

/* A number in base 128, as zs_buffer_append_varint has it, where there is room for five bytes.
 */
static inline size_t zs_glass_put_varint(uint8_t *out, uint32_t number)
{
    size_t length = 0;
    for (; number >= 0x80; number >>= 7) {
        out[length++] = (uint8_t)(number | 0x80);
    }
    out[length++] = (uint8_t)number;
    return length;
}

/* A term, whose zero bytes count twice. */
bool zs_glass_append_term(zs_buffer *out, const char *term, size_t length);

/* Whether a term has a key, also where the number of a docid stands behind it. */
bool zs_glass_term_fits(const char *term, size_t length);

/* As the keys of terms are ordered: by bytes, the shorter one first. */
int zs_glass_compare(const void *a, size_t a_length, const void *b, size_t b_length);

#ifdef __cplusplus
}
#endif

#endif
