/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Plain text. Its title is the first line if that is short and stands by itself.
 */
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"

enum {
    TITLE_LIMIT = 60,       /* characters of a title that an empty line follows */
    TITLE_LIMIT_CLOSE = 40, /* the same where the text follows at once */
    IDEOGRAPHIC_SPACE_SIZE = 3
};

/* A line without its end and without the white space around it. */
struct line {
    const char *begin;
    size_t length;
    size_t characters;
    const char *next; /* where the next line begins */
};

static size_t space_at(const char *at, const char *end)
{
    if (at < end && (*at == ' ' || *at == '\t')) {
        return 1;
    }
    return end - at >= IDEOGRAPHIC_SPACE_SIZE && memcmp(at, "\xE3\x80\x80", 3) == 0
               ? IDEOGRAPHIC_SPACE_SIZE
               : 0;
}

static size_t space_before(const char *begin, const char *at)
{
    if (at > begin && (at[-1] == ' ' || at[-1] == '\t')) {
        return 1;
    }
    return at - begin >= IDEOGRAPHIC_SPACE_SIZE && memcmp(at - 3, "\xE3\x80\x80", 3) == 0
               ? IDEOGRAPHIC_SPACE_SIZE
               : 0;
}

static struct line line_at(const char *begin, const char *end)
{
    const char *stop = begin;
    while (stop < end && *stop != '\n' && *stop != '\r') {
        stop++;
    }
    struct line found = {.next = stop};
    if (found.next < end) {
        found.next += *stop == '\r' && stop + 1 < end && stop[1] == '\n' ? 2 : 1;
    }
    for (size_t space; (space = space_at(begin, stop)) > 0;) {
        begin += space;
    }
    for (size_t space; (space = space_before(begin, stop)) > 0;) {
        stop -= space;
    }
    found.begin = begin;
    found.length = (size_t)(stop - begin);
    found.characters = zs_utf8_count(begin, found.length);
    return found;
}

/* A title ends in none of these; a sentence or a verse does. */
static bool ends_a_clause(const struct line *line)
{
    static const char *const marks[] = {"。", "！", "？", "；", "，", "：", "、",
                                        ".",  "!",  "?",  ";",  ",",  ":"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t size = strlen(marks[i]);
        if (line->length >= size &&
            memcmp(line->begin + line->length - size, marks[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether `first` is set apart from what follows: by an empty line, or by being short, no
 * sentence, and followed by a line half as long again. (Lines of nearly equal length are one
 * paragraph with hard line ends.) */
static bool stands_apart(const struct line *first, const struct line *second)
{
    if (second->length == 0) {
        return first->characters <= TITLE_LIMIT;
    }
    return first->characters <= TITLE_LIMIT_CLOSE && !ends_a_clause(first) &&
           2 * second->characters >= 3 * first->characters;
}

zs_status zs_read_text(const char *data, size_t length, zs_reading *reading, zs_error *error)
{
    const char *text;
    size_t text_length;
    zs_draft *draft;
    zs_status status =
        zs_reading_decode(reading, data, length, NULL, &text, &text_length, error);
    if (!status) {
        status = zs_reading_begin(reading, &draft, error);
    }
    if (status) {
        return status;
    }
    const char *begin = text, *end = text + text_length;
    struct line first = line_at(text, end);
    while (first.length == 0 && first.next < end) {
        first = line_at(first.next, end);
    }
    /* What is all of the text is not apart from it. */
    struct line body = first;
    while (body.next < end) {
        body = line_at(body.next, end);
        if (body.length > 0) {
            break;
        }
    }
    bool titled = false;
    if (first.length > 0 && body.begin != first.begin && body.length > 0) {
        struct line second = line_at(first.next, end);
        titled = stands_apart(&first, &second);
    }
    bool kept = true;
    if (titled) {
        begin = body.begin;
        kept = zs_draft_set(draft, ZS_MEMBER_TITLE, first.begin, first.length);
    }
    kept = kept && zs_draft_set_text(draft, begin, (size_t)(end - begin),
                                     zs_reading_offset(data, length, begin));
    return kept ? zs_reading_put(reading, 0, error) : zs_fail_memory(error);
}
