/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Decoding, against ICU where all is well, and against a search through all ways there are
 * where bytes are damaged.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "encoding/code_table.h"
#include "encoding/decode.h"
#include "encoding/utf8.h"
#include "support/random.h"
#include "support/real_text.h"

static const char *const encodings[] = {"GB18030", "Big5",     "UTF-8",
                                        "UTF-16",  "UTF-16LE", "UTF-16BE"};
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

/* ---- Helpers ----------------------------------------------------------------------------- */

/* The text in another encoding, by ICU; false if that has not all of its characters. */
static bool encode(const char *encoding, const char *text, size_t length, zs_buffer *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(encoding, &code);
    UChar *units = malloc((length + 1) * sizeof *units);
    assert_non_null(units);
    int32_t count;
    u_strFromUTF8(units, (int32_t)length, &count, text, (int32_t)length, &code);
    ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    zs_buffer_clear(out);
    assert_true(zs_buffer_reserve(out, 4 * (size_t)count + 16));
    int32_t size = ucnv_fromUChars(converter, out->data, 4 * count + 16, units, count, &code);
    out->length = U_SUCCESS(code) ? (size_t)size : 0;
    free(units);
    ucnv_close(converter);
    return U_SUCCESS(code);
}

/* Decodes in pieces of up to `step` bytes (0: all at once). Returns how much was damaged. */
static uint64_t decode(zs_decoder *decoder, const char *data, size_t length, size_t step,
                       test_random *random, zs_buffer *out, uint64_t *line)
{
    zs_error error;
    zs_decoder_begin(decoder);
    zs_buffer_clear(out);
    for (size_t at = 0; at < length;) {
        size_t piece = step > 0 ? 1 + test_random_below(random, step) : length;
        piece = piece < length - at ? piece : length - at;
        check_ok(zs_decoder_add(decoder, data + at, piece, false, out, &error), error);
        at += piece;
    }
    check_ok(zs_decoder_add(decoder, "", 0, true, out, &error), error);
    return zs_decoder_damaged(decoder, line);
}

static bool same_bytes(const zs_buffer *one, const char *data, size_t length)
{
    return one->length == length && (length == 0 || memcmp(one->data, data, length) == 0);
}

static zs_decoder *open_decoder(const char *encoding)
{
    zs_decoder *decoder = NULL;
    zs_error error;
    check_ok(zs_decoder_new(encoding, &decoder, &error), error);
    return decoder;
}

/* ---- What is not damaged -------------------------------------------------------------------
 */

static void check_clean(const char *encoding, const test_texts *texts)
{
    zs_decoder *decoder = open_decoder(encoding);
    zs_buffer bytes = ZS_BUFFER_INIT, out = ZS_BUFFER_INIT;
    test_random random = test_random_new(1);
    for (size_t i = 0; i < texts->count; i++) {
        const test_text *text = &texts->items[i];
        size_t length = zs_utf8_valid(text->data, text->length);
        if (!encode(encoding, text->data, length, &bytes)) {
            continue;
        }
        uint64_t line;
        uint64_t damaged = decode(decoder, bytes.data, bytes.length,
                                  test_random_below(&random, 500), &random, &out, &line);
        check(damaged == 0 && same_bytes(&out, text->data, length), "%s, text %zu", encoding,
              i);
    }
    zs_decoder_free(decoder);
    zs_buffer_release(&bytes);
    zs_buffer_release(&out);
}

static void test_clean(void **state)
{
    (void)state;
    static const char *const collections[] = {"cmrc2018", "laws_tw", "lctt", "poetry"};
    test_texts texts = test_corpus_texts();
    for (size_t i = 0; i < ENCODINGS; i++) {
        check_clean(encodings[i], &texts);
    }
    test_texts_release(&texts);
    for (size_t i = 0; i < sizeof collections / sizeof *collections; i++) {
        texts = test_collection_texts(collections[i], 1 << 20);
        for (size_t j = 0; j < ENCODINGS; j++) {
            check_clean(encodings[j], &texts);
        }
        test_texts_release(&texts);
    }
}

