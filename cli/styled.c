/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/styled.h"

#include <string.h>

#include "cli/excerpt.h"
#include "cli/wrap.h"

/* Puts some text in a style, which is "" for plain. *active is the style in force. */
static void put_in_style(zs_output *out, const char *text, size_t length, const char *style,
                         const char **active)
{
    if (length == 0) {
        return;
    }
    if (strcmp(style, *active) != 0) {
        zs_put_string(out, (*active)[0] != '\0' ? ZS_STYLE_NONE : "");
        zs_put_string(out, style);
        *active = style;
    }
    zs_put(out, text, length);
}

/* Puts a line in which stand-ins mark the hits. Returns whether it ends within a hit, in which
 * the next one goes on. */
static bool put_styled(zs_output *out, const char *text, size_t length, const char *style,
                       bool in_hit)
{
    const char *active = "";
    size_t begin = 0;
    for (size_t at = 0; at < length; at++) {
        if (text[at] == ZS_HIT_BEGIN || text[at] == ZS_HIT_END) {
            put_in_style(out, text + begin, at - begin, in_hit ? ZS_STYLE_HIT : style, &active);
            in_hit = text[at] == ZS_HIT_BEGIN;
            begin = at + 1;
        }
    }
    put_in_style(out, text + begin, length - begin, in_hit ? ZS_STYLE_HIT : style, &active);
    zs_put_string(out, active[0] != '\0' ? ZS_STYLE_NONE : "");
    return in_hit;
}

void zs_put_wrapped(zs_output *out, const zs_terminal *terminal, const zs_builder *text,
                    size_t indent, const char *style)
{
    size_t columns = terminal->columns > indent + 10 ? terminal->columns - indent : 10;
    bool in_hit = false;
    for (size_t at = 0; at < text->length;) {
        const char *line = text->data + at;
        size_t left = text->length - at;
        size_t next = left;
        size_t length = terminal->is_terminal ? zs_wrap(line, left, columns, &next) : left;
        if (at > 0) {
            zs_put_blank(out, indent);
        }
        if (terminal->color) {
            in_hit = put_styled(out, line, length, style, in_hit);
        } else {
            zs_put(out, line, length);
        }
        zs_put_string(out, "\n");
        at += next;
    }
}
