/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands around a place in any bytes: two bytes of width and place, then the text. It is
 * valid UTF-8 without white space but single spaces, and no longer than asked for.
 */
#include "fuzz.h"

#include <string.h>

#include "searcher/context.h"
#include "text/utf.h"

static void check_line(const zs_buffer *line, size_t width, const char *where)
{
    size_t count = 0;
    bool space = false;
    require(line->length > 0 && strlen(line->data) == line->length - 1, "it ends with a NUL");
    for (size_t at = 0; at + 1 < line->length; count++) {
        UChar32 character = zs_utf8_next(line->data, at, line->length - 1, &at);
        require(character >= 0, "it is UTF-8");
        zs_char_class class = zs_char_class_of(character);
        bool is_space = class == ZS_CHAR_SPACE || class == ZS_CHAR_NEWLINE;
        require(!is_space || (character == ' ' && !space), "white space is one space");
        space = is_space;
    }
    require(count <= width, where);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static zs_buffer line = ZS_BUFFER_INIT;
    static zs_folded folded = ZS_FOLDED_INIT;
    if (size < 2) {
        return 0;
    }
    const char *text = (const char *)data + 2;
    size_t length = size - 2, width = data[0] & 63, at = data[1] % (length + 1);
    zs_buffer_clear(&line);
    require(zs_context_before(text, at, width, &line), "there is memory");
    check_line(&line, width, "before");
    require(line.length < 2 || line.data[0] != ' ', "it begins with something");
    zs_buffer_clear(&line);
    require(zs_context_behind(text, length, at, width, &line), "there is memory");
    check_line(&line, width, "behind");
    require(line.length < 2 || line.data[line.length - 2] != ' ', "it ends with something");
    zs_buffer_clear(&line);
    require(zs_context_within(text, (zs_span){at, length}, &line), "there is memory");
    check_line(&line, SIZE_MAX, "within");
    require(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, NULL) == ZS_OK, "it is folded");
    at = folded.length > 0 ? data[1] % folded.length : 0;
    zs_buffer_clear(&line);
    require(zs_context_key_before(&folded, at, width, &line) &&
                zs_context_key_behind(&folded, at, width, &line),
            "there is memory");
    require(line.length <= 8 * width, "keys are no longer than asked for");
    return 0;
}
