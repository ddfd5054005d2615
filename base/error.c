/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *zs_status_name(zs_status status)
{
    switch (status) {
    case ZS_OK: return "ok";
    case ZS_ERROR_ARGUMENT: return "argument";
    case ZS_ERROR_MEMORY: return "memory";
    case ZS_ERROR_IO: return "io";
    case ZS_ERROR_NOT_FOUND: return "not found";
    case ZS_ERROR_PERMISSION: return "permission";
    case ZS_ERROR_LOCKED: return "locked";
    case ZS_ERROR_VERSION: return "version";
    case ZS_ERROR_CORRUPT: return "corrupt";
    case ZS_ERROR_FULL: return "full";
    case ZS_ERROR_CHANGED: return "changed";
    case ZS_ERROR_ENCODING: return "encoding";
    case ZS_ERROR_FORMAT: return "format";
    case ZS_ERROR_CANCELLED: return "cancelled";
    case ZS_ERROR_QUERY: return "query";
    case ZS_ERROR_INTERNAL: return "internal";
    }
    return "unknown";
}

/* snprintf may cut a message in the middle of a character: drop what is left of it. */
static void drop_partial_character(char *message)
{
    size_t length = strlen(message);
    size_t lead = length;
    while (lead > 0 && length - lead < 4 && ((unsigned char)message[lead - 1] & 0xC0) == 0x80) {
        lead--;
    }
    if (lead == 0) {
        return;
    }
    unsigned char byte = (unsigned char)message[lead - 1];
    size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    if (wanted > length - lead + 1) {
        message[lead - 1] = '\0';
    }
}

__attribute__((format(printf, 4, 0))) static zs_status
fail(zs_error *error, zs_status status, int64_t position, const char *format, va_list args)
{
    if (error) {
        error->status = status;
        error->position = position;
        int wanted = vsnprintf(error->message, sizeof error->message, format, args);
        if (wanted >= (int)sizeof error->message) {
            drop_partial_character(error->message);
        }
    }
    return status;
}

zs_status zs_fail(zs_error *error, zs_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail(error, status, -1, format, args);
    va_end(args);
    return status;
}

zs_status zs_fail_at(zs_error *error, zs_status status, int64_t position, const char *format,
                     ...)
{
    va_list args;
    va_start(args, format);
    fail(error, status, position, format, args);
    va_end(args);
    return status;
}

zs_status zs_fail_errno(zs_error *error, int number, const char *format, ...)
{
    zs_status status = zs_status_of_errno(number);
    if (!error) {
        return status;
    }
    va_list args;
    va_start(args, format);
    fail(error, status, -1, format, args);
    va_end(args);

    /* GNU's strerror_r: it may have no need of the room it is given. */
    char room[128];
    const char *words = strerror_r(number, room, sizeof room);
    size_t length = strlen(error->message);
    int wanted =
        snprintf(error->message + length, sizeof error->message - length, ": %s", words);
    if (wanted >= (int)(sizeof error->message - length)) {
        drop_partial_character(error->message);
    }
    return status;
}

zs_status zs_fail_memory(zs_error *error)
{
    return zs_fail(error, ZS_ERROR_MEMORY, "out of memory");
}

zs_status zs_status_of_errno(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR: return ZS_ERROR_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS: return ZS_ERROR_PERMISSION;
    case ENOSPC:
    case EDQUOT: return ZS_ERROR_FULL;
    case ENOMEM: return ZS_ERROR_MEMORY;
    default: return ZS_ERROR_IO;
    }
}
