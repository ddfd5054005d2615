/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hits counted, sorted and collapsed, against the slow and obvious way: all hits of the plain
 * query, of each of which the article is read and counted by hand.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"

enum { ARTICLES_MOST = 3000, VALUES_MOST = 4, SAMPLES = 150, LIMIT = 5000 };

static zs_error error;
static zs_article articles[ARTICLES_MOST];
static zs_field metadata[ARTICLES_MOST][4];
static size_t article_count;

static const char *const words[] = {"郑州", "人才", "政策", "城市", "消费", "国际",
                                    "制造", "产业", "的",   "科技", "river"};
static const char *const sources[] = {"人民日报", "晚报", "城市观察", "a long name", "报"};
static const char *const sections[] = {"要闻", "经济", "体育"};
static const char *const cities[] = {"郑州", "广州", "重庆"};
static const char *const dates[] = {"2021",       "2022-05",    "2022-05-17",
                                    "2023-01-31", "2023-12-01", "2023-12-01",
                                    "2023-13-01", "1999-02-30", "no date"};

#define PICK(random, list) (list)[test_random_below(random, sizeof(list) / sizeof *(list))]

static char *copy_of(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    return copy;
}

/* All but the text, which is the article's from then on. */
static void describe(test_random *random, char *text)
{
    size_t i = article_count++;
    char name[16];
    zs_article *article = &articles[i];
    (void)snprintf(name, sizeof name, "%zu", i);
    *article = (zs_article){.id = copy_of(name), .text = text, .text_length = strlen(text)};
    article->source = test_random_once_in(random, 4) ? NULL : PICK(random, sources);
    article->section = test_random_once_in(random, 3) ? NULL : PICK(random, sections);
    article->date = test_random_once_in(random, 5) ? NULL : PICK(random, dates);
    (void)snprintf(name, sizeof name, "%d", (int)test_random_below(random, 30) - 10);
    const zs_field fields[] = {{"city", PICK(random, cities)},
                               {"pages", copy_of(name)},
                               {"city", PICK(random, cities)}};
    memcpy(metadata[i], fields, sizeof fields);
    article->metadata = metadata[i];
    article->metadata_count = i == 0 ? 3 : test_random_below(random, 4); /* all are there */
}

static char *random_text(test_random *random)
{
    char text[1000] = "";
    size_t count = 1 + test_random_below(random, 25);
    for (size_t i = 0; i < count; i++) {
        strcat(text, PICK(random, words));
        strcat(text, test_random_once_in(random, 4) ? "。" : "");
    }
    return copy_of(text);
}

static void release_articles(void)
{
    for (size_t i = 0; i < article_count; i++) {
        free((char *)(uintptr_t)articles[i].id);
        free((char *)(uintptr_t)articles[i].text);
        free((char *)(uintptr_t)metadata[i][1].value);
    }
    article_count = 0;
}

static zs_searcher *index_articles(const char *folder)
{
    zs_index *index = NULL;
    zs_searcher *searcher = NULL;
    check_ok(zs_index_open(folder, &index, &error), error);
    for (size_t i = 0; i < article_count; i++) {
        check_ok(zs_index_put(index, &articles[i], &error), error);
    }
    zs_index_close(index);
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    return searcher;
}

/* ---- The slow way ------------------------------------------------------------------------ */

/* As far as a date says something of a day that there is. The dates of these tests are few. */
static size_t known_length(const char *date)
{
    return !date || strcmp(date, "no date") == 0 ? 0
           : strcmp(date, "2023-13-01") == 0     ? 4
           : strcmp(date, "1999-02-30") == 0     ? 7
                                                 : strlen(date);
}

