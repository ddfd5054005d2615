/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Segmentation against ICU's iterator asked once for the whole text, and what must hold of
 * words of any text, however long.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>

#include "base/buffer.h"
#include "support/random.h"
#include "support/real_text.h"
#include "text/dictionary.h"
#include "text/segment.h"

/* As in segment.c: longer texts are cut in parts. */
enum { PART = 1 << 16 };

struct cutter {
    zs_segmenter *segmenter;
    UBreakIterator *iterator;
    zs_folded folded;
    zs_words words;
};

static struct cutter cutter;

static int open_cutter(void **state)
{
    (void)state;
    zs_error error;
    UErrorCode status = U_ZERO_ERROR;
    cutter.iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    return U_FAILURE(status) || zs_segmenter_new(&cutter.segmenter, &error) ? -1 : 0;
}

static int close_cutter(void **state)
{
    (void)state;
    ubrk_close(cutter.iterator);
    zs_segmenter_free(cutter.segmenter);
    zs_segmenter_free(NULL);
    zs_folded_release(&cutter.folded);
    zs_words_release(&cutter.words);
    return 0;
}

static void cut(const char *text, size_t length)
{
    zs_error error;
    check_ok(zs_fold(text, length, ZS_PURPOSE_INDEX, &cutter.folded, &error), error);
    check_ok(zs_segment(cutter.segmenter, &cutter.folded, &cutter.words, &error), error);
}

static bool is_han(size_t at)
{
    return cutter.folded.class[at] == ZS_CHAR_HAN;
}

/* Words ascend, hold one kind of character, and leave out no ideograph, letter or digit. */
static void check_words(uint64_t seed)
{
    const zs_folded *folded = &cutter.folded;
    size_t covered = 0; /* all before this unit is looked after */
    for (size_t i = 0; i < cutter.words.count; i++) {
        const zs_word *word = &cutter.words.items[i];
        check(word->start < word->end && word->end <= folded->length,
              "seed %llu: word %zu, %u to %u", (unsigned long long)seed, i, word->start,
              word->end);
        check(word->start >= covered, "seed %llu: word %zu begins at %u before %zu",
              (unsigned long long)seed, i, word->start, covered);
        for (; covered < word->start; covered++) {
            check(folded->class[covered] != ZS_CHAR_HAN &&
                      folded->class[covered] != ZS_CHAR_WORD,
                  "seed %llu: unit %zu, %04X, is in no word", (unsigned long long)seed, covered,
                  folded->units[covered]);
        }
        bool says_something = word->han;
        for (; covered < word->end; covered++) {
            check(is_han(covered) == word->han, "seed %llu: word %zu is of two kinds at %zu",
                  (unsigned long long)seed, i, covered);
            says_something = says_something || folded->class[covered] == ZS_CHAR_WORD;
        }
        check(says_something, "seed %llu: word %zu is none", (unsigned long long)seed, i);
        check(!U16_IS_TRAIL(folded->units[word->start]) &&
                  !U16_IS_LEAD(folded->units[word->end - 1]),
              "seed %llu: word %zu cuts a character", (unsigned long long)seed, i);
    }
    for (; covered < folded->length; covered++) {
        check(folded->class[covered] != ZS_CHAR_HAN && folded->class[covered] != ZS_CHAR_WORD,
              "seed %llu: unit %zu, %04X, at the end is in no word", (unsigned long long)seed,
              covered, folded->units[covered]);
    }
}

/* Where ICU sees a boundary when it has the whole text before it. */
static uint8_t *boundaries_by_icu(void)
{
    const zs_folded *folded = &cutter.folded;
    uint8_t *boundary = calloc(folded->length + 1, 1);
    assert_non_null(boundary);
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(cutter.iterator, folded->units, (int32_t)folded->length, &status);
    assert_true(U_SUCCESS(status));
    for (int32_t at = ubrk_first(cutter.iterator); at != UBRK_DONE;
         at = ubrk_next(cutter.iterator)) {
        boundary[at] = 1;
    }
    return boundary;
}

/* A word begins and ends where ICU says or where ideographs meet others, and nowhere in it
 * is there such a place. */
