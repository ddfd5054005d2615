/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/random.h"

#include <stdlib.h>
#include <string.h>

#include "support/real_text.h"
#include "support/test.h"
#include "text/utf.h"

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t test_random_next(test_random *random)
{
    uint64_t value = random->state += 0x9E3779B97F4A7C15;
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
    value = (value ^ value >> 27) * 0x94D049BB133111EB;
    return value ^ value >> 31;
}

static uint64_t number_from(const char *variable, uint64_t otherwise)
{
    const char *value = getenv(variable);
    return value ? strtoull(value, NULL, 10) : otherwise;
}

test_random test_random_new(uint64_t seed)
{
    uint64_t whole = seed + number_from("ZSEARCH_TEST_SEED", 0);
    return (test_random){.state = whole, .seed = whole};
}

size_t test_random_below(test_random *random, size_t bound)
{
    return test_random_next(random) % bound;
}

bool test_random_once_in(test_random *random, size_t times)
{
    return test_random_below(random, times) == 0;
}

size_t test_rounds(size_t rounds)
{
#ifdef ZSEARCH_TEST_SANITIZED
    const uint64_t usual = 25;
#else
    const uint64_t usual = 100;
#endif
    size_t scaled = rounds * number_from("ZSEARCH_TEST_SCALE", usual) / 100;
    return scaled > 0 ? scaled : 1;
}

static void append(zs_buffer *out, const char *bytes, size_t length)
{
    check(zs_buffer_append(out, bytes, length), "out of memory");
}

void test_put_character(zs_buffer *out, uint32_t character)
{
    char bytes[4];
    append(out, bytes, zs_utf8_put(bytes, (UChar32)character));
}

/* A range of code points, both ends included. */
struct range {
    uint32_t first, last;
};

static void put_from(test_random *random, const struct range *ranges, size_t count,
                     zs_buffer *out)
{
    const struct range *range = &ranges[test_random_below(random, count)];
    uint32_t extent = range->last - range->first + 1;
    test_put_character(out, range->first + (uint32_t)test_random_below(random, extent));
}

#define PUT_FROM(random, out, ...)                                                             \
    do {                                                                                       \
        static const struct range ranges_[] = {__VA_ARGS__};                                   \
        put_from(random, ranges_, sizeof ranges_ / sizeof *ranges_, out);                      \
    } while (0)

#define PUT_ONE_OF(random, out, ...)                                                           \
    do {                                                                                       \
        static const char *const pieces_[] = {__VA_ARGS__};                                    \
        const char *piece_ =                                                                   \
            pieces_[test_random_below(random, sizeof pieces_ / sizeof *pieces_)];              \
        append(out, piece_, strlen(piece_));                                                   \
    } while (0)

static void put_word(test_random *random, zs_buffer *out)
{
    if (test_random_once_in(random, 2)) {
        PUT_ONE_OF(random, out, "GDP", "Big5", "zsearch", "don't", "3.14", "Москва", "ΛΟΓΟΣ",
                   "Straße", "İstanbul", "カタカナ", "ひらがな", "ภาษาไทย", "עברית", "a", "7");
        return;
    }
    static const struct range scripts[] = {{'a', 'z'},       {'A', 'Z'},        {'0', '9'},
                                           {0xC0, 0x17F},    {0x391, 0x3C9},    {0x410, 0x44F},
                                           {0x5D0, 0x5EA},   {0x905, 0x939},    {0xE01, 0xE2E},
                                           {0x3041, 0x3096}, {0x1E900, 0x1E943}};
    const struct range *script =
        &scripts[test_random_below(random, sizeof scripts / sizeof *scripts)];
    for (size_t left = 1 + test_random_below(random, 6); left > 0; left--) {
        put_from(random, script, 1, out);
    }
}

/* Every way in which bytes are not UTF-8 (Unicode, 3.9). */
static void put_invalid(test_random *random, zs_buffer *out)
{
    PUT_ONE_OF(random, out, "\x80", "\xBF\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80",
               "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xED\xA0\xBD\xED\xB8\x80",
               "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
               "\xFF", "\xFE", "\xE4", "\xE4\xB8", "\xF0\x9F", "\xF0\x9F\x98", "\xC3",
               "\xF8\x88\x80\x80\x80");
}

