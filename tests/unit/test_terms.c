/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tokens against a slow and obvious making of them, and what the index promises: every pair
 * of neighbours in a run of ideographs is a term, and every ideograph begins one.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "support/random.h"
#include "support/real_text.h"
#include "text/analyser.h"
#include "text/utf.h"

static zs_analyser *analyser;

static int open_analyser(void **state)
{
    (void)state;
    return zs_analyser_new(&analyser, NULL) ? -1 : 0;
}

static int close_analyser(void **state)
{
    (void)state;
    zs_analyser_free(analyser);
    return 0;
}

static void analyse(const char *text, size_t length, zs_purpose purpose)
{
    zs_error error;
    check_ok(zs_analyser_run(analyser, text, length, purpose, &error), error);
}

/* The unit behind the character at `at`. */
static uint32_t behind(const zs_folded *folded, uint32_t at)
{
    return at + (U16_IS_LEAD(folded->units[at]) ? 2 : 1);
}

static const zs_word *word_at(const zs_words *words, uint32_t at)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].start <= at && at < words->items[i].end) {
            return &words->items[i];
        }
    }
    return NULL;
}

static size_t characters_in(const zs_folded *folded, const zs_word *word)
{
    size_t count = 0;
    for (uint32_t at = word->start; at < word->end; at = behind(folded, at)) {
        count++;
    }
    return count;
}

static bool is_han(const zs_folded *folded, uint32_t at)
{
    return at < folded->length && folded->class[at] == ZS_CHAR_HAN;
}

static void expect(zs_tokens *expected, uint32_t start, uint32_t end, zs_token_kind kind)
{
    zs_cut *items =
        zs_array_grow(expected->items, &expected->capacity, expected->count + 1, sizeof *items);
    assert_non_null(items);
    expected->items = items;
    items[expected->count++] = (zs_cut){.start = start, .end = end, .kind = kind};
}

/* What one ideograph is the beginning of. */
static void expect_of_ideograph(const zs_folded *folded, const zs_words *words, uint32_t at,
                                zs_purpose purpose, zs_tokens *expected)
{
    const zs_word *word = word_at(words, at);
    assert_non_null(word);
    uint32_t next = behind(folded, at);
    size_t characters = characters_in(folded, word);
    bool begins_word = at == word->start;
    if (begins_word && characters == 1) {
        expect(expected, at, next, ZS_TOKEN_HAN_SINGLE);
    }
    if (is_han(folded, next)) {
        zs_token_kind kind = next >= word->end ? ZS_TOKEN_HAN_CROSS
                             : characters == 2 ? ZS_TOKEN_HAN_WORD
                                               : ZS_TOKEN_HAN_INNER;
        expect(expected, at, behind(folded, next), kind);
    } else if (characters > 1 && purpose == ZS_PURPOSE_INDEX) {
        expect(expected, at, next, ZS_TOKEN_HAN_FINAL);
    }
    if (begins_word && characters > 2) {
        expect(expected, word->start, word->end, ZS_TOKEN_HAN_LONG);
    }
}

static int by_place(const void *one, const void *other)
{
    const zs_cut *a = one;
    const zs_cut *b = other;
    return a->start != b->start ? (a->start > b->start) - (a->start < b->start)
                                : (a->end > b->end) - (a->end < b->end);
}

static void check_tokens(zs_purpose purpose, uint64_t seed)
{
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_words *words = zs_analyser_words(analyser);
    const zs_tokens *tokens = zs_analyser_tokens(analyser);
    zs_tokens expected = ZS_TOKENS_INIT;
    for (uint32_t at = 0; at < folded->length; at = behind(folded, at)) {
        if (is_han(folded, at)) {
            expect_of_ideograph(folded, words, at, purpose, &expected);
        }
    }
    for (size_t i = 0; i < words->count; i++) {
        if (!words->items[i].han) {
            expect(&expected, words->items[i].start, words->items[i].end, ZS_TOKEN_WORD);
        }
    }
    if (expected.count > 0) {
        qsort(expected.items, expected.count, sizeof *expected.items, by_place);
    }
    for (size_t i = 0; i < tokens->count && i < expected.count; i++) {
        const zs_cut *got = &tokens->items[i];
        const zs_cut *wanted = &expected.items[i];
        check(got->start == wanted->start && got->end == wanted->end &&
                  got->kind == wanted->kind,
              "seed %llu: token %zu is %s %u to %u instead of %s %u to %u",
              (unsigned long long)seed, i, zs_token_kind_name(got->kind), got->start, got->end,
              zs_token_kind_name(wanted->kind), wanted->start, wanted->end);
    }
    check(tokens->count == expected.count, "seed %llu: %zu tokens instead of %zu",
          (unsigned long long)seed, tokens->count, expected.count);
    zs_tokens_release(&expected);
}

