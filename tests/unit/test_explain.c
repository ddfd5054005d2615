/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Explanations: the parts of a score add up to it, and the terms to their part; the plan of a
 * query says what was done.
 */
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/real_text.h"
#include "support/store.h"
#include "zsearch.h"

enum { ARTICLES = 150 };

static char *folder;
static zs_searcher *searcher;

/* Articles of real text; some are so long that not all of them is looked at. */
static int make_index(void **state)
{
    (void)state;
    folder = test_folder_new();
    test_texts texts = test_corpus_texts();
    zs_writer *writer = test_open_writer(folder, false);
    for (size_t i = 0; i < ARTICLES; i++) {
        const test_text *text = &texts.items[i % texts.count];
        size_t copies = i % 10 == 0 ? 40 : 1;
        zs_buffer body = ZS_BUFFER_INIT;
        for (size_t copy = 0; copy < copies; copy++) {
            assert_true(zs_buffer_append(&body, text->data, text->length));
        }
        assert_true(zs_buffer_append_string(&body, i % 3 == 0 ? "\n国际消费中心" : "\n人才"));
        char id[16];
        (void)snprintf(id, sizeof id, "%zu", i);
        zs_article article = {.id = id,
                              .title = i % 4 == 0 ? "青年人才" : NULL,
                              .text = body.data,
                              .text_length = body.length};
        (void)test_put(writer, NULL, &article, ZS_PUT_ADDED);
        zs_buffer_release(&body);
    }
    zs_writer_close(writer);
    test_texts_release(&texts);
    zs_error error;
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

static const char *const queries[] = {
    "国际消费中心",     "青年人才 政策",        "+国际 人才^3",  "什么是国际消费中心城市",
    "\"青年人才\"^0.5", "人才 NEAR/5 青年",     "消费* 人才",    "中",
    "title:青年 消费",  "(消费 OR 人才) -政策", "国际 消费^2.5", "date:..2030 OR 人才"};

static bool is_close(double a, double b)
{
    return fabs(a - b) <= 1e-9 * (1 + fabs(a));
}

static void check_explanation(zs_results *results, size_t i, const char *query)
{
    zs_explanation *explanation = NULL;
    zs_error error;
    check_ok(zs_results_explain(results, i, &explanation, &error), error);
    double sum = 0, terms = 0, terms_part = 0;
    for (size_t part = 0; part < explanation->part_count; part++) {
        sum += explanation->parts[part].score;
        if (strcmp(explanation->parts[part].name, "terms") == 0) {
            terms_part = explanation->parts[part].score;
        }
    }
    for (size_t term = 0; term < explanation->term_count; term++) {
        const zs_explained_term *explained = &explanation->terms[term];
        terms += explained->score;
        check(explained->count > 0 && explained->term[0], "%s: a term that is not there",
              query);
        check(term == 0 || explained->score <= explanation->terms[term - 1].score,
              "%s: terms are out of order", query);
    }
    check(explanation->score == zs_results_score(results, i), "%s: another score", query);
    check(is_close(sum, explanation->score),
          "%s, hit %zu: the parts add up to %.12g, not %.12g", query, i, sum,
          explanation->score);
    check(is_close(terms, terms_part), "%s, hit %zu: the terms add up to %.12g, not %.12g",
          query, i, terms, terms_part);
    zs_explanation_free(explanation);
}

static void test_parts_add_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        for (int first_stage = 0; first_stage < 2; first_stage++) {
            const zs_query_options options = {
                .limit = ARTICLES, .expand = true, .first_stage = first_stage != 0};
            zs_results *results = NULL;
            zs_error error;
            check_ok(zs_searcher_query(searcher, queries[i], &options, &results, &error),
                     error);
            check(zs_results_count(results) > 0, "%s finds nothing", queries[i]);
            for (size_t hit = 0; hit < zs_results_count(results); hit++) {
                check_explanation(results, hit, queries[i]);
            }
            zs_explanation *explanation = NULL;
            assert_int_equal(
                zs_results_explain(results, zs_results_count(results), &explanation, &error),
                ZS_ERROR_ARGUMENT);
            zs_results_free(results);
        }
    }
}

