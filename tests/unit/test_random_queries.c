/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries built at random — signs, operators, phrases, nearness, fields, ranges, patterns —
 * against a matcher that looks at every article, character by character, and knows nothing of
 * any index; and their concordances.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/query.h"
#include "searcher/vocabulary.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/slow_matcher.h"
#include "support/store.h"
#include "zsearch.h"

enum { ARTICLES = 60 };

/* Articles of few words, so that phrases and neighbours meet by chance. */
static const char *const words[] = {"郑州", "人才", "政策", "城市", "消费",  "国际",
                                    "制造", "产业", "的",   "科技", "river", "blue"};
enum { WORDS = sizeof words / sizeof *words };

static const char *const authors[] = {"张三", "李四 王五", "张三丰", "amy blue"};
static const char *const sources[] = {"城市晚报", "人民日报", "人民日报海外版"};
static const char *const cities[] = {"郑州", "广州", "重庆", "new york"};
static const char *const dates[] = {"2021", "2022-05", "2022-05-17", "2023-01-31",
                                    "2023-12-01"};

#define PICK(random, list) (list)[test_random_below(random, sizeof(list) / sizeof *(list))]

static zs_article articles[ARTICLES];
static zs_field metadata[ARTICLES][2];
static const test_collection collection = {articles, ARTICLES};

static bool is_latin(const char *word)
{
    return word[0] > 0;
}

/* Words one behind another, as one run of ideographs for ICU. */
static void add_words(test_random *random, size_t count, bool sentences, zs_buffer *out)
{
    bool latin = false;
    for (size_t i = 0; i < count; i++) {
        const char *word = PICK(random, words);
        assert_true(!(latin && is_latin(word)) || zs_buffer_append_string(out, " "));
        assert_true(zs_buffer_append_string(out, word));
        latin = is_latin(word);
        if (sentences && test_random_once_in(random, 6)) {
            const char *end = test_random_once_in(random, 3) ? "。\n" : "。";
            assert_true(zs_buffer_append_string(out, end));
            latin = false;
        }
    }
    assert_true(zs_buffer_terminate(out));
}

static char *random_words(test_random *random, size_t count, bool sentences)
{
    zs_buffer text = ZS_BUFFER_INIT;
    add_words(random, count, sentences, &text);
    return text.data;
}

static void make_article(test_random *random, size_t i)
{
    static char ids[ARTICLES][16], pages[ARTICLES][16];
    zs_article *article = &articles[i];
    (void)snprintf(ids[i], sizeof ids[i], "%zu", i);
    (void)snprintf(pages[i], sizeof pages[i], "%d", (int)test_random_below(random, 40) - 10);
    article->id = ids[i];
    article->title = random_words(random, 1 + test_random_below(random, 3), false);
    article->text = random_words(random, 1 + test_random_below(random, 30), true);
    article->text_length = strlen(article->text);
    article->author = test_random_once_in(random, 3) ? NULL : PICK(random, authors);
    article->source = test_random_once_in(random, 4) ? NULL : PICK(random, sources);
    article->date = test_random_once_in(random, 4) ? NULL : PICK(random, dates);
    metadata[i][0] = (zs_field){"city", PICK(random, cities)};
    metadata[i][1] = (zs_field){"pages", pages[i]};
    article->metadata = metadata[i];
    article->metadata_count = test_random_below(random, 3);
}

/* ---- Random queries ------------------------------------------------------------------------
 */

static zs_error error;

static zs_query *random_text(test_random *random, bool phrase, size_t most)
{
    char text[300] = "";
    size_t count = 1 + test_random_below(random, most);
    bool latin = false;
    for (size_t i = 0; i < count; i++) {
        const char *word = PICK(random, words);
        bool space = i > 0 && (!phrase || (latin && is_latin(word)));
        latin = is_latin(word);
        strcat(text, space ? " " : "");
        strcat(text, word);
    }
    zs_query *query = NULL;
    check_ok(phrase ? zs_query_phrase(text, &query, &error)
                    : zs_query_words(text, &query, &error),
             error);
    return query;
}

