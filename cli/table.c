/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/table.h"

#include "answers/clean.h"
#include "cli/width.h"
#include "cli/wrap.h"

/* A line holds at least so much, however narrow the terminal. */
enum { COLUMNS_LEAST = 10 };

void zs_put_indented(zs_output *out, const zs_terminal *terminal, const char *text,
                     size_t indent)
{
    zs_builder clean = ZS_BUILDER_INIT;
    zs_append_clean_string(&clean, text);
    bool wraps = terminal && terminal->is_terminal;
    size_t columns = COLUMNS_LEAST;
    if (wraps && terminal->columns > indent + COLUMNS_LEAST) {
        columns = terminal->columns - indent;
    }
    for (size_t at = 0; at < clean.length;) {
        size_t left = clean.length - at;
        size_t next = left;
        size_t length = wraps ? zs_wrap(clean.data + at, left, columns, &next) : left;
        if (at > 0) {
            zs_put_string(out, "\n");
            zs_put_blank(out, indent);
        }
        zs_put(out, clean.data + at, length);
        at += next;
    }
    zs_put_string(out, "\n");
    zs_builder_release(&clean);
}

void zs_put_row(zs_output *out, const zs_terminal *terminal, const char *name,
                const char *value)
{
    zs_builder clean = ZS_BUILDER_INIT;
    zs_append_clean_string(&clean, name);
    size_t used = zs_columns_of(zs_builder_string(&clean), clean.length);
    zs_put_string(out, zs_builder_string(&clean));
    zs_put_blank(out, used < ZS_TABLE_COLUMN - 1 ? ZS_TABLE_COLUMN - used : 1);
    zs_put_indented(out, terminal, value, ZS_TABLE_COLUMN);
    zs_builder_release(&clean);
}

void zs_put_row_of(zs_output *out, const zs_terminal *terminal, const char *name,
                   zs_builder *value)
{
    zs_put_row(out, terminal, name, zs_builder_string(value));
    zs_builder_clear(value);
}
