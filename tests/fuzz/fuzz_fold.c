/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Folding of any bytes: spans ascend, cover something and cut no character, and no half of a
 * surrogate pair stands alone.
 */
#include "fuzz.h"

#include "text/fold.h"
#include "text/utf.h"

static void check(const char *text, size_t length, zs_purpose purpose, zs_folded *folded)
{
    require(zs_fold(text, length, purpose, folded, NULL) == ZS_OK, "folding succeeds");
    for (size_t i = 0; i < folded->length; i++) {
        uint32_t start = folded->start[i];
        uint32_t end = folded->end[i];
        require(start < end && end <= length, "a span is not empty and lies in the text");
        require(i == 0 || (start >= folded->start[i - 1] && end >= folded->end[i - 1]),
                "spans ascend");
        require(cuts_no_character(text, length, start) && cuts_no_character(text, length, end),
                "spans cut no character");
        require(folded->class[i] < ZS_CHAR_IGNORED, "what is ignored leaves nothing");
        bool lead = U16_IS_LEAD(folded->units[i]);
        bool pair = i + 1 < folded->length && U16_IS_TRAIL(folded->units[i + 1]);
        require(!lead || pair, "a leading surrogate has its other half");
        require(!U16_IS_TRAIL(folded->units[i]) || (i > 0 && U16_IS_LEAD(folded->units[i - 1])),
                "a trailing surrogate has its other half");
        require(folded->units[i] != 0, "NUL becomes something else");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static zs_folded folded;
    check((const char *)data, size, ZS_PURPOSE_INDEX, &folded);
    check((const char *)data, size, ZS_PURPOSE_QUERY, &folded);
    return 0;
}
