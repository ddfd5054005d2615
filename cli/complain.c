/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"

zs_exit zs_complain_of(const zs_error *error)
{
    zs_complain("%s", error->message);
    return ZS_EXIT_ERROR;
}