static void test_boosts_are_told(void **state)
{
    (void)state;
    zs_results *results = NULL;
    zs_explanation *explanation = NULL;
    zs_error error;
    check_ok(zs_searcher_query(searcher, "国际 人才^3", NULL, &results, &error), error);
    check_ok(zs_results_explain(results, 0, &explanation, &error), error);
    for (size_t i = 0; i < explanation->term_count; i++) {
        const zs_explained_term *term = &explanation->terms[i];
        double boost = strcmp(term->term, "人才") == 0 ? 3 : 1;
        check(is_close(term->boost, boost), "%s counts %g times", term->term, term->boost);
        check(is_close(term->factor, 1), "%s has the factor %g", term->term, term->factor);
    }
    zs_explanation_free(explanation);
    zs_results_free(results);
}

/* Of articles alike but for their dates the newest comes first, and half as much later half. */
static void test_freshness(void **state)
{
    (void)state;
    static const char *const dates[] = {"1999-12-31", "2023-05-04", "2020", NULL, "2024-02-29"};
    static const char *const order[] = {"4", "1", "2", "0", "3"};
    char *path = test_folder_new();
    zs_writer *writer = test_open_writer(path, false);
    for (size_t i = 0; i < 5; i++) {
        char id[] = {(char)('0' + i), '\0'};
        zs_article article = {.id = id,
                              .text = "郑州的青年人才",
                              .text_length = strlen("郑州的青年人才"),
                              .date = dates[i]};
        (void)test_put(writer, NULL, &article, ZS_PUT_ADDED);
    }
    zs_writer_close(writer);
    zs_searcher *dated = NULL;
    zs_results *results = NULL;
    zs_error error;
    check_ok(zs_searcher_open(path, &dated, &error), error);
    for (int fresh = 0; fresh < 2; fresh++) {
        const zs_query_options options = {.expand = true, .fresh = fresh ? 10000 : 0};
        check_ok(zs_searcher_query(dated, "青年人才", &options, &results, &error), error);
        assert_int_equal(zs_results_count(results), 5);
        for (size_t i = 0; i < 5; i++) {
            zs_explanation *explanation = NULL;
            check_ok(zs_results_explain(results, i, &explanation, &error), error);
            bool has = false;
            for (size_t part = 0; part < explanation->part_count; part++) {
                has = has || strcmp(explanation->parts[part].name, "freshness") == 0;
            }
            assert_int_equal(has, fresh && i < 4);
            zs_explanation_free(explanation);
            const char expected[] = {(char)('0' + i), '\0'};
            assert_string_equal(zs_results_id(results, i), fresh ? order[i] : expected);
        }
        zs_results_free(results);
    }
    zs_searcher_close(dated);
    test_folder_remove(path);
}

static zs_query_plan *plan_of(const char *text, zs_words_match match)
{
    const zs_query_options options = {.match = match};
    zs_query *query = NULL;
    zs_query_plan *plan = NULL;
    zs_error error;
    check_ok(zs_searcher_parse(searcher, text, false, &query, &error), error);
    check_ok(zs_searcher_plan(searcher, query, &options, &plan, &error), error);
    zs_query_free(query);
    return plan;
}

static void test_plans(void **state)
{
    (void)state;
    zs_query_plan *plan = plan_of("国际 人才", ZS_WORDS_STEPS);
    assert_string_equal(plan->tree, "(国际 人才)");
    assert_int_equal(plan->step_count, 2);
    assert_string_equal(plan->steps[0].asks_for, "all(all(\"国际\" \"人才\"))");
    assert_true(plan->steps[0].decided);
    assert_non_null(strstr(plan->steps[0].xapian, "国际"));
    assert_string_equal(plan->steps[1].asks_for, "any of the terms");
    assert_int_equal(plan->term_count, 2);
    zs_query_plan_free(plan);

    plan = plan_of("+\"国际消费\" -date:2023..2024", ZS_WORDS_MOST);
    assert_int_equal(plan->step_count, 1);
    assert_string_equal(plan->steps[0].asks_for, "all(\"国际消费\" not date:2023..2024~)");
    assert_false(plan->steps[0].decided);
    zs_query_plan_free(plan);

    plan = plan_of("！", ZS_WORDS_STEPS);
    assert_int_equal(plan->step_count, 0);
    zs_query_plan_free(plan);
    zs_query_plan_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_add_up),
        cmocka_unit_test(test_boosts_are_told),
        cmocka_unit_test(test_freshness),
        cmocka_unit_test(test_plans),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
