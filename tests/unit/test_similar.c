/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles like another, keywords, advice, and the script that a query is typed in.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"

enum { ARTICLES = 60 };

static char *folder;
static zs_searcher *searcher;

static void put(zs_index *index, const char *id, const char *text, const char *date,
                const char *source, const char *language)
{
    zs_error error;
    zs_article article = {.id = id,
                          .text = text,
                          .text_length = strlen(text),
                          .date = date,
                          .date_origin = date ? ZS_DATE_GIVEN : ZS_DATE_NONE,
                          .source = source,
                          .language = language};
    check_ok(zs_index_put(index, &article, &error), error);
}

/* Words of letters, of which the first are the most frequent. */
static void random_text(test_random *random, zs_buffer *out)
{
    size_t length = 20 + test_random_below(random, 60);
    for (size_t i = 0; i < length; i++) {
        size_t rank = 1 + test_random_below(random, 40);
        size_t number = test_random_below(random, rank);
        char word[] = {'w', (char)('a' + number % 20), (char)('a' + number / 20), ' ', '\0'};
        assert_true(zs_buffer_append_string(out, word));
    }
    assert_true(zs_buffer_terminate(out));
}

static const char pottery[] = "陶艺工作室在老城区开窑，陶艺课程教拉坯和上釉，釉料要烧两次。";
static const char pottery_too[] = "陶艺馆的拉坯课程排到了年底，釉料和窑火是学生最关心的。";
static const char whales[] = "鲸鱼的歌声传得很远，海洋学家记录鲸鱼迁徙的路线。";
static const char trad[] = "臺灣的經濟發展與國際貿易往來，半導體產業在新竹。";
static const char simp[] = "台湾的经济发展与国际贸易往来，半导体产业在新竹。";

static int make_index(void **state)
{
    (void)state;
    folder = test_folder_new();
    zs_index *index = NULL;
    zs_error error;
    check_ok(zs_index_open(folder, &index, &error), error);
    for (size_t i = 0; i < ARTICLES; i++) {
        test_random random = test_random_new(i);
        zs_buffer text = ZS_BUFFER_INIT;
        char id[16];
        (void)snprintf(id, sizeof id, "r%zu", i);
        random_text(&random, &text);
        put(index, id, text.data, "2020-01-01", "随机", "en");
        zs_buffer_release(&text);
    }
    put(index, "p1", pottery, "2023-05-04", "手艺周刊", "zh-Hans");
    put(index, "p2", pottery_too, "2024-05-04", "手艺周刊", "zh-Hans");
    put(index, "p3", pottery, "2024-06-04", "手艺月报", "zh-Hans"); /* the same as p1 */
    put(index, "w", whales, "2022-05", "海洋", "zh-Hans");
    put(index, "s", simp, NULL, NULL, "zh-Hans");
    put(index, "t", trad, NULL, NULL, "zh-Hant");
    zs_index_close(index);
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    return 0;
}

static int remove_index(void **state)
{
    (void)state;
    zs_searcher_close(searcher);
    test_folder_remove(folder);
    return 0;
}

static bool has(const zs_results *results, const char *id)
{
    for (size_t i = 0; i < zs_results_count(results); i++) {
        if (strcmp(zs_results_id(results, i), id) == 0) {
            return true;
        }
    }
    return false;
}

static zs_results *similar(const char *id, const zs_query_options *options)
{
    zs_results *results = NULL;
    zs_error error;
    check_ok(zs_similar(searcher, id, options, &results, &error), error);
    return results;
}

static zs_results *query(const char *text, const zs_query_options *options)
{
    zs_results *results = NULL;
    zs_error error;
    check_ok(zs_searcher_query(searcher, text, options, &results, &error), error);
    return results;
}

/* ---- Likeness ---------------------------------------------------------------------------- */