/* A term is the units of its token in UTF-8, as many whole characters as fit. */
static void check_terms(uint64_t seed)
{
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_tokens *tokens = zs_analyser_tokens(analyser);
    for (size_t i = 0; i < tokens->count; i++) {
        const zs_cut *token = &tokens->items[i];
        zs_buffer whole = ZS_BUFFER_INIT;
        assert_true(
            zs_append_units(&whole, folded->units + token->start, token->end - token->start));
        size_t wanted = 0;
        for (size_t next; wanted < whole.length; wanted = next) {
            assert_true(zs_utf8_next(whole.data, wanted, whole.length, &next) >= 0);
            if (next > ZS_TERM_LIMIT) {
                break;
            }
        }
        char term[ZS_TERM_LIMIT];
        size_t length = zs_token_term(folded, token, term);
        check(length == wanted && memcmp(term, whole.data, length) == 0 && length > 0,
              "seed %llu: the term of token %zu has %zu bytes of %zu", (unsigned long long)seed,
              i, length, whole.length);
        zs_buffer_release(&whole);
    }
}

static void test_random_text_has_the_tokens_of_the_slow_one(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(1500); round++) {
        test_random random = test_random_new(round);
        unsigned kinds = round % 2 ? (unsigned)TEST_EVERYTHING
                                   : TEST_HAN | TEST_HAN_RARE | TEST_LATIN | TEST_SPACE |
                                         TEST_PUNCTUATION | TEST_INVISIBLE;
        zs_buffer_clear(&text);
        test_random_text(&random, 1 + test_random_below(&random, 100), kinds, &text);
        for (int purpose = ZS_PURPOSE_INDEX; purpose <= ZS_PURPOSE_QUERY; purpose++) {
            analyse(text.data, text.length, (zs_purpose)purpose);
            check_tokens((zs_purpose)purpose, random.seed);
            check_terms(random.seed);
        }
    }
    zs_buffer_release(&text);
}

static void check_texts(test_texts texts)
{
    for (size_t i = 0; i < texts.count; i++) {
        size_t length = texts.items[i].length < 20000 ? texts.items[i].length : 20000;
        analyse(texts.items[i].data, length, i % 2);
        check_tokens(i % 2, i);
        check_terms(i);
    }
    test_texts_release(&texts);
}

static void test_real_text_has_the_tokens_of_the_slow_one(void **state)
{
    (void)state;
    check_texts(test_corpus_texts());
}

static void test_collections_have_the_tokens_of_the_slow_one(void **state)
{
    (void)state;
    if (!getenv("ZSEARCH_TEST_DATA")) {
        print_message("skipped: ZSEARCH_TEST_DATA is not set\n");
        skip();
    }
    check_texts(test_collection_texts("stard", test_rounds(300 << 10)));
    check_texts(test_collection_texts("poetry", test_rounds(100 << 10)));
}

static bool has_term(const zs_term_count *terms, size_t count, const char *bytes, size_t length,
                     bool as_beginning)
{
    for (size_t i = 0; i < count; i++) {
        if (terms[i].length >= length && (as_beginning || terms[i].length == length) &&
            memcmp(terms[i].term, bytes, length) == 0) {
            return true;
        }
    }
    return false;
}

/* What makes that nothing is missed: the terms of an article have each pair of neighbours,
 * and each ideograph at the beginning of one of them. */
