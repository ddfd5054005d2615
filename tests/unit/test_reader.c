/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Matching against a scoring of every article by hand: the same articles, weights and order.
 */
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"
#include "text/analyser.h"

enum { ARTICLES = 300, TERMS = 30 };

/* Terms with common beginnings, in UTF-8 of every length. */
static const char *const terms[TERMS] = {
    "中国", "中国人", "中", "国",   "国人", "人", "人民", "民",   "一",   "丁",
    "龿",   "㐀",     "𠀀", "𠀀中", "a",    "ab", "abc",  "b",    "é",    "éa",
    "я",    "ят",     "カ", "カタ", "1",    "12", "123",  "一一", "中一", "~",
};

/* Which article has which term how often. */
struct model {
    uint32_t counts[ARTICLES][TERMS];
    uint32_t lengths[ARTICLES];
    char *folder;
    zs_reader *reader;
};

static struct model *model;

static void put_synthetic(zs_writer *writer, uint32_t number)
{
    zs_term_count listed[TERMS];
    size_t count = 0;
    for (size_t i = 0; i < TERMS; i++) {
        if (model->counts[number][i] > 0) {
            listed[count++] = (zs_term_count){.term = terms[i],
                                              .length = (uint32_t)strlen(terms[i]),
                                              .count = model->counts[number][i]};
        }
    }
    char id[16];
    snprintf(id, sizeof id, "%u", number);
    zs_article article = {.id = id, .text = "", .text_length = 0};
    zs_document document = {.key = id,
                            .key_length = strlen(id),
                            .article = &article,
                            .terms = listed,
                            .term_count = count};
    zs_put_outcome outcome;
    uint32_t docid;
    zs_error error;
    check_ok(zs_writer_put(writer, &document, &outcome, &docid, &error), error);
    assert_int_equal(docid, number + 1);
}

static int make_model(void **state)
{
    (void)state;
    model = calloc(1, sizeof *model);
    assert_non_null(model);
    model->folder = test_folder_new();
    zs_writer *writer = test_open_writer(model->folder, false);
    test_random random = test_random_new(5);
    for (uint32_t i = 0; i < ARTICLES; i++) {
        for (size_t j = 0; j < TERMS; j++) {
            /* The first terms are in most articles, the last in few. */
            if (test_random_once_in(&random, 1 + j)) {
                model->counts[i][j] = 1 + (uint32_t)test_random_below(&random, 1 + i % 7);
                model->lengths[i] += model->counts[i][j];
            }
        }
        put_synthetic(writer, i);
    }
    test_commit(writer);
    zs_writer_close(writer);
    model->reader = test_open_reader(model->folder);
    return 0;
}

static int free_model(void **state)
{
    (void)state;
    zs_reader_close(model->reader);
    test_folder_remove(model->folder);
    free(model);
    return 0;
}

static uint32_t frequency(size_t term)
{
    uint32_t articles = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        articles += model->counts[i][term] > 0;
    }
    return articles;
}

static void test_the_collection(void **state)
{
    (void)state;
    zs_collection collection = zs_reader_collection(model->reader);
    double sum = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        sum += model->lengths[i];
    }
    assert_int_equal(collection.articles, ARTICLES);
    assert_true(fabs(collection.average_length - sum / ARTICLES) < 1e-9);
    for (size_t i = 0; i < TERMS; i++) {
        assert_int_equal(test_frequency(model->reader, terms[i]), frequency(i));
    }
    assert_int_equal(test_frequency(model->reader, "没有"), 0);
}

/* The weight that the formula of Robertson gives, with Xapian's guard for frequent terms. */
static double weight_by_hand(size_t term, uint32_t article)
{
    double n = frequency(term);
    double idf = (ARTICLES - n + 0.5) / (n + 0.5);
    idf = log(idf < 2 ? idf / 2 + 1 : idf);
    double average = zs_reader_collection(model->reader).average_length;
    double count = model->counts[article][term];
    double norm = 1 - ZS_BM25_B + ZS_BM25_B * model->lengths[article] / average;
    return idf * count * (ZS_BM25_K1 + 1) / (count + ZS_BM25_K1 * norm);
}