static void check_against_icu(uint64_t seed)
{
    uint8_t *boundary = boundaries_by_icu();
    for (size_t at = 1; at < cutter.folded.length; at++) {
        boundary[at] |= is_han(at - 1) != is_han(at);
    }
    for (size_t i = 0; i < cutter.words.count; i++) {
        const zs_word *word = &cutter.words.items[i];
        check(boundary[word->start] && boundary[word->end],
              "seed %llu: ICU does not cut at %u and %u", (unsigned long long)seed, word->start,
              word->end);
        for (uint32_t at = word->start + 1; at < word->end; at++) {
            check(!boundary[at], "seed %llu: ICU cuts at %u", (unsigned long long)seed, at);
        }
    }
    free(boundary);
}

static void test_random_text_is_cut_as_icu_cuts(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        test_random random = test_random_new(round);
        unsigned kinds = round % 3 == 0 ? TEST_HAN | TEST_LATIN | TEST_PUNCTUATION
                                        : (unsigned)TEST_EVERYTHING;
        zs_buffer_clear(&text);
        test_random_text(&random, 1 + test_random_below(&random, 300), kinds, &text);
        cut(text.data, text.length);
        check_words(random.seed);
        check_against_icu(random.seed);
    }
    zs_buffer_release(&text);
}

/* What joins with what depends on the neighbours: some of each kind, close together. */
static void test_neighbours_are_cut_as_icu_cuts(void **state)
{
    (void)state;
    static const char *const characters[] = {
        "a",      "b",      "7",      "0",      "_",      ".",      "'",      ",",
        ";",      ":",      "\"",     "@",      "-",      "#",      "*",      "\u00B7",
        "\u2018", "\u2019", "\u2014", "\u3002", "\u300A", "\u00E9", "\u05D0", "\u30AB",
        "\u30FB", "\u30FC", "\u3042", "\uD55C", "\u0E01", "\u0301", "\u20DC", "\u0600",
        "\uFFF9", "\u00A9", "☕",      "🇨",      "𠀀",     "中",     "国",     "人",
        "民",     "一",     "的",     "〇",     "々",     "\uFA0E", " ",      "\n\n"};
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(40000); round++) {
        test_random random = test_random_new(round);
        /* All of them, or a few that meet more often. */
        size_t variety = sizeof characters / sizeof *characters;
        size_t some = round % 2 == 0 ? variety : 4;
        size_t first = test_random_below(&random, variety);
        zs_buffer_clear(&text);
        for (size_t left = 1 + test_random_below(&random, 30); left > 0; left--) {
            size_t which = test_random_once_in(&random, 4)
                               ? test_random_below(&random, variety)
                               : (first + test_random_below(&random, some)) % variety;
            assert_true(zs_buffer_append_string(&text, characters[which]));
        }
        cut(text.data, text.length);
        check_words(random.seed);
        check_against_icu(random.seed);
    }
    zs_buffer_release(&text);
}

/* ICU's dictionary has all ideographs that are asked for in a form that is known, or all is
 * cut by ICU itself, which is right too, but slow. */
static void test_the_dictionary_is_read(void **state)
{
    (void)state;
    zs_error error;
    zs_dictionary *dictionary;
    zs_dictionary_word words[ZS_DICTIONARY_LONGEST];
    check_ok(zs_dictionary_open(&dictionary, &error), error);
    assert_non_null(dictionary);
    static const UChar text[] = u"国家主席";
    size_t count = zs_dictionary_match(dictionary, text, 4, words);
    assert_true(count >= 2);
    assert_int_equal(words[0].length, 1);
    assert_int_equal(words[1].length, 2);
    assert_true(words[1].cost < 2 * words[0].cost);
    assert_int_equal(zs_dictionary_match(dictionary, text, 1, words), 1);
    zs_dictionary_close(dictionary);
    zs_dictionary_close(NULL);
}

static void check_texts(test_texts texts)
{
    for (size_t i = 0; i < texts.count; i++) {
        cut(texts.items[i].data, texts.items[i].length);
        check_words(i);
        if (cutter.folded.length <= PART) {
            check_against_icu(i);
        }
    }
    test_texts_release(&texts);
}

static void test_real_text_is_cut_as_icu_cuts(void **state)
{
    (void)state;
    check_texts(test_corpus_texts());
}

