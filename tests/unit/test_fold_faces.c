/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What folding must do, face by face: which forms are made one, what becomes of white space,
 * where spans lie, that folding twice changes nothing, and that no text is too strange.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/uchar.h>

#include "base/buffer.h"
#include "support/random.h"
#include "support/real_text.h"
#include "text/fold.h"
#include "text/terms.h"
#include "text/utf.h"

static zs_folded fold(const char *text, size_t length, zs_purpose purpose)
{
    zs_folded folded = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(zs_fold(text, length, purpose, &folded, &error), error);
    return folded;
}

static void check_becomes(const char *text, zs_purpose purpose, const char *wanted)
{
    zs_folded folded = fold(text, strlen(text), purpose);
    zs_buffer got = ZS_BUFFER_INIT;
    assert_true(zs_append_units(&got, folded.units, folded.length));
    assert_true(zs_buffer_terminate(&got));
    check(strcmp(got.data, wanted) == 0, "%s becomes %s, not %s", text, got.data, wanted);
    zs_buffer_release(&got);
    zs_folded_release(&folded);
}

static void test_forms_are_made_one(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"國際消費中心城市", "国际消费中心城市"},
        {"臺灣圖書館裏的資料庫", "台湾图书馆里的资料库"},
        {"ＧＤＰ１２．５％", "gdp12.5%"},
        {"ｶﾞｰﾃﾞﾝ", "ガーデン"},
        {"①②㈱㍿Ⅳ", "12(株)株式会社iv"},
        {"ﬁﬂ½", "fifl1⁄2"},
        {"Straße ΣΑΣ", "strasse σασ"},
        {"e\u0301 \u00C9", "é é"},
        {"\u1112\u1161\u11AB", "한"},
        {"\uF900\uFA10", "岂冢"},
        {"\u2F00\u2FD5", "一龠"},
        {"中\u200B文\u00AD字\uFEFF", "中文字"},
        {"葛\U000E0100飾", "葛饰"},
        {"！？；（）", "!?;()"},
        {"。，、《》", "。,、《》"},
        {"「引」", "“引”"},
        {"…", "..."},
        {"\U00020000\U0002F800", "\U00020000丽"},
        {"\uFDFA", "صلى الله عليه وسلم"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        check_becomes(pairs[i][0], ZS_PURPOSE_INDEX, pairs[i][1]);
        check_becomes(pairs[i][0], ZS_PURPOSE_QUERY, pairs[i][1]);
    }
}

static void test_white_space_in_an_article(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"中 国", "中国"},
        {"中\n国", "中国"},
        {"中\r\n国", "中国"},
        {"中 \t\u3000\u00A0国", "中国"},
        {"中\u200B \u200B国", "中国"},
        {"中\n\n国", "中\n国"},
        {"中\r\n\r\n国", "中\n国"},
        {"中 \n \n\n 国", "中\n国"},
        {"中\u2028国", "中国"},
        {"中\u2029国", "中\n国"},
        {"中\f国", "中\n国"},
        {"中\r\n\u0301", "中 \u0301"},
        {"中 a", "中 a"},
        {"a  \t b", "a b"},
        {"a\nb", "a b"},
        {"a\n\nb", "a\nb"},
        {"中 ，国", "中 ,国"},
        {" 中 ", " 中"},
        {"\n\n中\n\n", "\n中"},
        {" \n ", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        check_becomes(pairs[i][0], ZS_PURPOSE_INDEX, pairs[i][1]);
    }
}

static void test_white_space_in_a_query_parts(void **state)
{
    (void)state;
    check_becomes("中 国", ZS_PURPOSE_QUERY, "中 国");
    check_becomes("中\u3000\u3000国", ZS_PURPOSE_QUERY, "中 国");
    check_becomes("中\n\n国", ZS_PURPOSE_QUERY, "中\n国");
    check_becomes("中\u200B国", ZS_PURPOSE_QUERY, "中国");
}