/* The values of a field of an article, each once. */
static size_t values_of(const zs_article *article, const char *field,
                        char values[VALUES_MOST][40])
{
    size_t most = strcmp(field, "year") == 0 ? 4 : strcmp(field, "month") == 0 ? 7 : 10;
    if (strcmp(field, "year") == 0 || strcmp(field, "month") == 0 ||
        strcmp(field, "date") == 0) {
        size_t length = known_length(article->date);
        length = length < most ? length : most;
        if (length > 0) {
            (void)snprintf(values[0], 40, "%.*s", (int)length, article->date);
        }
        return length > 0;
    }
    const char *single = strcmp(field, "source") == 0    ? article->source
                         : strcmp(field, "section") == 0 ? article->section
                                                         : NULL;
    size_t count = 0;
    if (single) {
        (void)snprintf(values[count++], 40, "%s", single);
    }
    for (size_t i = 0; i < article->metadata_count; i++) {
        bool known = strcmp(article->metadata[i].name, field) != 0;
        for (size_t j = 0; j < count; j++) {
            known = known || strcmp(values[j], article->metadata[i].value) == 0;
        }
        if (!known) {
            (void)snprintf(values[count++], 40, "%s", article->metadata[i].value);
        }
    }
    return count;
}

/* Numbers before other values; 0 as strcmp has it. */
static int compare_values(const char *a, const char *b)
{
    char *end_a, *end_b;
    double x = strtod(a, &end_a), y = strtod(b, &end_b);
    bool both = *end_a == '\0' && *end_b == '\0';
    return both && x != y ? (x < y ? -1 : 1) : strcmp(a, b);
}

static size_t number_of(const char *id)
{
    return strtoul(id, NULL, 10);
}

/* Hits in their order. */
struct hits {
    size_t numbers[ARTICLES_MOST]; /* of the articles */
    uint64_t collapsed[ARTICLES_MOST];
    size_t count;
};

static zs_results *ask(zs_searcher *searcher, const char *query,
                       const zs_query_options *options, struct hits *hits)
{
    zs_results *results = NULL;
    check(zs_searcher_query(searcher, query, options, &results, &error) == ZS_OK, "%s: %s",
          query, error.message);
    hits->count = 0;
    for (size_t i = 0; i < zs_results_count(results); i++) {
        if (zs_results_step(results, i) == 0) {
            hits->collapsed[hits->count] = zs_results_collapsed(results, i);
            hits->numbers[hits->count++] = number_of(zs_results_id(results, i));
        }
    }
    return results;
}

/* ---- Counting ---------------------------------------------------------------------------- */

static uint64_t count_by_hand(const struct hits *hits, const char *field, const char *value,
                              uint64_t *without)
{
    uint64_t count = 0;
    *without = 0;
    for (size_t i = 0; i < hits->count; i++) {
        char values[VALUES_MOST][40];
        size_t has = values_of(&articles[hits->numbers[i]], field, values);
        *without += has == 0;
        for (size_t j = 0; j < has; j++) {
            count += strcmp(values[j], value) == 0;
        }
    }
    return count;
}

static size_t count_distinct(const struct hits *hits, const char *field)
{
    static char seen[ARTICLES_MOST][40];
    size_t distinct = 0;
    for (size_t i = 0; i < hits->count; i++) {
        char values[VALUES_MOST][40];
        size_t has = values_of(&articles[hits->numbers[i]], field, values);
        for (size_t j = 0; j < has; j++) {
            size_t k = 0;
            while (k < distinct && strcmp(seen[k], values[j]) != 0) {
                k++;
            }
            if (k == distinct) {
                strcpy(seen[distinct++], values[j]);
            }
        }
    }
    return distinct;
}

static void check_facet(const zs_facet *facet, const struct hits *hits, size_t most)
{
    uint64_t without = 0;
    size_t distinct = count_distinct(hits, facet->field);
    size_t shown = distinct < most ? distinct : most;
    assert_int_equal(facet->value_count, shown);
    assert_int_equal(facet->others, distinct - shown);
    for (size_t i = 0; i < facet->value_count; i++) {
        const zs_facet_value *value = &facet->values[i], *last = value - (i > 0);
        uint64_t count = count_by_hand(hits, facet->field, value->value, &without);
        check(value->count == count, "%s of %s: %d instead of %d", value->value, facet->field,
              (int)value->count, (int)count);
        check(
            i == 0 || last->count > value->count ||
                (last->count == value->count && compare_values(last->value, value->value) < 0),
            "%s stands behind %s", value->value, last->value);
    }
    (void)count_by_hand(hits, facet->field, "", &without);
    assert_int_equal(facet->without, without);
}