static bool near(double one, double other)
{
    return fabs(one - other) <= 1e-9 * fabs(other);
}

static void test_one_term_weighs_what_xapian_says(void **state)
{
    (void)state;
    zs_collection collection = zs_reader_collection(model->reader);
    zs_matches matches = ZS_MATCHES_INIT;
    for (size_t i = 0; i < TERMS; i++) {
        zs_match_term term = {.term = terms[i], .length = strlen(terms[i]), .factor = 1};
        zs_error error;
        check_ok(zs_reader_match(model->reader, &term, 1, ARTICLES, &matches, &error), error);
        assert_int_equal(matches.count, frequency(i));
        assert_int_equal(matches.total, frequency(i));
        assert_true(matches.exact);
        double idf = zs_bm25_idf(ARTICLES, frequency(i));
        for (size_t hit = 0; hit < matches.count; hit++) {
            uint32_t article = matches.items[hit].docid - 1;
            double ours =
                zs_bm25(&collection, idf, model->counts[article][i], model->lengths[article]);
            check(near(ours, matches.items[hit].weight) &&
                      near(weight_by_hand(i, article), matches.items[hit].weight),
                  "%s in article %u: %.17g, by Xapian %.17g", terms[i], article, ours,
                  matches.items[hit].weight);
            assert_true(matches.items[hit].id == ZS_NO_ID);
        }
    }
    zs_matches_release(&matches);
}

struct scored {
    uint32_t docid;
    double weight;
};

static int by_weight(const void *one, const void *other)
{
    const struct scored *a = one;
    const struct scored *b = other;
    if (a->weight != b->weight) {
        return a->weight < b->weight ? 1 : -1;
    }
    return (a->docid > b->docid) - (a->docid < b->docid);
}

/* A random query, and all articles that it should find, in order. */
struct trial {
    zs_match_term wanted[6];
    size_t count;
    struct scored scored[ARTICLES];
    size_t found;
};

static void make_trial(test_random *random, struct trial *trial)
{
    size_t numbers[6];
    trial->count = 1 + test_random_below(random, 6);
    for (size_t i = 0; i < trial->count; i++) {
        numbers[i] = test_random_below(random, TERMS);
        trial->wanted[i] =
            (zs_match_term){.term = terms[numbers[i]],
                            .length = strlen(terms[numbers[i]]),
                            .factor = 0.1 + (double)test_random_below(random, 30) / 10};
    }
    trial->found = 0;
    for (uint32_t article = 0; article < ARTICLES; article++) {
        double weight = 0;
        for (size_t i = 0; i < trial->count; i++) {
            weight += trial->wanted[i].factor * weight_by_hand(numbers[i], article);
        }
        if (weight > 0) {
            trial->scored[trial->found++] =
                (struct scored){.docid = article + 1, .weight = weight};
        }
    }
    qsort(trial->scored, trial->found, sizeof *trial->scored, by_weight);
}

/* Compares hits with what should be found. Returns how many of that have been left out before
 * the last hit. */
static size_t check_hits(const zs_matches *matches, const struct trial *trial,
                         unsigned long long seed)
{
    size_t place = 0;
    size_t left_out = 0;
    for (size_t i = 0; i < matches->count; i++, place++) {
        const zs_match *hit = &matches->items[i];
        while (place < trial->found && !near(trial->scored[place].weight, hit->weight)) {
            place++;
            left_out++;
        }
        check(place < trial->found, "seed %llu: hit %zu, article %u, weighs %.17g", seed, i,
              hit->docid, hit->weight);
        /* Neighbours whose weights differ by less than rounding may change places. */
        const struct scored *scored = &trial->scored[place];
        bool tie = (place > 0 && near(scored->weight, scored[-1].weight)) ||
                   (place + 1 < trial->found && near(scored->weight, scored[1].weight));
        check(tie || hit->docid == scored->docid, "seed %llu: hit %zu is %u instead of %u",
              seed, i, hit->docid, scored->docid);
    }
    return left_out;
}

