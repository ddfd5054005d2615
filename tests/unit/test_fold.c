/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Folding against a slow and obvious one: utf8proc over each cluster, ICU's transliterator
 * over each character of that, then white space.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "support/random.h"
#include "support/real_text.h"
#include "text/fold.h"
#include "text/fold_entry.h"
#include "text/utf.h"

enum { INVALID = -1, CLUSTER_LIMIT = 30 };

static UTransliterator *simplifier;
static const UNormalizer2 *nfkc;

static int open_oracle(void **state)
{
    (void)state;
    UErrorCode status = U_ZERO_ERROR;
    static const UChar id[] = u"Hant-Hans";
    simplifier = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    nfkc = unorm2_getNFKCInstance(&status);
    return U_FAILURE(status) ? -1 : 0;
}

static int close_oracle(void **state)
{
    (void)state;
    utrans_close(simplifier);
    return 0;
}

/* A character of the source and its bytes. */
struct character {
    UChar32 point; /* or INVALID */
    bool two_bytes_of_line_end;
    uint32_t start, end;
};

/* How many bytes at `at` are one character, by Unicode's table 3-7 of well-formed UTF-8, or
 * one maximal subpart of what is none. */
static size_t decode(const unsigned char *text, size_t length, UChar32 *point)
{
    unsigned lead = text[0];
    if (lead < 0x80) {
        *point = (UChar32)lead;
        return 1;
    }
    *point = INVALID;
    size_t size = lead >= 0xC2 && lead <= 0xDF   ? 2
                  : lead >= 0xE0 && lead <= 0xEF ? 3
                  : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                 : 1;
    UChar32 value = (UChar32)(lead & (0xFFU >> (size + 1)));
    for (size_t i = 1; i < size; i++) {
        unsigned low = 0x80;
        unsigned high = 0xBF;
        if (i == 1) {
            low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        }
        if (i == length || text[i] < low || text[i] > high) {
            return i;
        }
        value = value << 6 | (UChar32)(text[i] & 0x3F);
    }
    if (size > 1) {
        *point = value;
    }
    return size;
}

/* The whole text as characters; CR LF is one, and NUL is as bad as invalid. */
static struct character *decode_all(const char *text, size_t length, size_t *count)
{
    struct character *all = calloc(length + 1, sizeof *all);
    assert_non_null(all);
    *count = 0;
    for (size_t at = 0; at < length;) {
        struct character *one = &all[(*count)++];
        one->start = (uint32_t)at;
        at += decode((const unsigned char *)text + at, length - at, &one->point);
        if (one->point == '\r' && at < length && text[at] == '\n') {
            one->two_bytes_of_line_end = true;
            at++;
        }
        one->end = (uint32_t)at;
    }
    return all;
}

/* The first of the characters that begins a new cluster. */
static size_t cluster_end(const struct character *all, size_t count, size_t at)
{
    size_t end = at + 1;
    if (all[at].point == INVALID || all[at].two_bytes_of_line_end) {
        return end;
    }
    while (end < count && end - at <= CLUSTER_LIMIT && all[end].point != INVALID &&
           !unorm2_hasBoundaryBefore(nfkc, all[end].point)) {
        end++;
    }
    return end;
}

static UChar32 simplified_once(UChar32 point)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[16];
    int32_t length = 0;
    u_strFromUTF32(units, 16, &length, &point, 1, &status);
    int32_t limit = length;
    utrans_transUChars(simplifier, units, &length, 16, 0, &limit, &status);
    assert_true(U_SUCCESS(status));
    size_t end;
    UChar32 result = zs_utf16_next(units, 0, (size_t)length, &end);
    return end == (size_t)length ? result : point;
}

/* The transliterator until nothing changes; of characters that change into each other without
 * end, the least. */
