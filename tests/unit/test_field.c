/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The fields of an article by name, the digits of dates, and what is a number.
 */
#include "support/test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/field.h"
#include "support/random.h"

static const zs_article article = {
    .id = "一号",
    .path = "新闻/甲.txt",
    .title = "题",
    .text = "正文",
    .text_length = 6,
    .date = "2023-05-04",
    .author = "林晓",
    .source = "晚报",
    .section = "要闻",
    .language = "zh-Hant",
    .url = "https://example.org/",
    .metadata = (const zs_field[]){{"标签", "雨"}, {"页", "12"}, {"标签", "水"}},
    .metadata_count = 3};

static const struct {
    const char *name;
    zs_field_id id;
    const char *value;
} named[] = {{"title", ZS_FIELD_TITLE, "题"},
             {"author", ZS_FIELD_AUTHOR, "林晓"},
             {"source", ZS_FIELD_SOURCE, "晚报"},
             {"section", ZS_FIELD_SECTION, "要闻"},
             {"language", ZS_FIELD_LANGUAGE, "zh-Hant"},
             {"url", ZS_FIELD_URL, "https://example.org/"},
             {"path", ZS_FIELD_PATH, "新闻/甲.txt"},
             {"id", ZS_FIELD_ID, "一号"},
             {"date", ZS_FIELD_DATE, "2023-05-04"}};

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        size_t length = strlen(named[i].name);
        assert_int_equal(zs_field_named(named[i].name, length), named[i].id);
        assert_string_equal(zs_field_value(&article, named[i].id), named[i].value);
        /* Neither a part of a name is one, nor what goes on behind it. */
        assert_int_equal(zs_field_named(named[i].name, length - 1), ZS_FIELD_METADATA);
        char longer[16];
        (void)snprintf(longer, sizeof longer, "%ss", named[i].name);
        assert_int_equal(zs_field_named(longer, length), named[i].id);
        assert_int_equal(zs_field_named(longer, length + 1), ZS_FIELD_METADATA);
    }
    assert_int_equal(zs_field_named("Title", 5), ZS_FIELD_METADATA);
    assert_int_equal(zs_field_named("text", 4), ZS_FIELD_METADATA);
    assert_int_equal(zs_field_named("", 0), ZS_FIELD_METADATA);
}

static void test_what_is_not_known_has_no_value(void **state)
{
    (void)state;
    const zs_article empty = {.id = "一"};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (named[i].id != ZS_FIELD_ID) {
            assert_null(zs_field_value(&empty, named[i].id));
        }
    }
    assert_null(zs_field_value(&article, ZS_FIELD_TEXT));
    assert_null(zs_field_value(&empty, ZS_FIELD_METADATA));
}

static void test_metadata_by_number_and_by_name(void **state)
{
    (void)state;
    assert_string_equal(zs_field_value(&article, ZS_FIELD_METADATA), "雨");
    assert_string_equal(zs_field_value(&article, (zs_field_id)(ZS_FIELD_METADATA + 2)), "水");
    assert_null(zs_field_value(&article, (zs_field_id)(ZS_FIELD_METADATA + 3)));

    size_t next = 0;
    assert_string_equal(zs_field_value_next(&article, "标签", &next), "雨");
    assert_string_equal(zs_field_value_next(&article, "标签", &next), "水");
    assert_null(zs_field_value_next(&article, "标签", &next));
    assert_null(zs_field_value_next(&article, "标签", &next));
    next = 0;
    assert_string_equal(zs_field_value_next(&article, "页", &next), "12");
    assert_null(zs_field_value_next(&article, "页", &next));
    next = 0;
    assert_null(zs_field_value_next(&article, "标", &next));
}

