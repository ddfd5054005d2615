/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The list of function words is in order, so that looking one up finds it; and every word is
 * spelt as folded text is. The list is seen by including the source itself.
 */
#include "support/test.h"

#include <string.h>

#include "searcher/function_words.c"
#include "text/fold.h"
#include "text/terms.h"

static const size_t count = sizeof function_words / sizeof *function_words;

static void test_the_list_is_in_order_and_has_nothing_twice(void **state)
{
    (void)state;
    for (size_t i = 1; i < count; i++) {
        check(strcmp(function_words[i - 1], function_words[i]) < 0, "%s stands before %s",
              function_words[i - 1], function_words[i]);
    }
}

static void test_every_word_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < count; i++) {
        check(zs_is_function_word(function_words[i], strlen(function_words[i])), "%s",
              function_words[i]);
    }
}

static void test_nothing_else_is_found(void **state)
{
    (void)state;
    static const char *const others[] = {"",       "中国", "消费",     "的的",   "什",
                                         "么么",   "龘",   "a",        "zz",     "一",
                                         "一个个", "\xE4", "\xFF\xFF", "没有有", "青年"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        check(!zs_is_function_word(others[i], strlen(others[i])), "%s", others[i]);
    }
    /* The length given counts, not a NUL. */
    assert_true(zs_is_function_word("什么是", 6));
    assert_false(zs_is_function_word("什么", 5));
    assert_false(zs_is_function_word("什么", 7));
}

static void test_every_word_is_spelt_as_folded(void **state)
{
    (void)state;
    zs_folded folded = ZS_FOLDED_INIT;
    for (size_t i = 0; i < count; i++) {
        zs_error error;
        size_t length = strlen(function_words[i]);
        check_ok(zs_fold(function_words[i], length, ZS_PURPOSE_QUERY, &folded, &error), error);
        zs_buffer again = ZS_BUFFER_INIT;
        assert_true(zs_append_units(&again, folded.units, folded.length));
        check(again.length == length && memcmp(again.data, function_words[i], length) == 0,
              "%s folds to something else", function_words[i]);
        zs_buffer_release(&again);
    }
    zs_folded_release(&folded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_list_is_in_order_and_has_nothing_twice),
        cmocka_unit_test(test_every_word_is_found),
        cmocka_unit_test(test_nothing_else_is_found),
        cmocka_unit_test(test_every_word_is_spelt_as_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
