/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The matcher against looking for each term at each place.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/matcher.h"
#include "searcher/vocabulary.h"
#include "support/matching.h"
#include "support/random.h"
#include "support/real_text.h"

static bool is_word(const zs_folded *folded, size_t at)
{
    return at < folded->length && folded->class[at] == ZS_CHAR_WORD;
}

static bool stands_at(const zs_query_terms *query, const zs_query_term *term,
                      const zs_folded *folded, size_t at)
{
    if (folded->length - at < term->length) {
        return false;
    }
    for (size_t i = 0; i < term->length; i++) {
        if (folded->units[at + i] != query->units[term->start + i]) {
            return false;
        }
    }
    return term->kind != ZS_TOKEN_WORD ||
           (!(at > 0 && is_word(folded, at - 1)) && !is_word(folded, at + term->length));
}

/* How many of the query's terms are said to stand where its synonyms do. */
static size_t count_synonyms(const zs_query_terms *query, const zs_folded *folded, size_t at)
{
    const zs_query_synonyms *synonyms = &query->synonyms;
    size_t count = 0;
    for (size_t i = 0; i < synonyms->count; i++) {
        const zs_query_synonym *synonym = &synonyms->items[i];
        const UChar *units = synonyms->units + synonym->start;
        bool stands = folded->length - at >= synonym->length;
        for (size_t j = 0; stands && j < synonym->length; j++) {
            stands = folded->units[at + j] == units[j];
        }
        stands = stands && !(synonym->begins_word && at > 0 && is_word(folded, at - 1)) &&
                 !(synonym->ends_word && is_word(folded, at + synonym->length));
        count += stands ? synonym->covered_count : 0;
    }
    return count;
}

/* Of those that stand at a place, those that are synonyms, which are put last. */
static size_t part_synonyms(zs_occurrence *items, size_t count)
{
    size_t terms = 0;
    for (size_t i = 0; i < count; i++) {
        if (!items[i].synonym) {
            zs_occurrence item = items[i];
            items[i] = items[terms];
            items[terms++] = item;
        }
    }
    return count - terms;
}

static void check_matches(const zs_query_terms *query, const zs_folded *folded, uint64_t seed)
{
    zs_occurrences got = ZS_OCCURRENCES_INIT;
    zs_error error;
    check_ok(zs_matcher_prepare(test_matcher, query, &error), error);
    check_ok(zs_matcher_run(test_matcher, folded, &got, &error), error);
    size_t wanted = 0;
    for (size_t at = 0; at < folded->length; at++) {
        size_t first = wanted;
        for (size_t i = 0; i < query->count; i++) {
            wanted += stands_at(query, &query->items[i], folded, at);
        }
        size_t here = first;
        while (here < got.count && got.items[here].start == at) {
            here++;
        }
        size_t synonyms = part_synonyms(got.items + first, here - first);
        check(synonyms == count_synonyms(query, folded, at), "seed %llu: %zu synonyms at %zu",
              (unsigned long long)seed, synonyms, at);
        memmove(got.items + here - synonyms, got.items + here,
                (got.count - here) * sizeof *got.items);
        got.count -= synonyms;
        /* Those of one place may come in any order. */
        for (size_t i = first; i < wanted; i++) {
            check(i < got.count && got.items[i].start == at,
                  "seed %llu: one of %zu at %zu is missing", (unsigned long long)seed,
                  wanted - first, at);
            const zs_query_term *term = &query->items[got.items[i].term];
            check(got.items[i].end == at + term->length && stands_at(query, term, folded, at),
                  "seed %llu: what does not stand at %zu is said to", (unsigned long long)seed,
                  at);
            for (size_t j = first; j < i; j++) {
                assert_int_not_equal(got.items[i].term, got.items[j].term);
            }
        }
    }
    check(got.count == wanted, "seed %llu: %zu instead of %zu", (unsigned long long)seed,
          got.count, wanted);
    zs_occurrences_release(&got);
}

static zs_vocabulary *vocabulary;

static int open_vocabulary(void **state)
{
    static const char words[] =
        "消费, 开支, 消费者, buy\n政策=>办法, 政, cost of\n的 城市 => 城\n";
    zs_error error;
    check_ok(zs_vocabulary_new(true, &vocabulary, &error), error);
    check_ok(zs_vocabulary_read_synonyms(vocabulary, "words", words, strlen(words), &error),
             error);
    return test_open_matching(state);
}

