/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The encodings of Chinese that have two bytes a character, and how plausible characters are.
 */
#ifndef ZS_ENCODING_CODE_TABLE_H
#define ZS_ENCODING_CODE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CODE_LEAD = 0x81,
    CODE_LEADS = 0xFE - 0x81 + 1,
    CODE_TRAIL = 0x40,
    CODE_TRAILS = 0xFE - 0x40 + 1,
    COST_OF_BIT = 4,
    COST_INVALID = 40 * COST_OF_BIT /* of bytes that stand for nothing */
};

typedef enum zs_double_byte { ZS_GB18030, ZS_BIG5 } zs_double_byte;

/* What two bytes stand for: a character of the BMP, or 0. */
uint16_t zs_code_of(zs_double_byte encoding, unsigned lead, unsigned trail);

/* How implausible a character is in Chinese text, in quarters of a bit: about -4·log2 of its
 * share. Of any code point. */
unsigned zs_character_cost(uint32_t character);

/* What four bytes of GB18030 stand for, of which the first and third are 0x81 to 0xFE and the
 * others digits: a code point, or 0 (GB 18030-2005, annex D: the planes above the BMP are one
 * range; of the BMP, what the two-byte codes leave over, in order). */
uint32_t zs_gb18030_four(const unsigned char *bytes);

#endif
