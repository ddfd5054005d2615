/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writes code_tables.inc while zsearch is built: what the two-byte codes of GB18030 and Big5
 * stand for, from ICU's converters, and how implausible each character of the BMP is in
 * Chinese text, from the order of frequency and ICU's properties.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uscript.h>
#include <unicode/utrans.h>

#include "base/han_order.h"
#include "code_table.h"

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "make_code_tables: %s\n", what);
    exit(1);
}

static void check(UErrorCode code, const char *what)
{
    if (U_FAILURE(code)) {
        give_up(what);
    }
}

/* ---- Codes --------------------------------------------------------------------------- */

static uint16_t decode(UConverter *converter, int lead, int trail)
{
    char bytes[2] = {(char)lead, (char)trail};
    UChar units[4];
    UErrorCode code = U_ZERO_ERROR;
    int32_t length = ucnv_toUChars(converter, units, 4, bytes, 2, &code);
    return U_SUCCESS(code) && length == 1 && units[0] != 0xFFFD ? units[0] : 0;
}

static void write_codes(FILE *out, const char *name, const char *encoding)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(encoding, &code);
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    check(code, encoding);
    fprintf(out, "static const uint16_t %s[] = {\n", name);
    for (int lead = CODE_LEAD; lead < CODE_LEAD + CODE_LEADS; lead++) {
        for (int trail = CODE_TRAIL; trail < CODE_TRAIL + CODE_TRAILS; trail++) {
            ucnv_reset(converter);
            fprintf(out, "%d,", trail == 0x7F ? 0 : decode(converter, lead, trail));
        }
        fprintf(out, "\n");
    }
    fprintf(out, "};\n");
    ucnv_close(converter);
}

/* ---- Plausibility ---------------------------------------------------------------------- */

static uint8_t costs[0x10000];

/* By the class of a character, in bits: how rarely such characters stand in Chinese text,
 * judged by eye; what counts is the order of magnitude. */
static double class_cost(UChar32 character)
{
    UErrorCode code = U_ZERO_ERROR;
    int8_t type = u_charType(character);
    UScriptCode script = uscript_getScript(character, &code);
    if (character == 0xFFFD || type == U_UNASSIGNED || type == U_SURROGATE) {
        return 40;
    }
    if (type == U_CONTROL_CHAR) {
        return 30;
    }
    if (type == U_PRIVATE_USE_CHAR) {
        return 25;
    }
    if (character < 0x80) {
        return character == ' ' ? 5 : u_isalnum(character) ? 6 : 7;
    }
    if (script == USCRIPT_HAN) {
        return character < 0x4E00 ? 24 : 19;
    }
    if ((character >= 0x3000 && character <= 0x301F) || character == 0xB7 ||
        (character >= 0x2010 && character <= 0x2027)) {
        return 8;
    }
    if (character >= 0xFF00 && character <= 0xFF5E) {
        return 9;
    }
    if (character >= 0x2500 && character <= 0x257F) {
        return 6; /* lines of tables, which come in rows */
    }
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) {
        return 14;
    }
    if (character < 0x250) {
        return 14;
    }
    return script == USCRIPT_HANGUL || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC
               ? 16
               : 18;
}

/* By rank in the order of frequency: Zipf's law with an offset (Mandelbrot, 1953), over about
 * 4,096 characters that make up nearly all of a text. */
static double rank_cost(unsigned rank)
{
    return log2((rank + 30.0) * log(4096 / 30.0));
}

static void set_cost(UChar32 character, double bits)
{
    double scaled = bits * COST_OF_BIT;
    costs[character] = (uint8_t)(scaled > 255 ? 255 : scaled);
}

static void make_costs(void)
{
    enum { RANKS = sizeof ZS_HAN_BY_FREQUENCY / sizeof *ZS_HAN_BY_FREQUENCY - 1 };
    static double by_rank[0x10000];
    UErrorCode code = U_ZERO_ERROR;
    UParseError place;
    static const UChar id[] = u"Hant-Hans";
    UTransliterator *simplify = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, &place, &code);
    check(code, "Hant-Hans");
    for (unsigned rank = 0; rank < RANKS; rank++) {
        by_rank[ZS_HAN_BY_FREQUENCY[rank]] = rank_cost(rank);
    }
    for (UChar32 character = 0; character < 0x10000; character++) {
        double bits = by_rank[character];
        if (bits == 0 && uscript_hasScript(character, USCRIPT_HAN) && character >= 0x4E00) {
            UChar text[8] = {(UChar)character};
            int32_t length = 1, limit = 1;
            utrans_transUChars(simplify, text, &length, 8, 0, &limit, &code);
            check(code, "Hant-Hans of a character");
            /* A traditional form is one of two or more that fold to the same. */
            bits = length == 1 && text[0] != character && by_rank[text[0]] > 0
                       ? by_rank[text[0]] + 0.5
                       : 0;
        }
        set_cost(character, bits > 0 ? bits : class_cost(character));
    }
    utrans_close(simplify);
    /* What nearly every sentence has. */
    static const struct {
        const UChar *characters;
        double bits;
    } common[] = {{u"，。", 4.5}, {u"、：；“”（）《》？！\n\u3000", 6.5}};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        for (const UChar *at = common[i].characters; *at; at++) {
            set_cost(*at, common[i].bits);
        }
    }
    set_cost('\r', 7);
    set_cost('\t', 8);
    set_cost('\f', 12);
}

int main(int argc, char **argv)
{
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        give_up("usage: make_code_tables FILE");
    }
    make_costs();
    write_codes(out, "gb18030_codes", "gb18030");
    write_codes(out, "big5_codes", "windows-950-2000");
    fprintf(out, "static const uint8_t costs[] = {\n");
    for (unsigned i = 0; i < 0x10000; i++) {
        fprintf(out, "%u,%s", costs[i], i % 32 == 31 ? "\n" : "");
    }
    fprintf(out, "};\n");
    if (fclose(out) != 0) {
        give_up("the table cannot be written");
    }
    return 0;
}
