/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/html_text.h"

#include <stdint.h>
#include <string.h>

/* A name or a number, as long as the longest that we know or a code point needs. */
enum { REFERENCE_LIMIT = 12 };

/* Those that turn up in Chinese text; the others stay out of it. */
static const struct {
    const char *name;
    const char *character;
} named[] = {
    {"amp", "&"},   {"lt", "<"},    {"gt", ">"},    {"quot", "\""},  {"apos", "'"},
    {"nbsp", " "},  {"ensp", " "},  {"emsp", " "},  {"middot", "·"}, {"hellip", "…"},
    {"mdash", "—"}, {"ndash", "–"}, {"ldquo", "“"}, {"rdquo", "”"},  {"lsquo", "‘"},
    {"rsquo", "’"}, {"times", "×"}, {"copy", "©"},  {"reg", "®"},    {"deg", "°"},
    {"yen", "¥"},   {"laquo", "«"}, {"raquo", "»"}, {"bull", "•"},
};

/* Tags that stand within a line of text. All others part what stands before and behind. */
static const char *const inline_tags[] = {
    "a",      "abbr",   "b",   "bdi",  "bdo",  "big", "br",   "cite",  "code",
    "del",    "dfn",    "em",  "font", "i",    "img", "ins",  "kbd",   "label",
    "mark",   "q",      "rp",  "rt",   "ruby", "s",   "samp", "small", "span",
    "strike", "strong", "sub", "sup",  "time", "tt",  "u",    "var",   "wbr",
};

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static size_t encode(uint32_t point, char *out)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

/* `&#19968;` and `&#x4E00;`. */
static size_t decode_number(const char *digits, size_t length, char *out)
{
    bool hexadecimal = length > 0 && lower(digits[0]) == 'x';
    uint32_t point = 0;
    size_t first = hexadecimal ? 1 : 0;
    if (first == length) {
        return 0;
    }
    for (size_t i = first; i < length; i++) {
        char digit = lower(digits[i]);
        uint32_t value;
        if (is_digit(digit)) {
            value = (uint32_t)(digit - '0');
        } else if (hexadecimal && digit >= 'a' && digit <= 'f') {
            value = (uint32_t)(digit - 'a' + 10);
        } else {
            return 0;
        }
        point = point * (hexadecimal ? 16 : 10) + value;
        if (point > 0x10FFFF) {
            return 0;
        }
    }
    if (point == 0 || (point >= 0xD800 && point <= 0xDFFF)) {
        return 0;
    }
    return encode(point, out);
}

size_t zs_html_decode(const char *reference, size_t length, char *out)
{
    if (length < 4 || length > REFERENCE_LIMIT) {
        return 0;
    }
    const char *name = reference + 1;
    size_t name_length = length - 2;
    if (name[0] == '#') {
        return decode_number(name + 1, name_length - 1, out);
    }
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (strlen(named[i].name) == name_length &&
            memcmp(named[i].name, name, name_length) == 0) {
            size_t size = strlen(named[i].character);
            memcpy(out, named[i].character, size);
            return size;
        }
    }
    return 0;
}

size_t zs_html_reference(const char *data, size_t length)
{
    if (length == 0 || data[0] != '&') {
        return 0;
    }
    for (size_t i = 1; i < length && i < REFERENCE_LIMIT; i++) {
        if (data[i] == ';') {
            return i > 1 ? i + 1 : 0;
        }
        if (!is_letter(data[i]) && !is_digit(data[i]) && !(i == 1 && data[i] == '#')) {
            break;
        }
    }
    return 0;
}

static bool tag_is(const zs_html *html, const char *name)
{
    return strlen(name) == html->tag_length && memcmp(html->tag, name, html->tag_length) == 0;
}

static bool tag_parts(const zs_html *html)
{
    zs_html name = *html;
    if (name.tag_length > 0 && name.tag[0] == '/') {
        name.tag_length--;
        memmove(name.tag, name.tag + 1, name.tag_length);
    }
    for (size_t i = 0; i < sizeof inline_tags / sizeof *inline_tags; i++) {
        if (tag_is(&name, inline_tags[i])) {
            return false;
        }
    }
    return true;
}

static void begin_tag(zs_html *html)
{
    html->state = ZS_HTML_TAG;
    html->tag_length = 0;
    html->tag_open = true;
}

/* The byte that ends a tag. */
static zs_html_byte end_tag(zs_html *html)
{
    bool raw = tag_is(html, "script") || tag_is(html, "style");
    html->state = raw ? ZS_HTML_RAW : ZS_HTML_TEXT;
    return tag_parts(html) ? ZS_HTML_ENDS_BLOCK : ZS_HTML_IS_MARKUP;
}

static zs_html_byte next_of_tag(zs_html *html, char byte)
{
    if (byte == '>') {
        return end_tag(html);
    }
    bool slash_of_end_tag = byte == '/' && html->tag_length == 0;
    if (html->tag_open && (is_letter(byte) || is_digit(byte) || slash_of_end_tag)) {
        /* A name too long for us is none that we look for: one byte more than fits makes it
         * differ. */
        if (html->tag_length < sizeof html->tag) {
            html->tag[html->tag_length++] = lower(byte);
        }
        return ZS_HTML_IS_MARKUP;
    }
    html->tag_open = false;
    if (byte == '"') {
        html->state = ZS_HTML_DOUBLE_QUOTE;
    } else if (byte == '\'') {
        html->state = ZS_HTML_SINGLE_QUOTE;
    }
    return ZS_HTML_IS_MARKUP;
}

static zs_html_byte next_of_comment(zs_html *html, char byte)
{
    if (byte == '>' && html->dashes >= 2) {
        html->state = ZS_HTML_TEXT;
    }
    html->dashes = byte == '-' ? html->dashes + 1 : 0;
    return ZS_HTML_IS_MARKUP;
}

static zs_html_byte next_of_text(zs_html *html, const char *data, size_t at, size_t length)
{
    size_t left = length - at;
    if (data[at] != '<' || left < 2) {
        return ZS_HTML_IS_TEXT;
    }
    if (left >= 4 && memcmp(data + at, "<!--", 4) == 0) {
        html->state = ZS_HTML_COMMENT;
        html->dashes = 0;
        return ZS_HTML_IS_MARKUP;
    }
    char next = data[at + 1];
    if (is_letter(next) || next == '/' || next == '!' || next == '?') {
        begin_tag(html);
        return ZS_HTML_IS_MARKUP;
    }
    return ZS_HTML_IS_TEXT;
}

/* Until its end tag, whatever stands there. */
static void next_of_raw(zs_html *html, const char *data, size_t at, size_t length)
{
    if (data[at] == '<' && at + 1 < length && data[at + 1] == '/') {
        begin_tag(html);
    }
}

zs_html_byte zs_html_next(zs_html *html, const char *data, size_t at, size_t length)
{
    switch (html->state) {
    case ZS_HTML_TEXT: return next_of_text(html, data, at, length);
    case ZS_HTML_TAG: return next_of_tag(html, data[at]);
    case ZS_HTML_COMMENT: return next_of_comment(html, data[at]);
    case ZS_HTML_RAW: next_of_raw(html, data, at, length); return ZS_HTML_IS_MARKUP;
    case ZS_HTML_SINGLE_QUOTE:
    case ZS_HTML_DOUBLE_QUOTE:
        if (data[at] == (html->state == ZS_HTML_SINGLE_QUOTE ? '\'' : '"')) {
            html->state = ZS_HTML_TAG;
        }
        return ZS_HTML_IS_MARKUP;
    }
    return ZS_HTML_IS_MARKUP;
}
