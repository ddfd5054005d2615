/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/wrap.h"

#include <string.h>
#include <utf8proc.h>

#include "cli/width.h"

static bool is_opening(int32_t character)
{
    utf8proc_category_t category = utf8proc_category(character);
    return category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI;
}

static bool is_closing(int32_t character)
{
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO: /* ，。、；：？！… and the like */ return true;
    default:
        return character == 0x30FC || character == 0x3005; /* ー々 go with what is before */
    }
}

/* A line breaks before a space, not behind it, and the space goes. */
static bool may_break(int32_t before, int32_t after)
{
    if (after == ' ') {
        return true;
    }
    bool ideographic = zs_is_wide(before) || zs_is_wide(after);
    return ideographic && before != ' ' && !is_opening(before) && !is_closing(after);
}

size_t zs_wrap(const char *text, size_t length, size_t columns, size_t *next)
{
    size_t at = 0;
    size_t used = 0;
    size_t last_break = 0;
    int32_t before = -1;
    while (at < length) {
        zs_grapheme grapheme = zs_grapheme_at(text + at, length - at);
        if (grapheme.columns > 0) {
            if (before >= 0 && may_break(before, grapheme.leading)) {
                last_break = at;
            }
            if (at > 0 && used + grapheme.columns > columns) {
                break;
            }
            before = grapheme.leading;
        }
        used += grapheme.columns;
        at += grapheme.length;
    }
    size_t end = at;
    if (at < length && last_break > 0) {
        end = last_break;
    }
    *next = end;
    while (*next < length && text[*next] == ' ') {
        (*next)++;
    }
    return end;
}
