/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

void *zs_array_grow(void *array, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity && array) {
        return array;
    }
    size_t next = *capacity + *capacity / 2;
    if (next < wanted) {
        next = wanted;
    }
    if (next < 16) {
        next = 16;
    }
    if (next > SIZE_MAX / size) {
        return NULL;
    }
    void *moved = realloc(array, next * size);
    if (moved) {
        *capacity = next;
    }
    return moved;
}

void zs_buffer_release(zs_buffer *buffer)
{
    free(buffer->data);
    *buffer = ZS_BUFFER_INIT;
}

bool zs_buffer_reserve(zs_buffer *buffer, size_t extra)
{
    if (extra > SIZE_MAX - buffer->length) {
        return false;
    }
    char *data = zs_array_grow(buffer->data, &buffer->capacity, buffer->length + extra, 1);
    if (!data) {
        return false;
    }
    buffer->data = data;
    return true;
}

bool zs_buffer_append(zs_buffer *buffer, const void *data, size_t length)
{
    if (!zs_buffer_reserve(buffer, length)) {
        return false;
    }
    if (length > 0) {
        memcpy(buffer->data + buffer->length, data, length);
        buffer->length += length;
    }
    return true;
}

bool zs_buffer_append_string(zs_buffer *buffer, const char *string)
{
    return zs_buffer_append(buffer, string, strlen(string));
}

bool zs_buffer_append_byte(zs_buffer *buffer, char byte)
{
    return zs_buffer_append(buffer, &byte, 1);
}

bool zs_buffer_terminate(zs_buffer *buffer)
{
    if (!zs_buffer_reserve(buffer, 1)) {
        return false;
    }
    buffer->data[buffer->length] = '\0';
    return true;
}

bool zs_buffer_append_varint(zs_buffer *buffer, uint64_t number)
{
    char digits[10];
    size_t count = 0;
    while (number >= 0x80) {
        digits[count++] = (char)(number | 0x80);
        number >>= 7;
    }
    digits[count++] = (char)number;
    return zs_buffer_append(buffer, digits, count);
}

bool zs_varint_read(const char *data, size_t length, size_t *position, uint64_t *number)
{
    uint64_t value = 0;
    size_t at = *position;
    for (unsigned shift = 0; shift < 64 && at < length; shift += 7) {
        unsigned char byte = (unsigned char)data[at++];
        if (shift == 63 && byte > 1) {
            return false; /* more than 64 bits */
        }
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *position = at;
            *number = value;
            return true;
        }
    }
    return false;
}