/* Every code of two bytes, and all code points in GB18030. */
static void test_all_codes(void **state)
{
    (void)state;
    static const char *const names[] = {"GB18030", "Big5"};
    uint64_t line;
    zs_buffer out = ZS_BUFFER_INIT, bytes = ZS_BUFFER_INIT, text = ZS_BUFFER_INIT;
    for (size_t i = 0; i < 2; i++) {
        UErrorCode code = U_ZERO_ERROR;
        UConverter *converter = ucnv_open(names[i], &code);
        zs_decoder *decoder = open_decoder(names[i]);
        for (unsigned pair = 0x8140; pair <= 0xFEFE; pair++) {
            const char two[] = {(char)(pair >> 8), (char)pair};
            UChar units[4];
            char wanted[8];
            int32_t size = 0;
            code = U_ZERO_ERROR;
            int32_t count = ucnv_toUChars(converter, units, 4, two, 2, &code);
            if (U_FAILURE(code) || count != 1 || units[0] == 0xFFFD ||
                (unsigned char)two[1] < 0x40) {
                continue;
            }
            u_strToUTF8(wanted, sizeof wanted, &size, units, 1, &code);
            uint64_t damaged = decode(decoder, two, 2, 0, NULL, &out, &line);
            check(damaged == 0 && same_bytes(&out, wanted, (size_t)size), "%s %04x", names[i],
                  pair);
        }
        zs_decoder_free(decoder);
        ucnv_close(converter);
    }
    zs_decoder *decoder = open_decoder("GB18030");
    for (uint32_t character = 0x80; character < 0x110000;
         character += character < 0x10000 ? 1 : 97) {
        if (character >= 0xD800 && character < 0xE000) {
            continue;
        }
        zs_buffer_clear(&text);
        test_put_character(&text, character);
        if (!encode("GB18030", text.data, text.length, &bytes)) {
            continue;
        }
        uint64_t damaged = decode(decoder, bytes.data, bytes.length, 0, NULL, &out, &line);
        bool mark = character == 0xFEFF; /* which is left out at the beginning */
        check(damaged == 0 &&
                  (mark ? out.length == 0 : same_bytes(&out, text.data, text.length)),
              "U+%04X", character);
    }
    zs_decoder_free(decoder);
    zs_buffer_release(&out);
    zs_buffer_release(&bytes);
    zs_buffer_release(&text);
}

/* ---- What is damaged ------------------------------------------------------------------------
 */

/* What leaving one byte out costs, and two that were one character. */
enum { ONE = 30 * COST_OF_BIT, TWO = 33 * COST_OF_BIT };

static size_t character_at(zs_double_byte encoding, const unsigned char *bytes, size_t left,
                           uint32_t *character)
{
    if (bytes[0] < 0x80) {
        *character = bytes[0];
        return 1;
    }
    if (left >= 4 && encoding == ZS_GB18030 && bytes[1] < 0x40) {
        *character = zs_gb18030_four(bytes);
        return *character ? 4 : 0;
    }
    *character = left >= 2 ? zs_code_of(encoding, bytes[0], bytes[1]) : 0;
    return *character ? 2 : 0;
}

/* The least that any way of reading the bytes costs: all are tried. */
static uint32_t least_cost(zs_double_byte encoding, const unsigned char *bytes, size_t length)
{
    if (length == 0) {
        return 0;
    }
    uint32_t character;
    uint32_t best = ONE + least_cost(encoding, bytes + 1, length - 1);
    if (length >= 2 && (bytes[0] >= 0x80 || bytes[1] >= 0x80)) {
        uint32_t cost = TWO + least_cost(encoding, bytes + 2, length - 2);
        best = cost < best ? cost : best;
    }
    size_t size = character_at(encoding, bytes, length, &character);
    if (size > 0) {
        uint32_t cost =
            zs_character_cost(character) + least_cost(encoding, bytes + size, length - size);
        best = cost < best ? cost : best;
    }
    return best;
}

/* What was decoded costs, of so many bytes. */
static uint32_t cost_of(zs_double_byte encoding, const zs_buffer *text, size_t bytes)
{
    uint32_t cost = 0;
    size_t taken = 0, gaps = 0;
    for (size_t at = 0; at < text->length;) {
        size_t size = zs_utf8_character(text->data + at, text->length - at);
        uint32_t character = zs_utf8_decode(text->data + at, size);
        zs_buffer one = ZS_BUFFER_INIT;
        if (character == 0xFFFD) {
            gaps++;
        } else {
            bool there = encode(encoding == ZS_GB18030 ? "GB18030" : "Big5", text->data + at,
                                size, &one);
            /* What ICU decodes, but encodes otherwise or not at all, has two bytes. */
            taken += there ? one.length : 2;
            cost += zs_character_cost(character);
        }
        zs_buffer_release(&one);
        at += size;
    }
    size_t pairs = bytes - taken - gaps;
    return cost + (uint32_t)(gaps - pairs) * ONE + (uint32_t)pairs * TWO;
}

