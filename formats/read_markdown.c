/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Markdown, in GitHub's dialect, as md4c parses it.
 *
 * The text of the article is the source with everything that is not text made blank: markup,
 * addresses, HTML tags. So each byte of the text stands where it stands in the file, and the
 * place of a hit is a place in the source. 国际**消费**中心 is found as one run, because the
 * analyser passes over white space between Han characters.
 *
 * For the same reason two blocks must be kept apart, or the last character of a heading
 * would make a pair with the first of the paragraph below. The analyser joins over spaces
 * and one line end, but not over an empty line; so the first two of the blank bytes between
 * two blocks become line feeds. Where there is only one (a line end between a heading and
 * its paragraph, a bar between the cells of a table) it becomes a form feed.
 */
#include <md4c.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"
#include "formats/front_matter.h"
#include "formats/html_text.h"

struct reading {
    const char *source;
    size_t length;
    char *body;         /* what of the source is text, in its place */
    size_t text_end;    /* of the text met so far */
    bool has_text;      /* there was some */
    bool block_between; /* a block began or ended since */
    bool in_html_block;
    zs_html html;
    bool in_heading; /* the first */
    bool heading_done;
    bool heading_leads; /* no text stands before it */
    size_t heading_begin, heading_end;
    zs_buffer heading;
};

/* The callbacks return this to end the parse. */
enum { GO_ON = 0, STOP = 1 };

/* Keeps what is before `at` apart from what comes, if a block ended between. */
static void part_blocks(struct reading *reading, size_t at)
{
    size_t gap = reading->text_end;
    if (reading->block_between && reading->has_text && at > gap) {
        if (at - gap == 1) {
            reading->body[gap] = '\f';
        } else {
            reading->body[gap] = '\n';
            reading->body[gap + 1] = '\n';
        }
    }
    reading->block_between = false;
}

/* `size` bytes of text that stand for the source from `at` on. */
static void put(struct reading *reading, size_t at, const char *text, size_t size)
{
    part_blocks(reading, at);
    memcpy(reading->body + at, text, size);
    reading->text_end = at + size;
    reading->has_text = true;
}

/* False if out of memory. */
static bool put_heading(struct reading *reading, const char *text, size_t size)
{
    return !reading->in_heading || zs_buffer_append(&reading->heading, text, size);
}

static void put_html(struct reading *reading, size_t at, size_t size)
{
    const char *source = reading->source;
    for (size_t i = at; i < at + size;) {
        switch (zs_html_next(&reading->html, source, i, at + size)) {
        case ZS_HTML_ENDS_BLOCK:
            reading->block_between = true;
            i++;
            continue;
        case ZS_HTML_IS_MARKUP: i++; continue;
        case ZS_HTML_IS_TEXT: break;
        }
        size_t reference = zs_html_reference(source + i, at + size - i);
        if (reference > 0) {
            char decoded[4];
            put(reading, i, decoded, zs_html_decode(source + i, reference, decoded));
            i += reference;
            continue;
        }
        /* White space is in the body already. */
        if (!strchr(" \t\r\n", source[i]) && source[i] != '\0') {
            put(reading, i, source + i, 1);
        }
        i++;
    }
}

/* Where `text` lies in the source; the length of the source if it does not, but is one of
 * md4c's own strings. */
static size_t place_of(const struct reading *reading, const char *text)
{
    uintptr_t begin = (uintptr_t)reading->source;
    uintptr_t at = (uintptr_t)text;
    return at >= begin && at < begin + reading->length ? (size_t)(at - begin) : reading->length;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct reading *reading = context;
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) {
        return put_heading(reading, " ", 1) ? GO_ON : STOP;
    }
    size_t at = place_of(reading, text);
    if (at == reading->length || size == 0) {
        return GO_ON;
    }
    if (type == MD_TEXT_HTML) {
        /* Within a line each tag comes by itself and holds no text. */
        if (reading->in_html_block) {
            put_html(reading, at, size);
        }
        return GO_ON;
    }
    char decoded[4];
    const char *shown = text;
    size_t shown_size = size;
    if (type == MD_TEXT_ENTITY) {
        shown = decoded;
        shown_size = zs_html_decode(text, size, decoded);
    }
    if (reading->in_heading && reading->heading.length == 0) {
        reading->heading_begin = at;
        reading->heading_leads = !reading->has_text;
    }
    put(reading, at, shown, shown_size);
    reading->heading_end = reading->in_heading ? reading->text_end : reading->heading_end;
    return put_heading(reading, shown, shown_size) ? GO_ON : STOP;
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    (void)detail;
    struct reading *reading = context;
    reading->block_between = true;
    if (type == MD_BLOCK_H && !reading->heading_done) {
        reading->in_heading = true;
    } else if (type == MD_BLOCK_HTML) {
        reading->in_html_block = true;
        reading->html = ZS_HTML_INIT;
    }
    return GO_ON;
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    (void)detail;
    struct reading *reading = context;
    reading->block_between = true;
    if (type == MD_BLOCK_H && reading->in_heading) {
        reading->in_heading = false;
        reading->heading_done = reading->heading.length > 0;
    } else if (type == MD_BLOCK_HTML) {
        reading->in_html_block = false;
    }
    return GO_ON;
}