static void test_many_terms_match_as_by_hand(void **state)
{
    (void)state;
    zs_matches matches = ZS_MATCHES_INIT;
    for (size_t round = 0; round < test_rounds(1000); round++) {
        test_random random = test_random_new(round);
        struct trial trial;
        make_trial(&random, &trial);
        zs_error error;
        check_ok(zs_reader_match(model->reader, trial.wanted, trial.count, ARTICLES, &matches,
                                 &error),
                 error);
        check(matches.count == trial.found && check_hits(&matches, &trial, random.seed) == 0,
              "seed %llu: %zu of %zu hits", (unsigned long long)random.seed, matches.count,
              trial.found);
        assert_true(matches.exact && matches.total == trial.found);

        size_t limit = 1 + test_random_below(&random, ARTICLES);
        check_ok(
            zs_reader_match(model->reader, trial.wanted, trial.count, limit, &matches, &error),
            error);
        check(matches.count == (trial.found < limit ? trial.found : limit),
              "seed %llu: %zu of %zu hits", (unsigned long long)random.seed, matches.count,
              trial.found);
        assert_true(matches.exact && matches.total == trial.found);
        check(check_hits(&matches, &trial, random.seed) == 0, "seed %llu: some are left out",
              (unsigned long long)random.seed);
    }
    zs_matches_release(&matches);
}

/* Parts of one term or of two that must both be there, and perhaps another term that must be
 * there besides, against the sums by hand. */
static void test_shares_are_found_as_by_hand(void **state)
{
    (void)state;
    enum { PARTS = 8 };
    zs_matches matches = ZS_MATCHES_INIT;
    for (size_t round = 0; round < test_rounds(3000); round++) {
        test_random random = test_random_new(round);
        zs_match_node nodes[PARTS], children[PARTS][2], needed = {.kind = ZS_MATCH_TERM};
        zs_match_share parts[PARTS];
        size_t numbers[PARTS][2], count = 1 + test_random_below(&random, PARTS);
        double all = 0, sums[ARTICLES];
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < 2; j++) {
                numbers[i][j] = test_random_below(&random, TERMS);
                const char *term = terms[numbers[i][j]];
                children[i][j] = (zs_match_node){
                    .kind = ZS_MATCH_TERM, .term = {.term = term, .length = strlen(term)}};
            }
            bool both = test_random_once_in(&random, 4);
            if (!both) {
                numbers[i][1] = numbers[i][0];
            }
            nodes[i] =
                both
                    ? (zs_match_node){.kind = ZS_MATCH_ALL, .children = children[i], .count = 2}
                    : children[i][0];
            parts[i] = (zs_match_share){
                .node = &nodes[i], .weight = 0.1 + (double)test_random_below(&random, 30) / 10};
            all += parts[i].weight;
        }
        size_t also =
            test_random_once_in(&random, 3) ? test_random_below(&random, TERMS) : TERMS;
        if (also < TERMS) {
            needed.term = (zs_match_term){.term = terms[also], .length = strlen(terms[also])};
        }
        double least = all * (double)test_random_below(&random, 11) / 10 + 0.05;
        size_t wanted = 0;
        for (uint32_t article = 0; article < ARTICLES; article++) {
            const uint32_t *counts = model->counts[article];
            sums[article] = 0;
            for (size_t i = 0; i < count; i++) {
                bool has = counts[numbers[i][0]] > 0 && counts[numbers[i][1]] > 0;
                sums[article] += has ? parts[i].weight : 0;
            }
            if (sums[article] < least - 1e-9 || (also < TERMS && counts[also] == 0)) {
                sums[article] = 0;
            }
            wanted += sums[article] > 0;
        }
        size_t limit = test_random_below(&random, ARTICLES);
        const zs_match_request request = {.within = also < TERMS ? &needed : NULL,
                                          .limit = limit};
        zs_error error;
        check_ok(zs_reader_find_share(model->reader, parts, count, least, &request, &matches,
                                      &error),
                 error);
        check(matches.count == wanted && matches.total == wanted && matches.exact,
              "seed %zu: %zu of %zu", round, matches.count, wanted);
        for (size_t i = 0; i < matches.count; i++) {
            const zs_match *match = &matches.items[i], *before = match - 1;
            double sum = sums[match->docid - 1];
            check(sum > 0 && near(sum, match->weight), "seed %zu: %u has %g, not %g", round,
                  match->docid, sum, match->weight);
            check(i == 0 || i == limit ||
                      (i > limit ? before->docid < match->docid
                                 : before->weight > match->weight ||
                                       (before->weight == match->weight &&
                                        before->docid < match->docid)),
                  "seed %zu: match %zu is out of order", round, i);
            check(i != limit || limit == 0 || near(before->weight, match->weight) ||
                      before->weight > match->weight,
                  "seed %zu: the best are not first", round);
        }
    }
    zs_matches_release(&matches);
}