static void check_histogram(const zs_histogram *histogram, const struct hits *hits)
{
    size_t length = histogram->interval == ZS_INTERVAL_YEAR    ? 4
                    : histogram->interval == ZS_INTERVAL_MONTH ? 7
                                                               : 10;
    static const char *const fields[] = {"year", "month", "date"};
    const char *field = fields[histogram->interval - ZS_INTERVAL_YEAR];
    uint64_t counted = 0, without;
    for (size_t i = 0; i < histogram->value_count; i++) {
        const zs_facet_value *bar = &histogram->values[i];
        assert_int_equal(strlen(bar->value), length);
        assert_true(i == 0 || strcmp(histogram->values[i - 1].value, bar->value) < 0);
        assert_int_equal(bar->count, count_by_hand(hits, field, bar->value, &without));
        counted += bar->count;
    }
    assert_true(histogram->values[0].count > 0);
    assert_true(histogram->values[histogram->value_count - 1].count > 0);
    assert_int_equal(histogram->without, hits->count - counted);
}

static const char *const facets[] = {"source", "section", "year",  "month",
                                     "date",   "city",    "pages", NULL};

static void check_counts(zs_searcher *searcher, const char *query, zs_query_options options)
{
    static struct hits plain, counted;
    zs_results_free(ask(searcher, query, &options, &plain));
    options.facets = facets;
    zs_results *results = ask(searcher, query, &options, &counted);
    check(counted.count == plain.count &&
              memcmp(counted.numbers, plain.numbers, plain.count * sizeof(size_t)) == 0,
          "%s has other hits when they are counted", query);
    const zs_facets *made = zs_results_facets(results);
    bool exact;
    uint64_t total = zs_results_total(results, &exact);
    check(total == plain.count && exact && made->exact, "%s: %d of %zu, exact %d and %d", query,
          (int)total, plain.count, exact, made->exact);
    assert_int_equal(made->articles, plain.count);
    assert_int_equal(made->facet_count, sizeof facets / sizeof *facets - 1);
    for (size_t i = 0; i < made->facet_count; i++) {
        assert_string_equal(made->facets[i].field, facets[i]);
        check_facet(&made->facets[i], &plain,
                    options.facet_values > 0 ? options.facet_values : 10);
    }
    uint64_t undated;
    (void)count_by_hand(&plain, "year", "", &undated);
    assert_true(!made->histogram ||
                (made->histogram->value_count > 0 && options.histogram != ZS_INTERVAL_NONE));
    assert_true(made->histogram || options.histogram == ZS_INTERVAL_NONE ||
                options.histogram >= ZS_INTERVAL_MONTH || undated == plain.count);
    if (made->histogram) {
        assert_true(options.histogram == ZS_INTERVAL_AUTO ||
                    options.histogram == made->histogram->interval);
        check_histogram(made->histogram, &plain);
    }
    zs_results_free(results);
}

/* ---- Sorting ----------------------------------------------------------------------------- */

/* The value that says where an article stands; false if it has none. */
static bool sort_value(const zs_article *article, const char *field, bool descends,
                       char value[40])
{
    char values[VALUES_MOST][40];
    size_t count = values_of(article, field, values);
    for (size_t i = 0; i < count; i++) {
        int order = i == 0 ? 0 : compare_values(values[i], value);
        if (i == 0 || (descends ? order > 0 : order < 0)) {
            strcpy(value, values[i]);
        }
    }
    return count > 0;
}

/* Whether one article is to stand before another by a field alone; 0 if they are equal. */
static int compare_by(size_t one, size_t other, const char *field, bool descends)
{
    char a[40], b[40];
    bool has_a = sort_value(&articles[one], field, descends, a);
    bool has_b = sort_value(&articles[other], field, descends, b);
    int order = has_a != has_b ? has_b - has_a : has_a ? compare_values(a, b) : 0;
    return descends && has_a && has_b ? -order : order;
}

