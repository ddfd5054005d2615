/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Messages to whoever runs the program: lines on standard error that begin with the
 * program's name.
 */
#ifndef ZS_CLI_COMPLAIN_H
#define ZS_CLI_COMPLAIN_H

#include "cli/command.h"
#include "zsearch.h"

/* Writes a line. Whatever is quoted in it is cleaned. */
__attribute__((format(printf, 1, 2))) void zs_complain(const char *format, ...);

/* Says what a call of the library failed with; returns the exit status that stands for it. */
zs_exit zs_complain_of(const zs_error *error);

#endif
