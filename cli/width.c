/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/width.h"

#include <utf8proc.h>

#include "answers/clean.h"

bool zs_is_wide(int32_t character)
{
    return utf8proc_charwidth(character) == 2;
}

static size_t width_of(int32_t character)
{
    int width = utf8proc_charwidth(character);
    return width > 0 ? (size_t)width : 0;
}

zs_grapheme zs_grapheme_at(const char *text, size_t length)
{
    zs_grapheme grapheme;
    grapheme.length = zs_character_at(text, length, &grapheme.leading);
    grapheme.columns = width_of(grapheme.leading);
    utf8proc_int32_t state = 0;
    int32_t previous = grapheme.leading;
    while (grapheme.length < length) {
        int32_t next;
        size_t size = zs_character_at(text + grapheme.length, length - grapheme.length, &next);
        /* Two of ASCII never join: the line end CR LF aside, which is no text here. */
        if ((previous < 0x80 && next < 0x80) ||
            utf8proc_grapheme_break_stateful(previous, next, &state)) {
            break;
        }
        grapheme.columns += width_of(next);
        grapheme.length += size;
        previous = next;
    }
    /* A family of emoji, the letters of a flag: they are drawn as one wide character. */
    if (grapheme.columns > 2) {
        grapheme.columns = 2;
    }
    return grapheme;
}

size_t zs_columns_of(const char *text, size_t length)
{
    size_t columns = 0;
    for (size_t at = 0; at < length;) {
        zs_grapheme grapheme = zs_grapheme_at(text + at, length - at);
        columns += grapheme.columns;
        at += grapheme.length;
    }
    return columns;
}

size_t zs_fit(const char *text, size_t length, size_t columns)
{
    size_t at = 0;
    size_t used = 0;
    while (at < length) {
        zs_grapheme grapheme = zs_grapheme_at(text + at, length - at);
        if (used + grapheme.columns > columns) {
            break;
        }
        used += grapheme.columns;
        at += grapheme.length;
    }
    return at;
}

size_t zs_fit_with_ellipsis(const char *text, size_t length, size_t columns, bool *cut)
{
    size_t fits = zs_fit(text, length, columns);
    *cut = fits < length;
    return *cut ? zs_fit(text, length, columns > 0 ? columns - 1 : 0) : fits;
}
