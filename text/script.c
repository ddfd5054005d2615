/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/script.h"

#include <string.h>
#include <utf8proc.h>

#include "text/utf.h"

UChar32 zs_written_character(const char *text, size_t start, size_t end)
{
    size_t next;
    UChar32 character = zs_utf8_next(text, start, end, &next);
    bool unified = (character >= 0x3400 && character <= 0x9FFF) ||
                   (character >= 0x20000 && character < 0x2F800) || character >= 0x30000;
    if (character < 0 || unified) {
        return character;
    }
    /* Compatibility forms, as U+F907 of 龜. */
    utf8proc_int32_t plain[4];
    int boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t count =
        utf8proc_decompose_char(character, plain, 4, UTF8PROC_COMPAT, &boundary);
    return count == 1 ? plain[0] : character;
}

zs_script zs_script_of(const char *text, size_t length)
{
    zs_script script = ZS_SCRIPT_ANY;
    for (size_t at = 0, next; at < length; at = next) {
        (void)zs_utf8_next(text, at, length, &next);
        UChar32 character = zs_written_character(text, at, next);
        if (character < 0 || !zs_char_varies(character)) {
            continue;
        }
        if (zs_char_simplified(character) != character) {
            return ZS_SCRIPT_TRADITIONAL;
        }
        script = ZS_SCRIPT_SIMPLIFIED;
    }
    return script;
}

zs_script zs_script_of_language(const char *language)
{
    static const struct {
        const char *language;
        zs_script script;
    } known[] = {{"zh-Hans", ZS_SCRIPT_SIMPLIFIED}, {"zh-CN", ZS_SCRIPT_SIMPLIFIED},
                 {"zh-SG", ZS_SCRIPT_SIMPLIFIED},   {"zh-Hant", ZS_SCRIPT_TRADITIONAL},
                 {"zh-TW", ZS_SCRIPT_TRADITIONAL},  {"zh-HK", ZS_SCRIPT_TRADITIONAL},
                 {"zh-MO", ZS_SCRIPT_TRADITIONAL}};
    for (size_t i = 0; language && i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].language);
        if (strncasecmp(language, known[i].language, length) == 0 &&
            (language[length] == '\0' || language[length] == '-')) {
            return known[i].script;
        }
    }
    return ZS_SCRIPT_ANY;
}