/* Short lines with wrong bytes: none of all the ways to read them is more plausible. */
static void test_most_plausible(void **state)
{
    (void)state;
    static const char *const names[] = {"GB18030", "Big5"};
    zs_buffer bytes = ZS_BUFFER_INIT, out = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(4000); round++) {
        test_random random = test_random_new(round);
        size_t which = round % 2, length;
        const char *piece = test_sample_piece(test_random_next(&random), 6, &length);
        if (memchr(piece, '\n', length) || !encode(names[which], piece, length, &bytes) ||
            bytes.length == 0) {
            continue;
        }
        bytes.length = bytes.length < 14 ? bytes.length : 14;
        for (size_t i = 0, count = 1 + test_random_below(&random, 3); i < count; i++) {
            char *byte = &bytes.data[test_random_below(&random, bytes.length)];
            *byte = (char)test_random_below(&random, 256);
            *byte = *byte == '\n' ? 'n' : *byte;
        }
        uint64_t line;
        zs_decoder *decoder = open_decoder(names[which]);
        (void)decode(decoder, bytes.data, bytes.length, 0, NULL, &out, &line);
        zs_decoder_free(decoder);
        bool four = false; /* those of ICU's that we need not count */
        for (size_t i = 0; i < bytes.length; i++) {
            four = four || (bytes.data[i] >= '0' && bytes.data[i] <= '9');
        }
        zs_double_byte encoding = which ? ZS_BIG5 : ZS_GB18030;
        uint32_t least = least_cost(encoding, (const unsigned char *)bytes.data, bytes.length);
        if (zs_utf8_beyond_ascii(out.data, out.length) > 0 && !four &&
            memmem(out.data, out.length, "\xEF\xBF\xBD", 3)) {
            uint32_t cost = cost_of(encoding, &out, bytes.length);
            check(cost == least, "%s, seed %llu: %u instead of %u: %.*s", names[which],
                  (unsigned long long)random.seed, cost, least, (int)out.length, out.data);
        }
    }
    zs_buffer_release(&bytes);
    zs_buffer_release(&out);
}

/* A thousandth of the bytes wrong: what is in other lines stays as it was, the outcome is that
 * of any pieces, and the damage is counted and placed. */
static void test_damage_is_local(void **state)
{
    (void)state;
    test_texts texts = test_corpus_texts();
    zs_buffer bytes = ZS_BUFFER_INIT, clean = ZS_BUFFER_INIT, out = ZS_BUFFER_INIT,
              again = ZS_BUFFER_INIT;
    for (size_t i = 0; i < ENCODINGS * texts.count; i++) {
        const test_text *text = &texts.items[i / ENCODINGS];
        test_random random = test_random_new(i);
        if (!encode(encodings[i % ENCODINGS], text->data, text->length, &bytes) ||
            bytes.length < 100) {
            continue;
        }
        uint64_t line, line_again, first = 0, lines = 1;
        zs_decoder *decoder = open_decoder(encodings[i % ENCODINGS]);
        (void)decode(decoder, bytes.data, bytes.length, 0, NULL, &clean, &line);
        for (size_t b = 4; b + 4 < bytes.length; b++) {
            bool near_line = memchr(bytes.data + b - 4, '\n', 8) != NULL;
            lines += bytes.data[b] == '\n';
            if (!near_line && test_random_once_in(&random, 1000)) {
                bytes.data[b] = (char)(0x80 + test_random_below(&random, 0x40));
                first = first ? first : lines;
            }
        }
        uint64_t damaged = decode(decoder, bytes.data, bytes.length, 0, NULL, &out, &line);
        uint64_t damaged_again =
            decode(decoder, bytes.data, bytes.length, 1 + test_random_below(&random, 300),
                   &random, &again, &line_again);
        check(damaged == damaged_again && line == line_again &&
                  same_bytes(&out, again.data, again.length),
              "%s, seed %llu: pieces make a difference", encodings[i % ENCODINGS],
              (unsigned long long)random.seed);
        check((damaged > 0) == (line > 0) && zs_utf8_valid(out.data, out.length) == out.length,
              "%s, seed %llu", encodings[i % ENCODINGS], (unsigned long long)random.seed);
        /* In UTF-16 a wrong byte may be half of what is then a line end. */
        if (strncmp(encodings[i % ENCODINGS], "UTF-16", 6) != 0) {
            check(damaged == 0 || line >= first, "damage in line %llu, found in %llu",
                  (unsigned long long)first, (unsigned long long)line);
            size_t same = 0, total = 0;
            const char *a = clean.data, *b = out.data;
            const char *a_end = a + clean.length, *b_end = b + out.length;
            while (a < a_end && b < b_end) {
                const char *a_line = memchr(a, '\n', (size_t)(a_end - a));
                const char *b_line = memchr(b, '\n', (size_t)(b_end - b));
                size_t a_size = (size_t)((a_line ? a_line : a_end) - a);
                size_t b_size = (size_t)((b_line ? b_line : b_end) - b);
                total++;
                same += a_size == b_size && !memcmp(a, b, a_size);
                check(a_size < 12 || b_size > 0, "a line is gone");
                a += a_size + 1;
                b += b_size + 1;
            }
            check(a >= a_end && b >= b_end, "%s, seed %llu: lines are gone",
                  encodings[i % ENCODINGS], (unsigned long long)random.seed);
            check(first > 0 || same == total, "lines differ though no byte does");
        }
        zs_decoder_free(decoder);
    }
    zs_buffer_release(&bytes);
    zs_buffer_release(&clean);
    zs_buffer_release(&out);
    zs_buffer_release(&again);
    test_texts_release(&texts);
}

