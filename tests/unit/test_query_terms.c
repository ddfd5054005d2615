/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries as terms: each once, with what it counts; what a copy keeps; and how rare the terms
 * are said to be.
 */
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/query_terms.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

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

static zs_query_terms analyse(const char *text)
{
    zs_query_terms query = ZS_QUERY_TERMS_INIT;
    zs_error error;
    check_ok(zs_query_terms_analyse(&query, analyser, NULL, text, &error), error);
    return query;
}

static const zs_query_term *find(const zs_query_terms *query, const char *term)
{
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *item = &query->items[i];
        if (item->term_length == strlen(term) &&
            memcmp(query->terms.data + item->term, term, item->term_length) == 0) {
            return item;
        }
    }
    return NULL;
}

static double factor(const zs_query_terms *query, const char *term)
{
    const zs_query_term *item = find(query, term);
    check(item, "%s is no term", term);
    return item->factor;
}

static bool near(double one, double other)
{
    return fabs(one - other) < 1e-12;
}

static void test_kinds_of_terms_count_differently(void **state)
{
    (void)state;
    zs_query_terms query = analyse("研究生科技GDP");
    assert_true(near(factor(&query, "gdp"), 1));
    assert_true(factor(&query, "研究生") < factor(&query, "研究"));
    assert_true(factor(&query, "生科") < factor(&query, "研究"));
    assert_int_equal(find(&query, "研究生")->kind, ZS_TOKEN_HAN_LONG);
    assert_int_equal(find(&query, "研究")->kind, ZS_TOKEN_HAN_INNER);
    assert_int_equal(find(&query, "生科")->kind, ZS_TOKEN_HAN_CROSS);
    assert_null(find(&query, "技")); /* the last of a run is for articles only */
    zs_query_terms_release(&query);
}

static void test_what_is_said_twice_counts_twice(void **state)
{
    (void)state;
    zs_query_terms once = analyse("消费");
    zs_query_terms twice = analyse("消费 中心 消费");
    assert_int_equal(twice.count, 2);
    assert_true(near(factor(&twice, "消费"), 2 * factor(&once, "消费")));
    assert_true(near(factor(&twice, "中心"), 1));
    zs_query_terms_release(&once);
    zs_query_terms_release(&twice);
}

static void test_function_words_count_little(void **state)
{
    (void)state;
    zs_query_terms query = analyse("什么是营商环境");
    const zs_query_term *word = find(&query, "什么");
    assert_non_null(word);
    assert_true(word->factor < 0.5 && !word->content && !word->solid);
    assert_true(find(&query, "营商") || find(&query, "环境"));
    assert_true(find(&query, "环境")->content);
    zs_query_terms_release(&query);
}

static void test_a_character_alone_stands_for_what_begins_with_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *term;
        bool prefix;
    } cases[] = {
        {"城", "城", true},      {"城，", "城", true},     {"城 市", "市", true},
        {"𠀀", "𠀀", true},      {"城市", "城市", false},  {"GDP", "gdp", false},
        {"2023年", "年", false}, {"城 城市", "城", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_query_terms query = analyse(cases[i].text);
        const zs_query_term *term = find(&query, cases[i].term);
        check(term && term->prefix == cases[i].prefix, "%s in %s", cases[i].term,
              cases[i].text);
        zs_query_terms_release(&query);
    }
}

static void test_nothing_is_no_error(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " ", "。？！", "😀", "\xFF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        /* An analyser that has seen nothing yet. */
        zs_analyser *fresh = NULL;
        zs_error error;
        check_ok(zs_analyser_new(&fresh, &error), error);
        zs_query_terms query = ZS_QUERY_TERMS_INIT;
        zs_query_terms copy = ZS_QUERY_TERMS_INIT;
        check_ok(zs_query_terms_analyse(&query, fresh, NULL, texts[i], &error), error);
        assert_int_equal(query.count, 0);
        check_ok(zs_query_terms_copy(&query, &copy, &error), error);
        assert_int_equal(copy.count, 0);
        zs_query_terms_release(&copy);
        zs_query_terms_release(&query);
        zs_analyser_free(fresh);
    }
}

/* Terms are distinct, are what their units say, and are those of the tokens. */
static void check_query(const zs_query_terms *query, uint64_t seed)
{
    for (size_t i = 0; i < query->count; i++) {
        const zs_query_term *term = &query->items[i];
        check(term->start + term->length <= query->unit_count && term->length > 0,
              "seed %llu: term %zu is outside of the text", (unsigned long long)seed, i);
        const zs_folded folded = {.units = query->units, .length = query->unit_count};
        const zs_cut token = {.start = term->start, .end = term->start + term->length};
        char bytes[ZS_TERM_LIMIT];
        size_t length = zs_token_term(&folded, &token, bytes);
        check(length == term->term_length &&
                  memcmp(bytes, query->terms.data + term->term, length) == 0,
              "seed %llu: term %zu is not its units", (unsigned long long)seed, i);
        check(term->factor > 0 && isfinite(term->factor), "seed %llu: term %zu counts %g",
              (unsigned long long)seed, i, term->factor);
        for (size_t j = 0; j < i; j++) {
            check(query->items[j].term_length != length ||
                      memcmp(query->terms.data + query->items[j].term, bytes, length) != 0,
                  "seed %llu: terms %zu and %zu are the same", (unsigned long long)seed, j, i);
        }
    }
}

