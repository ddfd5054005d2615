/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words counted and joined, against a count that looks at every pair of places.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/word_counts.h"
#include "support/random.h"

static zs_analyser *analyser;

static int make_analyser(void **state)
{
    (void)state;
    zs_error error;
    check_ok(zs_analyser_new(&analyser, &error), error);
    return 0;
}

static int free_analyser(void **state)
{
    (void)state;
    zs_analyser_free(analyser);
    return 0;
}

static void count_text(zs_word_counts *counts, const char *text)
{
    zs_error error;
    zs_word_counts_begin(counts);
    check_ok(zs_word_counts_add(counts, analyser, text, strlen(text), 1, &error), error);
}

/* The word with this text; NULL if there is none. */
static const zs_counted_word *find(const zs_word_counts *counts, const char *text)
{
    for (size_t i = 0; i < counts->count; i++) {
        const zs_counted_word *word = &counts->words[i];
        if (word->source_length == strlen(text) &&
            memcmp(counts->sources.data + word->source, text, strlen(text)) == 0) {
            return word;
        }
    }
    return NULL;
}

static bool are_joined(const zs_word_counts *counts, const char *one, const char *other)
{
    const zs_counted_word *first = find(counts, one), *second = find(counts, other);
    assert_non_null(first);
    assert_non_null(second);
    return first->next != ZS_NO_WORD && &counts->words[first->next] == second;
}

/* Words of letters alone, so that how they are cut is plain: no two lists of places differ. */
enum { WORDS = 12, LONGEST = 120 };
static const char *const words[WORDS] = {"alpha", "beta",  "gamma", "delta", "epsilon", "zeta",
                                         "theta", "kappa", "sigma", "omega", "rho",     "phi"};

static void test_counts_are_those_of_a_slow_count(void **state)
{
    (void)state;
    zs_word_counts counts = ZS_WORD_COUNTS_INIT;
    size_t rounds = test_rounds(300), joined = 0;
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        size_t some = 2 + test_random_below(&random, WORDS - 2);
        size_t length = test_random_below(&random, LONGEST), drawn[LONGEST];
        zs_buffer text = ZS_BUFFER_INIT;
        for (size_t i = 0; i < length; i++) {
            /* Many stand behind the one before them in the list. */
            bool follows = i > 0 && !test_random_once_in(&random, 4) && drawn[i - 1] + 1 < some;
            drawn[i] = follows ? drawn[i - 1] + 1 : test_random_below(&random, some);
            assert_true(zs_buffer_append_string(&text, words[drawn[i]]) &&
                        zs_buffer_append_byte(&text, ' '));
        }
        assert_true(zs_buffer_terminate(&text));
        zs_word_counts_clear(&counts);
        count_text(&counts, text.data);
        zs_word_counts_join(&counts);
        for (size_t one = 0; one < some; one++) {
            uint32_t times = 0;
            for (size_t i = 0; i < length; i++) {
                times += drawn[i] == one;
            }
            const zs_counted_word *word = find(&counts, words[one]);
            check(times == (word ? word->times : 0), "seed %zu: %s", round, words[one]);
            for (size_t other = 0; word && other < some; other++) {
                uint32_t behind = 0, all = 0;
                for (size_t i = 0; i < length; i++) {
                    all += drawn[i] == other;
                    behind += i + 1 < length && drawn[i] == one && drawn[i + 1] == other;
                }
                bool together = one != other && behind >= 2 && 10 * behind >= 9 * times &&
                                10 * behind >= 9 * all;
                bool is_joined = all > 0 && are_joined(&counts, words[one], words[other]);
                /* What is joined is parted only where it is too long, or a circle. */
                check(together || !is_joined, "seed %zu: %s %s", round, words[one],
                      words[other]);
                joined += is_joined;
            }
        }
        /* No more than four go together, and each of them has one before and one behind. */
        for (size_t i = 0; i < counts.count; i++) {
            size_t chain = 1;
            uint32_t at = (uint32_t)i;
            while (counts.words[at].next != ZS_NO_WORD && chain < 9) {
                assert_int_equal(counts.words[counts.words[at].next].prev, at);
                at = counts.words[at].next;
                chain++;
            }
            check(chain <= 4, "seed %zu", round);
        }
        zs_buffer_release(&text);
    }
    assert_true(joined > 0);
    zs_word_counts_release(&counts);
}

static void test_what_is_joined(void **state)
{
    (void)state;
    zs_word_counts counts = ZS_WORD_COUNTS_INIT;
    count_text(&counts, "青草茶很好喝。老许说，青草茶不贵；老许在考核按时间。");
    zs_word_counts_join(&counts);
    assert_true(are_joined(&counts, "青草", "茶"));
    assert_true(are_joined(&counts, "老", "许"));
    /* Two texts have it, and nothing is known twice. */
    count_text(&counts, "青草茶");
    assert_int_equal(find(&counts, "青草")->texts, 2);
    assert_int_equal(find(&counts, "青草")->times, 3);
    zs_word_counts_release(&counts);
}

static void test_what_is_left_out(void **state)
{
    (void)state;
    zs_word_counts counts = ZS_WORD_COUNTS_INIT;
    count_text(&counts, "我们的，第三条，二十个，2023 x 5G 它的 什么");
    assert_null(find(&counts, "我们"));
    assert_null(find(&counts, "的"));
    assert_null(find(&counts, "第三"));
    assert_null(find(&counts, "二十"));
    assert_null(find(&counts, "2023"));
    assert_null(find(&counts, "x"));
    assert_null(find(&counts, "什么"));
    assert_non_null(find(&counts, "5G"));
    zs_word_counts_release(&counts);
}

/* As it stands, in its own script and case; without what PDF puts between characters. */
static void test_the_source_of_a_word(void **state)
{
    (void)state;
    zs_word_counts counts = ZS_WORD_COUNTS_INIT;
    count_text(&counts, "經濟發展 LiNux 国\n际");
    assert_non_null(find(&counts, "經濟"));
    assert_non_null(find(&counts, "LiNux"));
    assert_non_null(find(&counts, "国际"));
    zs_word_counts_release(&counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_are_those_of_a_slow_count),
        cmocka_unit_test(test_what_is_joined),
        cmocka_unit_test(test_what_is_left_out),
        cmocka_unit_test(test_the_source_of_a_word),
    };
    return cmocka_run_group_tests(tests, make_analyser, free_analyser);
}
