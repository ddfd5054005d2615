/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/assets.h"

#include <string.h>

#include "server/page.h"

/* asset_style and so on, written by make_assets. */
#include "assets.inc"

const char *zs_asset_style(void)
{
    return asset_style.path;
}

const char *zs_asset_script(void)
{
    return asset_script.path;
}

const char *zs_asset_icon(void)
{
    return asset_icon.path;
}

const zs_asset *zs_asset_at(const char *path)
{
    static const zs_asset *const assets[] = {&asset_style, &asset_script, &asset_icon,
                                             &asset_description, &asset_schema};
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++) {
        if (strcmp(path, assets[i]->path) == 0) {
            return assets[i];
        }
    }
    return NULL;
}