static UChar32 simplified(UChar32 point)
{
    enum { LONGEST_WAY = 16 };
    for (int step = 0; step < LONGEST_WAY; step++) {
        UChar32 next = simplified_once(point);
        if (next == point) {
            return point;
        }
        point = next;
    }
    UChar32 least = point;
    for (UChar32 next = simplified_once(point); next != point; next = simplified_once(next)) {
        least = next < least ? next : least;
    }
    return least;
}

static zs_char_class class_of(UChar32 point)
{
    if ((point >= '\n' && point <= '\r') || point == 0x85 || point == 0x2028 ||
        point == 0x2029) {
        return ZS_CHAR_NEWLINE;
    }
    UErrorCode status = U_ZERO_ERROR;
    if (u_isUWhiteSpace(point)) {
        return ZS_CHAR_SPACE;
    }
    if (uscript_getScript(point, &status) == USCRIPT_HAN ||
        (point >= 0x20000 && point < 0x3FFFE)) {
        return ZS_CHAR_HAN;
    }
    uint32_t word = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
    return U_GET_GC_MASK(point) & word ? ZS_CHAR_WORD : ZS_CHAR_OTHER;
}

/* What is expected: as zs_folded, grown unit by unit. */
struct expected {
    zs_buffer units, starts, ends, classes;
    size_t length;
};

static void expected_release(struct expected *expected)
{
    zs_buffer_release(&expected->units);
    zs_buffer_release(&expected->starts);
    zs_buffer_release(&expected->ends);
    zs_buffer_release(&expected->classes);
}

static zs_char_class last_class(const struct expected *expected)
{
    return expected->length > 0 ? (zs_char_class)expected->classes.data[expected->length - 1]
                                : ZS_CHAR_OTHER;
}

static void expect(struct expected *out, UChar32 point, zs_char_class class, uint32_t start,
                   uint32_t end)
{
    UChar units[2];
    size_t count = 0;
    if (point > 0xFFFF) {
        units[count++] = U16_LEAD(point);
    }
    units[count++] = point > 0xFFFF ? U16_TRAIL(point) : (UChar)point;
    for (size_t i = 0; i < count; i++) {
        assert_true(zs_buffer_append(&out->units, &units[i], sizeof *units));
        assert_true(zs_buffer_append(&out->starts, &start, sizeof start));
        assert_true(zs_buffer_append(&out->ends, &end, sizeof end));
        assert_true(zs_buffer_append_byte(&out->classes, (char)class));
        out->length++;
    }
}

/* White space not yet written. */
struct gap {
    bool open;
    unsigned line_ends;
    uint32_t start, end;
};

static void expect_character(struct expected *out, struct gap *gap, zs_purpose purpose,
                             UChar32 point, uint32_t start, uint32_t end)
{
    zs_char_class class = class_of(point);
    if (class == ZS_CHAR_SPACE || class == ZS_CHAR_NEWLINE) {
        gap->start = gap->open ? gap->start : start;
        gap->end = end;
        gap->open = true;
        bool paragraph = point == '\f' || point == 0x2029;
        gap->line_ends += class == ZS_CHAR_NEWLINE ? 1 + paragraph : 0;
        return;
    }
    bool between_han = last_class(out) == ZS_CHAR_HAN && class == ZS_CHAR_HAN;
    if (gap->open && gap->line_ends > 1) {
        expect(out, '\n', ZS_CHAR_NEWLINE, gap->start, gap->end);
    } else if (gap->open && (purpose == ZS_PURPOSE_QUERY || !between_han)) {
        expect(out, ' ', ZS_CHAR_SPACE, gap->start, gap->end);
    }
    *gap = (struct gap){.open = false};
    expect(out, point, class, start, end);
}

