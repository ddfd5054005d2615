/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Names of any length and content become terms and metadata keys that Xapian takes, no two of
 * them the same.
 */
#include "support/test.h"

#include <algorithm>
#include <climits>
#include <iterator>
#include <map>
#include <string>

#include "store/schema.h"
#include "support/random.h"

namespace
{
/* In a key of glass a zero byte takes two. */
std::size_t size_in_key(const std::string &term)
{
    return term.size() + static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
}

std::string random_name(test_random *random)
{
    static const std::size_t lengths[] = {0,   1,   10,  119, 120, 160,
                                          200, 238, 239, 240, 241, 1000};
    std::string name(lengths[test_random_below(random, 12)], 'x');
    const std::size_t variety = 1 + test_random_below(random, 256);
    for (char &byte : name) {
        byte = static_cast<char>(test_random_below(random, variety));
    }
    return name;
}

void test_names_fit_and_differ(void **)
{
    test_random random = test_random_new(1);
    std::map<std::string, std::string> terms;
    for (std::size_t round = 0; round < test_rounds(20000); round++) {
        const std::string name = random_name(&random);
        const std::string prefix = test_random_once_in(&random, 2)
                                       ? zs::PREFIX_KEY
                                       : zs::PREFIX_MEMBER + zs::number_code(ULONG_MAX);
        const std::string term = zs::name_term(prefix, name);
        check(size_in_key(term) <= zs::NAME_LIMIT, "round %zu: %zu bytes become %zu", round,
              name.size(), size_in_key(term));
        assert_true(term.compare(0, prefix.size(), prefix) == 0);
        const auto [known, is_new] = terms.emplace(term, prefix + name);
        check(is_new || known->second == prefix + name, "round %zu: two names with one term",
              round);
    }
}

void test_long_names_that_differ_only_at_the_end(void **)
{
    const std::string name(500, 'p');
    assert_true(zs::name_term("Q", name + "1") != zs::name_term("Q", name + "2"));
    assert_true(zs::name_term("Q", name) != zs::name_term("Q", name + "p"));
    assert_true(zs::name_term("Q", name) != zs::name_term("P", name));
    assert_true(zs::group_key(name) != zs::group_key(name + "p"));
}

void test_numbers_differ_and_none_begins_another(void **)
{
    test_random random = test_random_new(3);
    std::map<std::string, unsigned long> codes;
    for (std::size_t round = 0; round < test_rounds(20000); round++) {
        unsigned long number = test_random_next(&random) >> test_random_below(&random, 64);
        number = number > 0 ? number : 1;
        const std::string code = zs::number_code(number);
        assert_true(code.find('\0') == std::string::npos);
        const auto [known, is_new] = codes.emplace(code, number);
        check(is_new || known->second == number, "%lu and %lu have one code", number,
              known->second);
    }
    for (auto code = codes.begin(); std::next(code) != codes.end(); ++code) {
        const std::string &next = std::next(code)->first;
        check(next.compare(0, code->first.size(), code->first) != 0, "%lu begins %lu",
              code->second, std::next(code)->second);
    }
}

void test_notes_come_back(void **)
{
    test_random random = test_random_new(2);
    for (std::size_t round = 0; round < test_rounds(20000); round++) {
        const std::string key = random_name(&random);
        const std::string value = random_name(&random);
        const std::string stored_key = zs::note_key(key);
        const std::string stored_value = zs::note_value(key, value);
        check(size_in_key(stored_key) <= zs::NAME_LIMIT, "round %zu: %zu", round, key.size());
        if (value.empty()) {
            assert_true(stored_value.empty()); /* which removes it */
            continue;
        }
        std::string got_key;
        std::string got_value;
        check(zs::read_note(stored_key, stored_value, &got_key, &got_value) && got_key == key &&
                  got_value == value,
              "round %zu: a note of %zu and %zu bytes does not come back", round, key.size(),
              value.size());
    }
}

void test_damaged_notes_are_none(void **)
{
    const std::string key(300, 'k');
    const std::string stored_key = zs::note_key(key);
    const std::string stored_value = zs::note_value(key, "value");
    std::string got_key;
    std::string got_value;
    for (std::size_t cut = 0; cut < 4 + key.size(); cut++) {
        assert_false(
            zs::read_note(stored_key, stored_value.substr(0, cut), &got_key, &got_value));
    }
    for (const char *damaged :
         {"", " ", "x 1", "-1 k", "300", "99999999999999999999 k", "2 k"}) {
        bool read = zs::read_note(stored_key, damaged, &got_key, &got_value);
        check(!read || damaged[0] == ' ', "%s is read as a note", damaged);
    }
    assert_false(zs::read_note("", "value", &got_key, &got_value));
}

void test_the_time_is_iso_8601(void **)
{
    const std::string now = zs::time_now();
    assert_int_equal(now.size(), 20);
    const char *form = "dddd-dd-ddTdd:dd:ddZ";
    for (std::size_t i = 0; i < now.size(); i++) {
        check(form[i] == 'd' ? now[i] >= '0' && now[i] <= '9' : now[i] == form[i], "%s",
              now.c_str());
    }
}
} // namespace

int main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(test_names_fit_and_differ),
        cmocka_unit_test(test_long_names_that_differ_only_at_the_end),
        cmocka_unit_test(test_numbers_differ_and_none_begins_another),
        cmocka_unit_test(test_notes_come_back),
        cmocka_unit_test(test_damaged_notes_are_none),
        cmocka_unit_test(test_the_time_is_iso_8601),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
