/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Names and values below each other, for people.
 */
#ifndef ZS_CLI_TABLE_H
#define ZS_CLI_TABLE_H

#include "answers/builder.h"
#include "answers/output.h"
#include "cli/terminal.h"

/* The column in which values begin. */
enum { ZS_TABLE_COLUMN = 16 };

/* Puts a row; what does not fit on a line of the terminal goes on in the next. Without a
 * terminal (NULL) it is not broken: what somebody may want to copy. */
void zs_put_row(zs_output *out, const zs_terminal *terminal, const char *name,
                const char *value);

/* The same, of a builder that is then empty again. */
void zs_put_row_of(zs_output *out, const zs_terminal *terminal, const char *name,
                   zs_builder *value);

/* Puts cleaned text that may break into lines, all but the first of which are indented. */
void zs_put_indented(zs_output *out, const zs_terminal *terminal, const char *text,
                     size_t indent);

#endif