static void fold_slowly(const char *text, size_t length, zs_purpose purpose,
                        struct expected *out)
{
    size_t count;
    struct character *all = decode_all(text, length, &count);
    struct gap gap = {.open = false};
    for (size_t at = 0, end; at < count; at = end) {
        end = cluster_end(all, count, at);
        uint32_t start_byte = all[at].start;
        uint32_t end_byte = all[end - 1].end;
        if (all[at].point == INVALID) {
            expect_character(out, &gap, purpose, 0xFFFD, start_byte, end_byte);
            continue;
        }
        zs_buffer source = ZS_BUFFER_INIT;
        for (size_t i = at; i < end; i++) {
            test_put_character(&source, all[i].point ? (uint32_t)all[i].point : 0xFFFD);
        }
        utf8proc_uint8_t *mapped;
        utf8proc_ssize_t size =
            utf8proc_map((const utf8proc_uint8_t *)source.data, (utf8proc_ssize_t)source.length,
                         &mapped, FOLD_UTF8PROC_OPTIONS);
        assert_true(size >= 0);
        for (utf8proc_ssize_t i = 0; i < size;) {
            utf8proc_int32_t point;
            i += utf8proc_iterate(mapped + i, size - i, &point);
            expect_character(out, &gap, purpose, simplified(point), start_byte, end_byte);
        }
        free(mapped);
        zs_buffer_release(&source);
    }
    free(all);
}

static void print_bytes(const char *text, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        print_error("%02X ", (unsigned char)text[i]);
    }
    print_error("\n");
}

static void check_fold(const char *text, size_t length, zs_purpose purpose, uint64_t seed)
{
    struct expected expected = {.length = 0};
    fold_slowly(text, length, purpose, &expected);
    zs_folded folded = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(zs_fold(text, length, purpose, &folded, &error), error);
    const UChar *units = (const UChar *)(const void *)expected.units.data;
    const uint32_t *starts = (const uint32_t *)(const void *)expected.starts.data;
    const uint32_t *ends = (const uint32_t *)(const void *)expected.ends.data;
    for (size_t i = 0; i < folded.length && i < expected.length; i++) {
        bool same = folded.units[i] == units[i] && folded.start[i] == starts[i] &&
                    folded.end[i] == ends[i] && folded.class[i] == expected.classes.data[i];
        if (!same) {
            print_bytes(text, starts[i] > 8 ? starts[i] - 8 : 0, ends[i]);
        }
        check(same,
              "seed %llu, unit %zu of %zu: %04X of class %u from %u to %u instead of %04X of "
              "class %d from %u to %u",
              (unsigned long long)seed, i, folded.length, folded.units[i], folded.class[i],
              folded.start[i], folded.end[i], units[i], expected.classes.data[i], starts[i],
              ends[i]);
    }
    check(folded.length == expected.length, "seed %llu: %zu units instead of %zu",
          (unsigned long long)seed, folded.length, expected.length);
    expected_release(&expected);
    zs_folded_release(&folded);
}

static void test_folds_random_text_like_the_slow_one(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(4000); round++) {
        test_random random = test_random_new(round);
        unsigned kinds = (unsigned)test_random_next(&random) & TEST_EVERYTHING;
        if (kinds == 0 || round % 4 == 0) {
            kinds = TEST_EVERYTHING;
        }
        zs_buffer_clear(&text);
        test_random_text(&random, test_random_below(&random, 200), kinds, &text);
        check_fold(text.data ? text.data : "", text.length, round % 2, random.seed);
    }
    zs_buffer_release(&text);
}

static void test_folds_random_bytes_like_the_slow_one(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        test_random random = test_random_new(round);
        char bytes[200];
        for (size_t i = 0; i < sizeof bytes; i++) {
            uint64_t number = test_random_next(&random);
            bytes[i] = (char)(number & 256 ? 0x80 | number : number);
        }
        check_fold(bytes, test_random_below(&random, sizeof bytes), ZS_PURPOSE_INDEX,
                   random.seed);
    }
}

