/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "encoding/code_table.h"

#include <string.h>
#include <unicode/ucnv.h>

#include "code_tables.inc"

uint16_t zs_code_of(zs_double_byte encoding, unsigned lead, unsigned trail)
{
    if (lead < CODE_LEAD || lead >= CODE_LEAD + CODE_LEADS || trail < CODE_TRAIL ||
        trail >= CODE_TRAIL + CODE_TRAILS) {
        return 0;
    }
    size_t place = (lead - CODE_LEAD) * CODE_TRAILS + trail - CODE_TRAIL;
    return encoding == ZS_GB18030 ? gb18030_codes[place] : big5_codes[place];
}

unsigned zs_character_cost(uint32_t character)
{
    return character < 0x10000 ? costs[character] : 24 * COST_OF_BIT;
}

uint32_t zs_gb18030_four(const unsigned char *bytes)
{
    if (bytes[0] < 0x81 || bytes[0] > 0xFE || bytes[1] < '0' || bytes[1] > '9' ||
        bytes[2] < 0x81 || bytes[2] > 0xFE || bytes[3] < '0' || bytes[3] > '9') {
        return 0;
    }
    uint32_t linear =
        (((bytes[0] - 0x81U) * 10 + (bytes[1] - 0x30U)) * 126 + (bytes[2] - 0x81U)) * 10 +
        (bytes[3] - 0x30U);
    enum { PLANE_1 = 189000 }; /* 90 30 81 30 */
    if (linear >= PLANE_1) {
        return linear - PLANE_1 <= 0xFFFFF ? linear - PLANE_1 + 0x10000 : 0;
    }
    /* Rare enough for ICU to be asked each time. */
    if (memcmp(bytes, "\x84\x31\xA4\x37", 4) == 0) {
        return 0xFFFD; /* of what was damaged before it was encoded; ICU says it of errors */
    }
    UErrorCode code = U_ZERO_ERROR;
    UChar units[4];
    UConverter *converter = ucnv_open("gb18030", &code);
    if (U_FAILURE(code)) {
        return 0;
    }
    int32_t length = ucnv_toUChars(converter, units, 4, (const char *)bytes, 4, &code);
    ucnv_close(converter);
    return U_SUCCESS(code) && length == 1 && units[0] != 0xFFFD ? units[0] : 0;
}
