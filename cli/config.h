/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The configuration: an INI file that says how files are to be read.
 *
 *     [encoding]
 *     *.big5.txt = big5
 *     [filter]
 *     .doc = antiword {}
 *     [map]
 *     title = 标题
 *
 * It is never looked for beside what is indexed, since filters run programs: a folder from
 * somewhere else must not bring its own.
 */
#ifndef ZS_CLI_CONFIG_H
#define ZS_CLI_CONFIG_H

#include <stdbool.h>

#include "cli/reading.h"

/* Reads the file that `named` (or NULL) says, else the one of ZSEARCH_CONFIG, else the user's
 * own, if there is one, and adds what it says. False if that fails, which has been said. */
bool zs_config_read(const char *named, zs_reading *reading);

#endif
