/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sets of numbers against a table of all that are asked for.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/number_set.h"
#include "support/random.h"

/* Numbers of all kinds: near each other, far apart, and such as fall on one another because
 * they differ in their upper half alone. */
static uint32_t random_number(test_random *random)
{
    uint32_t number;
    switch (test_random_below(random, 4)) {
    case 0: number = (uint32_t)test_random_below(random, 200); break;
    case 1: number = (uint32_t)test_random_below(random, 200) << 16 | 1; break;
    case 2: number = UINT32_MAX - (uint32_t)test_random_below(random, 200); break;
    default: number = (uint32_t)test_random_next(random) & 0x3FFF; break;
    }
    return number > 0 ? number : 1;
}

struct slow_set {
    uint32_t items[4000];
    size_t count;
};

static bool slow_has(const struct slow_set *set, uint32_t number)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i] == number) {
            return true;
        }
    }
    return false;
}

static void test_against_a_slow_set(void **state)
{
    (void)state;
    static struct slow_set slow;
    zs_number_set set = ZS_NUMBER_SET_INIT;
    size_t rounds = test_rounds(40);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        slow.count = 0;
        zs_number_set_clear(&set); /* the first time there is nothing yet */
        size_t steps = test_random_below(&random, 4000);
        for (size_t step = 0; step < steps; step++) {
            uint32_t number = random_number(&random);
            bool known = slow_has(&slow, number);
            check(zs_number_set_has(&set, number) == known, "seed %d: %u", (int)random.seed,
                  (unsigned)number);
            if (test_random_once_in(&random, 2)) {
                assert_true(zs_number_set_add(&set, number));
                if (!known) {
                    slow.items[slow.count++] = number;
                }
                assert_true(zs_number_set_has(&set, number));
            }
            assert_int_equal(set.count, slow.count);
        }
        for (size_t i = 0; i < slow.count; i++) {
            assert_true(zs_number_set_has(&set, slow.items[i]));
        }
    }
    zs_number_set_release(&set);
}

static void test_an_empty_set(void **state)
{
    (void)state;
    zs_number_set set = ZS_NUMBER_SET_INIT;
    assert_false(zs_number_set_has(&set, 1));
    zs_number_set_clear(&set);
    zs_number_set_release(&set);
    assert_true(zs_number_set_add(&set, UINT32_MAX));
    assert_true(zs_number_set_add(&set, UINT32_MAX));
    assert_int_equal(set.count, 1);
    assert_false(zs_number_set_has(&set, 0));
    zs_number_set_clear(&set);
    assert_false(zs_number_set_has(&set, UINT32_MAX));
    assert_int_equal(set.count, 0);
    zs_number_set_release(&set);
    assert_null(set.slots);
}

/* All of the docids of an index one behind another, as they come when everything is a hit. */
static void test_many_in_a_row(void **state)
{
    (void)state;
    enum { MANY = 200000 };
    zs_number_set set = ZS_NUMBER_SET_INIT;
    for (uint32_t i = 1; i <= MANY; i++) {
        assert_true(zs_number_set_add(&set, i));
    }
    assert_int_equal(set.count, MANY);
    for (uint32_t i = 1; i <= 2 * MANY; i++) {
        assert_int_equal(zs_number_set_has(&set, i), i <= MANY);
    }
    zs_number_set_release(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_a_slow_set),
        cmocka_unit_test(test_an_empty_set),
        cmocka_unit_test(test_many_in_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
