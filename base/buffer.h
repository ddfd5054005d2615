/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A growing run of bytes. Kept and cleared rather than released, it stops allocating once it
 * has seen its largest content.
 */
#ifndef ZS_BASE_BUFFER_H
#define ZS_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/for_modules.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct zs_buffer {
    char *data; /* NULL while capacity is 0; not NUL-terminated unless asked */
    size_t length;
    size_t capacity;
} zs_buffer;

#ifdef __cplusplus
#define ZS_BUFFER_INIT (zs_buffer{})
#else
#define ZS_BUFFER_INIT ((zs_buffer){NULL, 0, 0})
#endif

ZS_FOR_MODULES void zs_buffer_release(zs_buffer *buffer);

static inline void zs_buffer_clear(zs_buffer *buffer)
{
    buffer->length = 0;
}

/* These return false when out of memory; the buffer is then as it was before. */

/* Makes room for `extra` bytes behind the content. */
ZS_FOR_MODULES bool zs_buffer_reserve(zs_buffer *buffer, size_t extra);
ZS_FOR_MODULES bool zs_buffer_append(zs_buffer *buffer, const void *data, size_t length);
ZS_FOR_MODULES bool zs_buffer_append_string(zs_buffer *buffer, const char *string);
ZS_FOR_MODULES bool zs_buffer_append_byte(zs_buffer *buffer, char byte);

/* Puts a NUL behind the content, which does not count to the length. */
ZS_FOR_MODULES bool zs_buffer_terminate(zs_buffer *buffer);

/* Unsigned numbers in base 128, low digits first, the top bit set on all but the last. */
bool zs_buffer_append_varint(zs_buffer *buffer, uint64_t number);

/* Reads such a number at *position, which moves behind it. False if it is not whole. */
bool zs_varint_read(const char *data, size_t length, size_t *position, uint64_t *number);

/* Grows an array for at least `wanted` elements of `size` bytes, by half again at the least.
 * Returns the array, moved perhaps, and sets *capacity; NULL if out of memory, and then the
 * old array still stands. */
ZS_FOR_MODULES void *zs_array_grow(void *array, size_t *capacity, size_t wanted, size_t size);

#ifdef __cplusplus
}
#endif

#endif
