/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What zsearch would make of a file: its format and encoding, its articles, what cannot be
 * used of it.
 */
#ifndef ZS_CLI_INFO_FILE_H
#define ZS_CLI_INFO_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"
#include "cli/reading.h"

/* Describes files one after another; what cannot be read is complained of, and the rest goes
 * on. */
zs_exit zs_put_files(zs_output *out, const zs_reading *reading, char *const *paths,
                     size_t count, bool json);

#endif
