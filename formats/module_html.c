/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the module exports. HTML, by libxml2.
 */
#include "formats/module.h"

const zs_module zs_module_readers = {.version = ZS_MODULE_VERSION, .read_html = zs_read_html};