static zs_query *random_near(test_random *random, int depth)
{
    zs_query *query = NULL;
    check_ok(zs_query_nearby((zs_near)test_random_below(random, 4),
                             (unsigned)test_random_below(random, 12), &query, &error),
             error);
    size_t count = 2 + test_random_below(random, 2);
    for (size_t i = 0; i < count; i++) {
        zs_query *operand = depth > 0 && test_random_once_in(random, 5)
                                ? random_near(random, depth - 1)
                                : random_text(random, true, 3);
        check_ok(zs_query_add(query, ZS_SHOULD, operand, &error), error);
    }
    return query;
}

static zs_query *random_pattern(test_random *random)
{
    static const char *const wildcards[] = {"人*",     "?州", "国*费", "消?",   "制造*",
                                            "riv*",    "*ue", "?l*e",  "城?政", "*的*",
                                            "人?政策", "b*",  "科技?"};
    static const char *const similar[] = {"rivet",    "blue",     "blew",    "人材",
                                          "国际消防", "城市政策", "郑洲人才"};
    static size_t expressions = 0;
    while (test_expressions[expressions].expression) {
        expressions++;
    }
    zs_query *query = NULL;
    switch (test_random_below(random, 3)) {
    case 0: check_ok(zs_query_wildcard(PICK(random, wildcards), &query, &error), error); break;
    case 1: check_ok(zs_query_fuzzy(PICK(random, similar), 1, &query, &error), error); break;
    default:
        check_ok(
            zs_query_regex(test_expressions[test_random_below(random, expressions)].expression,
                           &query, &error),
            error);
    }
    return query;
}

static zs_query *random_range(test_random *random)
{
    static const char *const ends[] = {"2021", "2022", "2022-05", "2022-12-31", "2023"};
    zs_query *query = NULL;
    bool dated = test_random_once_in(random, 2);
    size_t low = test_random_below(random, 5), high = low + test_random_below(random, 5 - low);
    char numbers[2][16];
    (void)snprintf(numbers[0], sizeof numbers[0], "%d", (int)low * 6 - 10);
    (void)snprintf(numbers[1], sizeof numbers[1], "%d", (int)high * 6 - 5);
    const char *from = dated ? ends[low] : numbers[0], *to = dated ? ends[high] : numbers[1];
    bool open = test_random_once_in(random, 3), above = test_random_once_in(random, 2);
    check_ok(zs_query_range(dated ? "date" : "pages", open && !above ? NULL : from,
                            open && above ? NULL : to, &query, &error),
             error);
    return query;
}

static zs_query *random_field(test_random *random)
{
    static const struct {
        const char *field, *value;
        bool wild;
    } values[] = {
        {"author", "张三", false}, {"author", "王五", false},     {"author", "blue", false},
        {"author", "张*", true},   {"source", "人民日报", false}, {"source", "*报", true},
        {"city", "?州", true},     {"city", "郑州", false},       {"city", "new york", false},
        {"source", "日报", false}, {"source", "人*版", true},     {"id", "17", false}};
    zs_query *query = NULL;
    if (test_random_once_in(random, 2)) {
        size_t i = test_random_below(random, sizeof values / sizeof *values);
        check_ok(values[i].wild ? zs_query_wildcard(values[i].value, &query, &error)
                                : zs_query_phrase(values[i].value, &query, &error),
                 error);
        check_ok(zs_query_set_field(query, values[i].field, &error), error);
        return query;
    }
    query = test_random_once_in(random, 3) ? random_near(random, 0)
            : test_random_once_in(random, 3)
                ? random_pattern(random)
                : random_text(random, test_random_once_in(random, 2), 2);
    check_ok(zs_query_set_field(query, "title", &error), error);
    return query;
}