static void put_any(test_random *random, zs_buffer *out)
{
    uint32_t character;
    do {
        character = (uint32_t)test_random_below(random, 0x110000);
    } while (character >= 0xD800 && character <= 0xDFFF);
    test_put_character(out, character);
}

static void put_piece(test_random *random, unsigned kind, zs_buffer *out)
{
    switch (kind) {
    case TEST_HAN: {
        size_t length;
        const char *piece = test_sample_piece(test_random_next(random),
                                              1 + test_random_below(random, 8), &length);
        append(out, piece, length);
        break;
    }
    case TEST_HAN_RARE:
        PUT_FROM(random, out, {0x4E00, 0x9FFF}, {0x3400, 0x4DBF}, {0x20000, 0x2A6DF},
                 {0x2A700, 0x2EBE0}, {0x30000, 0x323AF}, {0xF900, 0xFAD9}, {0x2F800, 0x2FA1D},
                 {0x3005, 0x3007}, {0x3021, 0x3029}, {0x2F00, 0x2FD5});
        break;
    case TEST_LATIN: put_word(random, out); break;
    case TEST_SPACE:
        PUT_ONE_OF(random, out, " ", "  ", "\t", "\u3000", "\u00A0", "\u2003", "\u202F",
                   "\u1680", "\u205F");
        break;
    case TEST_LINE_END:
        PUT_ONE_OF(random, out, "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n \n", "\v", "\f",
                   "\xC2\x85", "\u2028", "\u2029");
        break;
    case TEST_PUNCTUATION:
        PUT_ONE_OF(random, out, "。", "，", "！", "？", "；", "、", "“", "”", "「", "」", "《",
                   "》", "（", "）", "…", "——", ".", ",", "!", "?", ";", "\"", "'", "(", ")",
                   "-", "·", "%", "⁇", "‼");
        break;
    case TEST_MARK:
        PUT_FROM(random, out, {0x300, 0x36F}, {0x3099, 0x309A}, {0x20D0, 0x20F0},
                 {0x591, 0x5AF}, {0x9BE, 0x9BE}, {0x1D165, 0x1D169});
        break;
    case TEST_INVISIBLE:
        PUT_FROM(random, out, {0x200B, 0x200F}, {0xFE00, 0xFE0F}, {0xE0100, 0xE01EF},
                 {0xAD, 0xAD}, {0xFEFF, 0xFEFF}, {0x2060, 0x2064}, {0x180B, 0x180E});
        break;
    case TEST_EMOJI:
        PUT_ONE_OF(random, out, "😀", "👩‍👩‍👧‍👦", "🇨🇳", "👍🏽", "❤️",
                   "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☕", "🧑‍🚀");
        break;
    case TEST_HANGUL:
        PUT_FROM(random, out, {0xAC00, 0xD7A3}, {0x1100, 0x1112}, {0x1161, 0x1175},
                 {0x11A8, 0x11C2});
        break;
    case TEST_COMPATIBLE:
        PUT_FROM(random, out, {0xFF01, 0xFF9F}, {0x2460, 0x24FF}, {0x3200, 0x33FF},
                 {0xFB00, 0xFB06}, {0xFDFA, 0xFDFB}, {0x2160, 0x2188}, {0x1D400, 0x1D433},
                 {0x1F100, 0x1F1AC}, {0x1F200, 0x1F265}, {0xFB1D, 0xFB4F}, {0xFE30, 0xFE6B});
        break;
    case TEST_ANY: put_any(random, out); break;
    case TEST_INVALID: put_invalid(random, out); break;
    default: append(out, "", 1); break;
    }
}

void test_random_text(test_random *random, size_t characters, unsigned kinds, zs_buffer *out)
{
    for (size_t left = characters; left > 0;) {
        unsigned kind = 1U << test_random_below(random, TEST_KINDS);
        if (!(kind & kinds)) {
            continue;
        }
        size_t run = 1 + test_random_below(random, 4);
        for (; run > 0 && left > 0; run--, left--) {
            put_piece(random, kind, out);
        }
    }
}
