/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_DEFAULT = 80, COLUMNS_LEAST = 20, COLUMNS_MOST = 10000 };

static size_t columns_of(int file)
{
    struct winsize size;
    size_t columns = 0;
    const char *told = getenv("COLUMNS");
    if (ioctl(file, TIOCGWINSZ, &size) == 0) {
        columns = size.ws_col;
    }
    if (columns == 0 && told) {
        /* What is no number is 0, and so not known. */
        columns = strtoul(told, NULL, 10);
    }
    if (columns == 0 || columns > COLUMNS_MOST) {
        return COLUMNS_DEFAULT;
    }
    return columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns;
}

zs_terminal zs_terminal_of(int file, zs_color wanted)
{
    const char *kind = getenv("TERM");
    const char *no_color = getenv("NO_COLOR");
    zs_terminal terminal = {.is_terminal = isatty(file) == 1, .columns = COLUMNS_DEFAULT};
    terminal.moves_cursor = terminal.is_terminal && kind && strcmp(kind, "dumb") != 0;
    terminal.color =
        wanted == ZS_COLOR_ALWAYS || (wanted == ZS_COLOR_AUTO && terminal.moves_cursor &&
                                      !(no_color && no_color[0] != '\0'));
    if (terminal.is_terminal) {
        terminal.columns = columns_of(file);
    }
    return terminal;
}