static void test_invalid_bytes_are_one_each(void **state)
{
    (void)state;
    /* From Unicode, 3.9, and the like. How many characters of replacement they are. */
    static const struct {
        const char *bytes;
        size_t wanted;
    } cases[] = {
        {"\x80", 1},
        {"\xC0\x80", 2},
        {"\xC1\xBF", 2},
        {"\xE0\x80\x80", 3},
        {"\xED\xA0\x80", 3},
        {"\xED\xA0\xBD\xED\xB8\x80", 6},
        {"\xF0\x80\x80\x80", 4},
        {"\xF4\x90\x80\x80", 4},
        {"\xF8\x88\x80\x80\x80", 5},
        {"\xFF\xFE", 2},
        {"\xE4\xB8", 1},
        {"\xF0\x9F\x98", 1},
        {"\xC3", 1},
        {"\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_folded folded = fold(cases[i].bytes, strlen(cases[i].bytes), ZS_PURPOSE_INDEX);
        size_t replaced = 0;
        for (size_t at = 0; at < folded.length; at++) {
            if (folded.units[at] == 0xFFFD) {
                replaced++;
                assert_int_equal(folded.class[at], ZS_CHAR_OTHER);
            }
        }
        check(replaced == cases[i].wanted, "case %zu: %zu instead of %zu", i, replaced,
              cases[i].wanted);
        zs_folded_release(&folded);
    }
}

static void test_nul_is_a_character(void **state)
{
    (void)state;
    zs_folded folded = fold("中\0国\0\u0301", 10, ZS_PURPOSE_INDEX);
    assert_int_equal(folded.length, 5);
    assert_int_equal(folded.units[1], 0xFFFD);
    assert_int_equal(folded.class[1], ZS_CHAR_OTHER);
    assert_int_equal(folded.start[1], 3);
    assert_int_equal(folded.end[1], 4);
    assert_int_equal(folded.units[3], 0xFFFD);
    zs_folded_release(&folded);
}

static bool on_boundary(const char *text, size_t length, size_t at)
{
    /* The beginning of a character, or of what is none: never behind the first byte of what
     * is well-formed. */
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        size_t next;
        if (zs_utf8_next(text, at - back, length, &next) >= 0 && next > at) {
            return false;
        }
    }
    return true;
}

/* What the bytes of a span fold to, alone, has the unit in it. */
static bool covers(const char *text, const zs_folded *folded, size_t at, zs_folded *scratch)
{
    zs_error error;
    check_ok(zs_fold(text + folded->start[at], folded->end[at] - folded->start[at],
                     ZS_PURPOSE_INDEX, scratch, &error),
             error);
    if (folded->class[at] == ZS_CHAR_SPACE || folded->class[at] == ZS_CHAR_NEWLINE) {
        return true; /* white space at the end of a text is dropped */
    }
    for (size_t i = 0; i < scratch->length; i++) {
        if (scratch->units[i] == folded->units[at]) {
            return true;
        }
    }
    return false;
}

static void check_spans(const char *text, size_t length, zs_purpose purpose, uint64_t seed)
{
    zs_folded folded = fold(text, length, purpose);
    zs_folded scratch = ZS_FOLDED_INIT;
    for (size_t i = 0; i < folded.length; i++) {
        uint32_t start = folded.start[i];
        uint32_t end = folded.end[i];
        check(start < end && end <= length, "seed %llu: unit %zu has the span %u to %u",
              (unsigned long long)seed, i, start, end);
        check(on_boundary(text, length, start) && on_boundary(text, length, end),
              "seed %llu: unit %zu, %u to %u, cuts a character", (unsigned long long)seed, i,
              start, end);
        /* White space may share a cluster with what stands behind it: U+00A8 is both. */
        bool shared = i > 0 && (folded.class[i - 1] >= ZS_CHAR_SPACE
                                    ? start >= folded.start[i - 1] && end >= folded.end[i - 1]
                                    : start == folded.start[i - 1] && end == folded.end[i - 1]);
        check(i == 0 || shared || start >= folded.end[i - 1],
              "seed %llu: unit %zu begins at %u within the one before it",
              (unsigned long long)seed, i, start);
        check(covers(text, &folded, i, &scratch),
              "seed %llu: unit %zu, %04X, does not come of the bytes %u to %u",
              (unsigned long long)seed, i, folded.units[i], start, end);
        check(!U16_IS_LEAD(folded.units[i]) ||
                  (i + 1 < folded.length && U16_IS_TRAIL(folded.units[i + 1])),
              "seed %llu: half a character at %zu", (unsigned long long)seed, i);
    }
    zs_folded_release(&scratch);
    zs_folded_release(&folded);
}

static void test_spans_cover_what_they_claim(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(3000); round++) {
        test_random random = test_random_new(1000 + round);
        zs_buffer_clear(&text);
        test_random_text(&random, 100, TEST_EVERYTHING, &text);
        check_spans(text.data, text.length, round % 2, random.seed);
    }
    zs_buffer_release(&text);
    test_texts texts = test_corpus_texts();
    for (size_t i = 0; i < texts.count; i++) {
        check_spans(texts.items[i].data, texts.items[i].length, ZS_PURPOSE_INDEX, i);
    }
    test_texts_release(&texts);
}