static void check_promise(const char *text, size_t length, uint64_t seed)
{
    zs_part part = {.text = text, .length = length};
    const zs_term_count *terms;
    size_t count;
    zs_error error;
    check_ok(zs_analyser_count(analyser, &part, 1, &terms, &count, &error), error);
    const zs_folded *folded = zs_analyser_folded(analyser);
    for (uint32_t at = 0; at < folded->length; at = behind(folded, at)) {
        if (!is_han(folded, at)) {
            continue;
        }
        uint32_t next = behind(folded, at);
        zs_buffer bytes = ZS_BUFFER_INIT;
        assert_true(zs_append_units(&bytes, folded->units + at, next - at));
        check(has_term(terms, count, bytes.data, bytes.length, true),
              "seed %llu: nothing begins with %.*s", (unsigned long long)seed,
              (int)bytes.length, bytes.data);
        if (is_han(folded, next)) {
            assert_true(
                zs_append_units(&bytes, folded->units + next, behind(folded, next) - next));
            check(has_term(terms, count, bytes.data, bytes.length, false),
                  "seed %llu: %.*s is no term", (unsigned long long)seed, (int)bytes.length,
                  bytes.data);
        }
        zs_buffer_release(&bytes);
    }
}

static void test_every_pair_and_every_ideograph_is_found(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(500); round++) {
        test_random random = test_random_new(round);
        zs_buffer_clear(&text);
        test_random_text(&random, 60, TEST_EVERYTHING, &text);
        check_promise(text.data, text.length, random.seed);
    }
    zs_buffer_release(&text);
    test_texts texts = test_corpus_texts();
    for (size_t i = 0; i < texts.count; i++) {
        size_t length = texts.items[i].length < 3000 ? texts.items[i].length : 3000;
        check_promise(texts.items[i].data, length, i);
    }
    test_texts_release(&texts);
}

static void test_the_last_of_a_run_counts_for_nothing(void **state)
{
    (void)state;
    static const char text[] = "中国，中国。国";
    zs_part part = {.text = text, .length = sizeof text - 1};
    const zs_term_count *terms;
    size_t count;
    zs_error error;
    check_ok(zs_analyser_count(analyser, &part, 1, &terms, &count, &error), error);
    assert_int_equal(count, 2);
    assert_memory_equal(terms[0].term, "中国", terms[0].length);
    assert_int_equal(terms[0].count, 2);
    assert_memory_equal(terms[1].term, "国", terms[1].length);
    assert_int_equal(terms[1].count, 1); /* twice as the last, once as a word */
}

static void test_parts_are_counted_together(void **state)
{
    (void)state;
    zs_part parts[] = {{.text = "标题", .length = 6},
                       {.text = NULL, .length = 5},
                       {.text = "标题 text 标题", .length = 18},
                       {.text = "", .length = 0}};
    const zs_term_count *terms;
    size_t count;
    zs_error error;
    check_ok(zs_analyser_count(analyser, parts, 4, &terms, &count, &error), error);
    assert_int_equal(count, 3);
    assert_memory_equal(terms[0].term, "标题", 6);
    assert_int_equal(terms[0].count, 3);
    assert_memory_equal(terms[1].term, "题", 3);
    assert_int_equal(terms[1].count, 0);
    assert_memory_equal(terms[2].term, "text", 4);

    check_ok(zs_analyser_count(analyser, NULL, 0, &terms, &count, &error), error);
    assert_int_equal(count, 0);
}

static void test_kinds_have_names(void **state)
{
    (void)state;
    for (int kind = ZS_TOKEN_WORD; kind <= ZS_TOKEN_HAN_FINAL; kind++) {
        assert_string_not_equal(zs_token_kind_name((zs_token_kind)kind), "unknown");
        for (int other = ZS_TOKEN_WORD; other < kind; other++) {
            assert_string_not_equal(zs_token_kind_name((zs_token_kind)kind),
                                    zs_token_kind_name((zs_token_kind)other));
        }
    }
    assert_string_equal(zs_token_kind_name((zs_token_kind)99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_text_has_the_tokens_of_the_slow_one),
        cmocka_unit_test(test_real_text_has_the_tokens_of_the_slow_one),
        cmocka_unit_test(test_collections_have_the_tokens_of_the_slow_one),
        cmocka_unit_test(test_every_pair_and_every_ideograph_is_found),
        cmocka_unit_test(test_the_last_of_a_run_counts_for_nothing),
        cmocka_unit_test(test_parts_are_counted_together),
        cmocka_unit_test(test_kinds_have_names),
    };
    return cmocka_run_group_tests(tests, open_analyser, close_analyser);
}
