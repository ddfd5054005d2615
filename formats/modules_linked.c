/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Modules as the static library has them: linked, and so always there.
 */
#include "formats/module.h"

const char *zs_module_fault(const char *name)
{
    (void)name;
    return NULL;
}
