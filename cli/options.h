/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Options of a command, by getopt_long, with messages that say what to do instead.
 */
#ifndef ZS_CLI_OPTIONS_H
#define ZS_CLI_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/terminal.h"

/* What stands for an option that has no letter. */
enum { ZS_OPTION_FIRST_LONG = 256 };

/* Besides the option's letter or number. */
enum { ZS_OPTIONS_END = -1, ZS_OPTION_BAD = '?' };

/* The next option; its value is in optarg, and at the end optind is the first of the other
 * arguments. `letters` begins with ":". What is wrong has been said when this returns
 * ZS_OPTION_BAD. */
int zs_option_next(int argc, char **argv, const char *letters, const struct option *options);

/* These take the value of an option, and say so and return false if it is not one. */
bool zs_take_number(const char *option, const char *value, uint64_t least, uint64_t most,
                    uint64_t *out);
bool zs_take_choice(const char *option, const char *value, const char *const *choices,
                    size_t count, size_t *out);
bool zs_take_color(const char *value, zs_color *out);

#endif