static zs_query *random_query(test_random *random, int depth)
{
    switch (test_random_below(random, depth > 0 ? 10 : 7)) {
    case 0: return random_text(random, false, depth > 2 ? 8 : 2);
    case 1:
    case 2: return random_text(random, true, 3);
    case 3: return random_near(random, 1);
    case 4: return random_pattern(random);
    case 5: return random_range(random);
    case 6: return random_field(random);
    default: break;
    }
    zs_query *query = NULL;
    bool any = test_random_once_in(random, 3);
    check_ok(zs_query_group(any, &query, &error), error);
    size_t count = 1 + test_random_below(random, 4);
    for (size_t i = 0; i < count; i++) {
        zs_occur occur = any ? ZS_SHOULD : (zs_occur)test_random_below(random, 3);
        check_ok(zs_query_add(query, occur, random_query(random, depth - 1), &error), error);
    }
    return query;
}

/* ---- The comparison
 * ---------------------------------------------------------------------------- */

/* How many of the words to ask for; where the slow matcher can tell. */
static zs_words_match random_match(test_random *random, const zs_query *query)
{
    bool plain;
    bool many = test_count_words(query, &plain) > 3;
    if (many && !plain) {
        return test_random_once_in(random, 2) ? ZS_WORDS_ALL : ZS_WORDS_ANY;
    }
    return (zs_words_match)test_random_below(random, 4);
}

/* Of words alone any term is enough, also a pair that crosses words. */
static bool is_any_word(const zs_query *query, zs_words_match match)
{
    bool plain = false, needed = false;
    query = test_unwrapped(query);
    (void)test_count_words(query, &plain);
    for (size_t i = 0; i < query->count; i++) {
        needed = needed || query->clauses[i]->occur != ZS_SHOULD ||
                 test_unwrapped(query->clauses[i])->field;
    }
    return match == ZS_WORDS_ANY && plain && !needed && !query->field &&
           (query->kind == ZS_QUERY_WORDS ||
            (query->kind == ZS_QUERY_GROUP && query->mode == ZS_GROUP_LIST));
}

/* The hits of a query that have what it asks for, by the numbers of the articles. */
static zs_status find(zs_searcher *searcher, const zs_query *query, zs_words_match match,
                      bool found[ARTICLES], uint64_t *total)
{
    zs_results *results = NULL;
    const zs_query_options options = {
        .limit = ARTICLES, .expand = true, .match = match, .no_synonyms = !test_with_synonyms};
    zs_status status = zs_searcher_search(searcher, query, &options, &results, &error);
    for (size_t i = 0; i < ARTICLES; i++) {
        found[i] = false;
    }
    if (status) {
        return status;
    }
    for (size_t i = 0; i < zs_results_count(results); i++) {
        if (zs_results_step(results, i) == 0) {
            found[strtoul(zs_results_id(results, i), NULL, 10)] = true;
        }
    }
    bool exact;
    *total = zs_results_total(results, &exact);
    assert_true(exact);
    zs_results_free(results);
    return ZS_OK;
}

/* What was built finds the same when it is asked for as a string. */
static void check_string(zs_searcher *searcher, const char *string, zs_words_match match,
                         const bool wanted[ARTICLES])
{
    zs_query *parsed = NULL;
    bool found[ARTICLES];
    uint64_t total;
    check(zs_searcher_parse(searcher, string, false, &parsed, &error) == ZS_OK, "%s: %s",
          string, error.message);
    check(find(searcher, parsed, match, found, &total) == ZS_OK, "%s: %s", string,
          error.message);
    check(memcmp(found, wanted, sizeof found) == 0, "%s finds something else as a string",
          string);
    zs_query_free(parsed);
}

