/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What two lists of terms have in common, against sums over all terms that there are; and terms
 * in order, against qsort.
 */
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/resemblance.h"
#include "store/term_order.h"
#include "support/random.h"

enum { VOCABULARY = 120, LONGEST = 40 };

/* Term `number` of all; every tenth is none of a text. */
static size_t spell(size_t number, char *out)
{
    size_t length = 2 + number % (LONGEST - 2);
    memset(out, number % 10 == 0 ? 'X' : 'a', length);
    out[length - 1] = (char)(number % 7 == 0 ? 0 : '0' + number % 70);
    out[length++] = (char)number;
    return length;
}

struct list {
    uint32_t counts[VOCABULARY]; /* UINT32_MAX: not there */
    zs_buffer bytes;
};

static int by_bytes(const void *one, const void *other)
{
    const zs_glass_term *a = one, *b = other;
    return zs_glass_compare(a->bytes, a->length, b->bytes, b->length);
}

static void make_list(test_random *random, const struct list *like, struct list *out)
{
    static char spelt[VOCABULARY][LONGEST + 1];
    zs_glass_term terms[VOCABULARY];
    size_t count = 0;
    uint32_t length = 0;
    size_t rare = 1 + test_random_below(random, 4);
    for (size_t i = 0; i < VOCABULARY; i++) {
        bool same = like && !test_random_once_in(random, 5);
        out->counts[i] = same ? like->counts[i]
                         : test_random_once_in(random, rare)
                             ? (uint32_t)test_random_below(random, 5)
                             : UINT32_MAX;
        if (i % 10 == 0 && out->counts[i] != UINT32_MAX) {
            out->counts[i] = 0;
        }
        if (out->counts[i] != UINT32_MAX) {
            terms[count++] = (zs_glass_term){.bytes = spelt[i],
                                             .length = (uint32_t)spell(i, spelt[i]),
                                             .count = out->counts[i]};
            length += out->counts[i];
        }
    }
    qsort(terms, count, sizeof *terms, by_bytes);
    zs_buffer_clear(&out->bytes);
    assert_true(zs_glass_termlist_append(&out->bytes, terms, count, length));
}

static double slow(const struct list *a, const struct list *b)
{
    double lesser = 0, greater = 0;
    for (size_t i = 0; i < VOCABULARY; i++) {
        double one = a->counts[i] == UINT32_MAX ? 0 : a->counts[i];
        double other = b->counts[i] == UINT32_MAX ? 0 : b->counts[i];
        lesser += fmin(one, other);
        greater += fmax(one, other);
    }
    return greater > 0 ? lesser / greater : 0;
}

static void test_of_random_lists(void **state)
{
    (void)state;
    struct list a = {.bytes = ZS_BUFFER_INIT}, b = {.bytes = ZS_BUFFER_INIT};
    for (size_t round = 0; round < test_rounds(4000); round++) {
        test_random random = test_random_new(round);
        make_list(&random, NULL, &a);
        make_list(&random, round % 2 ? &a : NULL, &b);
        double wanted = slow(&a, &b), least = (double)test_random_below(&random, 100) / 100;
        double found =
            zs_resemblance(a.bytes.data, a.bytes.length, b.bytes.data, b.bytes.length, least);
        if (fabs(wanted - least) < 1e-9) {
            continue; /* either will do */
        }
        check(fabs(found - (wanted < least ? 0 : wanted)) < 1e-9, "round %zu: %f, not %f",
              round, found, wanted);
    }
    zs_buffer_release(&a.bytes);
    zs_buffer_release(&b.bytes);
}

static void test_of_nothing_and_of_damage(void **state)
{
    (void)state;
    const char list[] = "\x01\x01\x01"
                        "a\x01";
    assert_true(zs_resemblance("", 0, "", 0, 0) == 0);
    assert_true(zs_resemblance(list, 5, "", 0, 0) == 0);
    assert_true(zs_resemblance(list, 5, list, 5, 0.5) == 1);
    for (size_t size = 0; size < 5; size++) {
        (void)zs_resemblance(list, size, list, 5, 0);
    }
    assert_true(zs_resemblance("\xFF", 1, list, 5, 0) == 0);
}

static const char *term_of(const void *context, uint32_t number, size_t *length)
{
    const zs_glass_term *terms = context;
    *length = terms[number].length;
    return terms[number].bytes;
}

static void test_order(void **state)
{
    (void)state;
    static char spelt[2000][LONGEST + 1];
    static zs_glass_term terms[2000];
    zs_term_places places = {.items = NULL};
    for (size_t round = 0; round < test_rounds(200); round++) {
        test_random random = test_random_new(round);
        size_t count = test_random_below(&random, round % 10 == 0 ? 2000 : 60);
        for (size_t i = 0; i < count; i++) {
            size_t length = spell(test_random_below(&random, VOCABULARY), spelt[i]);
            terms[i] = (zs_glass_term){.bytes = spelt[i], .length = (uint32_t)length};
        }
        assert_true(zs_term_places_reserve(&places, count));
        for (size_t i = 0; i < count; i++) {
            places.items[i] = (zs_term_place){
                zs_term_beginning(terms[i].bytes, terms[i].length), (uint32_t)i};
        }
        zs_term_places_sort(&places, count, term_of, terms);
        for (size_t i = 1; i < count; i++) {
            check(by_bytes(&terms[places.items[i - 1].number],
                           &terms[places.items[i].number]) <= 0,
                  "round %zu", round);
        }
    }
    zs_term_places_release(&places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_of_random_lists),
                                       cmocka_unit_test(test_of_nothing_and_of_damage),
                                       cmocka_unit_test(test_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