/* Of words of letters each counts as it would in a query of all of them. */
static void test_order_is_that_of_a_query_of_all_words(void **state)
{
    (void)state;
    const zs_query_options options = {
        .limit = ARTICLES, .match = ZS_WORDS_ANY, .expand = true, .first_stage = true};
    zs_error error;
    for (size_t i = 0; i < ARTICLES; i++) {
        test_random random = test_random_new(i);
        zs_buffer text = ZS_BUFFER_INIT;
        char id[16];
        (void)snprintf(id, sizeof id, "r%zu", i);
        random_text(&random, &text);
        zs_results *like = similar(id, &options), *slow = NULL;
        zs_query *words = NULL;
        check_ok(zs_query_words(text.data, &words, &error), error);
        check_ok(zs_searcher_search(searcher, words, &options, &slow, &error), error);
        size_t at = 0;
        for (size_t j = 0; j < zs_results_count(slow); j++) {
            if (strcmp(zs_results_id(slow, j), id) == 0) {
                continue;
            }
            check(at < zs_results_count(like) &&
                      strcmp(zs_results_id(slow, j), zs_results_id(like, at)) == 0,
                  "like %s, %zu: %s, not %s", id, at, zs_results_id(slow, j),
                  at < zs_results_count(like) ? zs_results_id(like, at) : "nothing");
            at++;
        }
        check(at == zs_results_count(like), "like %s", id);
        assert_false(has(like, id));
        zs_results_free(like);
        zs_results_free(slow);
        zs_query_free(words);
        zs_buffer_release(&text);
    }
}

static void test_neither_itself_nor_its_copies(void **state)
{
    (void)state;
    zs_results *results = similar("p1", NULL);
    assert_true(zs_results_count(results) >= 1);
    assert_string_equal(zs_results_id(results, 0), "p2");
    assert_false(has(results, "p1"));
    assert_false(has(results, "p3"));
    assert_false(has(results, "w"));
    zs_results_free(results);
    results = similar("p1", &(zs_query_options){.expand = true});
    assert_string_equal(zs_results_id(results, 0), "p3");
    assert_true(has(results, "p2"));
    assert_false(has(results, "p1"));
    zs_results_free(results);
    /* Of copies of something else one is enough. */
    results = similar("p2", NULL);
    assert_true(has(results, "p1") != has(results, "p3"));
    zs_snippet *snippet = NULL;
    zs_error error;
    check_ok(zs_results_snippet(results, 0, NULL, &snippet, &error), error);
    assert_true(snippet->fragment_count > 0 && snippet->fragments[0].mark_count > 0);
    zs_snippet_free(snippet);
    zs_results_free(results);
}

static void test_like_in_a_query(void **state)
{
    (void)state;
    zs_results *results = query("like:p2 +date:2023", NULL);
    assert_int_equal(zs_results_count(results), 1);
    assert_string_equal(zs_results_id(results, 0), "p1");
    zs_results_free(results);
    results = query("like:\"p2\" +source:月报", NULL);
    assert_int_equal(zs_results_count(results), 1);
    assert_string_equal(zs_results_id(results, 0), "p3");
    zs_results_free(results);
    results = query("鲸鱼 OR like:p2", NULL);
    assert_true(has(results, "w") && has(results, "p1") && !has(results, "p2"));
    zs_results_free(results);
    results = query("like:p2 \"釉料要烧\"", &(zs_query_options){.match = ZS_WORDS_ALL});
    assert_true(has(results, "p1") && !has(results, "p2"));
    zs_results_free(results);
    zs_error error;
    static const char *const wrong[] = {"like:nowhere", "陶艺 -like:p1", "like:(a b)",
                                        "like:p1 NEAR 釉料"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        check_status(zs_searcher_query(searcher, wrong[i], NULL, &results, &error),
                     ZS_ERROR_QUERY, error);
    }
    zs_query *clause = NULL;
    check_ok(zs_query_like("p1", &clause, &error), error);
    check_status(zs_query_set_field(clause, "title", &error), ZS_ERROR_ARGUMENT, error);
    zs_query_free(clause);
}

static void test_like_a_text(void **state)
{
    (void)state;
    zs_results *results = NULL;
    zs_error error;
    check_ok(zs_similar_text(searcher, "海洋学家与鲸鱼", SIZE_MAX, NULL, &results, &error),
             error);
    assert_string_equal(zs_results_id(results, 0), "w");
    zs_results_free(results);
    check_ok(zs_similar_text(searcher, "，。的", SIZE_MAX, NULL, &results, &error), error);
    assert_int_equal(zs_results_count(results), 0);
    zs_results_free(results);
    check_status(zs_similar(searcher, "nowhere", NULL, &results, &error), ZS_ERROR_NOT_FOUND,
                 error);
    check_status(zs_similar(searcher, NULL, NULL, &results, &error), ZS_ERROR_ARGUMENT, error);
}

