/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zs_correct, as a program that uses the library meets it.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "text/fold.h"
#include "text/terms.h"

static char *folder;
static zs_searcher *searcher;

static int make_index(void **state)
{
    (void)state;
    zs_index *index = NULL;
    zs_error error;
    folder = test_folder_new();
    check_ok(zs_index_open(folder, &index, &error), error);
    test_texts texts = test_corpus_texts();
    for (size_t i = 0; i < texts.count; i++) {
        char id[] = {'t', (char)('a' + i / 26), (char)('a' + i % 26), '\0'};
        zs_article article = {
            .id = id, .text = texts.items[i].data, .text_length = texts.items[i].length};
        check_ok(zs_index_put(index, &article, &error), error);
    }
    test_texts_release(&texts);
    check_ok(zs_index_commit(index, &error), error);
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

/* What is offered for a query, checked; NULL if nothing is. */
static zs_correction *correct(const char *query)
{
    zs_error error;
    zs_correction *correction = NULL;
    check_ok(zs_correct(searcher, query, NULL, &correction, &error), error);
    if (!correction) {
        return NULL;
    }
    /* What is not changed is as it was. */
    size_t at = 0, in_corrected = 0;
    check(correction->change_count > 0 && correction->total > 0, "%s", query);
    for (size_t i = 0; i <= correction->change_count; i++) {
        bool last = i == correction->change_count;
        zs_span typed =
            last ? (zs_span){strlen(query), strlen(query)} : correction->changes[i].typed;
        zs_span corrected =
            last ? (zs_span){strlen(correction->query), 0} : correction->changes[i].corrected;
        check(typed.start >= at && typed.start - at == corrected.start - in_corrected &&
                  memcmp(query + at, correction->query + in_corrected, typed.start - at) == 0,
              "%s: %s", query, correction->query);
        at = typed.end;
        in_corrected = corrected.end;
    }
    return correction;
}

static void check_offer(const char *query, const char *wanted)
{
    zs_correction *correction = correct(query);
    const char *offered = correction ? correction->query : NULL;
    check(wanted ? offered && strcmp(offered, wanted) == 0 : !offered, "%s: %s instead of %s",
          query, offered ? offered : "nothing", wanted ? wanted : "nothing");
    zs_correction_free(correction);
}

static void test_what_is_meant_is_offered(void **state)
{
    (void)state;
    check_offer("青年人材", "青年人才"); /* sounds the same */
    check_offer("青年仁才", "青年人才");
    check_offer("国际消费忠心", "国际消费中心");
    check_offer("国际消费中新", "国际消费中心");
    check_offer("郑洲", "郑州");
    check_offer("制照业", "制造业");
    check_offer("国际消贵中心", "国际消费中心"); /* looks alike */
    check_offer("国际消中费心", "国际消费中心"); /* have changed places */
}

static void test_signs_quotes_and_spaces_stay(void **state)
{
    (void)state;
    check_offer("+郑州  \"国际消费忠心\"", "+郑州  \"国际消费中心\"");
    check_offer("“青年人材”", "“青年人才”");
    check_offer("(青年人材 OR 制照业) AND 城市", "(青年人才 OR 制造业) AND 城市");
    check_offer("青年人材^2", "青年人才^2");
    check_offer("青年人材 NEAR/9 城市", "青年人才 NEAR/9 城市");
    check_offer("城市，青年人材！", "城市，青年人才！");
}

static void test_what_is_not_corrected(void **state)
{
    (void)state;
    check_offer("青年人才", NULL);
    check_offer("国际消费中心城市", NULL);
    check_offer("title:青年人材", NULL);
    check_offer("author:青年人材", NULL);
    check_offer("城市 -青年人材", NULL);
    check_offer("城市 NOT 青年人材", NULL);
    check_offer("青年人材*", NULL);
    check_offer("/青年人材/", NULL);
    check_offer("", NULL);
    check_offer("、。", NULL);
    check_offer("材", NULL);
    check_offer("\xFF\xFE", NULL);
}

static void test_how_many_articles_have_it(void **state)
{
    (void)state;
    zs_error error;
    zs_correction *correction = correct("青年人材");
    zs_results *results = NULL;
    bool exact = false;
    assert_non_null(correction);
    assert_false(correction->typed_has_all);
    check_ok(zs_searcher_query(searcher, "青年人才", NULL, &results, &error), error);
    assert_int_equal(correction->total, zs_results_total(results, &exact));
    assert_int_equal(correction->exact, exact);
    zs_results_free(results);
    zs_correction_free(correction);
    zs_correction_free(NULL);
}

static void test_results_made_before_stay(void **state)
{
    (void)state;
    zs_error error;
    zs_results *results = NULL;
    const zs_article *article = NULL;
    zs_snippet *snippet = NULL;
    check_ok(zs_searcher_query(searcher, "国际消费中心", NULL, &results, &error), error);
    assert_true(zs_results_count(results) > 0);
    zs_correction *correction = correct("青年人材");
    zs_correction_free(correction);
    check_ok(zs_results_article(results, 0, &article, &error), error);
    check_ok(zs_results_snippet(results, 0, NULL, &snippet, &error), error);
    assert_non_null(strstr(article->text, "国际消费中心"));
    assert_true(snippet->fragment_count > 0 && snippet->fragments[0].mark_count > 0);
    zs_snippet_free(snippet);
    zs_results_free(results);
}

static void test_faults_of_the_caller(void **state)
{
    (void)state;
    zs_error error;
    zs_correction *correction = (zs_correction *)&error;
    check_status(zs_correct(NULL, "人", NULL, &correction, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_correct(searcher, NULL, NULL, &correction, &error), ZS_ERROR_ARGUMENT,
                 error);
    check_status(zs_correct(searcher, "人", NULL, NULL, &error), ZS_ERROR_ARGUMENT, error);
    check_status(zs_correct(searcher, "(青年人材", NULL, &correction, &error), ZS_ERROR_QUERY,
                 error);
    assert_ptr_equal(correction, &error); /* untouched */
    const zs_query_options lenient = {.lenient = true};
    check_ok(zs_correct(searcher, "(青年人材", &lenient, &correction, &error), error);
    assert_non_null(correction);
    assert_string_equal(correction->query, "(青年人才");
    zs_correction_free(correction);
}

/* In traditional characters, what is put in is traditional: as the articles have it. */
static void test_it_is_spelt_as_the_articles_spell_it(void **state)
{
    (void)state;
    zs_error error;
    zs_index *index = NULL;
    char *other = test_folder_new();
    check_ok(zs_index_open(other, &index, &error), error);
    static const char *const texts[] = {"學術研究與產業發展密不可分。",
                                        "產業發展需要學術研究。",
                                        "城市的學術研究，鄉村的產業發展。",
                                        "產業發展，學術研究，各有各的路。",
                                        "產業發展十年。",
                                        "学术研究与产业发展。"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char id[] = {(char)('a' + i), '\0'};
        zs_article article = {.id = id, .text = texts[i], .text_length = strlen(texts[i])};
        check_ok(zs_index_put(index, &article, &error), error);
    }
    check_ok(zs_index_commit(index, &error), error);
    zs_index_close(index);
    zs_searcher *before = searcher;
    check_ok(zs_searcher_open(other, &searcher, &error), error);
    check_offer("學術妍究與產業發展", "學術研究與產業發展");
    check_offer("學術研究與產頁發展", "學術研究與產業發展");
    check_offer("產頁發展", "產業發展");
    check_offer("产页发展", "产业发展");
    zs_searcher_close(searcher);
    searcher = before;
    test_folder_remove(other);
}

/* Whatever is asked, an answer comes, and text of the articles is left alone. */
static void test_any_query(void **state)
{
    (void)state;
    size_t asked = 0, offered = 0;
    for (size_t round = 0; round < test_rounds(400); round++) {
        test_random random = test_random_new(round);
        zs_buffer query = ZS_BUFFER_INIT;
        size_t length = 2 + test_random_below(&random, 12);
        bool real = round % 2;
        if (real) {
            size_t bytes;
            const char *piece = test_sample_piece(round, length, &bytes);
            assert_true(zs_buffer_append(&query, piece, bytes));
        } else {
            test_random_text(&random, length, TEST_EVERYTHING & ~TEST_NUL, &query);
        }
        assert_true(zs_buffer_terminate(&query));
        zs_error error;
        zs_correction *correction = NULL;
        const zs_query_options options = {.lenient = true};
        check_ok(zs_correct(searcher, query.data, &options, &correction, &error), error);
        asked += real;
        offered += real && correction;
        zs_correction_free(correction);
        zs_buffer_release(&query);
    }
    check(100 * offered <= asked, "%zu of %zu", offered, asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_meant_is_offered),
        cmocka_unit_test(test_signs_quotes_and_spaces_stay),
        cmocka_unit_test(test_what_is_not_corrected),
        cmocka_unit_test(test_how_many_articles_have_it),
        cmocka_unit_test(test_results_made_before_stay),
        cmocka_unit_test(test_faults_of_the_caller),
        cmocka_unit_test(test_it_is_spelt_as_the_articles_spell_it),
        cmocka_unit_test(test_any_query),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
