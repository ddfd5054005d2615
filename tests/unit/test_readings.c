/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/readings.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/han_order.h"
#include "support/test.h"
#include "text/fold.h"
#include "text/utf.h"

/* The readings of a character with a space between. */
static const char *read_as(UChar32 character)
{
    static char text[256];
    const zs_syllable *readings = NULL;
    size_t count = zs_readings(character, &readings), at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const char *name = zs_syllable_name(readings[i]);
        assert_true(at + strlen(name) + 2 < sizeof text);
        at += (size_t)sprintf(text + at, "%s%s", i > 0 ? " " : "", name);
    }
    return text;
}

static void test_the_most_usual_reading_is_first(void **state)
{
    (void)state;
    assert_string_equal(read_as(U'青'), "qing");
    assert_string_equal(read_as(U'行'), "xing hang heng");
    assert_string_equal(read_as(U'重'), "zhong chong");
    assert_string_equal(read_as(U'乐'), "le yue");
    assert_string_equal(read_as(U'了'), "le liao");
    assert_string_equal(read_as(U'女'), "nv");
    assert_string_equal(read_as(U'略'), "lve");
    assert_string_equal(read_as(U'安'), "an");
}

static void test_traditional_characters_read_as_what_they_fold_to(void **state)
{
    (void)state;
    assert_string_equal(read_as(U'干'), "gan qian");
    assert_string_equal(read_as(U'乾'), ""); /* is never in folded text */
}

static void test_what_is_no_ideograph_has_no_reading(void **state)
{
    (void)state;
    static const UChar32 others[] = {-1, 0, 'a', U'あ', 0x9FFF, 0x3FFFF, 0x40000, 0x10FFFF};
    const zs_syllable *readings = NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_int_equal(zs_readings(others[i], &readings), 0);
    }
    assert_null(readings);
}

static void test_syllables_are_found_by_their_names(void **state)
{
    (void)state;
    zs_syllable found = 0;
    assert_true(zs_syllable_count() > 400);
    for (size_t i = 0; i < zs_syllable_count(); i++) {
        const char *name = zs_syllable_name((zs_syllable)i);
        assert_true(zs_syllable_find(name, strlen(name), &found));
        assert_int_equal(found, i);
        assert_true(i == 0 || strcmp(zs_syllable_name((zs_syllable)(i - 1)), name) < 0);
    }
    assert_null(zs_syllable_name((zs_syllable)zs_syllable_count()));
    assert_true(zs_syllable_find("qingnian", 4, &found));
    assert_string_equal(zs_syllable_name(found), "qing");
    assert_false(zs_syllable_find("qingnian", 8, &found));
    assert_false(zs_syllable_find("qin\0g", 5, &found));
    assert_false(zs_syllable_find("", 0, &found));
    assert_false(zs_syllable_find("zzz", 3, &found));
    assert_false(zs_syllable_find("\xC3\xBC", 2, &found));
}

static void test_syllables_that_begin_so_stand_together(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",    "a",  "b", "q",     "qi", "qia", "zh",
        "zuo", "zz", "i", "qingn", "n",  "v",   "longerthanany"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        size_t length = strlen(texts[t]);
        zs_syllable low = 0, high = 0;
        zs_syllables_beginning(texts[t], length, &low, &high);
        for (size_t i = 0; i < zs_syllable_count(); i++) {
            bool begins = strncmp(zs_syllable_name((zs_syllable)i), texts[t], length) == 0;
            assert_int_equal(i >= low && i < high, begins);
        }
    }
}

static bool is_folded(UChar character)
{
    zs_folded folded = ZS_FOLDED_INIT;
    char text[4];
    size_t length = zs_utf8_put(text, character);
    assert_int_equal(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, NULL), ZS_OK);
    bool same = folded.length == 1 && folded.units[0] == character;
    zs_folded_release(&folded);
    return same;
}

