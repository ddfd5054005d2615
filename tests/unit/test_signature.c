/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Signatures: how many bits two share tells how many terms they share.
 */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "support/random.h"
#include "text/signature.h"
#include "text/term_hash.h"

/* Signs the terms from `begin` to `end`, in an order that follows from `seed`. */
static uint64_t sign(unsigned begin, unsigned end, unsigned step)
{
    zs_signing signing;
    zs_signing_begin(&signing);
    for (unsigned i = 0; i < end - begin; i++) {
        char term[20];
        int length = snprintf(term, sizeof term, "词%u", begin + i * step % (end - begin));
        zs_signing_add(&signing, zs_term_hash(term, (size_t)length));
        zs_signing_add(&signing, zs_term_hash(term, (size_t)length));
    }
    return zs_signing_end(&signing);
}

static void test_order_and_number_do_not_count(void **state)
{
    (void)state;
    for (unsigned count = 1; count < 400; count += 7) {
        assert_true(sign(0, count, 1) == sign(0, count, count - 1 > 0 ? count - 1 : 1));
        assert_true(sign(0, count, 1) != 0);
    }
    zs_signing signing;
    zs_signing_begin(&signing);
    assert_true(zs_signing_end(&signing) == 0);
}

/* Sets of `count` terms of which a part is in common: bits agree as the theory says. */
static void test_resemblance(void **state)
{
    (void)state;
    static const double shares[] = {0, 0.3, 0.5, 0.8, 0.9, 1};
    for (unsigned count = 60; count <= 2000; count *= 3) {
        for (size_t s = 0; s < sizeof shares / sizeof *shares; s++) {
            unsigned common = (unsigned)(shares[s] * count);
            double jaccard = common / (2.0 * count - common), agreeing = 0;
            enum { ROUNDS = 200 };
            for (unsigned round = 0; round < ROUNDS; round++) {
                unsigned begin = round * 10000;
                uint64_t a = sign(begin, begin + count, 1);
                uint64_t b = sign(begin + count - common, begin + 2 * count - common, 1);
                agreeing += 64 - __builtin_popcountll(a ^ b);
            }
            double expected = 64 * (1 + jaccard) / 2;
            check(agreeing / ROUNDS > expected - 2 && agreeing / ROUNDS < expected + 2,
                  "%u terms, J %.2f: %.1f bits, not %.1f", count, jaccard, agreeing / ROUNDS,
                  expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_and_number_do_not_count),
        cmocka_unit_test(test_resemblance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
