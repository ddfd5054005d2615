/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The tables of signatures: what comparing with every signature would find is found, but for
 * few; and nothing else.
 */
#include <algorithm>
#include <vector>

#include "store/duplicates.h" /* first: Xapian, too, has a check() */

#include "support/random.h"
#include "support/test.h"

namespace
{
constexpr std::uint32_t ARTICLES = 20000;

std::uint64_t turn_bits(test_random *random, std::uint64_t signature, unsigned count)
{
    std::uint64_t turned = 0;
    while (static_cast<unsigned>(__builtin_popcountll(turned)) < count) {
        turned |= std::uint64_t{1} << test_random_below(random, 64);
    }
    return signature ^ turned;
}

/* Texts with a resemblance of 0.65 differ in 11 bits of 64. */
void test_copies_are_met(void **)
{
    test_random random = test_random_new(7);
    zs::signatures signatures;
    std::vector<std::uint64_t> all;
    for (std::uint32_t docid = 1; docid <= ARTICLES; docid++) {
        all.push_back(test_random_next(&random));
        signatures.add(docid, all.back());
    }
    unsigned met = 0;
    constexpr unsigned COPIES = 2000;
    for (std::uint32_t i = 0; i < COPIES; i++) {
        const std::uint64_t copy = turn_bits(&random, all[i], 11);
        unsigned times = 0;
        for (const auto &[differing, docid] : signatures.near(copy)) {
            times += docid == i + 1;
            check(differing == __builtin_popcountll(all[docid - 1] ^ copy) &&
                      differing <= zs::signatures::NEAR,
                  "article %u differs in %d bits", docid, differing);
        }
        met += times == 1;
    }
    check(met * 100 >= COPIES * 95, "%u of %u copies", met, COPIES);
}

void test_the_nearest_come_first(void **)
{
    test_random random = test_random_new(8);
    const std::uint64_t signature = test_random_next(&random);
    zs::signatures signatures;
    for (std::uint32_t docid = 1; docid <= 6; docid++) {
        signatures.add(docid, turn_bits(&random, signature, 7 - docid));
    }
    const zs::signatures::candidates expected{{1, 6}, {2, 5}, {3, 4}, {4, 3}, {5, 2}, {6, 1}};
    check(signatures.near(signature) == expected, "not in the order of their distance");
}

void test_nothing_is_near_nothing(void **)
{
    zs::signatures signatures;
    check(signatures.near(1).empty(), "there are no articles");
    signatures.add(1, 0);
    check(signatures.near(0).empty(), "a text without terms resembles no other");
}
} // namespace

int main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(test_copies_are_met),
        cmocka_unit_test(test_the_nearest_come_first),
        cmocka_unit_test(test_nothing_is_near_nothing),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