static int close_vocabulary(void **state)
{
    zs_vocabulary_free(vocabulary);
    return test_close_matching(state);
}

static void check_text(const char *query_text, const char *text, size_t length, uint64_t seed)
{
    zs_query_terms query = ZS_QUERY_TERMS_INIT;
    zs_folded folded = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(zs_query_terms_analyse(&query, test_analyser, vocabulary, query_text, &error),
             error);
    check_ok(zs_fold(text, length, ZS_PURPOSE_INDEX, &folded, &error), error);
    check_matches(&query, &folded, seed);
    zs_folded_release(&folded);
    zs_query_terms_release(&query);
}

/* A text of few characters, and a query of pieces of it. */
static void test_few_characters_match_often(void **state)
{
    (void)state;
    static const char *const characters[] = {"一", "二", "三", "a", "b", " ", "，", "𠀀", "é"};
    for (size_t round = 0; round < test_rounds(1000); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT;
        zs_buffer query = ZS_BUFFER_INIT;
        for (size_t i = 0; i < 200; i++) {
            const char *piece = characters[test_random_below(&random, 9)];
            assert_true(zs_buffer_append_string(&text, piece));
            if (i < 20) {
                piece = characters[test_random_below(&random, 9)];
                assert_true(zs_buffer_append_string(&query, piece));
            }
        }
        assert_true(zs_buffer_terminate(&query));
        check_text(query.data, text.data, text.length, random.seed);
        zs_buffer_release(&text);
        zs_buffer_release(&query);
    }
}

static void test_random_text_matches_as_by_hand(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(500); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT;
        zs_buffer query = ZS_BUFFER_INIT;
        test_random_text(&random, 150, TEST_EVERYTHING, &text);
        test_random_text(&random, 15, TEST_EVERYTHING & ~TEST_NUL, &query);
        assert_true(zs_buffer_terminate(&query));
        check_text(query.data, text.data, text.length, random.seed);
        zs_buffer_release(&text);
        zs_buffer_release(&query);
    }
}

static void test_real_text_matches_as_by_hand(void **state)
{
    (void)state;
    test_texts texts = test_corpus_texts();
    static const char *const queries[] = {
        "国际消费中心城市", "青年人才 政策", "什么是营商环境", "Big5", "的", "臺灣 圖書館"};
    for (size_t i = 0; i < texts.count; i++) {
        for (size_t j = 0; j < sizeof queries / sizeof *queries; j++) {
            check_text(queries[j], texts.items[i].data, texts.items[i].length, i);
        }
    }
    test_texts_release(&texts);
}

static void test_words_match_at_word_edges_only(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *text;
        size_t count;
    } cases[] = {
        {"art", "art party Art, 艺术art中心 arts", 3},
        {"GB18030", "gb18030标准、GB18030-2022、XGB18030", 2},
        {"中国", "中国人中国，發展中國家", 3},
        {"é", "e\u0301 E\u0301a É", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_query_terms query = ZS_QUERY_TERMS_INIT;
        zs_folded folded = ZS_FOLDED_INIT;
        zs_occurrences got = ZS_OCCURRENCES_INIT;
        zs_error error;
        check_ok(
            zs_query_terms_analyse(&query, test_analyser, vocabulary, cases[i].query, &error),
            error);
        check_ok(
            zs_fold(cases[i].text, strlen(cases[i].text), ZS_PURPOSE_INDEX, &folded, &error),
            error);
        check_ok(zs_matcher_prepare(test_matcher, &query, &error), error);
        check_ok(zs_matcher_run(test_matcher, &folded, &got, &error), error);
        check(got.count == cases[i].count, "%s in %s: %zu times", cases[i].query, cases[i].text,
              got.count);
        zs_occurrences_release(&got);
        zs_folded_release(&folded);
        zs_query_terms_release(&query);
    }
}

static void test_no_terms_match_nothing(void **state)
{
    (void)state;
    check_text("", "文章", 6, 0);
    check_text("文章", "", 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_characters_match_often),
        cmocka_unit_test(test_random_text_matches_as_by_hand),
        cmocka_unit_test(test_real_text_matches_as_by_hand),
        cmocka_unit_test(test_words_match_at_word_edges_only),
        cmocka_unit_test(test_no_terms_match_nothing),
    };
    return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}