/* A reader of simplified characters types what a fold would give: it must fold to itself. */
static void test_folded_ideographs_stay(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    zs_folded once = ZS_FOLDED_INIT;
    zs_folded twice = ZS_FOLDED_INIT;
    zs_error error;
    for (uint32_t point = 0x2E80; point < 0x40000; point++) {
        if (zs_char_class_of((UChar32)point) != ZS_CHAR_HAN) {
            continue;
        }
        zs_buffer_clear(&text);
        test_put_character(&text, point);
        check_ok(zs_fold(text.data, text.length, ZS_PURPOSE_INDEX, &once, &error), error);
        zs_buffer_clear(&text);
        assert_true(zs_append_units(&text, once.units, once.length));
        check_ok(zs_fold(text.data, text.length, ZS_PURPOSE_INDEX, &twice, &error), error);
        check(once.length == twice.length &&
                  memcmp(once.units, twice.units, once.length * sizeof *once.units) == 0,
              "U+%04X folds to %.*s, which folds to something else", point, (int)text.length,
              text.data);
    }
    zs_folded_release(&once);
    zs_folded_release(&twice);
    zs_buffer_release(&text);
}

static void test_folded_text_stays(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        test_random random = test_random_new(round);
        zs_buffer_clear(&text);
        test_random_text(&random, 100,
                         TEST_HAN | TEST_HAN_RARE | TEST_LATIN | TEST_SPACE | TEST_LINE_END |
                             TEST_PUNCTUATION | TEST_INVALID,
                         &text);
        zs_folded once = fold(text.data, text.length, ZS_PURPOSE_QUERY);
        zs_buffer_clear(&text);
        assert_true(zs_append_units(&text, once.units, once.length));
        zs_folded twice = fold(text.data, text.length, ZS_PURPOSE_QUERY);
        /* One line feed stands for an empty line; folded again it is a mere space. */
        for (size_t i = 0; i < once.length && i < twice.length; i++) {
            check(once.units[i] == twice.units[i] ||
                      (once.units[i] == '\n' && twice.units[i] == ' '),
                  "seed %llu: unit %zu was %04X and is %04X", (unsigned long long)random.seed,
                  i, once.units[i], twice.units[i]);
        }
        check(once.length == twice.length, "seed %llu", (unsigned long long)random.seed);
        zs_folded_release(&once);
        zs_folded_release(&twice);
    }
    zs_buffer_release(&text);
}

/* Any part of a run of ideographs folds to a part of what the run folds to. */
static void test_parts_of_a_run_fold_alike(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT;
        test_random_text(&random, 30, TEST_HAN_RARE, &text);
        zs_folded whole = fold(text.data, text.length, ZS_PURPOSE_INDEX);
        size_t first = test_random_below(&random, whole.length);
        size_t last = first + test_random_below(&random, whole.length - first);
        zs_folded part = fold(text.data + whole.start[first],
                              whole.end[last] - whole.start[first], ZS_PURPOSE_QUERY);
        check(memmem(whole.units, whole.length * sizeof(UChar), part.units,
                     part.length * sizeof(UChar)),
              "seed %llu", (unsigned long long)random.seed);
        zs_folded_release(&part);
        zs_folded_release(&whole);
        zs_buffer_release(&text);
    }
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Ten megabytes in one line, of what is cheap, dear, or joins without end. The bounds are
 * wide: they catch what grows with the square of the length. */
static void test_long_lines_take_bounded_time_and_memory(void **state)
{
    (void)state;
    static const char *const units[] = {"中",     "a",
                                        " ",      "\u0301",
                                        "\uFDFA", "\u200B",
                                        "\xFF",   "\U0001F600\u200D",
                                        "가",     "\u1112\u1161\u11AB",
                                        "中 ",    "ⅷ"};
    size_t length = test_rounds(10 << 20);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t size = strlen(units[i]);
        char *text = malloc(length + size);
        assert_non_null(text);
        for (size_t at = 0; at < length; at += size) {
            memcpy(text + at, units[i], size);
        }
        double before = seconds();
        zs_folded folded = fold(text, length, ZS_PURPOSE_INDEX);
        double took = seconds() - before;
        check(took < 10, "%zu bytes of %s took %.1f s", length, units[i], took);
        check(folded.capacity <= 12 * length, "%zu bytes of %s took room for %zu units", length,
              units[i], folded.capacity);
        zs_folded_release(&folded);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms_are_made_one),
        cmocka_unit_test(test_white_space_in_an_article),
        cmocka_unit_test(test_white_space_in_a_query_parts),
        cmocka_unit_test(test_invalid_bytes_are_one_each),
        cmocka_unit_test(test_nul_is_a_character),
        cmocka_unit_test(test_spans_cover_what_they_claim),
        cmocka_unit_test(test_folded_ideographs_stay),
        cmocka_unit_test(test_folded_text_stays),
        cmocka_unit_test(test_parts_of_a_run_fold_alike),
        cmocka_unit_test(test_long_lines_take_bounded_time_and_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
