/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/columns.h"

#include "cli/width.h"

zs_cells zs_cells_of(const char *const *texts, size_t count)
{
    zs_cells row = {.count = count};
    for (size_t i = 0; i < count; i++) {
        zs_append_string(&row.cells[i], texts[i]);
    }
    return row;
}

void zs_cells_release(zs_cells *row)
{
    for (size_t i = 0; i < row->count; i++) {
        zs_builder_release(&row->cells[i]);
    }
}

static size_t width_of(const zs_builder *cell)
{
    return zs_columns_of(zs_builder_string(cell), cell->length);
}

void zs_cells_widen(const zs_cells *row, size_t widths[ZS_CELLS_MOST])
{
    for (size_t i = 0; i < row->count; i++) {
        size_t columns = width_of(&row->cells[i]);
        widths[i] = columns > widths[i] ? columns : widths[i];
    }
}

void zs_put_cells(zs_output *out, const zs_cells *row, const size_t widths[ZS_CELLS_MOST])
{
    for (size_t i = 0; i < row->count; i++) {
        const zs_builder *cell = &row->cells[i];
        zs_put_string(out, "  ");
        zs_put_string(out, zs_builder_string(cell));
        if (i + 1 < row->count) {
            zs_put_blank(out, widths[i] - width_of(cell));
        }
    }
    zs_put_string(out, "\n");
}
