/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Marks what the library's own modules call of it (formats/module.h). The library exports that
 * beside its API, for them alone: it has no header that is installed, and may change with any
 * version.
 */
#ifndef ZS_BASE_FOR_MODULES_H
#define ZS_BASE_FOR_MODULES_H

#define ZS_FOR_MODULES __attribute__((visibility("default")))

#endif
