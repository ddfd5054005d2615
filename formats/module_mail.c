/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the module exports. Mail, by gmime.
 */
#include "formats/module.h"

const zs_module zs_module_readers = {
    .version = ZS_MODULE_VERSION, .read_mail = zs_read_mail, .read_mbox = zs_read_mbox};
