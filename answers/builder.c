/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/builder.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers/memory.h"

void zs_builder_release(zs_builder *builder)
{
    free(builder->data);
    *builder = ZS_BUILDER_INIT;
}

void zs_builder_clear(zs_builder *builder)
{
    builder->length = 0;
    if (builder->data) {
        builder->data[0] = '\0';
    }
}

/* Makes room for `extra` bytes and the NUL. */
static void reserve(zs_builder *builder, size_t extra)
{
    if (extra < builder->capacity - builder->length) {
        return;
    }
    if (extra >= SIZE_MAX / 2 - builder->length) {
        zs_out_of_memory();
    }
    size_t wanted = builder->length + extra + 1;
    size_t capacity = builder->capacity + builder->capacity / 2;
    if (capacity < wanted) {
        capacity = wanted;
    }
    if (capacity < 64) {
        capacity = 64;
    }
    builder->data = zs_reallocate(builder->data, capacity, 1);
    builder->capacity = capacity;
}

void zs_append(zs_builder *builder, const char *data, size_t length)
{
    reserve(builder, length);
    if (length > 0) {
        memcpy(builder->data + builder->length, data, length);
    }
    builder->length += length;
    builder->data[builder->length] = '\0';
}

void zs_append_string(zs_builder *builder, const char *string)
{
    zs_append(builder, string, strlen(string));
}

void zs_append_format(zs_builder *builder, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text;
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0) {
        zs_out_of_memory();
    }
    zs_append(builder, text, (size_t)length);
    free(text);
}

const char *zs_builder_string(const zs_builder *builder)
{
    return builder->data ? builder->data : "";
}