/* What is not found in time is not found; nothing else changes. */
static void test_matching_ends_when_the_time_is_over(void **state)
{
    (void)state;
    zs_match_term term = {.term = terms[0], .length = strlen(terms[0]), .factor = 1};
    zs_match_node node = {.kind = ZS_MATCH_TERM, .term = term};
    zs_match_share share = {.node = &node, .weight = 1};
    zs_matches matches = ZS_MATCHES_INIT;
    for (int over = 0; over < 2; over++) {
        zs_deadline deadline = over ? (zs_deadline){.at = 1} : zs_deadline_in(1000 * 1000);
        zs_match_request request = {
            .terms = &term, .count = 1, .limit = ARTICLES, .deadline = &deadline};
        zs_error error;
        check_ok(zs_reader_find(model->reader, &request, &matches, &error), error);
        assert_int_equal(matches.count, over ? 0 : frequency(0));
        check_ok(zs_reader_find_share(model->reader, &share, 1, 1, &request, &matches, &error),
                 error);
        assert_int_equal(matches.count, over ? 0 : frequency(0));
        assert_true(deadline.passed == (over != 0) && matches.exact == (over == 0));
    }
    /* A match of so many terms that it is begun, and broken off. */
    enum { MANY = 10000 };
    zs_match_term *many = calloc(MANY, sizeof *many);
    assert_non_null(many);
    for (size_t i = 0; i < MANY; i++) {
        many[i] = term;
    }
    zs_deadline deadline = zs_deadline_in(1);
    zs_match_request request = {
        .terms = many, .count = MANY, .limit = ARTICLES, .deadline = &deadline};
    zs_error error;
    check_ok(zs_reader_find(model->reader, &request, &matches, &error), error);
    assert_true(deadline.passed && !matches.exact);
    free(many);
    zs_matches_release(&matches);
}

/* A beginning stands for all terms that begin so. */
static void test_a_beginning_matches_as_by_hand(void **state)
{
    (void)state;
    static const char *const beginnings[] = {"中", "国", "a", "𠀀", "一", "é", "カ", "1", "没"};
    zs_matches matches = ZS_MATCHES_INIT;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        zs_match_term term = {.term = beginnings[i],
                              .length = strlen(beginnings[i]),
                              .factor = 0.5,
                              .prefix = true};
        zs_error error;
        check_ok(zs_reader_match(model->reader, &term, 1, ARTICLES, &matches, &error), error);
        bool found[ARTICLES + 1] = {false};
        for (size_t hit = 0; hit < matches.count; hit++) {
            assert_true(matches.items[hit].weight > 0);
            found[matches.items[hit].docid] = true;
        }
        for (uint32_t article = 0; article < ARTICLES; article++) {
            bool wanted = false;
            for (size_t j = 0; j < TERMS; j++) {
                wanted = wanted || (model->counts[article][j] > 0 &&
                                    strncmp(terms[j], beginnings[i], term.length) == 0);
            }
            check(found[article + 1] == wanted, "%s in article %u", beginnings[i], article);
        }
    }
    zs_matches_release(&matches);
}