/* ---- Keywords ---------------------------------------------------------------------------- */

static bool is_keyword(const zs_keywords *keywords, const char *text)
{
    for (size_t i = 0; i < keywords->count; i++) {
        if (strcmp(keywords->items[i].text, text) == 0) {
            return true;
        }
    }
    return false;
}

static void test_keywords(void **state)
{
    (void)state;
    zs_keywords *keywords = NULL;
    zs_error error;
    check_ok(zs_article_keywords(searcher, "w", 3, &keywords, &error), error);
    assert_true(keywords->count == 3 && is_keyword(keywords, "鲸鱼"));
    for (size_t i = 1; i < keywords->count; i++) {
        assert_true(keywords->items[i - 1].weight >= keywords->items[i].weight);
    }
    zs_keywords_free(keywords);
    check_ok(zs_article_keywords(searcher, "t", 0, &keywords, &error), error);
    assert_true(is_keyword(keywords, "臺灣")); /* as it stands there */
    zs_keywords_free(keywords);
    zs_results *results = query("陶艺", &(zs_query_options){.limit = 1});
    check_ok(zs_results_keywords(results, 10, &keywords, &error), error);
    assert_true(is_keyword(keywords, "课程"));
    assert_false(is_keyword(keywords, "陶艺")); /* which was asked for */
    zs_keywords_free(keywords);
    zs_results_free(results);
    static const char pronouns[] =
        "我也不知道，我也没问。他在码头，他在等船。我国的码头，我国的船。";
    check_ok(zs_text_keywords(searcher, pronouns, SIZE_MAX, 0, &keywords, &error), error);
    assert_true(is_keyword(keywords, "我国"));
    assert_false(is_keyword(keywords, "我也") || is_keyword(keywords, "他在"));
    zs_keywords_free(keywords);
    check_ok(zs_text_keywords(searcher, whales, SIZE_MAX, 1, &keywords, &error), error);
    assert_int_equal(keywords->count, 1);
    assert_string_equal(keywords->items[0].text, "鲸鱼");
    assert_int_equal(keywords->items[0].document_frequency, 1);
    zs_keywords_free(keywords);
    check_status(zs_article_keywords(searcher, "nowhere", 3, &keywords, &error),
                 ZS_ERROR_NOT_FOUND, error);
}

/* ---- Advice ------------------------------------------------------------------------------ */

static zs_advice *advise(const char *text)
{
    zs_query *asked = NULL;
    zs_advice *advice = NULL;
    zs_error error;
    check_ok(zs_searcher_parse(searcher, text, false, &asked, &error), error);
    check_ok(
        zs_advise(searcher, asked, &(zs_query_options){.match = ZS_WORDS_ALL}, &advice, &error),
        error);
    zs_query_free(asked);
    return advice;
}

/* Each piece of advice is checked by following it. */
static void test_advice(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        zs_advice_kind kind;
        const char *text, *instead;
    } cases[] = {
        {"陶艺 量子纠缠", ZS_ADVICE_UNKNOWN, "量子纠缠", "陶艺"},
        {"\"课程陶艺\"", ZS_ADVICE_UNQUOTED, "\"课程陶艺\"", "课程陶艺"},
        {"+陶艺 +鲸鱼 +课程", ZS_ADVICE_WITHOUT, "鲸鱼", "+陶艺 +课程"},
        {"陶艺 鲸鱼 课程", ZS_ADVICE_WITHOUT, "鲸鱼", "陶艺 课程"},
        {"陶艺 -釉料", ZS_ADVICE_WITHOUT, "-釉料", "陶艺"},
        {"陶艺 source:手艺日报", ZS_ADVICE_VALUE, "source:手艺日报", "陶艺"},
        {"陶艺 date:1990", ZS_ADVICE_DATES, "date:1990", "陶艺"},
        {"陶陶*", ZS_ADVICE_UNKNOWN, "陶陶*", "陶*"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_advice *advice = advise(cases[i].query);
        check(advice->count > 0, "%s", cases[i].query);
        const zs_advice_entry *entry = &advice->entries[0];
        check(entry->kind == cases[i].kind, "%s: %s", cases[i].query,
              zs_advice_kind_name(entry->kind));
        const char *text = entry->text + (entry->text[0] == '+');
        check(strcmp(text, cases[i].text) == 0, "%s: %s", cases[i].query, entry->text);
        zs_results *results =
            query(cases[i].instead, &(zs_query_options){.match = ZS_WORDS_ALL});
        assert_true(zs_results_count(results) > 0);
        check(entry->count == 0 || entry->count == zs_results_total(results, NULL),
              "%s: %d are not found", cases[i].query, (int)entry->count);
        zs_results_free(results);
        zs_advice_free(advice);
    }
    zs_advice *advice = advise("source:手艺日报");
    assert_non_null(advice->entries[0].suggestion);
    assert_non_null(strstr(advice->entries[0].suggestion, "手艺周刊"));
    zs_advice_free(advice);
    advice = advise("date:1990");
    assert_string_equal(advice->entries[0].suggestion, "2020-01-01..2024-06-04");
    zs_advice_free(advice);
}