/* A stable sort that is easily seen to be one. */
static void sort_by_hand(struct hits *hits, const char *field, bool descends)
{
    for (size_t i = 1; i < hits->count; i++) {
        size_t number = hits->numbers[i], at = i;
        for (; at > 0 && compare_by(number, hits->numbers[at - 1], field, descends) < 0; at--) {
            hits->numbers[at] = hits->numbers[at - 1];
        }
        hits->numbers[at] = number;
    }
}

/* ---- Collapsing -------------------------------------------------------------------------- */

static void collapse_by_hand(struct hits *hits, const char *field)
{
    size_t kept = 0;
    for (size_t i = 0; i < hits->count; i++) {
        char value[VALUES_MOST][40], other[VALUES_MOST][40];
        bool has = values_of(&articles[hits->numbers[i]], field, value) > 0, first = true;
        uint64_t same = 0;
        for (size_t j = 0; has && j < hits->count; j++) {
            /* Those in front have moved, but none of them to behind `kept`. */
            size_t number = hits->numbers[j];
            bool equal = j != i && values_of(&articles[number], field, other) > 0 &&
                         strcmp(value[0], other[0]) == 0;
            first = first && !(equal && j < kept);
            same += equal && j > i;
        }
        if (first) {
            hits->collapsed[kept] = same;
            hits->numbers[kept++] = hits->numbers[i];
        }
    }
    hits->count = kept;
}

/* ---- Both -------------------------------------------------------------------------------- */

/* How a random answer is arranged. */
struct arrangement {
    char sort[40];
    const char *field; /* of it; NULL: none */
    bool descends;
    const char *collapse;
};

static struct arrangement random_arrangement(test_random *random)
{
    static const char *const fields[] = {"source", "section", "year",  "month",
                                         "date",   "city",    "pages", NULL};
    static const char *const directions[] = {"", ":asc", ":desc"};
    struct arrangement made = {.field = PICK(random, fields)};
    size_t direction = test_random_below(random, 3);
    bool dated =
        made.field && (strcmp(made.field, "year") == 0 || strcmp(made.field, "month") == 0 ||
                       strcmp(made.field, "date") == 0);
    made.descends = direction == 2 || (dated && direction == 0);
    (void)snprintf(made.sort, sizeof made.sort, "%s%s", made.field ? made.field : "relevance",
                   made.field ? directions[direction] : "");
    made.collapse = test_random_once_in(random, 2) ? NULL : PICK(random, fields);
    return made;
}

/* Whether articles have to be looked at for a query of these tests. */
static bool looks(const char *query)
{
    static const char *const signs[] = {"\"", "*", "/", "的", "city:", "source:"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (strstr(query, signs[i])) {
            return true;
        }
    }
    return false;
}

/* Of articles that have to be looked at, those that are equal in what they are sorted by may be
 * in another order than by relevance alone, if they are more than are reranked. */
static void check_hits(const struct hits *hits, const struct hits *wanted, const char *query,
                       const struct arrangement *made)
{
    check(hits->count == wanted->count, "%s by %s of %s: %zu hits instead of %zu", query,
          made->sort, made->collapse, hits->count, wanted->count);
    bool strict = !made->field || article_count <= 100 || !looks(query);
    for (size_t i = 0; i < hits->count && (strict || !made->collapse); i++) {
        size_t number = hits->numbers[i], other = wanted->numbers[i];
        bool same = strict ? number == other
                           : compare_by(number, other, made->field, made->descends) == 0;
        check(same && (!made->collapse || hits->collapsed[i] == wanted->collapsed[i]),
              "%s by %s of %s: hit %zu is %zu with %d instead of %zu with %d", query,
              made->sort, made->collapse, i, number, (int)hits->collapsed[i], other,
              (int)wanted->collapsed[i]);
    }
}

