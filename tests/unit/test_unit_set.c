/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sets of units and their places, against an array of all units and a look at each.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/unit_set.h"
#include "support/random.h"

enum { LENGTH = 2000, MEMBERS = 80 };

/* Near each other, as characters of a text are, or anywhere. */
static UChar random_unit(test_random *random)
{
    return (UChar)(test_random_once_in(random, 3) ? test_random_below(random, ZS_UNITS)
                                                  : 0x4e00 + test_random_below(random, 300));
}

static void fill(test_random *random, zs_unit_set *set, bool *slow)
{
    size_t count = test_random_below(random, MEMBERS);
    for (size_t i = 0; i < count; i++) {
        UChar unit = random_unit(random);
        zs_unit_set_add(set, unit);
        slow[unit] = true;
    }
}

static void check_members(const zs_unit_set *set, const bool *slow, uint64_t seed)
{
    for (size_t unit = 0; unit < ZS_UNITS; unit++) {
        check(zs_unit_set_has(set, (UChar)unit) == slow[unit], "seed %llu: unit %zu",
              (unsigned long long)seed, unit);
    }
}

static void check_places(test_random *random, const zs_unit_set *set, const bool *slow)
{
    UChar units[LENGTH] = {0};
    size_t length = test_random_below(random, LENGTH);
    for (size_t i = 0; i < length; i++) {
        units[i] = random_unit(random);
    }
    zs_unit_places places = {.end = 0};
    size_t at = 0;
    while (zs_unit_set_next(set, units, length, &places)) {
        size_t next = 0;
        for (; at < places.end; at++) {
            bool found = next < places.count && places.items[next] == at;
            assert_true(found == slow[units[at]]);
            next += found;
        }
        assert_int_equal(next, places.count);
    }
    assert_int_equal(at, length);
}

static void test_sets_are_what_was_added(void **state)
{
    (void)state;
    zs_unit_set *set = calloc(2, sizeof *set), *other = set + 1;
    bool *slow = calloc(2, ZS_UNITS * sizeof *slow), *slow_other = slow + ZS_UNITS;
    assert_true(set && slow);
    for (size_t round = 0; round < test_rounds(200); round++) {
        test_random random = test_random_new(round);
        memset(slow, 0, 2 * sizeof *slow * ZS_UNITS);
        zs_unit_set_clear(set); /* of what the last round has added */
        zs_unit_set_clear(other);
        fill(&random, set, slow);
        fill(&random, other, slow_other);
        check_members(other, slow_other, random.seed);
        zs_unit_set_add_all(set, other);
        for (size_t unit = 0; unit < ZS_UNITS; unit++) {
            slow[unit] = slow[unit] || slow_other[unit];
        }
        check_members(set, slow, random.seed);
        check_places(&random, set, slow);
    }
    free(set);
    free(slow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sets_are_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
