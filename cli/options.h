/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Options of a command: a table of what there is and where its value goes, taken by
 * getopt_long, with messages that say what to do instead.
 */
#ifndef ZS_CLI_OPTIONS_H
#define ZS_CLI_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/command.h"
#include "cli/terminal.h"

/* An option, and one of these: what takes its value. A flag has none, and is set. */
typedef struct zs_option {
    const char *name; /* NULL: it has only a letter */
    char letter;      /* '\0': it has only a name */
    bool *flag;
    const char **string;
    uint64_t *number; /* from `least` to `most` */
    uint64_t least, most;
    zs_color *color;
    /* Says so and returns false if this is no value for it; the value stays where it is. */
    bool (*take)(void *context, const char *value);
    void *context;
} zs_option;

/* Takes the options of a command, besides which every command has --help. True if it should
 * go on: then optind is the first of the other arguments. Else all has been said, and *result
 * is what the command ends with. */
bool zs_take_options(const zs_command *command, int argc, char **argv, const zs_option *options,
                     size_t count, zs_output *out, zs_exit *result);

/* The one of some names that `value` is; false, which has been said, if it is none of them. */
bool zs_take_choice(const char *option, const char *value, const char *const *choices,
                    size_t count, size_t *out);

#endif
