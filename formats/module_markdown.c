/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the module exports. Markdown, by md4c, and its front matter, by libyaml.
 */
#include "formats/module.h"

const zs_module zs_module_readers = {.version = ZS_MODULE_VERSION,
                                     .read_markdown = zs_read_markdown};
