/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Scores: what each part says of texts made for it; that parts add up; and characters and
 * contrast against counting by hand.
 */
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/characters.h"
#include "searcher/scorer.h"
#include "support/random.h"

enum { ARTICLES = 12, DEPTH = 20 };

static zs_analyser *analyser;
static zs_matcher *matcher;
static zs_scorer *scorer;

static const zs_collection collection = {.articles = 1000, .average_length = 50};

static int open_all(void **state)
{
    (void)state;
    return zs_analyser_new(&analyser, NULL) || zs_matcher_new(&matcher, NULL) ||
                   zs_scorer_new(&scorer, NULL)
               ? -1
               : 0;
}

static int close_all(void **state)
{
    (void)state;
    zs_scorer_free(scorer);
    zs_scorer_free(NULL);
    zs_matcher_free(matcher);
    zs_analyser_free(analyser);
    return 0;
}

/* A query whose terms are all of the same rarity. */
static void begin(zs_query_terms *query, const char *text)
{
    zs_error error;
    check_ok(zs_query_terms_analyse(query, analyser, NULL, text, &error), error);
    query->weight = 0;
    for (size_t i = 0; i < query->count; i++) {
        query->items[i].idf = zs_bm25_idf(collection.articles, 10);
        query->weight += zs_query_term_weight(&query->items[i]);
    }
    check_ok(zs_matcher_prepare(matcher, query, &error), error);
    check_ok(zs_scorer_prepare(scorer, matcher, query, &collection, DEPTH, &error), error);
}

static zs_score_parts look(const char *title, const char *text, double first_stage)
{
    zs_folded folded[2] = {ZS_FOLDED_INIT, ZS_FOLDED_INIT};
    zs_score_parts parts;
    zs_error error;
    check_ok(zs_fold(title, strlen(title), ZS_PURPOSE_INDEX, &folded[0], &error), error);
    check_ok(zs_fold(text, strlen(text), ZS_PURPOSE_INDEX, &folded[1], &error), error);
    const zs_scored_article article = {
        .title = &folded[0], .text = &folded[1], .term_count = 50, .first_stage = first_stage};
    check_ok(zs_scorer_look(scorer, &article, &parts, &error), error);
    zs_folded_release(&folded[0]);
    zs_folded_release(&folded[1]);
    return parts;
}