static void test_digits_of_dates(void **state)
{
    (void)state;
    static const struct {
        const char *date, *digits; /* NULL: none */
    } cases[] = {{"2023", "2023"},
                 {"2023-05", "202305"},
                 {"2023-05-04", "20230504"},
                 {"2023-05-04T06:30:00Z", "20230504"},
                 {"2023-05-04-17", "20230504"},
                 {"2023-05-04 6:30", "20230504"},
                 {"0001-01-01", "00010101"},
                 {"20230504", "2023"}, /* no day that ISO 8601 parts with signs */
                 {"2023-5-4", "2023"},
                 {"2023-05-4", "202305"},
                 {"2023-", "2023"},
                 {"2023--05", "2023"},
                 {"2023-05-", "202305"},
                 {"2023/05/04", "2023"},
                 {"2023年5月", "2023"},
                 {"", NULL},
                 {"2", NULL},
                 {"202", NULL},
                 {"-2023", NULL},
                 {" 2023", NULL},
                 {"二〇二三", NULL},
                 {"２０２３", NULL},
                 {"May 4, 2023", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char digits[ZS_DATE_DIGITS + 1] = "";
        bool is = zs_date_digits(cases[i].date, digits);
        check(is == (cases[i].digits != NULL), "\"%s\" gives %s", cases[i].date, digits);
        check(!is || strcmp(digits, cases[i].digits) == 0, "\"%s\" gives %s", cases[i].date,
              digits);
    }
}

/* Random changes of dates: as many digits as stand where ISO 8601 has them, and no other. */
static void test_digits_of_malformed_dates(void **state)
{
    (void)state;
    size_t rounds = test_rounds(20000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        char date[24] = "2023-05-04T06:30";
        for (size_t changes = test_random_below(&random, 3); changes > 0; changes--) {
            date[test_random_below(&random, 12)] =
                "0123456789-/ T\0\xE5"[test_random_below(&random, 16)];
        }
        char wanted[ZS_DATE_DIGITS + 1] = "", digits[ZS_DATE_DIGITS + 1] = "";
        static const size_t ends[] = {4, 7, 10};
        size_t at = 0, length = 0;
        for (size_t part = 0; part < 3; part++) {
            bool good = part == 0 || date[at++] == '-';
            size_t begin = length;
            for (; good && at < ends[part]; at++) {
                good = date[at] >= '0' && date[at] <= '9';
                wanted[length++] = date[at];
            }
            if (!good) {
                length = begin;
                break;
            }
        }
        wanted[length] = '\0';
        bool is = zs_date_digits(date, digits);
        check(is == (length > 0) && (!is || strcmp(digits, wanted) == 0),
              "seed %d: \"%s\" gives \"%s\" instead of \"%s\"", (int)random.seed, date, digits,
              wanted);
    }
}

static void test_dates_of_articles(void **state)
{
    (void)state;
    char digits[ZS_DATE_DIGITS + 1];
    zs_article dated = article;
    for (int origin = ZS_DATE_NONE; origin <= ZS_DATE_FILE; origin++) {
        dated.date_origin = (zs_date_origin)origin;
        assert_int_equal(zs_article_date(&dated, digits), origin != ZS_DATE_FILE);
    }
    assert_string_equal(digits, "20230504");
    dated.date_origin = ZS_DATE_GIVEN;
    dated.date = "初夏";
    assert_false(zs_article_date(&dated, digits));
    dated.date = NULL;
    assert_false(zs_article_date(&dated, digits));
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        double number;
    } numbers[] = {{"0", 0},        {"7", 7},
                   {"+7", 7},       {"-12.50", -12.5},
                   {"007", 7},      {"-0", 0},
                   {".5", 0.5},     {"5.", 5},
                   {"-.25", -0.25}, {"123456789012345", 123456789012345},
                   {"0.1", 0.1},    {"3.14159", 3.14159}};
    static const char *const others[] = {"",
                                         ".",
                                         "+",
                                         "-",
                                         "+.",
                                         "-.",
                                         "--1",
                                         "+-1",
                                         "1-",
                                         "1 ",
                                         " 1",
                                         "1e5",
                                         "0x10",
                                         "1,000",
                                         "1.2.3",
                                         "..1",
                                         "1..",
                                         "12a",
                                         "一",
                                         "１２",
                                         "inf",
                                         "nan",
                                         "12 页",
                                         "1234567890123456",
                                         "+1234567890123456",
                                         "1234567890.123456"};
    double number;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bool is = zs_number_of(numbers[i].value, &number);
        check(is && number == numbers[i].number, "\"%s\" is %g", numbers[i].value, number);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        number = 42;
        check(!zs_number_of(others[i], &number) && number == 42, "\"%s\" is a number: %g",
              others[i], number);
    }
}

/* As the C library reads them. */
static void test_random_numbers(void **state)
{
    (void)state;
    size_t rounds = test_rounds(20000);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        char value[32];
        long whole = (long)test_random_below(&random, 10000000);
        int written = test_random_once_in(&random, 2)
                          ? snprintf(value, sizeof value, "%ld", whole)
                          : snprintf(value, sizeof value, "%ld.%0*ld", whole,
                                     1 + (int)test_random_below(&random, 6), whole % 10);
        assert_true(written > 0 && (size_t)written < sizeof value);
        double number, wanted;
        assert_int_equal(sscanf(value, "%lf", &wanted), 1);
        check(zs_number_of(value, &number) && number == wanted, "\"%s\" is %.17g", value,
              number);
    }
}

static void test_days_are_those_of_the_calendar(void **state)
{
    (void)state;
    test_random random = test_random_new(7);
    for (size_t round = 0; round < test_rounds(20000); round++) {
        struct tm day = {.tm_year = (int)test_random_below(&random, 9999) - 1900,
                         .tm_mon = (int)test_random_below(&random, 12),
                         .tm_mday = 1 + (int)test_random_below(&random, 28),
                         .tm_hour = 12};
        char digits[64];
        (void)snprintf(digits, sizeof digits, "%04d%02d%02d", day.tm_year + 1900,
                       day.tm_mon + 1, day.tm_mday);
        int64_t noon = timegm(&day);
        int64_t days = (noon - 12 * 3600) / (24 * 3600);
        check(zs_days_of_date(digits) == days, "%s is day %lld, not %lld", digits,
              (long long)days, (long long)zs_days_of_date(digits));
    }
    assert_int_equal(zs_days_of_date("19700101"), 0);
    assert_int_equal(zs_days_of_date("1971"), 365);
    assert_int_equal(zs_days_of_date("197003"), 59);
    assert_int_equal(zs_days_of_date("20240229"), zs_days_of_date("20240301") - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_are_those_of_the_calendar),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_what_is_not_known_has_no_value),
        cmocka_unit_test(test_metadata_by_number_and_by_name),
        cmocka_unit_test(test_digits_of_dates),
        cmocka_unit_test(test_digits_of_malformed_dates),
        cmocka_unit_test(test_dates_of_articles),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_random_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