static void test_equals_come_as_they_were_put(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    for (char id = 'a'; id <= 'z'; id++) {
        char name[] = {id, '\0'};
        test_put_text(writer, name, "相同的文章");
    }
    test_commit(writer);
    zs_reader *reader = test_open_reader(folder);
    zs_match_term term = {.term = "文章", .length = 6, .factor = 1};
    zs_matches matches = ZS_MATCHES_INIT;
    zs_error error;
    for (size_t limit = 0; limit <= 30; limit++) {
        check_ok(zs_reader_match(reader, &term, 1, limit, &matches, &error), error);
        assert_int_equal(matches.count, limit < 26 ? limit : 26);
        for (size_t i = 0; i < matches.count; i++) {
            assert_int_equal(matches.items[i].docid, i + 1);
        }
    }
    check_ok(zs_reader_match(reader, &term, 1, SIZE_MAX, &matches, &error), error);
    assert_int_equal(matches.count, 26);
    zs_matches_release(&matches);
    zs_reader_close(reader);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_no_terms_match_nothing(void **state)
{
    (void)state;
    zs_matches matches = ZS_MATCHES_INIT;
    zs_error error;
    check_ok(zs_reader_match(model->reader, NULL, 0, 10, &matches, &error), error);
    assert_int_equal(matches.count, 0);
    zs_matches_release(&matches);
}

static void test_idf_falls_and_stays_positive(void **state)
{
    (void)state;
    for (uint32_t articles = 0; articles < 200; articles++) {
        double last = INFINITY;
        for (uint32_t n = 0; n <= articles; n++) {
            double idf = zs_bm25_idf(articles, n);
            check(idf > 0 && idf <= last, "%u of %u: %g after %g", n, articles, idf, last);
            last = idf;
        }
    }
}

/* Going through all articles meets each once, in order, and none that was deleted. */
static void test_every_article_is_met(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    uint32_t docids[50];
    for (size_t i = 0; i < 50; i++) {
        char id[16];
        snprintf(id, sizeof id, "a%zu", i);
        docids[i] = test_put_text(writer, id, "郑州的街道");
    }
    zs_error error;
    for (size_t i = 0; i < 50; i += 7) {
        char id[16];
        int length = snprintf(id, sizeof id, "a%zu", i);
        check_ok(zs_writer_delete(writer, id, (size_t)length, &error), error);
    }
    test_commit(writer);
    zs_writer_close(writer);

    zs_reader *reader = test_open_reader(folder);
    uint32_t at = 0;
    for (size_t i = 0; i < 50; i++) {
        if (i % 7 == 0) {
            continue;
        }
        check_ok(zs_reader_next(reader, at, &at, &error), error);
        assert_int_equal(at, docids[i]);
    }
    check_ok(zs_reader_next(reader, at, &at, &error), error);
    assert_int_equal(at, 0);
    check_ok(zs_reader_next(reader, UINT32_MAX, &at, &error), error);
    assert_int_equal(at, 0);

    /* Their ids, many at once and one by one; what was deleted has none. */
    zs_buffer ids = ZS_BUFFER_INIT, one_by_one = ZS_BUFFER_INIT;
    for (size_t from = 0; from <= 50; from += 10) {
        zs_buffer_clear(&ids);
        zs_buffer_clear(&one_by_one);
        check_ok(zs_reader_ids(reader, docids + from, 50 - from, &ids, &error), error);
        for (size_t i = from; i < 50; i++) {
            check_ok(zs_reader_id(reader, docids[i], &one_by_one, &error), error);
            assert_true(zs_buffer_append_byte(&one_by_one, '\0'));
        }
        assert_int_equal(ids.length, one_by_one.length);
        assert_true(ids.length == 0 || memcmp(ids.data, one_by_one.data, ids.length) == 0);
    }
    zs_buffer_release(&ids);
    zs_buffer_release(&one_by_one);
    zs_reader_close(reader);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_article_is_met),
        cmocka_unit_test(test_the_collection),
        cmocka_unit_test(test_one_term_weighs_what_xapian_says),
        cmocka_unit_test(test_many_terms_match_as_by_hand),
        cmocka_unit_test(test_shares_are_found_as_by_hand),
        cmocka_unit_test(test_matching_ends_when_the_time_is_over),
        cmocka_unit_test(test_a_beginning_matches_as_by_hand),
        cmocka_unit_test(test_equals_come_as_they_were_put),
        cmocka_unit_test(test_no_terms_match_nothing),
        cmocka_unit_test(test_idf_falls_and_stays_positive),
    };
    return cmocka_run_group_tests(tests, make_model, free_model);
}