static void check_query(zs_searcher *searcher, const zs_query *query, zs_words_match match)
{
    bool found[ARTICLES];
    size_t count = 0;
    uint64_t total = 0;
    char *string = NULL;
    check_ok(zs_query_string(query, &string, &error), error);
    zs_status status = find(searcher, query, match, found, &total);
    if (status == ZS_ERROR_QUERY) { /* it says only what is not wanted */
        free(string);
        return;
    }
    check(status == ZS_OK, "%s: %s", string, error.message);
    for (size_t i = 0; i < ARTICLES; i++) {
        bool wanted = test_is_hit(&collection, i, query, match);
        count += wanted;
        check(found[i] == wanted, "%s, match %d: %s is %s: %s / %s", string, (int)match,
              found[i] ? "found" : "missed", wanted ? "wanted" : "not wanted",
              articles[i].title, articles[i].text);
    }
    check(total == count, "%s: counts %d instead of %zu", string, (int)total, count);
    check_string(searcher, string, match, found);
    free(string);
}

/* ---- Concordances
 * ----------------------------------------------------------------------------
 */

/* A copy of a query in which words are phrases, each by itself; with `joined`, without the
 * spaces between, and words still if not `typed`. */
static zs_query *copy_of(const zs_query *query, bool joined, bool typed)
{
    zs_query *copy = NULL;
    char text[300] = "", *out = text;
    for (const char *at = query->text; at && *at; at++) {
        *out = *at;
        out += !joined || *at != ' ';
    }
    *out = '\0';
    switch (query->kind) {
    case ZS_QUERY_WORDS:
        if (!typed) {
            check_ok(zs_query_words(text, &copy, &error), error);
            break;
        }
        check_ok(zs_query_group(false, &copy, &error), error);
        for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
            zs_query *phrase = NULL;
            check_ok(zs_query_phrase(word, &phrase, &error), error);
            check_ok(zs_query_add(copy, ZS_SHOULD, phrase, &error), error);
        }
        break;
    case ZS_QUERY_PHRASE: check_ok(zs_query_phrase(query->text, &copy, &error), error); break;
    case ZS_QUERY_WILDCARD:
        check_ok(zs_query_wildcard(query->text, &copy, &error), error);
        break;
    case ZS_QUERY_REGEX: check_ok(zs_query_regex(query->text, &copy, &error), error); break;
    case ZS_QUERY_FUZZY:
        check_ok(zs_query_fuzzy(query->text, query->distance, &copy, &error), error);
        break;
    case ZS_QUERY_LIKE:
    case ZS_QUERY_LIKE_TEXT: fail_msg("no random query asks for it"); break;
    case ZS_QUERY_RANGE:
        check_ok(zs_query_range(query->field, *query->text ? query->text : NULL,
                                *query->high ? query->high : NULL, &copy, &error),
                 error);
        return copy;
    case ZS_QUERY_GROUP:
        check_ok(zs_query_group(query->mode == ZS_GROUP_ANY, &copy, &error), error);
        break;
    case ZS_QUERY_NEAR:
        check_ok(zs_query_nearby(query->near, query->distance, &copy, &error), error);
        break;
    }
    for (size_t i = 0; i < query->count; i++) {
        check_ok(zs_query_add(copy, query->clauses[i]->occur,
                              copy_of(query->clauses[i], joined, typed), &error),
                 error);
    }
    if (query->field) {
        check_ok(zs_query_set_field(copy, query->field, &error), error);
    }
    return copy;
}

enum { PLACES = 2000 };

struct concordance {
    struct {
        size_t article;
        bool title;
        zs_span span;
    } places[PLACES];
    size_t count;
};

static bool note_line(void *context, const zs_kwic_line *line)
{
    struct concordance *lines = context;
    assert_true(lines->count < PLACES);
    size_t i = lines->count++;
    lines->places[i].article = (size_t)atoi(line->id);
    lines->places[i].title = line->in_title;
    lines->places[i].span = line->span;
    const zs_article *article = &articles[lines->places[i].article];
    const char *text = line->in_title ? article->title : article->text;
    size_t length = line->span.end - line->span.start;
    check(strncmp(line->key, text + line->span.start, length) == 0 || strchr(line->key, ' '),
          "%s is not what stands there", line->key);
    return false;
}

