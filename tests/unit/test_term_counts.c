/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of terms against a plain list that is searched from its beginning.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "support/random.h"
#include "text/term_counts.h"
#include "text/term_hash.h"

enum { LIST_LIMIT = 3000, LONGEST = 24 };

struct list {
    struct {
        char term[LONGEST];
        size_t length;
        uint32_t count;
        uint32_t field;
    } items[LIST_LIMIT];
    size_t count;
};

static void add_to_list(struct list *list, uint32_t field, const char *term, size_t length,
                        uint32_t by)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].length == length && list->items[i].field == field &&
            memcmp(list->items[i].term, term, length) == 0) {
            list->items[i].count += by;
            return;
        }
    }
    assert_true(list->count < LIST_LIMIT);
    memcpy(list->items[list->count].term, term, length);
    list->items[list->count].length = length;
    list->items[list->count].field = field;
    list->items[list->count++].count = by;
}

/* Of terms with one hash, too, each is counted by itself. */
static uint64_t hash_of(const char *term, size_t length, bool alike)
{
    return alike ? 7 : zs_term_hash(term, length);
}

static void check_equal(const struct list *list, zs_term_counts *counts, uint64_t seed)
{
    size_t length = 0;
    const zs_term_count *terms = zs_term_counts_list(counts, &length);
    assert_non_null(terms);
    check(length == list->count, "seed %llu: %zu terms instead of %zu",
          (unsigned long long)seed, length, list->count);
    for (size_t i = 0; i < length; i++) {
        check(terms[i].length == list->items[i].length &&
                  memcmp(terms[i].term, list->items[i].term, terms[i].length) == 0 &&
                  terms[i].count == list->items[i].count &&
                  terms[i].field == list->items[i].field,
              "seed %llu: term %zu of %zu is %.*s, %u times, instead of %.*s, %u times",
              (unsigned long long)seed, i, length, (int)terms[i].length, terms[i].term,
              terms[i].count, (int)list->items[i].length, list->items[i].term,
              list->items[i].count);
    }
}

/* A random term of few letters, so that terms repeat; any bytes, also none. */
static size_t random_term(test_random *random, size_t variety, char term[LONGEST])
{
    size_t length = test_random_below(random, variety);
    for (size_t i = 0; i < length; i++) {
        term[i] = (char)test_random_below(random, 3);
    }
    return length;
}

static void test_counts_like_a_list(void **state)
{
    (void)state;
    struct list *list = malloc(sizeof *list);
    assert_non_null(list);
    zs_term_counts counts = ZS_TERM_COUNTS_INIT;
    for (size_t round = 0; round < test_rounds(100); round++) {
        test_random random = test_random_new(round);
        list->count = 0;
        zs_term_counts_clear(&counts);
        size_t variety = 1 + test_random_below(&random, LONGEST);
        size_t additions = test_random_below(&random, LIST_LIMIT);
        for (size_t i = 0; i < additions; i++) {
            char term[LONGEST];
            size_t length = random_term(&random, variety, term);
            uint32_t by = (uint32_t)test_random_below(&random, 4);
            uint32_t field = (uint32_t)test_random_below(&random, 3);
            add_to_list(list, field, term, length, by);
            assert_true(zs_term_counts_add(&counts, field, term, length,
                                           hash_of(term, length, round % 8 == 0), by));
            if (test_random_once_in(&random, 500)) {
                check_equal(list, &counts, random.seed);
            }
        }
        check_equal(list, &counts, random.seed);
        if (test_random_once_in(&random, 10)) {
            zs_term_counts_release(&counts);
        }
    }
    zs_term_counts_release(&counts);
    free(list);
}

static void test_grows_and_is_used_again(void **state)
{
    (void)state;
    zs_term_counts counts = ZS_TERM_COUNTS_INIT;
    size_t length;
    for (uint32_t round = 0; round < 3; round++) {
        zs_term_counts_clear(&counts);
        uint32_t terms = round == 1 ? 10 : 200000;
        for (uint32_t pass = 0; pass < 2; pass++) {
            for (uint32_t i = 0; i < terms; i++) {
                assert_true(zs_term_counts_add(&counts, 0, (const char *)&i, sizeof i,
                                               hash_of((const char *)&i, sizeof i, false),
                                               round));
            }
        }
        const zs_term_count *list = zs_term_counts_list(&counts, &length);
        assert_non_null(list);
        assert_int_equal(length, terms);
        for (uint32_t i = 0; i < terms; i++) {
            assert_int_equal(list[i].length, sizeof i);
            assert_memory_equal(list[i].term, &i, sizeof i);
            assert_int_equal(list[i].count, 2 * round);
        }
    }
    zs_term_counts_release(&counts);
}

static void test_nothing_is_an_empty_list(void **state)
{
    (void)state;
    zs_term_counts counts = ZS_TERM_COUNTS_INIT;
    size_t length = 1;
    zs_term_counts_clear(&counts);
    assert_non_null(zs_term_counts_list(&counts, &length));
    assert_int_equal(length, 0);
    zs_term_counts_release(&counts);
    zs_term_counts_release(&counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_like_a_list),
        cmocka_unit_test(test_grows_and_is_used_again),
        cmocka_unit_test(test_nothing_is_an_empty_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