static void test_random_queries(void **state)
{
    (void)state;
    zs_query_terms query = ZS_QUERY_TERMS_INIT; /* used again and again */
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t round = 0; round < test_rounds(1000); round++) {
        test_random random = test_random_new(round);
        zs_buffer_clear(&text);
        test_random_text(&random, test_random_below(&random, 60), TEST_EVERYTHING & ~TEST_NUL,
                         &text);
        assert_true(zs_buffer_terminate(&text));
        zs_error error;
        check_ok(zs_query_terms_analyse(&query, analyser, NULL, text.data, &error), error);
        check_query(&query, random.seed);
        const zs_folded *folded = zs_analyser_folded(analyser);
        const zs_tokens *tokens = zs_analyser_tokens(analyser);
        for (size_t i = 0; i < tokens->count; i++) {
            char bytes[ZS_TERM_LIMIT + 1];
            bytes[zs_token_term(folded, &tokens->items[i], bytes)] = '\0';
            check(find(&query, bytes), "seed %llu: %s is missing",
                  (unsigned long long)random.seed, bytes);
        }
    }
    zs_buffer_release(&text);
    zs_query_terms_release(&query);
}

static void test_a_whole_article_is_cut_off(void **state)
{
    (void)state;
    test_random random = test_random_new(1);
    zs_buffer text = ZS_BUFFER_INIT;
    test_random_text(&random, 60000 / 4, TEST_HAN_RARE, &text);
    assert_true(zs_buffer_terminate(&text));
    zs_query_terms query = analyse(text.data);
    assert_int_equal(query.count, 2000);
    check_query(&query, random.seed);
    zs_query_terms_release(&query);
    zs_buffer_release(&text);
}

static void test_copies_stand_by_themselves(void **state)
{
    (void)state;
    zs_query_terms query = analyse("国际消费中心城市 GDP");
    zs_query_terms copy = ZS_QUERY_TERMS_INIT;
    zs_error error;
    check_ok(zs_query_terms_copy(&query, &copy, &error), error);
    check_ok(zs_query_terms_analyse(&query, analyser, NULL, "别的", &error), error);
    zs_query_terms again = analyse("国际消费中心城市 GDP");
    assert_int_equal(copy.count, again.count);
    for (size_t i = 0; i < again.count; i++) {
        char term[ZS_TERM_LIMIT + 1] = "";
        memcpy(term, again.terms.data + again.items[i].term, again.items[i].term_length);
        assert_true(near(factor(&copy, term), again.items[i].factor));
        assert_int_equal(copy.items[i].start, again.items[i].start);
    }
    check_query(&copy, 0);
    zs_query_terms_release(&query);
    zs_query_terms_release(&copy);
    zs_query_terms_release(&again);
}

static void test_terms_are_weighed_by_how_rare_they_are(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    for (char id = 'a'; id < 'a' + 10; id++) {
        char name[] = {id, '\0'};
        test_put_text(writer, name, id < 'c' ? "消费 中心" : "中心");
    }
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    zs_query_terms query = analyse("消费 中心 没有");
    zs_error error;
    check_ok(zs_query_terms_weigh(&query, reader, &error), error);
    assert_true(near(find(&query, "消费")->idf, zs_bm25_idf(10, 2)));
    assert_true(near(find(&query, "中心")->idf, zs_bm25_idf(10, 10)));
    assert_true(near(find(&query, "没有")->idf, zs_bm25_idf(10, 0)));
    double sum = 0;
    for (size_t i = 0; i < query.count; i++) {
        sum += query.items[i].factor * query.items[i].idf;
    }
    assert_true(near(query.weight, sum));
    zs_query_terms_release(&query);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds_of_terms_count_differently),
        cmocka_unit_test(test_what_is_said_twice_counts_twice),
        cmocka_unit_test(test_function_words_count_little),
        cmocka_unit_test(test_a_character_alone_stands_for_what_begins_with_it),
        cmocka_unit_test(test_nothing_is_no_error),
        cmocka_unit_test(test_random_queries),
        cmocka_unit_test(test_a_whole_article_is_cut_off),
        cmocka_unit_test(test_copies_stand_by_themselves),
        cmocka_unit_test(test_terms_are_weighed_by_how_rare_they_are),
    };
    return cmocka_run_group_tests(tests, open_analyser, close_analyser);
}
