/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "zsearch.h"

#define TEXT_OF(number) #number
#define DOTTED(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

const char *zs_version(void)
{
    return DOTTED(ZS_VERSION_MAJOR, ZS_VERSION_MINOR, ZS_VERSION_PATCH);
}
