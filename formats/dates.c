/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/dates.h"

bool zs_date_read(const char *string, size_t length, char out[ZS_DATE_SIZE])
{
    (void)string;
    (void)length;
    (void)out;
    return false;
}

bool zs_date_of_name(const char *name, char out[ZS_DATE_SIZE])
{
    (void)name;
    (void)out;
    return false;
}