static void test_collections_are_cut_as_icu_cuts(void **state)
{
    (void)state;
    if (!getenv("ZSEARCH_TEST_DATA")) {
        print_message("skipped: ZSEARCH_TEST_DATA is not set\n");
        skip();
    }
    check_texts(test_collection_texts("stard", test_rounds(1 << 20)));
    check_texts(test_collection_texts("lctt", test_rounds(1 << 20)));
    check_texts(test_collection_texts("laws_tw", test_rounds(1 << 20)));
    check_texts(test_collection_texts("poetry", test_rounds(1 << 20)));
}

/* A long run of ideographs, with a letter here and there but nothing to part it at. */
static void test_long_runs_are_cut_in_parts(void **state)
{
    (void)state;
    static const unsigned kinds[] = {TEST_HAN, TEST_HAN_RARE, TEST_HAN_RARE | TEST_HAN,
                                     TEST_HAN | TEST_LATIN, TEST_EVERYTHING};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        test_random random = test_random_new(i);
        zs_buffer text = ZS_BUFFER_INIT;
        test_random_text(&random, 3 * PART, kinds[i], &text);
        cut(text.data, text.length);
        check_words(random.seed);
        zs_buffer_release(&text);
    }
}

/* One character of two units over and over, moved by one: some cut would fall in it. */
static void test_parts_end_between_characters(void **state)
{
    (void)state;
    for (size_t lead = 0; lead < 2; lead++) {
        zs_buffer text = ZS_BUFFER_INIT;
        assert_true(zs_buffer_append(&text, "\u4E2D", 3 * lead));
        for (size_t i = 0; i < PART + 100; i++) {
            test_put_character(&text, 0x20000);
        }
        cut(text.data, text.length);
        check_words(lead);
        size_t characters = 0;
        for (size_t i = 0; i < cutter.words.count; i++) {
            characters += (cutter.words.items[i].end - cutter.words.items[i].start + 1) / 2;
        }
        assert_true(characters >= PART + 100);
        zs_buffer_release(&text);
    }
}

/* Where a part can end behind punctuation, nothing differs from one piece. */
static void test_parts_with_punctuation_are_as_one_piece(void **state)
{
    (void)state;
    test_random random = test_random_new(9);
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t sentence = 0; sentence < 10000; sentence++) {
        test_random_text(&random, 5, TEST_HAN, &text);
        assert_true(zs_buffer_append_string(&text, "。"));
    }
    cut(text.data, text.length);
    assert_true(cutter.folded.length > 2 * PART);
    check_words(random.seed);
    check_against_icu(random.seed);
    zs_buffer_release(&text);
}

static void test_nothing_has_no_words(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " ", "。", "！？；\n\n", "\xFF\xFE", "😀", "\u200B"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cut(texts[i], strlen(texts[i]));
        check(cutter.words.count == 0, "%s has words", texts[i]);
    }
}

static void test_mixed_pieces_are_parted(void **state)
{
    (void)state;
    static const char text[] = "与Big5编码，GB18030标准3.14元";
    static const char *const wanted[] = {"与", "big5", "编码", "gb18030", "标准", "3.14", "元"};
    cut(text, sizeof text - 1);
    assert_int_equal(cutter.words.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < cutter.words.count; i++) {
        const zs_word *word = &cutter.words.items[i];
        zs_buffer got = ZS_BUFFER_INIT;
        for (uint32_t at = word->start; at < word->end; at++) {
            test_put_character(&got, cutter.folded.units[at]);
        }
        assert_int_equal(got.length, strlen(wanted[i]));
        assert_memory_equal(got.data, wanted[i], got.length);
        zs_buffer_release(&got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_text_is_cut_as_icu_cuts),
        cmocka_unit_test(test_neighbours_are_cut_as_icu_cuts),
        cmocka_unit_test(test_the_dictionary_is_read),
        cmocka_unit_test(test_real_text_is_cut_as_icu_cuts),
        cmocka_unit_test(test_collections_are_cut_as_icu_cuts),
        cmocka_unit_test(test_long_runs_are_cut_in_parts),
        cmocka_unit_test(test_parts_end_between_characters),
        cmocka_unit_test(test_parts_with_punctuation_are_as_one_piece),
        cmocka_unit_test(test_nothing_has_no_words),
        cmocka_unit_test(test_mixed_pieces_are_parted),
    };
    return cmocka_run_group_tests(tests, open_cutter, close_cutter);
}