/* Pages one behind another are the whole. */
static void check_pages(zs_searcher *searcher, const char *query, zs_query_options options,
                        const struct hits *whole, size_t size)
{
    static struct hits page;
    options.limit = size;
    for (options.offset = 0; options.offset < whole->count; options.offset += size) {
        zs_results_free(ask(searcher, query, &options, &page));
        size_t left = whole->count - options.offset;
        assert_int_equal(page.count, left < size ? left : size);
        check(memcmp(page.numbers, whole->numbers + options.offset,
                     page.count * sizeof(size_t)) == 0,
              "%s: the page from %zu of %zu is not of the whole", query, options.offset, size);
    }
}

static void check_order(zs_searcher *searcher, const char *query, zs_query_options options,
                        test_random *random)
{
    static struct hits wanted, hits;
    struct arrangement made = random_arrangement(random);
    if (made.field || made.collapse) { /* no later steps */
        options.match = options.match == ZS_WORDS_STEPS ? ZS_WORDS_MOST : options.match;
    }
    zs_results_free(ask(searcher, query, &options, &wanted));
    if (made.field) {
        sort_by_hand(&wanted, made.field, made.descends);
    }
    if (made.collapse) {
        collapse_by_hand(&wanted, made.collapse);
    }
    options.sort = made.sort;
    options.collapse = made.collapse;
    zs_results_free(ask(searcher, query, &options, &hits));
    check_hits(&hits, &wanted, query, &made);
    check_pages(searcher, query, options, &hits, 1 + test_random_below(random, 40));
}

/* Of some queries the index knows the hits, of others articles have to be looked at; some are
 * asked for by a share of their words. */
static const char *const queries[] = {"郑州",
                                      "人才 政策",
                                      "人才政策 国际消费 制造产业",
                                      "\"政策城市\"",
                                      "+城市 -郑州",
                                      "date:2022..",
                                      "pages:-3..10",
                                      "city:郑州 OR source:报",
                                      "科* OR riv*",
                                      "(郑州 NEAR/4 人才) OR 产业",
                                      "的",
                                      "没有",
                                      "source:报 city:广州 的"};

static void test_small_indexes(void **state)
{
    (void)state;
    size_t rounds = test_rounds(40);
    for (size_t round = 0; round < rounds; round++) {
        test_random random = test_random_new(round);
        bool copies = test_random_once_in(&random, 2);
        size_t count = 1 + test_random_below(&random, SAMPLES);
        while (article_count < count) {
            char *text = random_text(&random);
            describe(&random, text);
            if (copies && test_random_once_in(&random, 5)) {
                describe(&random, copy_of(text));
            }
        }
        char *folder = test_folder_new();
        zs_searcher *searcher = index_articles(folder);
        for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
            zs_query_options options = {.limit = LIMIT,
                                        .match = (zs_words_match)test_random_below(&random, 4),
                                        .expand = test_random_once_in(&random, 2),
                                        .facet_values = test_random_below(&random, 6),
                                        .histogram =
                                            (zs_interval)test_random_below(&random, 5)};
            check_counts(searcher, queries[i], options);
            options.histogram = ZS_INTERVAL_NONE;
            /* Where articles are looked at in another order, another copy may stand for all. */
            options.expand = options.expand || looks(queries[i]);
            check_order(searcher, queries[i], options, &random);
        }
        zs_searcher_close(searcher);
        test_folder_remove(folder);
        release_articles();
    }
}

static void test_real_text(void **state)
{
    (void)state;
    test_texts texts = test_collection_texts("cmrc2018", 2 << 20);
    if (texts.count == 0) {
        print_message("ZSEARCH_TEST_DATA is not set\n");
        skip();
    }
    test_random random = test_random_new(3);
    for (size_t i = 0; i < texts.count && article_count < ARTICLES_MOST; i++) {
        describe(&random, copy_of(texts.items[i].data));
    }
    test_texts_release(&texts);
    char *folder = test_folder_new();
    zs_searcher *searcher = index_articles(folder);
    static const char *const asked[] = {"中国",           "城市",           "公司 成立",
                                        "date:2022..",    "电影 导演 演员", "大学",
                                        "位于中国的城市", "\"年出生\"",     "city:郑州"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        zs_query_options options = {
            .limit = LIMIT, .match = ZS_WORDS_MOST, .timeout = 60000, .facet_values = 3};
        for (int expand = 0; expand < 2; expand++) {
            options.expand = expand != 0;
            options.histogram = (zs_interval)test_random_below(&random, 5);
            check_counts(searcher, asked[i], options);
        }
        options.histogram = ZS_INTERVAL_NONE;
        options.expand = looks(asked[i]);
        check_order(searcher, asked[i], options, &random);
    }
    zs_searcher_close(searcher);
    test_folder_remove(folder);
    release_articles();
}

