/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What queries mean, as the text that they are printed as; that printing and parsing are each
 * other's reverse; and what is said of mistakes.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/query.h"
#include "support/random.h"

static const char *const fields[] = {"栏目", "year", NULL};

static char *printed(const char *text, bool lenient, zs_error *error)
{
    const zs_parse_options options = {.lenient = lenient, .fields = fields};
    zs_query *query = NULL;
    char *string = NULL;
    if (zs_query_parse(text, &options, &query, error) == ZS_OK) {
        check_ok(zs_query_string(query, &string, error), *error);
    }
    zs_query_free(query);
    return string;
}

static void test_meanings(void **state)
{
    (void)state;
    static const char *const examples[][2] = {
        /* Words */
        {"", "()"},
        {"青年人才", "(青年人才)"},
        {"  青年人才\t政策 ", "(青年人才 政策)"},
        {"怎么办?", "(怎么办\\?)"},
        {"10:30 http://a.cn/b", "(10\\:30 http\\:\\/\\/a\\.cn\\/b)"},
        {"C++ state-of-the-art", "(C\\+\\+ state\\-of\\-the\\-art)"},
        {"你好！", "(你好！)"},
        {"\\+郑州 \\AND", "(\\+郑州 \\AND)"},
        {"and or not", "(and or not)"},
        {"- + !", "(\\- \\+ \\!)"},
        /* Signs */
        {"+郑州 -重庆", "(+(郑州) -(重庆))"},
        {"＋郑州 －重庆 人才", "(+(郑州) -(重庆) (人才))"},
        {"a +b c d", "((a) +(b) (c d))"},
        {"NOT 重庆", "(-(重庆))"},
        {"!重庆 北京", "(-(重庆) (北京))"},
        {"-(a b)", "(-(a b))"},
        /* Operators */
        {"a AND b", "(+(a) +(b))"},
        {"a && b AND c", "(+(a) +(b) +(c))"},
        {"a OR b || c", "((a) OR (b) OR (c))"},
        {"a b AND c d OR e", "((+(a b) +(c d)) OR (e))"},
        {"a AND NOT b", "(+(a) -(b))"},
        {"a OR -b", "((a) OR (-(b)))"},
        {"(a OR b) AND (c OR d)", "(+((a) OR (b)) +((c) OR (d)))"},
        {"（a OR b）c", "(((a) OR (b)) (c))"},
        /* Phrases */
        {"\"国际消费中心城市\"", "\"国际消费中心城市\""},
        {"“国际消费” 中心", "(\"国际消费\" (中心))"},
        {"「國際」『消費』《中心》", "(\"國際\" \"消費\" \"中心\")"},
        {"\"a \\\" b\"", "\"a \\\" b\""},
        {"“同\"", "\"同\""},
        /* Near */
        {"郑州 NEAR/10 人才", "((郑州) NEAR/10 (人才))"},
        {"郑州 NEAR 人才 ADJ/3 \"政策 好\"", "(((郑州) NEAR/10 (人才)) ADJ/3 \"政策 好\")"},
        {"a NEAR/5 b NEAR/5 c d", "(((a) NEAR/5 (b) NEAR/5 (c)) (d))"},
        {"郑州 SENT 人才 OR a PARA b", "(((郑州) SENT (人才)) OR ((a) PARA (b)))"},
        /* Fields and ranges */
        {"title:制造业", "title:(制造业)"},
        {"title：“先进制造”", "title:\"先进制造\""},
        {"栏目:(要闻 OR 国内)", "栏目:((要闻) OR (国内))"},
        {"date:2023", "date:2023..2023"},
        {"date:2023-05..2023-08", "date:2023-05..2023-08"},
        {"date:近三个月", "date:近三个月..近三个月"},
        {"year:1998.. year:..2001", "(year:1998.. year:..2001)"},
        {"-author:苏小拾 path:a/b*", "(-author:(苏小拾) path:a\\/b*)"},
        /* Patterns */
        {"区块* ?能 a＊", "(区块* ?能 a*)"},
        {"colour~1 词~", "(colour~1 词~1)"},
        {"/第[一二三]篇/", "/第[一二三]篇/"},
        {"/a\\/b/ /var/log", "(/a\\/b/ (\\/var\\/log))"},
        /* Weights */
        {"人才^2 \"a b\"^0.5 (c d)^3", "((人才)^2 \"a b\"^0.5 (c d)^3)"},
        {"(人才^2)^3 title:(author:a)", "((人才)^6 title:(author:(a)))"},
        {"title:人才^2.25", "title:(人才)^2.25"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        zs_error error = {.status = ZS_OK};
        char *string = printed(examples[i][0], false, &error);
        check(string != NULL, "%s: %s", examples[i][0], error.message);
        check(string && !strcmp(string, examples[i][1]), "%s\nis     %s\nwanted %s",
              examples[i][0], string, examples[i][1]);
        free(string);
    }
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int position;
        const char *said;
    } examples[] = {
        {"a \"b c", 2, "no end"},
        {"a (b c", 2, "not closed"},
        {"a b) c", 3, "closes nothing"},
        {"a ()", 2, "nothing between"},
        {"a AND", 2, "AND needs something on both sides"},
        {"OR a", 0, "OR needs something on both sides"},
        {"a NEAR/3", 2, "NEAR/3 needs something on both sides"},
        {"tilte:a", 0, "no field \"tilte\""},
        {"*", 0, "more than"},
        {"a~3", 1, "~1 or ~2"},
        {"a^x", 1, "a number from"},
        {"a^0", 1, "a number from"},
        {"a^99999999", 1, "a number from"},
        {"date:(a OR b)", 5, "a year, a month"},
        {"date:..", 5, "at least one end"},
        {"a NOT", 2, "NOT needs something behind it"},
        {"a NEAR (b c OR d)", 7, "near each other"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const zs_parse_options options = {.fields = fields};
        zs_query *query = NULL;
        zs_error error;
        check_status(zs_query_parse(examples[i].text, &options, &query, &error), ZS_ERROR_QUERY,
                     error);
        check(error.position == examples[i].position && strstr(error.message, examples[i].said),
              "%s: %s at %d instead of %d", examples[i].text, error.message,
              (int)error.position, examples[i].position);
        assert_null(query);
        char *string = printed(examples[i].text, true, &error);
        check(string != NULL, "%s is not searched as text", examples[i].text);
        free(string);
    }
}

/* Of anything, a tree that is printed and parsed is the same tree. */
static void check_round_trip(const char *text, bool lenient)
{
    zs_error error;
    char *once = printed(text, lenient, &error);
    if (!once || !strcmp(once, "()")) { /* nothing at all is not written in parentheses */
        free(once);
        return;
    }
    char *twice = printed(once, false, &error);
    check(twice != NULL, "%s\nis %s\nbut %s (%d)", text, once, error.message,
          (int)error.position);
    check(!strcmp(once, twice), "%s\nis  %s\nand %s", text, once, twice);
    free(once);
    free(twice);
}

static void test_round_trip(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",      "郑州", " ",   " ",    "+",   "-",        "(",      ")",      "\"",
        "“",      "”",    "AND", " OR ", "NOT", " NEAR/3 ", " SENT ", "title:", "date:",
        "栏目：", "..",   "*",   "?",    "~1",  "^2",       "/",      "\\",     ":",
        "（",     "）",   "!",   " && ", "||",  "2023-05",  "《",     "》",     ".5",
        "\xFF",   "\t",   "、",  "ADJ",  "^",   "~",        "year:",  "é",      "。"};
    for (size_t round = 0; round < test_rounds(200000); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT;
        size_t count = 1 + test_random_below(&random, 12);
        for (size_t i = 0; i < count; i++) {
            size_t piece = test_random_below(&random, sizeof pieces / sizeof *pieces);
            assert_true(zs_buffer_append_string(&text, pieces[piece]));
        }
        assert_true(zs_buffer_terminate(&text));
        check_round_trip(text.data, round % 2 == 0);
        zs_buffer_release(&text);
    }
}

