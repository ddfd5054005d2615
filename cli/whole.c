/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/whole.h"

#include <string.h>

#include "answers/clean.h"
#include "cli/excerpt.h"
#include "cli/styled.h"

/* What is left of the marks of a text that is gone through. */
struct marks_left {
    const zs_span *next;
    size_t count;
};

/* Appends a line of the text, cleaned, with the marks that are in it. A mark that goes over its
 * end begins again on the next line. */
static void append_line(zs_builder *line, const char *text, zs_span span,
                        struct marks_left *marks, zs_marking marking, bool tabs)
{
    bool in_mark = false;
    for (size_t at = span.start; at < span.end;) {
        int32_t character;
        size_t place = at;
        at += zs_character_at(text + at, span.end - at, &character);
        if (in_mark && place >= marks->next->end) {
            zs_append_string(line, marking.end);
            in_mark = false;
        }
        while (marks->count > 0 && place >= marks->next->end) {
            marks->next++;
            marks->count--;
        }
        if (!in_mark && marks->count > 0 && place >= marks->next->start) {
            zs_append_string(line, marking.begin);
            in_mark = true;
        }
        if (zs_is_space(character) && !(tabs && character == '\t') && character < 0x3000) {
            zs_append(line, " ", 1);
        } else if (!zs_is_unfit(character) || character == '\t') {
            zs_append_character(line, character);
        }
    }
    zs_append_string(line, in_mark ? marking.end : "");
}

void zs_put_whole(zs_output *out, const zs_terminal *terminal, const zs_article *article,
                  const zs_marks *marks, size_t indent)
{
    struct marks_left left = {marks ? marks->text_marks : NULL,
                              marks ? marks->text_mark_count : 0};
    zs_builder line = ZS_BUILDER_INIT;
    for (size_t at = 0; at < article->text_length;) {
        const char *begin = article->text + at;
        const char *end = memchr(begin, '\n', article->text_length - at);
        size_t length = end ? (size_t)(end - begin) : article->text_length - at;
        size_t shown = length > 0 && begin[length - 1] == '\r' ? length - 1 : length;
        zs_builder_clear(&line);
        append_line(&line, article->text, (zs_span){at, at + shown}, &left,
                    terminal->color ? zs_marking_styled : zs_marking_brackets,
                    !terminal->is_terminal);
        if (line.length > 0) {
            zs_put_blank(out, indent);
            zs_put_wrapped(out, terminal, &line, indent, "");
        } else {
            zs_put_string(out, "\n");
        }
        at += length + 1;
    }
    zs_builder_release(&line);
}
