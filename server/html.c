/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "server/html.h"

#include <stdbool.h>
#include <string.h>

#include "answers/clean.h"

enum { REPLACEMENT = 0xFFFD };

static bool is_control(int32_t character)
{
    return (character < 0x20 && !zs_is_space(character)) ||
           (character >= 0x7F && character < 0xA0) || character == '\v' || character == '\f';
}

/* XML has no such characters, and HTML no use for them. */
static bool is_noncharacter(int32_t character)
{
    return (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
}

void zs_append_html_character(zs_builder *out, int32_t character)
{
    switch (character) {
    case '&': zs_append_string(out, "&amp;"); return;
    case '<': zs_append_string(out, "&lt;"); return;
    case '>': zs_append_string(out, "&gt;"); return;
    case '"': zs_append_string(out, "&quot;"); return;
    case '\'': zs_append_string(out, "&#39;"); return;
    default: break;
    }
    if (is_control(character) || is_noncharacter(character)) {
        zs_append_character(out, REPLACEMENT);
    } else if (zs_is_space(character) || !zs_is_unfit(character)) {
        zs_append_character(out, character);
    }
}

void zs_append_html(zs_builder *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        int32_t character;
        at += zs_character_at(text + at, length - at, &character);
        zs_append_html_character(out, character);
    }
}

void zs_append_html_string(zs_builder *out, const char *string)
{
    zs_append_html(out, string, strlen(string));
}

void zs_append_attribute(zs_builder *out, const char *name, const char *value)
{
    zs_append_format(out, " %s=\"", name);
    zs_append_html_string(out, value);
    zs_append_string(out, "\"");
}

static bool means_nothing(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' ||
           byte == '~';
}

void zs_append_url_component(zs_builder *out, const char *string)
{
    static const char digits[] = "0123456789ABCDEF";
    for (const char *at = string; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (means_nothing(*at)) {
            zs_append(out, at, 1);
        } else {
            const char escaped[] = {'%', digits[byte >> 4], digits[byte & 15]};
            zs_append(out, escaped, sizeof escaped);
        }
    }
}
