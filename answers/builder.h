/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A string that grows. It is NUL-terminated at all times but may hold NULs of its own.
 */
#ifndef ZS_ANSWERS_BUILDER_H
#define ZS_ANSWERS_BUILDER_H

#include <stddef.h>

typedef struct zs_builder {
    char *data; /* NULL until something is appended */
    size_t length;
    size_t capacity;
} zs_builder;

#define ZS_BUILDER_INIT ((zs_builder){NULL, 0, 0})

void zs_builder_release(zs_builder *builder);
void zs_builder_clear(zs_builder *builder);

void zs_append(zs_builder *builder, const char *data, size_t length);
void zs_append_string(zs_builder *builder, const char *string);
__attribute__((format(printf, 2, 3))) void zs_append_format(zs_builder *builder,
                                                            const char *format, ...);

/* The string, also before anything was appended. */
const char *zs_builder_string(const zs_builder *builder);

#endif
