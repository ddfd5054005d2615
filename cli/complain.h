/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Messages of commands, and the exit status that stands for them.
 */
#ifndef ZS_CLI_COMPLAIN_H
#define ZS_CLI_COMPLAIN_H

#include "answers/complain.h"
#include "cli/command.h"
#include "zsearch.h"

/* Says what a call of the library failed with; returns the exit status that stands for it. */
zs_exit zs_complain_of(const zs_error *error);

#endif
