/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Files without names, in which what an index is made of waits.
 */
#ifndef ZS_STORE_SCRATCH_H
#define ZS_STORE_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

zs_status zs_scratch_file(const char *folder, int *file, zs_error *error);

/* Writes all of it where the file stands. */
zs_status zs_scratch_write(int file, const zs_buffer *content, zs_error *error);

/* Appends `length` bytes from an offset on. IO if there are not so many. */
zs_status zs_scratch_read(int file, uint64_t offset, size_t length, zs_buffer *out,
                          zs_error *error);

/* Such a file as it is read from its beginning: what is at hand begins at content.data + at. */
typedef struct zs_window {
    int file; /* the caller's */
    zs_buffer content;
    size_t at;
    uint64_t read; /* bytes of the file */
} zs_window;

void zs_window_release(zs_window *window);

/* Makes sure that so many bytes are at hand, or all that are left. Errors: IO, MEMORY. */
zs_status zs_window_fill(zs_window *window, size_t wanted, zs_error *error);

/* The same, but IO if there are not so many. */
zs_status zs_window_need(zs_window *window, size_t wanted, zs_error *error);

#ifdef __cplusplus
}
#endif

#endif
