/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"
#include "formats/format.h"

zs_status zs_read_json(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    (void)data;
    (void)length;
    (void)reading;
    return zs_fail(error, ZS_ERROR_FORMAT, "not yet");
}
