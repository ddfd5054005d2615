/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the module exports. PDF, by poppler.
 */
#include "formats/module.h"

const zs_module zs_module_readers = {.version = ZS_MODULE_VERSION, .read_pdf = zs_read_pdf};
