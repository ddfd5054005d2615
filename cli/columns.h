/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rows of cells below each other, each column as wide as its widest cell on a terminal.
 */
#ifndef ZS_CLI_COLUMNS_H
#define ZS_CLI_COLUMNS_H

#include <stddef.h>

#include "answers/builder.h"
#include "answers/output.h"

enum { ZS_CELLS_MOST = 8 };

typedef struct zs_cells {
    zs_builder cells[ZS_CELLS_MOST];
    size_t count;
} zs_cells;

/* A row of some texts, as the head of a table. */
zs_cells zs_cells_of(const char *const *texts, size_t count);
void zs_cells_release(zs_cells *row);

/* The widths that columns have when a row is among them. */
void zs_cells_widen(const zs_cells *row, size_t widths[ZS_CELLS_MOST]);

/* Puts a line, two spaces before each cell. */
void zs_put_cells(zs_output *out, const zs_cells *row, const size_t widths[ZS_CELLS_MOST]);

#endif