/* ---- What cannot be ---------------------------------------------------------------------- */

static void test_fields_that_there_are_not(void **state)
{
    (void)state;
    test_random random = test_random_new(5);
    for (size_t i = 0; i < 20; i++) {
        describe(&random, random_text(&random));
    }
    char *folder = test_folder_new();
    zs_searcher *searcher = index_articles(folder);
    static const char *const none[] = {"title", NULL}, *const typo[] = {"source", "sauce",
                                                                        NULL};
    static const struct {
        zs_query_options options;
        const char *says;
    } wrong[] = {{{.facets = none}, "\"title\" to count by; there are source, section"},
                 {{.facets = typo}, "\"sauce\" to count by; there are source, section"},
                 {{.sort = "-date"}, "\"-date\" to sort by"},
                 {{.sort = "date:up"}, "\"date:up\" to sort by"},
                 {{.sort = ""}, "\"\" to sort by"},
                 {{.sort = "relevance:asc"}, "cannot come last"},
                 {{.collapse = "path"}, "\"path\" to collapse by"},
                 {{.collapse = "重复"}, "language, year, month, date, city, pages"}};
    zs_results *results = NULL;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        check_status(zs_searcher_query(searcher, "郑州", &wrong[i].options, &results, &error),
                     ZS_ERROR_ARGUMENT, error);
        check(strstr(error.message, wrong[i].says), "%s", error.message);
        assert_null(results);
    }
    /* The searcher is good after that. */
    const zs_query_options fine = {.sort = "relevance", .facets = typo + 2};
    check_ok(zs_searcher_query(searcher, "郑州", &fine, &results, &error), error);
    assert_null(zs_results_facets(results));
    zs_results_free(results);
    zs_searcher_close(searcher);
    test_folder_remove(folder);
    release_articles();
}

/* What was read of the values is read anew when the index has changed. */
static void test_an_index_that_changes(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = NULL;
    zs_searcher *searcher = NULL;
    zs_results *results = NULL;
    const zs_query_options options = {.facets = (const char *const[]){"source", NULL}};
    zs_article article = {.id = "a", .text = "城市", .text_length = 6, .source = "晚报"};
    check_ok(zs_index_open(folder, &index, &error), error);
    check_ok(zs_index_put(index, &article, &error), error);
    check_ok(zs_index_commit(index, &error), error);
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    for (int round = 0; round < 3; round++) {
        check_ok(zs_searcher_query(searcher, "城市", &options, &results, &error), error);
        const zs_facet *facet = &zs_results_facets(results)->facets[0];
        /* As it was before, until the searcher looks anew. */
        static const char *const wanted[] = {"晚报", "晚报", "日报"};
        assert_int_equal(facet->value_count, 1);
        assert_string_equal(facet->values[0].value, wanted[round]);
        zs_results_free(results);
        if (round == 0) {
            article.source = "日报";
            check_ok(zs_index_put(index, &article, &error), error);
            check_ok(zs_index_commit(index, &error), error);
        } else {
            check_ok(zs_searcher_refresh(searcher, &error), error);
        }
    }
    zs_searcher_close(searcher);
    zs_index_close(index);
    test_folder_remove(folder);
}