static void test_each_part_prefers_what_it_is_for(void **state)
{
    (void)state;
    static const struct {
        zs_score_part part;
        const char *query;
        const char *better[2], *worse[2]; /* title, text */
    } cases[] = {
        {ZS_PART_BM25, "消费中心", {"", "消费中心，消费"}, {"", "消费中心"}},
        {ZS_PART_PROXIMITY, "消费 城市", {"", "消费的城市"}, {"", "消费，还有很多别的城市"}},
        {ZS_PART_PROXIMITY, "消费", {"", "消费"}, {"", "城市"}},
        {ZS_PART_LEAD, "消费", {"", "消费很多"}, {"", "很多很多很多消费"}},
        {ZS_PART_LEAD, "消费", {"消费", "很多"}, {"", "很多消费"}},
        {ZS_PART_TITLE, "消费中心", {"消费中心", ""}, {"国际消费中心", ""}},
        {ZS_PART_TITLE, "消费中心", {"消费中心", ""}, {"消费", ""}},
        {ZS_PART_TITLE, "消费中心", {"消费", ""}, {"", "消费中心"}},
        {ZS_PART_TITLE, "消费中心", {"关于建设国际消费中心", ""}, {"关于消费", ""}},
        {ZS_PART_RUN, "国际消费中心", {"", "消费中心"}, {"", "国际，和消费，和中心"}},
        {ZS_PART_WINDOW,
         "国际消费",
         {"", "国际消费"},
         {"", "国际的很多很多很多很多很多很多很多很多很多很多很多很多很多很多很多很多很多很多"
              "很多很多很多很多很多很多很多很多很多很多很多很多消费"}},
        {ZS_PART_WINDOW, "国际消费", {"国际", "在消费"}, {"", "在消费"}},
        {ZS_PART_CHARACTERS, "北京大学", {"", "北大"}, {"", "学问"}},
        {ZS_PART_CHARACTERS, "linux 内核", {"", "Linux"}, {"", "lin ux"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zs_query_terms query = ZS_QUERY_TERMS_INIT;
        begin(&query, cases[i].query);
        zs_score_part part = cases[i].part;
        double better = look(cases[i].better[0], cases[i].better[1], 0).part[part];
        double worse = look(cases[i].worse[0], cases[i].worse[1], 0).part[part];
        check(better > worse && worse >= 0, "%s of %s, case %zu: %g and %g",
              zs_score_part_name(part), cases[i].query, i, better, worse);
        zs_query_terms_release(&query);
    }
}

static void test_parts_have_names_and_add_up(void **state)
{
    (void)state;
    zs_score_parts parts;
    double sum = 0;
    for (size_t i = 0; i < ZS_SCORE_PARTS; i++) {
        assert_true(zs_score_part_name((zs_score_part)i)[0] != '\0');
        parts.part[i] = (double)(i + 1) / 8;
        sum += parts.part[i];
    }
    assert_true(fabs(zs_score(&parts) - sum) < 1e-12);
    assert_string_equal(zs_score_part_name(ZS_SCORE_PARTS), "");
}

static void test_terms_add_up_to_bm25(void **state)
{
    (void)state;
    zs_query_terms query = ZS_QUERY_TERMS_INIT;
    begin(&query, "国际消费中心城市");
    double bm25 = look("消费", "国际消费，也有城市", 0).part[ZS_PART_BM25];
    double sum = 0;
    for (size_t i = 0; i < query.count; i++) {
        sum += zs_scorer_terms(scorer)[i];
    }
    assert_true(bm25 > 0 && fabs(bm25 - sum) < 1e-9);
    /* The first stage may have seen more of the article. */
    assert_true(look("消费", "国际消费，也有城市", 100).part[ZS_PART_BM25] > bm25);
    zs_query_terms_release(&query);
}

static void random_article(test_random *random, zs_buffer *out)
{
    zs_buffer_clear(out);
    test_random_text(random, test_random_below(random, 80),
                     TEST_HAN | TEST_LATIN | TEST_PUNCTUATION, out);
    assert_true(zs_buffer_terminate(out));
}

/* How often a text has a term, by looking at every place. */
static uint32_t count_of(const zs_query_terms *query, const zs_query_term *term,
                         const zs_folded *folded)
{
    uint32_t count = 0;
    for (size_t at = 0; at + term->length <= folded->length; at++) {
        bool same = true;
        for (size_t i = 0; i < term->length; i++) {
            same = same && folded->units[at + i] == query->units[term->start + i];
        }
        size_t end = at + term->length;
        bool edges = term->kind != ZS_TOKEN_WORD ||
                     ((at == 0 || folded->class[at - 1] != ZS_CHAR_WORD) &&
                      (end == folded->length || folded->class[end] != ZS_CHAR_WORD));
        count += same && edges;
    }
    return count;
}

/* What all articles have adds to none, nearly; what one has, to that one. The part is greatest
 * where most of what is rare among them is. */
static void test_contrast_counts_what_the_others_lack(void **state)
{
    (void)state;
    zs_query_terms query = ZS_QUERY_TERMS_INIT;
    begin(&query, "国际 消费 城市");
    zs_score_parts parts[4] = {
        look("", "国际", 0),
        look("", "国际消费", 0),
        look("", "国际", 0),
        look("", "国际城市，国际消费", 0),
    };
    zs_scorer_compare(scorer, parts);
    assert_true(parts[3].part[ZS_PART_CONTRAST] > parts[1].part[ZS_PART_CONTRAST]);
    assert_true(parts[1].part[ZS_PART_CONTRAST] > 3 * parts[0].part[ZS_PART_CONTRAST]);
    assert_true(parts[0].part[ZS_PART_CONTRAST] == parts[2].part[ZS_PART_CONTRAST]);
    zs_query_terms_release(&query);
}

/* What a term adds to the contrast of one of the articles, but for a factor common to all. */
static double slow_contrast(const zs_query_terms *query, const zs_query_term *term,
                            const zs_folded *articles, size_t which)
{
    size_t having = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        having += count_of(query, term, &articles[i]) > 0;
    }
    double rarity = log((ARTICLES + 1.0) / ((double)having + 0.5));
    double factor = term->kind == ZS_TOKEN_HAN_CROSS ? 2 * term->factor : term->factor;
    return factor * zs_bm25(&collection, rarity, count_of(query, term, &articles[which]), 50);
}

static void check_contrast(const zs_query_terms *query, const zs_folded *articles,
                           const zs_score_parts *parts, uint64_t seed)
{
    double common = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        double wanted = 0;
        for (size_t term = 0; term < query->count; term++) {
            wanted += slow_contrast(query, &query->items[term], articles, i);
        }
        double got = parts[i].part[ZS_PART_CONTRAST];
        common = common == 0 && wanted > 0 ? got / wanted : common;
        check(fabs(got - common * wanted) < 1e-5, "seed %llu: %g for %g in article %zu",
              (unsigned long long)seed, got, wanted, i);
        assert_true(isfinite(zs_score(&parts[i])));
    }
}