/* ---- Script ------------------------------------------------------------------------------ */

static void test_the_script_as_typed_comes_first(void **state)
{
    (void)state;
    static const char *const queries[][2] = {{"經濟發展", "t"},     {"经济发展", "s"},
                                             {"\"國際貿易\"", "t"}, {"\"国际贸易\"", "s"},
                                             {"半導體 产业", "t"},  {"新竹", "s"}};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        zs_results *results = query(queries[i][0], &(zs_query_options){.expand = true});
        assert_int_equal(zs_results_count(results), 2);
        check(strcmp(zs_results_id(results, 0), queries[i][1]) == 0, "%s", queries[i][0]);
        zs_results_free(results);
    }
}

static void test_exact_script(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        bool simplified, traditional;
    } cases[] = {{"經濟發展", false, true},     {"经济发展", true, false},
                 {"經濟 国际", false, false},   {"新竹", true, true},
                 {"\"貿易往來\"", false, true}, {"+臺灣 -经济", false, true},
                 {"+新竹 -經濟", true, false},  {"國際 NEAR 貿易", false, true},
                 {"國際 OR 国际", true, true},  {"经?发展", true, true}};
    const zs_query_options options = {
        .exact_script = true, .expand = true, .match = ZS_WORDS_ALL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_results *results = query(cases[i].query, &options);
        check(has(results, "s") == cases[i].simplified, "%s", cases[i].query);
        check(has(results, "t") == cases[i].traditional, "%s", cases[i].query);
        zs_results_free(results);
    }
}

/* Every run of characters of the two texts, as a phrase: found where strstr finds it. */
static void test_exact_script_is_what_strstr_finds(void **state)
{
    (void)state;
    const zs_query_options options = {.exact_script = true, .expand = true};
    const char *const texts[] = {simp, trad};
    enum { HAN = 3 };
    for (size_t which = 0; which < 2; which++) {
        for (size_t at = 0; at + 2 * HAN <= strlen(texts[which]); at += HAN) {
            char phrase[4 * HAN + 3];
            (void)snprintf(phrase, sizeof phrase, "\"%.*s\"", 2 * HAN, texts[which] + at);
            if (strstr(phrase, "，") || strstr(phrase, "。")) {
                continue;
            }
            phrase[2 * HAN + 1] = '\0';
            bool in_simp = strstr(simp, phrase + 1) != NULL;
            bool in_trad = strstr(trad, phrase + 1) != NULL;
            phrase[2 * HAN + 1] = '"';
            zs_results *results = query(phrase, &options);
            check(has(results, "s") == in_simp && has(results, "t") == in_trad, "%s", phrase);
            zs_results_free(results);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_is_that_of_a_query_of_all_words),
        cmocka_unit_test(test_neither_itself_nor_its_copies),
        cmocka_unit_test(test_like_in_a_query),
        cmocka_unit_test(test_like_a_text),
        cmocka_unit_test(test_keywords),
        cmocka_unit_test(test_advice),
        cmocka_unit_test(test_the_script_as_typed_comes_first),
        cmocka_unit_test(test_exact_script),
        cmocka_unit_test(test_exact_script_is_what_strstr_finds),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
