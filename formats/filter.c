/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"
#include "formats/format.h"

bool zs_filter_fits(const zs_reading_options *options, const char *path)
{
    (void)options;
    (void)path;
    return false;
}

zs_status zs_read_filtered(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    (void)stream;
    (void)reading;
    return zs_fail(error, ZS_ERROR_FORMAT, "not yet");
}
