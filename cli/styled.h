/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text in colours, and in lines that fit on a terminal.
 */
#ifndef ZS_CLI_STYLED_H
#define ZS_CLI_STYLED_H

#include "answers/builder.h"
#include "answers/output.h"
#include "cli/terminal.h"

/* Puts text in lines that are indented, but for the first, which is where the cursor is.
 * Stand-ins (excerpt.h) mark hits in it; the rest is in a style, "" for plain. Where there is
 * no terminal it is one line. */
void zs_put_wrapped(zs_output *out, const zs_terminal *terminal, const zs_builder *text,
                    size_t indent, const char *style);

#endif