static void test_building(void **state)
{
    (void)state;
    zs_error error;
    zs_query *group, *near, *part;
    check_ok(zs_query_group(false, &group, &error), error);
    check_ok(zs_query_words("青年 (人才)", &part, &error), error);
    check_ok(zs_query_set_boost(part, 2, &error), error);
    check_ok(zs_query_add(group, ZS_MUST, part, &error), error);
    check_ok(zs_query_nearby(ZS_NEAR_IN_ORDER, 7, &near, &error), error);
    check_ok(zs_query_phrase("a \"b", &part, &error), error);
    check_ok(zs_query_add(near, ZS_SHOULD, part, &error), error);
    check_ok(zs_query_words("c", &part, &error), error);
    check_ok(zs_query_add(near, ZS_SHOULD, part, &error), error);
    check_ok(zs_query_add(group, ZS_SHOULD, near, &error), error);
    check_ok(zs_query_range("date", "2020", NULL, &part, &error), error);
    check_ok(zs_query_add(group, ZS_MUST_NOT, part, &error), error);
    char *string = NULL;
    check_ok(zs_query_string(group, &string, &error), error);
    assert_string_equal(string, "(+(青年 \\(人才\\))^2 (\"a \\\"b\" ADJ/7 (c)) -date:2020..)");
    free(string);

    check_status(zs_query_set_boost(group, 0, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_query_set_field(group, "", &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_query_range("date", NULL, NULL, &part, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_query_fuzzy("a", 3, &part, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_query_words(NULL, &part, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_query_add(group, ZS_MUST, group, &error), ZS_ERROR_ARGUMENT, error);
    zs_query_free(group);
    zs_query_free(NULL);
}

/* As deep and as wide as anybody can ask. */
static void test_limits(void **state)
{
    (void)state;
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t i = 0; i < 100000; i++) {
        assert_true(zs_buffer_append_string(&text, "("));
    }
    assert_true(zs_buffer_terminate(&text));
    zs_query *query = NULL;
    zs_error error;
    check_status(zs_query_parse(text.data, NULL, &query, &error), ZS_ERROR_QUERY, error);
    zs_buffer_clear(&text);
    for (size_t i = 0; i < 3000; i++) {
        assert_true(zs_buffer_append_string(&text, "+a "));
    }
    assert_true(zs_buffer_terminate(&text));
    check_status(zs_query_parse(text.data, NULL, &query, &error), ZS_ERROR_QUERY, error);
    zs_buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meanings),   cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_building),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