/* Each reading of each character is there the other way round, and nothing else. */
static void test_homophones(void **state)
{
    (void)state;
    size_t readings_count = 0, homophones_count = 0;
    for (UChar32 character = 0; character < 0x40000; character++) {
        const zs_syllable *readings = NULL;
        readings_count += zs_readings(character, &readings);
    }
    for (zs_syllable i = 0; i < zs_syllable_count(); i++) {
        const zs_homophones found = zs_homophones_of(i);
        homophones_count += found.count;
        assert_true(found.frequent <= found.count);
        for (size_t j = 0; j < found.count; j++) {
            UChar character = (UChar)found.characters[j];
            const UChar *rank = found.characters[j] > UINT16_MAX
                                    ? NULL
                                    : u_strchr(ZS_HAN_BY_FREQUENCY, character);
            size_t others;
            assert_true(zs_reads_as((UChar32)found.characters[j], i, &others));
            assert_int_equal(j < found.frequent, rank && rank < ZS_HAN_BY_FREQUENCY + 1024);
            for (size_t k = 0; k < j; k++) {
                assert_int_not_equal(found.characters[j], found.characters[k]);
            }
        }
    }
    assert_int_equal(homophones_count, readings_count);
    assert_int_equal(zs_homophones_of((zs_syllable)zs_syllable_count()).count, 0);
}

/* ICU's transliterator knows one reading a character, from the same database as CLDR has it. */
static void test_icu_reads_the_same(void **state)
{
    (void)state;
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *latin = utrans_openU(u"Han-Latin; NFD; [:Mn:] Remove", -1, UTRANS_FORWARD,
                                          NULL, 0, NULL, &status);
    assert_true(U_SUCCESS(status));
    size_t known = 0, first = 0, count = 0;
    for (const UChar *at = ZS_HAN_BY_FREQUENCY; *at; at++) {
        if (!is_folded(*at)) {
            continue;
        }
        UChar units[16] = {*at};
        count++;
        char name[32];
        int32_t length = 1, limit = 1;
        utrans_transUChars(latin, units, &length, 16, 0, &limit, &status);
        u_strToUTF8(name, sizeof name, NULL, units, length, &status);
        assert_true(U_SUCCESS(status));
        /* ü has lost its dots with the tones. */
        const zs_syllable *readings = NULL;
        size_t readings_count = zs_readings(*at, &readings);
        for (size_t i = 0; i < readings_count; i++) {
            char plain[16];
            (void)snprintf(plain, sizeof plain, "%s", zs_syllable_name(readings[i]));
            char *v = strchr(plain, 'v');
            if (v) {
                *v = 'u';
            }
            if (strcmp(plain, name) == 0) {
                known++;
                first += i == 0;
                break;
            }
        }
    }
    utrans_close(latin);
    print_message("of %zu characters ICU's reading is known for %zu and the first for %zu\n",
                  count, known, first);
    assert_int_equal(known, count);
    assert_true(first * 1000 >= count * 999);
}

static void test_a_reading_has_a_rank(void **state)
{
    (void)state;
    zs_syllable hang = 0;
    size_t rank = 9;
    assert_true(zs_syllable_find("hang", 4, &hang));
    assert_true(zs_reads_as(U'行', hang, &rank));
    assert_int_equal(rank, 1);
    assert_false(zs_reads_as(U'青', hang, &rank));
    assert_int_equal(rank, 1);
    zs_syllable low = 0, high = 0;
    zs_syllables_beginning("h", 1, &low, &high);
    assert_true(zs_reads_within(U'行', low, high, &rank));
    assert_int_equal(rank, 1);
    assert_true(zs_reads_within(U'行', 0, (zs_syllable)zs_syllable_count(), &rank));
    assert_int_equal(rank, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_most_usual_reading_is_first),
        cmocka_unit_test(test_traditional_characters_read_as_what_they_fold_to),
        cmocka_unit_test(test_what_is_no_ideograph_has_no_reading),
        cmocka_unit_test(test_syllables_are_found_by_their_names),
        cmocka_unit_test(test_syllables_that_begin_so_stand_together),
        cmocka_unit_test(test_homophones),
        cmocka_unit_test(test_icu_reads_the_same),
        cmocka_unit_test(test_a_reading_has_a_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