static int on_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)type;
    (void)detail;
    (void)context;
    return GO_ON;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

/* The line ends stay, so that the lines of the text are the lines of the file. */
static void blank(const char *source, char *body, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        body[i] = source[i] == '\n' || source[i] == '\r' ? source[i] : ' ';
    }
}

/* The heading is the title, and leaves the text where it would stand at its beginning. */
static zs_status keep_title(struct reading *reading, zs_draft *out, zs_error *error)
{
    const char *title = zs_draft_get(out, ZS_MEMBER_TITLE);
    bool same = title && strlen(title) == reading->heading.length &&
                memcmp(title, reading->heading.data, reading->heading.length) == 0;
    bool kept = true;
    if (!title && reading->heading.length > 0) {
        kept =
            zs_draft_set(out, ZS_MEMBER_TITLE, reading->heading.data, reading->heading.length);
        same = true;
    }
    if (same && reading->heading_leads) {
        blank(reading->source + reading->heading_begin, reading->body + reading->heading_begin,
              reading->heading_end - reading->heading_begin);
    }
    return kept ? ZS_OK : zs_fail_memory(error);
}

/* Reads the Markdown at `offset` of the file, behind the front matter. More can be read
 * behind its end. */
static zs_status read_padded(const char *source, size_t length, zs_draft *out, zs_error *error)
{
    zs_buffer_clear(&out->text);
    if (!zs_buffer_reserve(&out->text, length + 1)) {
        return zs_fail_memory(error);
    }
    struct reading reading = {.source = source, .length = length, .body = out->text.data};
    blank(source, reading.body, length);
    const MD_PARSER parser = {.flags = MD_DIALECT_GITHUB,
                              .enter_block = on_enter_block,
                              .leave_block = on_leave_block,
                              .enter_span = on_span,
                              .leave_span = on_span,
                              .text = on_text};
    /* It fails only for want of memory. */
    bool parsed = md_parse(source, (MD_SIZE)length, &parser, &reading) == 0;
    zs_status status = parsed ? keep_title(&reading, out, error) : zs_fail_memory(error);
    zs_buffer_release(&reading.heading);
    if (status) {
        return status;
    }
    size_t begin = 0, end = length;
    while (begin < end && is_blank(reading.body[begin])) {
        begin++;
    }
    while (end > begin && is_blank(reading.body[end - 1])) {
        end--;
    }
    memmove(out->text.data, out->text.data + begin, end - begin);
    out->text.length = end - begin;
    out->text_offset = end > begin ? begin : 0;
    return ZS_OK;
}

/* md4c looks for the end of raw HTML also behind the end of what it is given: after "</scrip"
 * it would take up what stands there. So that nothing does, it is given a copy. */
static zs_status read_body(const char *source, size_t length, zs_draft *out, zs_error *error)
{
    static const char padding[16];
    zs_buffer copy = ZS_BUFFER_INIT;
    zs_status status = zs_buffer_append(&copy, source, length) &&
                               zs_buffer_append(&copy, padding, sizeof padding)
                           ? read_padded(copy.data, length, out, error)
                           : zs_fail_memory(error);
    zs_buffer_release(&copy);
    return status;
}

zs_status zs_read_markdown(const char *data, size_t length, zs_reading *reading,
                           zs_error *error)
{
    const char *text;
    size_t text_length;
    zs_status status =
        zs_reading_decode(reading, data, length, NULL, &text, &text_length, error);
    if (status) {
        return status;
    }
    zs_draft *draft;
    size_t matter = zs_front_matter_length(text, text_length);
    if (matter > 0) {
        bool found;
        status = zs_read_front_matter(text, matter, reading, &draft, &found, error);
        matter = found ? matter : 0;
    } else {
        status = zs_reading_begin(reading, &draft, error);
    }
    if (!status) {
        status = read_body(text + matter, text_length - matter, draft, error);
    }
    if (status) {
        return status;
    }
    /* Where the text begins is known only of what did not have to be decoded. */
    bool in_place = zs_reading_offset(data, length, text) > 0 || text == data;
    draft->text_offset = in_place && draft->text.length > 0
                             ? (size_t)(text - data) + matter + draft->text_offset
                             : 0;
    return zs_reading_put(reading, 0, error);
}