static void test_contrast_is_as_counted_by_hand(void **state)
{
    (void)state;
    for (size_t round = 0; round < test_rounds(100); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT;
        zs_folded articles[ARTICLES];
        zs_score_parts parts[ARTICLES];
        zs_query_terms query = ZS_QUERY_TERMS_INIT;
        zs_error error;
        random_article(&random, &text);
        begin(&query, text.data);
        for (size_t i = 0; i < ARTICLES; i++) {
            random_article(&random, &text);
            articles[i] = ZS_FOLDED_INIT;
            check_ok(zs_fold(text.data, text.length, ZS_PURPOSE_INDEX, &articles[i], &error),
                     error);
            parts[i] = look("", text.data, 0);
        }
        zs_scorer_compare(scorer, parts);
        check_contrast(&query, articles, parts, random.seed);
        zs_query_terms_release(&query);
        zs_buffer_release(&text);
        for (size_t i = 0; i < ARTICLES; i++) {
            zs_folded_release(&articles[i]);
        }
    }
}

static void find_characters(const zs_characters *characters, const zs_folded *folded,
                            const zs_occurrences *hits, zs_occurrences *got)
{
    zs_unit_places places = {.end = 0};
    zs_error error;
    size_t next = 0;
    got->count = 0;
    while (zs_unit_set_next(zs_characters_units(characters), folded->units, folded->length,
                            &places)) {
        check_ok(zs_characters_try(characters, folded, &places, hits, &next, got, &error),
                 error);
    }
}

/* Every ideograph of a content word, where it stands and nowhere else. */
static void test_characters_are_found_where_they_stand(void **state)
{
    (void)state;
    zs_characters *characters = NULL;
    zs_error error;
    check_ok(zs_characters_new(&characters, &error), error);
    for (size_t round = 0; round < test_rounds(300); round++) {
        test_random random = test_random_new(round);
        zs_buffer text = ZS_BUFFER_INIT, asked = ZS_BUFFER_INIT;
        zs_folded folded = ZS_FOLDED_INIT;
        zs_occurrences hits = ZS_OCCURRENCES_INIT, got = ZS_OCCURRENCES_INIT;
        zs_query_terms query = ZS_QUERY_TERMS_INIT;
        random_article(&random, &text);
        random_article(&random, &asked);
        begin(&query, asked.data);
        check_ok(zs_fold(text.data, text.length, ZS_PURPOSE_INDEX, &folded, &error), error);
        check_ok(zs_matcher_run(matcher, &folded, &hits, &error), error);
        check_ok(zs_characters_prepare(characters, &query, &error), error);
        find_characters(characters, &folded, &hits, &got);
        double total = 0;
        for (size_t i = 0; i < zs_characters_count(characters); i++) {
            total += zs_characters_weights(characters)[i];
        }
        assert_true(fabs(total - zs_characters_total(characters)) < 1e-9);
        size_t next = 0;
        for (size_t at = 0; at < folded.length; at++) {
            bool wanted = false;
            for (size_t i = 0; i < query.count; i++) {
                const zs_query_term *term = &query.items[i];
                for (size_t j = 0; j < term->length && term->kind != ZS_TOKEN_WORD; j++) {
                    wanted = wanted || (term->content &&
                                        query.units[term->start + j] == folded.units[at]);
                }
            }
            bool found = next < got.count && got.items[next].start == at &&
                         folded.class[at] == ZS_CHAR_HAN;
            check(found == wanted, "seed %llu: unit %zu", (unsigned long long)random.seed, at);
            while (next < got.count && got.items[next].start == at) {
                next++;
            }
        }
        assert_int_equal(next, got.count);
        zs_query_terms_release(&query);
        zs_occurrences_release(&hits);
        zs_occurrences_release(&got);
        zs_folded_release(&folded);
        zs_buffer_release(&text);
        zs_buffer_release(&asked);
    }
    zs_characters_free(characters);
    zs_characters_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_part_prefers_what_it_is_for),
        cmocka_unit_test(test_parts_have_names_and_add_up),
        cmocka_unit_test(test_terms_add_up_to_bm25),
        cmocka_unit_test(test_contrast_counts_what_the_others_lack),
        cmocka_unit_test(test_contrast_is_as_counted_by_hand),
        cmocka_unit_test(test_characters_are_found_where_they_stand),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
