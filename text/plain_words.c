/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/plain_words.h"

#include <stdbool.h>

#include "text/dictionary.h"

static inline bool is_letter(UChar unit)
{
    return unit >= 'a' && unit <= 'z';
}

static inline bool is_digit(UChar unit)
{
    return unit >= '0' && unit <= '9';
}

/* What stands between two letters or two digits without parting them. */
typedef enum joint { NO_JOINT, OF_DIGITS, OF_BOTH, UNSURE } joint;

static inline joint joint_of(UChar unit)
{
    switch (unit) {
    case ',':
    case ';': return OF_DIGITS;
    case '.':
    case '\'':
    case 0x2018: /* quotation marks, of which one is an apostrophe too */
    case 0x2019: return OF_BOTH;
    case ':':
    case 0xB7: return UNSURE; /* between letters, in some versions of ICU; never digits */
    default: return NO_JOINT;
    }
}

/* Chinese punctuation that folding leaves as it is. */
static inline bool is_sign(UChar unit)
{
    return (unit >= 0x3001 && unit <= 0x3003) || (unit >= 0x3008 && unit <= 0x3011) ||
           (unit >= 0x3014 && unit <= 0x301B) || unit == 0x2014 || unit == 0x201C ||
           unit == 0x201D;
}

zs_cut_sort zs_cut_sort_of(UChar unit, uint8_t class)
{
    switch (class) {
    case ZS_CHAR_HAN: return zs_dictionary_takes(unit) ? ZS_SORT_IDEOGRAPH : ZS_SORT_OTHER;
    case ZS_CHAR_SPACE:
    case ZS_CHAR_NEWLINE: return ZS_SORT_APART;
    case ZS_CHAR_WORD: return is_letter(unit) || is_digit(unit) ? ZS_SORT_PLAIN : ZS_SORT_OTHER;
    default: break;
    }
    if (unit == '@') {
        return ZS_SORT_OTHER; /* a letter in ICU 72, and not before */
    }
    /* Hebrew words have double quotes in them. */
    if (unit == '_' || unit == '"' || joint_of(unit) != NO_JOINT) {
        return ZS_SORT_PLAIN;
    }
    return (unit > ' ' && unit < 0x7F) || is_sign(unit) ? ZS_SORT_APART : ZS_SORT_OTHER;
}

uint32_t zs_plain_end(const UChar *units, uint32_t at, uint32_t end)
{
    if (!is_letter(units[at]) && !is_digit(units[at]) && units[at] != '_') {
        return at + 1;
    }
    for (uint32_t next = at + 1; next < end; next++) {
        UChar unit = units[next];
        if (is_letter(unit) || is_digit(unit) || unit == '_') {
            continue;
        }
        bool letters =
            next + 1 < end && is_letter(units[next - 1]) && is_letter(units[next + 1]);
        bool digits = next + 1 < end && is_digit(units[next - 1]) && is_digit(units[next + 1]);
        joint between = joint_of(unit);
        if (letters && between == UNSURE) {
            return at;
        }
        if (!(letters && between == OF_BOTH) &&
            !(digits && between != NO_JOINT && between != UNSURE)) {
            return next;
        }
    }
    return end;
}