/* Every pair of characters that interact, and every character alone between two others. */
static void test_folds_every_character_like_the_slow_one(void **state)
{
    (void)state;
    static const char *const befores[] = {"中", "a", " "};
    static const char *const afters[] = {"文", "\u0301", "x"};
    zs_buffer text = ZS_BUFFER_INIT;
    for (uint32_t point = 0; point < 0x110000; point++) {
        bool unassigned = u_charType((UChar32)point) == U_UNASSIGNED ||
                          u_charType((UChar32)point) == U_PRIVATE_USE_CHAR;
        if ((point >= 0xD800 && point <= 0xDFFF) || (unassigned && point % 64 != 0)) {
            continue;
        }
        size_t around = point % 3;
        zs_buffer_clear(&text);
        assert_true(zs_buffer_append_string(&text, befores[around]));
        test_put_character(&text, point);
        assert_true(zs_buffer_append_string(&text, afters[around]));
        check_fold(text.data, text.length, ZS_PURPOSE_INDEX, point);
    }
    zs_buffer_release(&text);
}

static void test_folds_real_text_like_the_slow_one(void **state)
{
    (void)state;
    test_texts texts = test_corpus_texts();
    for (size_t i = 0; i < texts.count; i++) {
        check_fold(texts.items[i].data, texts.items[i].length, i % 2, i);
    }
    test_texts_release(&texts);
}

static void check_collection(const char *name, size_t bytes)
{
    test_texts texts = test_collection_texts(name, test_rounds(bytes));
    if (texts.count == 0) {
        print_message("skipped: ZSEARCH_TEST_DATA is not set\n");
        skip();
    }
    for (size_t i = 0; i < texts.count; i++) {
        check_fold(texts.items[i].data, texts.items[i].length, i % 2, i);
    }
    test_texts_release(&texts);
}

static void test_folds_collections_like_the_slow_one(void **state)
{
    (void)state;
    check_collection("drcd", 500 << 10);
    check_collection("lctt", 500 << 10);
    check_collection("poetry", 500 << 10);
}

/* A mark that folding drops. */
#define GRAPHEME_JOINER "\u034F"

/* Where no character is dropped from between two that would then compose, folding is
 * utf8proc's NFKC_Casefold of the whole: clusters end where they may. */
static void test_clusters_end_where_nothing_composes(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(3000); round++) {
        test_random random = test_random_new(round);
        zs_buffer_clear(&text);
        test_random_text(&random, 40, TEST_LATIN | TEST_MARK | TEST_HANGUL | TEST_COMPATIBLE,
                         &text);
        if (memmem(text.data, text.length, GRAPHEME_JOINER, strlen(GRAPHEME_JOINER))) {
            continue;
        }
        utf8proc_uint8_t *mapped;
        utf8proc_ssize_t size =
            utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.length,
                         &mapped, FOLD_UTF8PROC_OPTIONS);
        assert_true(size >= 0);
        struct expected expected = {.length = 0};
        struct gap gap = {.open = false};
        for (utf8proc_ssize_t i = 0; i < size;) {
            utf8proc_int32_t point;
            i += utf8proc_iterate(mapped + i, size - i, &point);
            expect_character(&expected, &gap, ZS_PURPOSE_INDEX, simplified(point), 0, 0);
        }
        zs_folded folded = ZS_FOLDED_INIT;
        zs_error error;
        check_ok(zs_fold(text.data, text.length, ZS_PURPOSE_INDEX, &folded, &error), error);
        check(folded.length == expected.length &&
                  memcmp(folded.units, expected.units.data,
                         folded.length * sizeof *folded.units) == 0,
              "seed %llu: not as a whole", (unsigned long long)random.seed);
        zs_folded_release(&folded);
        expected_release(&expected);
        free(mapped);
    }
    zs_buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folds_random_text_like_the_slow_one),
        cmocka_unit_test(test_folds_random_bytes_like_the_slow_one),
        cmocka_unit_test(test_folds_every_character_like_the_slow_one),
        cmocka_unit_test(test_folds_real_text_like_the_slow_one),
        cmocka_unit_test(test_folds_collections_like_the_slow_one),
        cmocka_unit_test(test_clusters_end_where_nothing_composes),
    };
    return cmocka_run_group_tests(tests, open_oracle, close_oracle);
}
