/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writes fold_table.inc while zsearch is built: what each code point folds to, taken from
 * utf8proc (NFKC_Casefold) and from ICU (Hant-Hans, properties), so that at run time folding
 * a character is one look-up and nothing has to be opened.
 *
 * The table has two levels: fold_block[code point / 128] is the number of a block of 128
 * entries. An entry holds the class of what the character folds to, two flags, and above
 * FOLD_PAYLOAD_SHIFT either the difference to the one code point it folds to, or the place
 * in fold_pool of a count and that many code points. Differences rather than code points, so
 * that all blocks in which nothing changes are one block.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <utf8proc.h>

#include "fold_entry.h"

enum { CODE_POINTS = 0x110000, BLOCK = FOLD_BLOCK_SIZE, BLOCKS = CODE_POINTS / BLOCK };
enum { LONGEST = 32 };

typedef struct sequence {
    int32_t points[LONGEST];
    size_t length;
} sequence;

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "make_fold_table: %s\n", what);
    exit(1);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) {
        give_up("out of memory");
    }
    return memory;
}

/* NFKC_Casefold of one code point. */
static sequence nfkc_casefold(int32_t point)
{
    sequence out = {.length = 0};
    utf8proc_uint8_t source[4];
    utf8proc_ssize_t length = utf8proc_encode_char(point, source);
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t size = utf8proc_map(source, length, &folded, FOLD_UTF8PROC_OPTIONS);
    if (size < 0) {
        give_up(utf8proc_errmsg(size));
    }
    for (utf8proc_ssize_t at = 0; at < size;) {
        if (out.length == LONGEST) {
            give_up("an expansion is longer than expected");
        }
        at += utf8proc_iterate(folded + at, size - at, &out.points[out.length++]);
    }
    free(folded);
    return out;
}

/* ICU's Hant-Hans for one code point, one step. */
static int32_t simplify_once(const UTransliterator *transliterator, int32_t point)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[8];
    int32_t length = 0;
    u_strFromUTF32(units, 8, &length, &point, 1, &status);
    int32_t limit = length;
    utrans_transUChars(transliterator, units, &length, 8, 0, &limit, &status);
    UChar32 simplified[8];
    int32_t count = 0;
    u_strToUTF32(simplified, 8, &count, units, length, &status);
    if (U_FAILURE(status)) {
        give_up(u_errorName(status));
    }
    return count == 1 ? simplified[0] : point;
}

/* A few simplified characters are the traditional form of another (苎, 苧, 宁), some in a
 * circle: go on until nothing changes, and take the least of a circle, so that what is folded
 * stays as it is when it is folded again. */
static int32_t to_simplified(const UTransliterator *transliterator, int32_t point)
{
    enum { STEPS = 8 };
    int32_t least = point;
    for (int step = 0; step < STEPS; step++) {
        int32_t next = simplify_once(transliterator, point);
        if (next == point) {
            return point;
        }
        /* By half of the steps whatever led into the circle lies behind. */
        least = step < STEPS / 2 || next < least ? next : least;
        point = next;
    }
    return least;
}

static unsigned class_of(int32_t point)
{
    if (point == '\n' || point == '\r' || point == '\v' || point == '\f' || point == 0x85 ||
        point == 0x2028 || point == 0x2029) {
        return FOLD_CLASS_NEWLINE;
    }
    if (u_isUWhiteSpace(point)) {
        return FOLD_CLASS_SPACE;
    }
    /* Planes 2 and 3 are set aside for ideographs (Unicode, 2.8): those that this ICU does
     * not know yet are ideographs all the same. */
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(point, &status) == USCRIPT_HAN ||
        (point >= 0x20000 && point <= 0x3FFFD)) {
        return FOLD_CLASS_HAN;
    }
    int type = u_charType(point);
    if (u_isalnum(point) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK ||
        type == U_ENCLOSING_MARK || type == U_LETTER_NUMBER || type == U_OTHER_NUMBER) {
        return FOLD_CLASS_WORD;
    }
    return FOLD_CLASS_OTHER;
}

static void print_array(FILE *out, const char *type, const char *name, const uint32_t *values,
                        size_t count)
{
    fprintf(out, "static const %s %s[%zu] = {", type, name, count);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s%lu,", i % 16 == 0 ? "\n" : "", (unsigned long)values[i]);
    }
    fprintf(out, "\n};\n");
}

/* What may_join_previous in fold.c rules out. */
static bool is_said_to_join_none(int32_t point)
{
    return point < 0x300 || (point >= 0x3000 && point <= 0x3029) ||
           (point >= 0x4000 && point <= 0x9FFF) || (point >= 0xFF00 && point <= 0xFF3F);
}

/* FOLD_PLAIN if that is so of a character that folds to one. NUL is none: fold.c says it for
 * what is no character at all. */
