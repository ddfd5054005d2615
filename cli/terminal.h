/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is known of where output goes: whether it is a terminal, how wide, and whether colours
 * are wanted there.
 */
#ifndef ZS_CLI_TERMINAL_H
#define ZS_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#define ZS_STYLE_BOLD "\033[1m"
#define ZS_STYLE_DIM "\033[2m"
#define ZS_STYLE_HIT "\033[1;31m"
#define ZS_STYLE_WARNING "\033[33m"
#define ZS_STYLE_NONE "\033[0m"

/* What --color says. */
typedef enum zs_color { ZS_COLOR_AUTO, ZS_COLOR_ALWAYS, ZS_COLOR_NEVER } zs_color;

typedef struct zs_terminal {
    bool is_terminal;
    bool moves_cursor; /* it is one on which a line can be overwritten */
    bool color;
    size_t columns; /* 80 if that is not known */
} zs_terminal;

/* `file` is a descriptor. */
zs_terminal zs_terminal_of(int file, zs_color wanted);

#endif
