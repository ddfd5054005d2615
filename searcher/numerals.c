/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/numerals.h"

#include <string.h>

/* 〇, 一 … 九; 零 and 两 are read as 〇 and 二. */
static const UChar figures[10] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                  0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
enum { ZERO = 0x96F6, PAIR = 0x4E24, TEN = 0x5341, HUNDRED = 0x767E, THOUSAND = 0x5343 };
enum { MYRIAD = 0x4E07 };
enum { NUMBER_LIMIT = 100000000 };

/* 0 to 9; -1 if it is no figure. */
static int figure_of(UChar unit)
{
    for (int i = 0; i < 10; i++) {
        if (figures[i] == unit) {
            return i;
        }
    }
    return unit == ZERO ? 0 : unit == PAIR ? 2 : -1;
}

/* 10, 100, 1000; 0 if it is no such unit. */
static long scale_of(UChar unit)
{
    return unit == TEN ? 10 : unit == HUNDRED ? 100 : unit == THOUSAND ? 1000 : 0;
}

bool zs_is_numeral(UChar unit)
{
    return figure_of(unit) >= 0 || scale_of(unit) > 0 || unit == MYRIAD;
}

static bool is_digit(UChar unit)
{
    return unit >= '0' && unit <= '9';
}

/* ---- Reading --------------------------------------------------------------------------- */

/* Below ten thousand: 一千零五, 十二; -1 if it is none. Larger units come first, and 零 only
 * where one is left out. */
static long read_section(const UChar *units, size_t length)
{
    long value = 0, below = 10000, figure = -1;
    bool zero = false;
    for (size_t i = 0; i < length; i++) {
        int next = figure_of(units[i]);
        long scale = scale_of(units[i]);
        if (next == 0) {
            if (zero || figure >= 0 || i == 0 || i + 1 == length) {
                return -1;
            }
            zero = true;
        } else if (next > 0) {
            if (figure >= 0) {
                return -1;
            }
            figure = next;
        } else if (scale == 0 || scale >= below || (figure < 0 && !(scale == 10 && i == 0))) {
            return -1;
        } else {
            value += (figure < 0 ? 1 : figure) * scale;
            below = scale;
            figure = -1;
            zero = false;
        }
    }
    /* 一百二 is a hundred and twenty: what ends so is left to those who wrote it. */
    bool short_form = figure >= 0 && below > 10 && below < 10000 && !zero;
    return short_form ? -1 : value + (figure > 0 ? figure : 0);
}

static long read_with_units(const UChar *units, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (units[i] == MYRIAD) {
            long high = read_section(units, i);
            bool zero = i + 1 < length && figure_of(units[i + 1]) == 0;
            size_t rest = i + 1 + zero;
            long low = rest < length ? read_section(units + rest, length - rest) : 0;
            bool shortened = !zero && rest < length && low < 1000; /* 三万五 */
            return high <= 0 || low < 0 || shortened || (zero && rest == length)
                       ? -1
                       : high * 10000 + low;
        }
    }
    return read_section(units, length);
}

static long read_figures(const UChar *units, size_t length)
{
    long value = 0;
    for (size_t i = 0; i < length; i++) {
        int figure = is_digit(units[i]) ? units[i] - '0' : figure_of(units[i]);
        value = value * 10 + figure;
    }
    return value;
}

/* ---- Writing --------------------------------------------------------------------------- */

static size_t write_section(long value, bool inner, UChar *out)
{
    size_t length = 0;
    bool zero = false, begun = inner;
    for (long scale = 1000; scale > 0; scale /= 10) {
        long figure = value / scale % 10;
        if (figure == 0) {
            zero = begun;
            continue;
        }
        if (zero) {
            out[length++] = ZERO;
        }
        /* Ten to nineteen have no 一 before 十. */
        if (!(figure == 1 && scale == 10 && !begun)) {
            out[length++] = figures[figure];
        }
        if (scale > 1) {
            out[length++] = scale == 10 ? TEN : scale == 100 ? HUNDRED : THOUSAND;
        }
        zero = false;
        begun = true;
    }
    return length;
}

static size_t write_with_units(long value, UChar *out)
{
    if (value == 0) {
        out[0] = ZERO;
        return 1;
    }
    size_t length = 0;
    if (value >= 10000) {
        length = write_section(value / 10000, false, out);
        out[length++] = MYRIAD;
    }
    return length + write_section(value % 10000, value >= 10000, out + length);
}

/* The figures of a number that has been read, with a 〇 of one kind or the other. */
static size_t write_figures(const UChar *units, size_t length, UChar zero, UChar *out)
{
    for (size_t i = 0; i < length; i++) {
        int figure = is_digit(units[i]) ? units[i] - '0' : figure_of(units[i]);
        out[i] = figure == 0 ? zero : figures[figure];
    }
    return length;
}

static size_t write_digits(long value, UChar *out)
{
    UChar reversed[ZS_NUMERAL_LENGTH];
    size_t length = 0;
    do {
        reversed[length++] = (UChar)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    for (size_t i = 0; i < length; i++) {
        out[i] = reversed[length - 1 - i];
    }
    return length;
}

/* ---- All of it ------------------------------------------------------------------------- */

/* Keeps the form that was just written, unless it is the number as it stands, or known. */
static void keep(zs_numerals *out, size_t length, const UChar *units, size_t unit_count)
{
    const UChar *form = out->form[out->count];
    bool known = length == unit_count && memcmp(form, units, length * sizeof *form) == 0;
    for (size_t i = 0; i < out->count; i++) {
        known = known || (out->length[i] == length &&
                          memcmp(out->form[i], form, length * sizeof *form) == 0);
    }
    if (!known) {
        out->length[out->count++] = length;
    }
}

size_t zs_numerals_read(const UChar *units, size_t length, bool year, zs_numerals *out)
{
    size_t count = 0;
    bool digits = length > 0 && is_digit(units[0]), scaled = false;
    while (count < length && (digits ? is_digit(units[count]) : zs_is_numeral(units[count]))) {
        scaled = scaled || (!digits && figure_of(units[count]) < 0);
        count++;
    }
    out->count = 0;
    if (count == 0 || count > ZS_NUMERAL_LENGTH) {
        return 0;
    }
    long value = scaled       ? read_with_units(units, count)
                 : count <= 8 ? read_figures(units, count)
                              : -1;
    if (value < 0 || value >= NUMBER_LIMIT || (digits && count > 1 && units[0] == '0')) {
        return 0;
    }
    bool figured = !scaled && count > 1; /* 二〇二三, 2023 */
    if (!digits) {
        keep(out, write_digits(value, out->form[out->count]), units, count);
    }
    if (figured && (year || !digits)) {
        keep(out, write_figures(units, count, figures[0], out->form[out->count]), units, count);
        keep(out, write_figures(units, count, ZERO, out->form[out->count]), units, count);
    } else if (digits) {
        keep(out, write_with_units(value, out->form[out->count]), units, count);
    }
    return count;
}
