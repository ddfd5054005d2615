/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Distances of words, against all pairs of their places.
 */
#include "support/test.h"

#include <math.h>

#include "searcher/proximity.h"
#include "support/random.h"

enum { TERMS = 40, HITS = 60, LONGEST = 9 };

static const double HALF = 30;
static const double UNKNOWN = 100;

/* A query of terms of random worth, none of which is a word without an idf of its own. */
static void make_query(test_random *random, zs_query_term *items, zs_query_terms *query)
{
    *query = (zs_query_terms){.items = items, .count = test_random_below(random, TERMS)};
    for (size_t i = 0; i < query->count; i++) {
        bool single = test_random_once_in(random, 4);
        items[i] = (zs_query_term){.kind = single ? ZS_TOKEN_HAN_SINGLE : ZS_TOKEN_HAN_WORD,
                                   .content = !test_random_once_in(random, 3),
                                   .idf = 0.5 + (double)test_random_below(random, 1000) / 100};
    }
}

/* The least distance of two words; negative if one of them is nowhere. */
static double least(const zs_occurrences *hits, uint32_t one, uint32_t other)
{
    double distance = -1;
    for (size_t i = 0; i < hits->count; i++) {
        for (size_t j = 0; j < hits->count; j++) {
            const zs_occurrence *a = &hits->items[i], *b = &hits->items[j];
            if (a->term == one && b->term == other) {
                const zs_occurrence *first = a->start < b->start ? a : b;
                const zs_occurrence *second = first == a ? b : a;
                double gap = second->start > first->end ? second->start - first->end : 0;
                distance = distance < 0 || gap < distance ? gap : distance;
            }
        }
    }
    return distance;
}

static double slow_share(const zs_proximity *proximity, const zs_occurrences *hits)
{
    double sum = 0;
    double most = 0;
    for (uint32_t i = 0; i < proximity->count; i++) {
        for (uint32_t j = i + 1; j < proximity->count; j++) {
            const zs_proximity_word *a = &proximity->words[i], *b = &proximity->words[j];
            double distance = least(hits, a->term, b->term);
            double value = fmin(a->value, b->value);
            most += value;
            sum += distance < 0 ? 0 : value / (1 + distance / HALF);
        }
    }
    return most > 0 ? sum / most : 0;
}

static void test_shares_are_those_of_all_pairs(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(1000); round++) {
        test_random random = test_random_new(round);
        zs_query_term items[TERMS];
        zs_query_terms query;
        zs_occurrence places[HITS];
        zs_occurrences hits = {.items = places, .count = test_random_below(&random, HITS)};
        make_query(&random, items, &query);
        if (query.count == 0) {
            continue;
        }
        zs_proximity proximity;
        zs_proximity_prepare(&proximity, &query, UNKNOWN);
        zs_proximity_begin(&proximity);
        uint32_t at = 0;
        for (size_t i = 0; i < hits.count; i++) {
            at += (uint32_t)test_random_below(&random, 40);
            uint32_t term = (uint32_t)test_random_below(&random, query.count);
            places[i] =
                (zs_occurrence){.term = term, .start = at, .end = at + 1 + term % LONGEST};
            uint32_t number = zs_proximity_number(&proximity, term);
            if (number < ZS_PROXIMITY_WORDS) {
                zs_proximity_note(&proximity, number, at, places[i].end);
            }
        }
        double got = zs_proximity_share(&proximity, HALF);
        double wanted = slow_share(&proximity, &hits);
        bool one = proximity.count == 1; /* which has no pairs */
        check(one ? got == 0 || got == 1 : fabs(got - wanted) < 1e-9,
              "seed %llu: %g instead of %g", (unsigned long long)random.seed, got, wanted);
    }
}

static void test_the_words_are_the_heaviest(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(200); round++) {
        test_random random = test_random_new(round);
        zs_query_term items[TERMS];
        zs_query_terms query;
        make_query(&random, items, &query);
        zs_proximity proximity;
        zs_proximity_prepare(&proximity, &query, UNKNOWN);
        size_t content = 0;
        for (size_t i = 0; i < query.count; i++) {
            content += items[i].content;
            double value =
                items[i].kind == ZS_TOKEN_HAN_SINGLE ? items[i].idf / 2 : items[i].idf;
            bool chosen = zs_proximity_number(&proximity, (uint32_t)i) < ZS_PROXIMITY_WORDS;
            assert_true(items[i].content || !chosen);
            if (items[i].content && !chosen) {
                assert_true(value <= proximity.words[ZS_PROXIMITY_WORDS - 1].value);
            }
        }
        assert_int_equal(proximity.count,
                         content < ZS_PROXIMITY_WORDS ? content : ZS_PROXIMITY_WORDS);
        for (uint32_t i = 1; i < proximity.count; i++) {
            assert_true(proximity.words[i].value <= proximity.words[i - 1].value);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares_are_those_of_all_pairs),
        cmocka_unit_test(test_the_words_are_the_heaviest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