static uint32_t is_plain(int32_t point, int32_t folded, uint32_t entry)
{
    bool plain = point > 0 && point <= 0xFFFF && folded <= 0xFFFF &&
                 !(entry & FOLD_JOINS_PREVIOUS) && (entry & FOLD_CLASS_MASK) < FOLD_CLASS_SPACE;
    return plain ? FOLD_PLAIN : 0;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        give_up("usage: make_fold_table FILE");
    }
    UErrorCode status = U_ZERO_ERROR;
    UChar id[] = {'H', 'a', 'n', 't', '-', 'H', 'a', 'n', 's'};
    UTransliterator *simplifier = utrans_openU(id, 9, UTRANS_FORWARD, NULL, 0, NULL, &status);
    const UNormalizer2 *normalizer = unorm2_getNFKCInstance(&status);
    if (U_FAILURE(status)) {
        give_up(u_errorName(status));
    }

    uint32_t *entries = allocate(CODE_POINTS, sizeof *entries);
    uint32_t *pool = allocate(CODE_POINTS, sizeof *pool);
    size_t pool_length = 0;
    for (int32_t point = 0; point < CODE_POINTS; point++) {
        if (!utf8proc_codepoint_valid(point)) {
            entries[point] = FOLD_CLASS_OTHER;
            continue;
        }
        uint32_t flags = unorm2_hasBoundaryBefore(normalizer, point) ? 0 : FOLD_JOINS_PREVIOUS;
        if (flags && is_said_to_join_none(point)) {
            give_up("a character joins with the one before it where fold.c says none does");
        }
        /* NUL would end a string of folded text early. */
        sequence folded = nfkc_casefold(point == 0 ? 0xFFFD : point);
        for (size_t i = 0; i < folded.length; i++) {
            folded.points[i] = to_simplified(simplifier, folded.points[i]);
        }
        if (folded.length == 0) {
            entries[point] = FOLD_CLASS_IGNORED | flags;
        } else if (folded.length == 1) {
            uint32_t difference = (uint32_t)(folded.points[0] - point);
            entries[point] =
                difference << FOLD_PAYLOAD_SHIFT | flags | class_of(folded.points[0]);
            entries[point] |= is_plain(point, folded.points[0], entries[point]);
        } else {
            entries[point] = (uint32_t)pool_length << FOLD_PAYLOAD_SHIFT | FOLD_EXPANDS |
                             flags | class_of(folded.points[0]);
            pool[pool_length++] = (uint32_t)folded.length;
            for (size_t i = 0; i < folded.length; i++) {
                pool[pool_length++] = (uint32_t)folded.points[i];
            }
        }
    }
    utrans_close(simplifier);
    /* Of two forms each is one of two. Compatibility forms are no script's. */
    for (int32_t point = 0; point < CODE_POINTS; point++) {
        bool unified = (point >= 0x3400 && point <= 0x9FFF) ||
                       (point >= 0x20000 && point < 0x2F800) ||
                       (point >= 0x30000 && point <= 0x3FFFD);
        int32_t difference = (int32_t)entries[point] >> FOLD_PAYLOAD_SHIFT;
        if (unified && !(entries[point] & FOLD_EXPANDS) && difference != 0) {
            entries[point] |= FOLD_VARIES;
            entries[point + difference] |= FOLD_VARIES;
        }
    }

    /* Blocks that are equal are kept once. */
    uint32_t *numbers = allocate(BLOCKS, sizeof *numbers);
    uint32_t *kept = allocate(CODE_POINTS, sizeof *kept);
    size_t kept_blocks = 0;
    for (size_t block = 0; block < BLOCKS; block++) {
        const uint32_t *content = entries + block * BLOCK;
        size_t same = 0;
        while (same < kept_blocks &&
               memcmp(kept + same * BLOCK, content, BLOCK * sizeof *kept) != 0) {
            same++;
        }
        if (same == kept_blocks) {
            memcpy(kept + kept_blocks * BLOCK, content, BLOCK * sizeof *kept);
            kept_blocks++;
        }
        numbers[block] = (uint32_t)same;
    }

    FILE *out = fopen(argv[1], "w");
    if (!out) {
        give_up("cannot write the table");
    }
    fprintf(out, "/* Made by make_fold_table; not to be edited. */\n");
    print_array(out, "uint16_t", "fold_block", numbers, BLOCKS);
    print_array(out, "uint32_t", "fold_entries", kept, kept_blocks * BLOCK);
    print_array(out, "uint32_t", "fold_pool", pool, pool_length);
    if (fclose(out) != 0) {
        give_up("cannot write the table");
    }
    free(entries);
    free(pool);
    free(numbers);
    free(kept);
    return 0;
}