static void check_concordance(zs_searcher *searcher, const zs_query *original, bool joined)
{
    static struct concordance lines;
    static zs_span wanted[PLACES];
    zs_query *query = copy_of(original, joined, false),
             *typed = copy_of(original, joined, true);
    char *string = NULL;
    size_t at = 0, found_in = 0;
    zs_kwic_summary summary = {.lines = 0};
    check_ok(zs_query_string(query, &string, &error), error);
    lines.count = 0;
    zs_status status = zs_kwic(searcher, query, NULL, note_line, &lines, &summary, &error);
    check(status == ZS_OK || status == ZS_ERROR_QUERY, "%s: %s", string, error.message);
    for (size_t i = 0; i < ARTICLES; i++) {
        bool hit = test_is_hit(&collection, i, typed, ZS_WORDS_ALL), any = false;
        for (int text = 0; hit && text < 2; text++) {
            size_t count = test_places(&articles[i], typed, text == 0, wanted, PLACES);
            for (size_t j = 0; j < count; j++, at++) {
                bool same = at < lines.count && lines.places[at].article == i &&
                            lines.places[at].title == (text == 0) &&
                            lines.places[at].span.start == wanted[j].start &&
                            lines.places[at].span.end == wanted[j].end;
                check(same, "%s: place %d, %.*s, is not line %d, %d %d to %d: %s / %s", string,
                      (int)j, (int)(wanted[j].end - wanted[j].start),
                      (text == 0 ? articles[i].title : articles[i].text) + wanted[j].start,
                      (int)at, at < lines.count ? (int)lines.places[at].article : -1,
                      at < lines.count ? (int)lines.places[at].span.start : -1,
                      at < lines.count ? (int)lines.places[at].span.end : -1, articles[i].title,
                      articles[i].text);
            }
            any = any || count > 0;
        }
        found_in += any;
    }
    check(at == lines.count, "%s: %d lines instead of %d", string, (int)lines.count, (int)at);
    check(status || (summary.lines == at && summary.occurrences == at &&
                     summary.articles == found_in && summary.complete && !summary.partial),
          "%s: the counts are not those of the lines", string);
    free(string);
    zs_query_free(query);
    zs_query_free(typed);
}

static void test_random_queries(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    test_random random = test_random_new(1);
    for (size_t i = 0; i < ARTICLES; i++) {
        make_article(&random, i);
        (void)test_put(writer, NULL, &articles[i], ZS_PUT_ADDED);
    }
    zs_writer_close(writer);
    zs_searcher *searcher = NULL;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    zs_vocabulary *vocabulary = NULL;
    check_ok(zs_vocabulary_new(false, &vocabulary, &error), error);
    for (const test_synonym *known = test_synonyms; known->word; known++) {
        check_ok(zs_vocabulary_add_synonym(vocabulary, known->word, strlen(known->word),
                                           known->synonym, strlen(known->synonym), false,
                                           &error),
                 error);
    }
    zs_vocabulary_end(vocabulary);
    zs_searcher_set_vocabulary(searcher, vocabulary);
    size_t rounds = test_rounds(10000);
    for (size_t round = 0; round < rounds; round++) {
        random = test_random_new(round + 2);
        test_with_synonyms = round % 2 == 1;
        zs_query *query = random_query(&random, 3);
        zs_words_match match = random_match(&random, query);
        if (!is_any_word(query, match)) {
            check_query(searcher, query, match);
        }
        check_concordance(searcher, query, test_random_once_in(&random, 2));
        zs_query_free(query);
    }
    zs_searcher_close(searcher);
    zs_vocabulary_free(vocabulary);
    for (size_t i = 0; i < ARTICLES; i++) {
        free((char *)(uintptr_t)articles[i].title);
        free((char *)(uintptr_t)articles[i].text);
    }
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_queries)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
