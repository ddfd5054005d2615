/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/select.h"
#include "support/random.h"

static int ascending(const void *one, const void *other)
{
    const uint64_t *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

enum { KEYS_MOST = 600 };

/* Keys in some order: at random, many equal, rising, falling, like an organ's pipes. */
static void make_keys(test_random *random, uint64_t *keys, size_t count)
{
    size_t kind = test_random_below(random, 5);
    for (size_t i = 0; i < count; i++) {
        keys[i] = kind == 0   ? test_random_next(random)
                  : kind == 1 ? test_random_below(random, 4)
                  : kind == 2 ? i
                  : kind == 3 ? count - i
                              : (i < count / 2 ? i : count - i);
    }
}

static void test_the_first_are_those_of_all_in_order(void **state)
{
    (void)state;
    uint64_t keys[KEYS_MOST], sorted[KEYS_MOST];
    size_t rounds = test_rounds(20000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        size_t count = test_random_below(&random, KEYS_MOST);
        size_t wanted = test_random_below(&random, KEYS_MOST + 10);
        make_keys(&random, keys, count);
        memcpy(sorted, keys, sizeof keys);
        qsort(sorted, count, sizeof *sorted, ascending);
        zs_select_least(keys, count, wanted);
        size_t first = wanted < count ? wanted : count;
        check(memcmp(keys, sorted, first * sizeof *keys) == 0, "seed %llu, %zu of %zu",
              (unsigned long long)random.seed, wanted, count);
        qsort(keys, count, sizeof *keys, ascending);
        check(memcmp(keys, sorted, count * sizeof *keys) == 0, "seed %llu: a key is lost",
              (unsigned long long)random.seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_are_those_of_all_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
