/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/excerpt.h"

#include <utf8proc.h>

#include "answers/clean.h"
#include "cli/width.h"

const zs_marking zs_marking_styled = {"\1", "\2"};
const zs_marking zs_marking_brackets = {"【", "】"};
const zs_marking zs_marking_none = {"", ""};

/* Of a script that is written without spaces. Korean is not, and emoji are of none. */
static bool needs_no_space(int32_t character)
{
    return zs_is_wide(character) && !zs_is_hangul(character) &&
           utf8proc_category(character) != UTF8PROC_CATEGORY_SO;
}

void zs_append_marked(zs_builder *out, const char *text, zs_span part, const zs_span *marks,
                      size_t mark_count, zs_marking marking)
{
    const zs_span *mark = marks;
    const zs_span *marks_end = marks + mark_count;
    bool in_mark = false;
    bool space = false;
    int32_t before = -1;
    for (size_t at = part.start; at < part.end;) {
        int32_t character;
        size_t place = at;
        at += zs_character_at(text + at, part.end - at, &character);
        if (zs_is_space(character)) {
            space = true;
            continue;
        }
        if (zs_is_unfit(character)) {
            continue;
        }
        if (in_mark && place >= mark->end) {
            zs_append_string(out, marking.end);
            in_mark = false;
        }
        while (mark < marks_end && place >= mark->end) {
            mark++;
        }
        if (space && before >= 0 && !(needs_no_space(before) && needs_no_space(character))) {
            zs_append(out, " ", 1);
        }
        if (!in_mark && mark < marks_end && place >= mark->start) {
            zs_append_string(out, marking.begin);
            in_mark = true;
        }
        zs_append_character(out, character);
        space = false;
        before = character;
    }
    if (in_mark) {
        zs_append_string(out, marking.end);
    }
}

void zs_append_excerpt(zs_builder *out, const zs_article *article, const zs_snippet *snippet,
                       zs_marking marking)
{
    size_t shown_to = 0;
    for (size_t i = 0; i < snippet->fragment_count; i++) {
        const zs_fragment *fragment = &snippet->fragments[i];
        if (!zs_is_blank(article->text, (zs_span){shown_to, fragment->span.start})) {
            zs_append_string(out, i == 0 ? "… " : " … ");
        } else if (i > 0) {
            zs_append(out, " ", 1);
        }
        zs_append_marked(out, article->text, fragment->span, fragment->marks,
                         fragment->mark_count, marking);
        shown_to = fragment->span.end;
    }
    if (snippet->fragment_count > 0 &&
        !zs_is_blank(article->text, (zs_span){shown_to, article->text_length})) {
        zs_append_string(out, " …");
    }
}
