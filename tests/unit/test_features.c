/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is said of the places of a query's terms, against looking at all windows, all units and
 * all pieces of the query.
 */
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/features.h"
#include "support/matching.h"
#include "support/random.h"

enum { TERMS = 6, HITS = 40, WIDTH = 12 };

static bool near(double one, double other)
{
    return fabs(one - other) < 1e-9;
}

/* Of all places at which a window can begin, the greatest weight of what lies in it. A hit
 * longer than the window is one by itself. */
static double slow_window(const zs_occurrences *hits, const double *weights, uint32_t width)
{
    double best = 0;
    for (size_t first = 0; first < hits->count; first++) {
        for (size_t last = first; last < hits->count; last++) {
            bool has[TERMS] = {false};
            double weight = 0;
            bool fits = true;
            for (size_t i = first; i <= last; i++) {
                const zs_occurrence *hit = &hits->items[i];
                fits = fits && (i == first || hit->end <= hits->items[first].start + width);
                weight += has[hit->term] ? 0 : weights[hit->term];
                has[hit->term] = true;
            }
            best = fits && weight > best ? weight : best;
        }
    }
    return best;
}

static void test_the_best_window_is_the_best_of_all(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(2000); round++) {
        test_random random = test_random_new(round);
        zs_occurrence items[HITS];
        zs_occurrences hits = {.items = items, .count = test_random_below(&random, HITS)};
        double weights[TERMS];
        for (size_t i = 0; i < TERMS; i++) {
            weights[i] = (double)test_random_below(&random, 100) / 10;
        }
        uint32_t at = 0;
        for (size_t i = 0; i < hits.count; i++) {
            at += (uint32_t)test_random_below(&random, 5);
            /* Of one length, so that ends ascend as starts do. */
            items[i] = (zs_occurrence){.term = (uint32_t)test_random_below(&random, TERMS),
                                       .start = at,
                                       .end = at + 2};
        }
        uint32_t counts[TERMS] = {0};
        double got = zs_best_window(&hits, weights, WIDTH, counts);
        double wanted = slow_window(&hits, weights, WIDTH);
        check(near(got, wanted), "seed %llu: %g instead of %g", (unsigned long long)random.seed,
              got, wanted);
        for (size_t i = 0; i < TERMS; i++) {
            assert_int_equal(counts[i], 0);
        }
    }
}

/* A query, a text, and the query's terms in it. */
struct pair {
    zs_query_terms query;
    zs_folded text;
    zs_occurrences hits;
};

static void make_pair(struct pair *pair, const char *query, const char *text)
{
    zs_error error;
    *pair = (struct pair){.query = ZS_QUERY_TERMS_INIT};
    check_ok(zs_query_terms_analyse(&pair->query, test_analyser, NULL, query, &error), error);
    check_ok(zs_fold(text, strlen(text), ZS_PURPOSE_INDEX, &pair->text, &error), error);
    check_ok(zs_matcher_prepare(test_matcher, &pair->query, &error), error);
    check_ok(zs_matcher_run(test_matcher, &pair->text, &pair->hits, &error), error);
}

static void release_pair(struct pair *pair)
{
    zs_occurrences_release(&pair->hits);
    zs_folded_release(&pair->text);
    zs_query_terms_release(&pair->query);
}

static uint32_t longest_run(const struct pair *pair)
{
    zs_query_run run = {.count = 0};
    zs_error error;
    check_ok(zs_query_run_prepare(&run, &pair->query, &error), error);
    uint32_t longest = zs_longest_run(&run, &pair->query, &pair->text, &pair->hits);
    zs_query_run_release(&run);
    return longest;
}