/* Without facets there are dates only. */
static void test_an_index_without_facets(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = NULL;
    const zs_index_options without = {.without = "facets"};
    check_ok(zs_index_open_with(folder, &without, &index, &error), error);
    zs_article article = {
        .id = "a", .text = "城市", .text_length = 6, .source = "报", .date = "2023-05"};
    check_ok(zs_index_put(index, &article, &error), error);
    zs_index_close(index);
    zs_searcher *searcher = NULL;
    zs_results *results = NULL;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    zs_query_options options = {.sort = "source"};
    check_status(zs_searcher_query(searcher, "城市", &options, &results, &error),
                 ZS_ERROR_ARGUMENT, error);
    assert_non_null(strstr(error.message, "without facets"));
    options = (zs_query_options){.sort = "date",
                                 .collapse = "year",
                                 .facets = (const char *const[]){"month", NULL},
                                 .histogram = ZS_INTERVAL_MONTH};
    check_ok(zs_searcher_query(searcher, "城市", &options, &results, &error), error);
    assert_string_equal(zs_results_facets(results)->facets[0].values[0].value, "2023-05");
    zs_results_free(results);
    zs_searcher_close(searcher);
    test_folder_remove(folder);
}

/* The bars of a histogram are bounded, and how long they are follows from the dates. */
static void test_intervals(void **state)
{
    (void)state;
    static const struct {
        const char *first, *last;
        zs_interval asked, taken;
        size_t bars;
        bool noted;
    } cases[] = {{"2023-05-04", "2023-06-04", ZS_INTERVAL_AUTO, ZS_INTERVAL_DAY, 32, false},
                 {"2023-05-04", "2023-12-31", ZS_INTERVAL_AUTO, ZS_INTERVAL_MONTH, 8, false},
                 {"2003-05-04", "2023-12-31", ZS_INTERVAL_AUTO, ZS_INTERVAL_YEAR, 21, false},
                 {"2023-05", "2023-06", ZS_INTERVAL_AUTO, ZS_INTERVAL_MONTH, 2, false},
                 {"2023", "2023-06-01", ZS_INTERVAL_AUTO, ZS_INTERVAL_YEAR, 1, false},
                 {"2023-12-30", "2024-03-01", ZS_INTERVAL_DAY, ZS_INTERVAL_DAY, 63, false},
                 {"2023-12-30", "2025-01-01", ZS_INTERVAL_MONTH, ZS_INTERVAL_MONTH, 14, false},
                 {"1000-01-01", "2023-01-01", ZS_INTERVAL_DAY, ZS_INTERVAL_YEAR, 1024, true},
                 {"1923-01-01", "2023-01-01", ZS_INTERVAL_DAY, ZS_INTERVAL_MONTH, 1201, true},
                 {"2023", "2023", ZS_INTERVAL_DAY, ZS_INTERVAL_NONE, 0, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folder = test_folder_new();
        article_count = 2;
        articles[0] =
            (zs_article){.id = "0", .text = "城市一", .text_length = 9, .date = cases[i].first};
        articles[1] =
            (zs_article){.id = "1", .text = "城市二", .text_length = 9, .date = cases[i].last};
        zs_searcher *searcher = index_articles(folder);
        zs_results *results = NULL;
        const zs_query_options options = {.histogram = cases[i].asked, .expand = true};
        check_ok(zs_searcher_query(searcher, "城市", &options, &results, &error), error);
        const zs_histogram *histogram = zs_results_facets(results)->histogram;
        assert_int_equal(zs_results_note_count(results), cases[i].noted);
        assert_int_equal(histogram ? histogram->interval : ZS_INTERVAL_NONE, cases[i].taken);
        check(!histogram || histogram->value_count == cases[i].bars, "%s to %s: %zu bars",
              cases[i].first, cases[i].last, histogram ? histogram->value_count : 0);
        zs_results_free(results);
        zs_searcher_close(searcher);
        test_folder_remove(folder);
    }
    article_count = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_indexes),
        cmocka_unit_test(test_real_text),
        cmocka_unit_test(test_fields_that_there_are_not),
        cmocka_unit_test(test_an_index_that_changes),
        cmocka_unit_test(test_an_index_without_facets),
        cmocka_unit_test(test_intervals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
