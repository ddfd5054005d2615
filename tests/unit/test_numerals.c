/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers in Chinese against ICU, which spells them, and back.
 */
#include "support/test.h"

#include <stdio.h>
#include <string.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "searcher/numerals.h"
#include "support/random.h"

/* As ICU spells it, but for the zero between, which is 零 where units are named. */
static int32_t spelt_by_icu(UNumberFormat *format, long value, UChar out[64])
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unum_formatInt64(format, value, out, 64, NULL, &status);
    assert_true(U_SUCCESS(status));
    for (int32_t i = 0; i < length; i++) {
        out[i] = out[i] == 0x3007 ? 0x96F6 : out[i];
    }
    return length;
}

static bool has_form(const zs_numerals *numerals, const UChar *form, size_t length)
{
    for (size_t i = 0; i < numerals->count; i++) {
        if (numerals->length[i] == length &&
            memcmp(numerals->form[i], form, length * sizeof *form) == 0) {
            return true;
        }
    }
    return false;
}

static void check_value(UNumberFormat *format, long value)
{
    UChar digits[16], spelt[64];
    char ascii[16];
    (void)snprintf(ascii, sizeof ascii, "%ld", value);
    u_uastrcpy(digits, ascii);
    size_t digit_count = strlen(ascii),
           spelt_count = (size_t)spelt_by_icu(format, value, spelt);
    zs_numerals numerals;
    check(zs_numerals_read(digits, digit_count, false, &numerals) == digit_count &&
              has_form(&numerals, spelt, spelt_count),
          "%ld is not spelt as ICU does", value);
    check(zs_numerals_read(spelt, spelt_count, false, &numerals) == spelt_count &&
              has_form(&numerals, digits, digit_count),
          "%ld is not read as ICU spells it", value);
}

static void test_numbers_are_spelt_and_read_as_by_icu(void **state)
{
    (void)state;
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(UNUM_SPELLOUT, NULL, 0, "zh", NULL, &status);
    assert_true(U_SUCCESS(status));
    for (long value = 0; value < 20000; value++) {
        check_value(format, value);
    }
    test_random random = test_random_new(1);
    for (size_t round = 0; round < test_rounds(20000); round++) {
        check_value(format, (long)test_random_below(&random, 100000000));
    }
    unum_close(format);
}

static void check_forms(const char *text, bool year, size_t taken, const char *forms)
{
    UChar units[64];
    char got[300] = "";
    int32_t length;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(units, 64, &length, text, -1, &status);
    zs_numerals numerals;
    size_t count = zs_numerals_read(units, (size_t)length, year, &numerals);
    for (size_t i = 0; i < numerals.count; i++) {
        char form[100];
        u_strToUTF8(form, sizeof form, NULL, numerals.form[i], (int32_t)numerals.length[i],
                    &status);
        strcat(got, i > 0 ? " " : "");
        strcat(got, form);
    }
    check(count == taken && strcmp(got, forms) == 0, "%s: %zu units, %s", text, count, got);
}

static void test_forms(void **state)
{
    (void)state;
    check_forms("2023", true, 4, "二〇二三 二零二三");
    check_forms("2023", false, 4, "二千零二十三");
    check_forms("二〇二三年", true, 4, "2023 二零二三");
    check_forms("二零二三", false, 4, "2023 二〇二三");
    check_forms("十条", false, 1, "10");
    check_forms("10条", false, 2, "十");
    check_forms("两千", false, 2, "2000");
    check_forms("一千零五", false, 4, "1005");
    check_forms("三万零五十", false, 5, "30050");
    check_forms("一二三", false, 3, "123");
    check_forms("7", false, 1, "七");
}

static void test_what_is_no_number(void **state)
{
    (void)state;
    static const char *const texts[] = {"",       "年",   "十十",      "百",      "一百二",
                                        "三万五", "零十", "一千百",    "007",     "万一",
                                        "千万",   "十零", "123456789", "一零零十"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_forms(texts[i], false, 0, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_spelt_and_read_as_by_icu),
        cmocka_unit_test(test_forms), cmocka_unit_test(test_what_is_no_number)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
