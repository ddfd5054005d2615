/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The paths of what pages are made with.
 */
#ifndef ZS_SERVER_ASSETS_H
#define ZS_SERVER_ASSETS_H

const char *zs_asset_style(void);
const char *zs_asset_script(void);
const char *zs_asset_icon(void);

#endif
