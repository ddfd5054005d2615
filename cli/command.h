/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a command of the program is. Each has a file of its own, cmd_NAME.c, and a row in the
 * table of main.c.
 */
#ifndef ZS_CLI_COMMAND_H
#define ZS_CLI_COMMAND_H

#include "answers/output.h"

/* The exit status of the program. Statuses from 128 are 128 and the number of a signal, as
 * shells count them. */
typedef enum zs_exit {
    ZS_EXIT_OK = 0,
    ZS_EXIT_NONE = 1, /* a query without hits, a pattern that nothing fits */
    ZS_EXIT_ERROR = 2,
    ZS_EXIT_SIGNAL = 128
} zs_exit;

typedef struct zs_command {
    const char *name;
    const char *summary; /* what it does, in half a line */
    const char *help;    /* examples, then options */
    /* `argv` begins with the command's name. What goes to standard output is put to `out`,
     * which main writes out and whose failures it reports. */
    zs_exit (*run)(int argc, char **argv, zs_output *out);
} zs_command;

extern const zs_command zs_command_index;
extern const zs_command zs_command_query;
extern const zs_command zs_command_kwic;
extern const zs_command zs_command_show;
extern const zs_command zs_command_suggest;
extern const zs_command zs_command_similar;
extern const zs_command zs_command_watch;
extern const zs_command zs_command_serve;
extern const zs_command zs_command_info;
extern const zs_command zs_command_forget;
extern const zs_command zs_command_export;
extern const zs_command zs_command_analyze;

#endif