/* The longest common substring of at least two characters. */
static uint32_t slow_run(const struct pair *pair)
{
    const UChar *query = pair->query.units;
    const UChar *text = pair->text.units;
    uint32_t longest = 0;
    for (size_t i = 0; i < pair->query.unit_count; i++) {
        for (size_t j = 0; j < pair->text.length; j++) {
            uint32_t length = 0;
            while (i + length < pair->query.unit_count && j + length < pair->text.length &&
                   query[i + length] == text[j + length]) {
                length++;
            }
            longest = length > longest ? length : longest;
        }
    }
    return longest > 1 ? longest : 0;
}

static void test_the_longest_run_is_the_longest_common_piece(void **state)
{
    (void)state;
    static const char *const characters[] = {"国", "际", "消", "费", "中", "心", "城", "市"};
    enum { COUNT = sizeof characters / sizeof *characters };
    for (size_t round = 0; round < test_rounds(1000); round++) {
        test_random random = test_random_new(round);
        zs_buffer query = ZS_BUFFER_INIT;
        zs_buffer text = ZS_BUFFER_INIT;
        size_t turn = test_random_below(&random, COUNT);
        for (size_t i = 0; i < 2 + test_random_below(&random, COUNT - 1); i++) {
            assert_true(zs_buffer_append_string(&query, characters[(i * 3 + turn) % COUNT]));
        }
        for (size_t i = 0; i < 60; i++) {
            const char *piece = characters[test_random_below(&random, COUNT)];
            bool from_query = !test_random_once_in(&random, 3) && query.length >= 6;
            size_t at = from_query ? test_random_below(&random, query.length / 3 - 1) * 3 : 0;
            assert_true(from_query ? zs_buffer_append(&text, query.data + at, 6)
                                   : zs_buffer_append_string(&text, piece));
        }
        assert_true(zs_buffer_terminate(&query) && zs_buffer_terminate(&text));
        struct pair pair;
        make_pair(&pair, query.data, text.data);
        uint32_t got = longest_run(&pair);
        uint32_t wanted = slow_run(&pair);
        /* A character alone is sought only where ICU takes it for a word. */
        check(got == wanted || (wanted == 0 && got == 1), "seed %llu: %u instead of %u, %s",
              (unsigned long long)random.seed, got, wanted, query.data);
        release_pair(&pair);
        zs_buffer_release(&query);
        zs_buffer_release(&text);
    }
}

static void test_runs_go_over_what_stands_between_words(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text;
        uint32_t run;
    } cases[] = {
        {"国际消费", "国际消费", 4},       {"国际 消费", "在国际消费中心", 4},
        {"国际消费", "国际、消费", 4},     {"国际消费", "消费国际", 2},
        {"linux 内核", "Linux 内核", 7},   {"linux内核", "关于 Linux 内核", 7},
        {"国际消费", "国内、也有消费", 2}, {"国际消费", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pair pair;
        make_pair(&pair, cases[i].query, cases[i].text);
        uint32_t run = longest_run(&pair);
        check(run == cases[i].run, "%s in %s: %u instead of %u", cases[i].query, cases[i].text,
              run, cases[i].run);
        release_pair(&pair);
    }
}

static void test_the_covered_share_is_that_of_the_letters(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text;
        double share;
    } cases[] = {
        {"国际消费", "国际消费", 1},   {"国际消费", "《国际消费》！", 1},
        {"国际消费", "国际贸易", 0.5}, {"国际消费", "", 0},
        {"国际消费", "……", 0},         {"linux", "Linux 内核", 5.0 / 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pair pair;
        make_pair(&pair, cases[i].query, cases[i].text);
        uint8_t covered[64];
        double share = zs_covered_share(&pair.text, &pair.hits, covered);
        check(near(share, cases[i].share), "%s in %s: %g", cases[i].query, cases[i].text,
              share);
        release_pair(&pair);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_best_window_is_the_best_of_all),
        cmocka_unit_test(test_the_longest_run_is_the_longest_common_piece),
        cmocka_unit_test(test_runs_go_over_what_stands_between_words),
        cmocka_unit_test(test_the_covered_share_is_that_of_the_letters),
    };
    return cmocka_run_group_tests(tests, test_open_matching, test_close_matching);
}