/* ---- Oddities ------------------------------------------------------------------------------
 */

static void check_decoded(const char *encoding, const char *data, size_t length,
                          const char *wanted, uint64_t wanted_damage)
{
    for (size_t step = 0; step < 4; step++) {
        test_random random = test_random_new(step);
        zs_decoder *decoder = open_decoder(encoding);
        zs_buffer out = ZS_BUFFER_INIT;
        uint64_t line;
        uint64_t damaged = decode(decoder, data, length, step, &random, &out, &line);
        check(damaged == wanted_damage && same_bytes(&out, wanted, strlen(wanted)),
              "%s, pieces of %zu: %.*s, %llu damaged", encoding, step, (int)out.length,
              out.data, (unsigned long long)damaged);
        zs_buffer_release(&out);
        zs_decoder_free(decoder);
    }
}

static void test_marks_and_halves(void **state)
{
    (void)state;
    check_decoded("UTF-16", "\xFE\xFF\x4E\x2D", 4, "中", 0);
    check_decoded("UTF-16", "\xFF\xFE\x2D\x4E", 4, "中", 0);
    check_decoded("UTF-16", "\xFE\x4E\x2D\x4E", 4, "\xE4\xBB\xBE中", 0);
    check_decoded("UTF-16LE", "\x2D\x4E\x00\xD8", 4, "中\xEF\xBF\xBD", 1);
    check_decoded("UTF-16LE", "\x00\xDC\x2D\x4E", 4, "\xEF\xBF\xBD中", 1);
    check_decoded("UTF-16LE", "\x40\xD8\x0B\xDC", 4, "\xF0\xA0\x80\x8B", 0);
    check_decoded("UTF-7", "a+2AA-b", 7,
                  "a\xEF\xBF\xBD"
                  "b",
                  1);
    check_decoded("UTF-8", "\xEF\xBB\xBF\xE4\xB8\xAD", 6, "中", 0);
    check_decoded("UTF-8",
                  "a\xE4\xB8"
                  "b\xC0\xAF",
                  6,
                  "a\xEF\xBF\xBD"
                  "b\xEF\xBF\xBD\xEF\xBF\xBD",
                  3);
    check_decoded("GB18030", "\xD6\xD0\x84\x31\xA4\x37", 6, "中\xEF\xBF\xBD", 0);
    check_decoded("GB18030", "\xD6\xD0\xD6", 3, "中\xEF\xBF\xBD", 1);
    check_decoded("Big5", "", 0, "", 0);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"gbk", "GB18030"},         {"GB2312", "GB18030"},   {"cp936", "GB18030"},
        {"big5", "Big5"},           {"utf8", "UTF-8"},       {"UTF-16le", "UTF-16LE"},
        {"Shift-JIS", "Shift_JIS"}, {"latin1", "ISO-8859-1"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *name = zs_encoding_name(names[i][0]);
        check(name && !strcmp(name, names[i][1]), "%s: %s", names[i][0], name ? name : "none");
    }
    assert_null(zs_encoding_name("klingon"));
    assert_null(zs_encoding_name(""));
    zs_decoder *decoder;
    zs_error error;
    check_status(zs_decoder_new("klingon", &decoder, &error), ZS_ERROR_ENCODING, error);
    assert_non_null(strstr(error.message, "klingon"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_all_codes),
        cmocka_unit_test(test_most_plausible),
        cmocka_unit_test(test_damage_is_local),
        cmocka_unit_test(test_marks_and_halves),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
