/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which encoding a file is in: whatever it says of itself, in whatever pieces it comes.
 * tests/bench/encodings.c measures how often short and damaged pieces are told right.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "encoding/detect.h"
#include "support/random.h"

static const char simplified[] =
    "春天的城市里，人们从地铁口走出来，手里拿着报纸和早点。街角的书店刚刚开门，"
    "老板把一摞旧杂志搬到门口，说这些都是九十年代的，里面有许多当年的消息。";
static const char traditional[] =
    "春天的城市裡，人們從捷運口走出來，手裡拿著報紙和早點。街角的書店剛剛開門，"
    "老闆把一疊舊雜誌搬到門口，說這些都是九十年代的，裡面有許多當年的消息。";

static void encode(const char *encoding, const char *text, zs_buffer *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar units[1000];
    int32_t count;
    UConverter *converter = ucnv_open(encoding, &code);
    u_strFromUTF8(units, 1000, &count, text, -1, &code);
    zs_buffer_clear(out);
    assert_true(zs_buffer_reserve(out, 4000));
    out->length = (size_t)ucnv_fromUChars(converter, out->data, 4000, units, count, &code);
    assert_true(U_SUCCESS(code));
    ucnv_close(converter);
}

/* What is told of bytes, all at once and in pieces. */
static const char *detect(const char *data, size_t length, const char *declared)
{
    static zs_detector *detector;
    zs_error error;
    if (!detector) {
        check_ok(zs_detector_new(&detector, &error), error);
    }
    const char *whole = NULL;
    for (size_t step = 0; step < 6; step++) {
        test_random random = test_random_new(step + length);
        zs_detector_begin(detector);
        for (size_t at = 0; at < length;) {
            size_t piece = step ? test_random_below(&random, 3 * step) : length;
            piece = piece < length - at ? piece : length - at;
            zs_detector_add(detector, data + at, piece);
            at += piece;
        }
        const char *name = zs_detector_end(detector, declared);
        whole = step ? whole : name;
        check((name == NULL) == (whole == NULL) && (!name || !strcmp(name, whole)),
              "pieces of %zu: %s instead of %s", 3 * step, name ? name : "none",
              whole ? whole : "none");
    }
    return whole;
}

static void check_detected(const zs_buffer *bytes, const char *declared, const char *wanted)
{
    const char *name = detect(bytes->data, bytes->length, declared);
    check(name && !strcmp(name, wanted), "%s instead of %s, declared %s", name ? name : "none",
          wanted, declared ? declared : "none");
}

static void test_each_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *converter, *text, *name;
    } cases[] = {
        {"UTF-8", simplified, "UTF-8"},       {"gb18030", simplified, "GB18030"},
        {"GBK", simplified, "GB18030"},       {"Big5", traditional, "Big5"},
        {"GBK", traditional, "GB18030"},      {"UTF-16LE", simplified, "UTF-16LE"},
        {"UTF-16BE", simplified, "UTF-16BE"}, {"UTF-16LE", traditional, "UTF-16LE"},
    };
    static const char *const declarations[] = {NULL,     "utf-8",      "gb2312", "big5",
                                               "UTF-16", "iso-8859-1", "klingon"};
    zs_buffer bytes = ZS_BUFFER_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t j = 0; j < sizeof declarations / sizeof *declarations; j++) {
            encode(cases[i].converter, cases[i].text, &bytes);
            check_detected(&bytes, declarations[j], cases[i].name);
        }
    }
    zs_buffer_release(&bytes);
}

static void test_marks(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *name;
    } cases[] = {
        {"\xEF\xBB\xBF", 3, "UTF-8"},
        {"\xFF\xFE\x2D\x4E", 4, "UTF-16LE"},
        {"\xFE\xFF\x4E\x2D", 4, "UTF-16BE"},
        {"\xFF\xFE\0\0\x2D\x4E\0\0", 8, "UTF-32LE"},
        {"\x84\x31\x95\x33\xD6\xD0", 6, "GB18030"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_buffer bytes = ZS_BUFFER_INIT;
        assert_true(zs_buffer_append(&bytes, cases[i].bytes, cases[i].length));
        check_detected(&bytes, NULL, cases[i].name);
        zs_buffer_release(&bytes);
    }
}

static void test_what_is_plain_or_no_text(void **state)
{
    (void)state;
    char noise[4096];
    test_random random = test_random_new(1);
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (char)test_random_below(&random, 256);
    }
    assert_string_equal(detect("", 0, NULL), "UTF-8");
    assert_string_equal(detect("plain ASCII\n", 12, NULL), "UTF-8");
    assert_null(detect(noise, sizeof noise, NULL));
    assert_null(detect("\x7F"
                       "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0",
                       24, NULL));
}

/* A wrong byte or two do not make UTF-8 anything else. */
static void test_damaged_utf8(void **state)
{
    (void)state;
    zs_buffer bytes = ZS_BUFFER_INIT;
    for (size_t at = 0; at < strlen(simplified); at++) {
        zs_buffer_clear(&bytes);
        assert_true(zs_buffer_append_string(&bytes, simplified));
        bytes.data[at] = '\xFF';
        check_detected(&bytes, NULL, "UTF-8");
    }
    zs_buffer_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_encoding),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_what_is_plain_or_no_text),
        cmocka_unit_test(test_damaged_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
