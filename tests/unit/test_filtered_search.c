/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queries with signs, operators, phrases and nearness, built at random, against a matcher that
 * looks at every article, character by character, and knows nothing of any index.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/query.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"
#include "zsearch.h"

enum { ARTICLES = 60, UNITS_MOST = 400 };

/* Articles of few words, so that phrases and neighbours meet by chance. Each is one run of
 * characters of its own for ICU, with ends of sentences and lines. */
static const char *const words[] = {"郑州", "人才", "政策", "城市", "消费",  "国际",
                                    "制造", "产业", "的",   "科技", "river", "blue"};
enum { WORDS = sizeof words / sizeof *words };

static char *texts[ARTICLES];

static void make_text(test_random *random, zs_buffer *out)
{
    zs_buffer_clear(out);
    size_t count = 1 + test_random_below(random, 30);
    bool latin = false;
    for (size_t i = 0; i < count; i++) {
        const char *word = words[test_random_below(random, WORDS)];
        bool is_latin = word[0] < 0x7F && word[0] > 0;
        assert_true(!(latin && is_latin) || zs_buffer_append_string(out, " "));
        assert_true(zs_buffer_append_string(out, word));
        latin = is_latin;
        if (test_random_once_in(random, 6)) {
            assert_true(
                zs_buffer_append_string(out, test_random_once_in(random, 3) ? "。\n" : "。"));
            latin = false;
        }
    }
    assert_true(zs_buffer_terminate(out));
}

/* ---- The slow matcher ------------------------------------------------------------------- */

/* A stretch of the text, in characters. */
struct stretch {
    size_t start, end;
};

struct stretches {
    struct stretch items[4000];
    size_t count;
};

/* The characters of a text, their offsets. */
struct characters {
    size_t offset[UNITS_MOST + 1];
    size_t count;
    const char *text;
};

static bool is_latin(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static void take_characters(const char *text, struct characters *out)
{
    out->text = text;
    out->count = 0;
    for (size_t at = 0; text[at];) {
        size_t size = (unsigned char)text[at] < 0x80 ? 1 : 3;
        assert_true(out->count < UNITS_MOST);
        out->offset[out->count++] = at;
        at += size;
    }
    out->offset[out->count] = strlen(text);
}

static bool stands_at(const struct characters *all, size_t at, const struct characters *wanted)
{
    if (at + wanted->count > all->count) {
        return false;
    }
    for (size_t i = 0; i < wanted->count; i++) {
        const char *a = all->text + all->offset[at + i];
        const char *b = wanted->text + wanted->offset[i];
        size_t size = (unsigned char)*a < 0x80 ? 1 : 3;
        if (strncmp(a, b, size) != 0) {
            return false;
        }
    }
    size_t end = at + wanted->count;
    bool begins = is_latin(wanted->text[0]);
    bool ends = is_latin(wanted->text[strlen(wanted->text) - 1]);
    return (!begins || at == 0 || !is_latin(all->text[all->offset[at - 1]])) &&
           (!ends || end == all->count || !is_latin(all->text[all->offset[end]]));
}

static void find_phrase(const struct characters *all, const char *phrase, struct stretches *out)
{
    struct characters wanted;
    take_characters(phrase, &wanted);
    out->count = 0;
    for (size_t at = 0; at < all->count; at++) {
        if (stands_at(all, at, &wanted)) {
            out->items[out->count++] = (struct stretch){at, at + wanted.count};
        }
    }
}

/* Whether an end of a sentence, or of a line, stands between two characters. */
static bool parted(const struct characters *all, size_t from, size_t to, bool sentences)
{
    const char *begin = all->text + all->offset[from], *end = all->text + all->offset[to];
    for (const char *at = begin; at < end; at++) {
        if (*at == '\n' || (sentences && strncmp(at, "。", 3) == 0)) {
            return true;
        }
    }
    return false;
}

static bool are_near(const struct characters *all, const zs_query *near, struct stretch a,
                     struct stretch b)
{
    size_t from = a.start < b.start ? a.start : b.start, to = a.end > b.end ? a.end : b.end;
    size_t gap = b.start >= a.end ? b.start - a.end : a.start >= b.end ? a.start - b.end : 0;
    switch (near->near) {
    case ZS_NEAR_SENTENCE: return !parted(all, from, to - 1, true);
    case ZS_NEAR_PARAGRAPH: return !parted(all, from, to - 1, false);
    case ZS_NEAR_IN_ORDER: return b.start >= a.end && gap <= near->distance;
    case ZS_NEAR_ANY_ORDER: break;
    }
    return gap <= near->distance;
}

static void find_near(const struct characters *all, const zs_query *query,
                      struct stretches *out)
{
    struct stretches *right = malloc(sizeof *right), *joined = malloc(sizeof *joined);
    assert_true(right && joined);
    for (size_t i = 0; i < query->count; i++) {
        const zs_query *operand = query->clauses[i];
        struct stretches *into = i == 0 ? out : right;
        if (operand->kind == ZS_QUERY_NEAR) {
            find_near(all, operand, into);
        } else {
            find_phrase(all, operand->text, into);
        }
        if (i == 0) {
            continue;
        }
        joined->count = 0;
        for (size_t j = 0; j < out->count; j++) {
            for (size_t k = 0; k < right->count; k++) {
                struct stretch a = out->items[j], b = right->items[k];
                if (are_near(all, query, a, b) && joined->count < 4000) {
                    joined->items[joined->count++] = (struct stretch){
                        a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
                }
            }
        }
        memcpy(out, joined, sizeof *out);
    }
    free(right);
    free(joined);
}

static bool has(const struct characters *all, const char *word)
{
    struct stretches *found = malloc(sizeof *found);
    assert_non_null(found);
    find_phrase(all, word, found);
    bool result = found->count > 0;
    free(found);
    return result;
}

/* All or any of the words of a text; 的 says nothing beside others. */
static bool has_words(const struct characters *all, const char *text, bool every)
{
    char copy[200];
    bool any = false, each = true, content = false;
    for (int round = 0; round < 2 && !content; round++) {
        (void)snprintf(copy, sizeof copy, "%s", text);
        for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
            if (round == 0 && strcmp(word, "的") == 0) {
                continue;
            }
            content = true;
            bool there = has(all, word);
            any = any || there;
            each = each && there;
        }
    }
    return every ? each : any;
}

static bool matches(const struct characters *all, const zs_query *query, bool every)
{
    switch (query->kind) {
    case ZS_QUERY_WORDS: return has_words(all, query->text, every);
    case ZS_QUERY_PHRASE: return has(all, query->text);
    case ZS_QUERY_NEAR: {
        struct stretches *found = malloc(sizeof *found);
        assert_non_null(found);
        find_near(all, query, found);
        bool result = found->count > 0;
        free(found);
        return result;
    }
    default: break;
    }
    bool must = false, may = false, some = false;
    for (size_t i = 0; i < query->count; i++) {
        const zs_query *clause = query->clauses[i];
        bool match =
            matches(all, clause, clause->occur != ZS_SHOULD || query->mode == ZS_GROUP_ANY);
        if (clause->occur == ZS_MUST_NOT ? match : clause->occur == ZS_MUST && !match) {
            return false;
        }
        must = must || clause->occur == ZS_MUST;
        may = may || clause->occur == ZS_SHOULD;
        some = some || (clause->occur == ZS_SHOULD && match);
    }
    return must || !may || some;
}

/* ---- Random queries ---------------------------------------------------------------------- */

static zs_query *random_leaf(test_random *random, bool phrase)
{
    char text[200] = "";
    size_t count = 1 + test_random_below(random, phrase ? 3 : 2);
    bool latin = false;
    for (size_t i = 0; i < count; i++) {
        const char *word = words[test_random_below(random, WORDS)];
        bool space = i > 0 && (!phrase || (latin && is_latin(word[0])));
        latin = is_latin(word[0]);
        strcat(text, space ? " " : "");
        strcat(text, word);
    }
    zs_query *query = NULL;
    zs_error error;
    check_ok(phrase ? zs_query_phrase(text, &query, &error)
                    : zs_query_words(text, &query, &error),
             error);
    return query;
}

static zs_query *random_near(test_random *random, int depth)
{
    zs_query *query = NULL;
    zs_error error;
    check_ok(zs_query_nearby((zs_near)test_random_below(random, 4),
                             (unsigned)test_random_below(random, 12), &query, &error),
             error);
    size_t count = 2 + test_random_below(random, 2);
    for (size_t i = 0; i < count; i++) {
        zs_query *operand = depth > 0 && test_random_once_in(random, 5)
                                ? random_near(random, depth - 1)
                                : random_leaf(random, true);
        check_ok(zs_query_add(query, ZS_SHOULD, operand, &error), error);
    }
    return query;
}

static zs_query *random_query(test_random *random, int depth)
{
    switch (test_random_below(random, depth > 0 ? 5 : 3)) {
    case 0: return random_leaf(random, false);
    case 1: return random_leaf(random, true);
    case 2: return random_near(random, 1);
    default: break;
    }
    zs_query *query = NULL;
    zs_error error;
    bool any = test_random_once_in(random, 3);
    check_ok(zs_query_group(any, &query, &error), error);
    size_t count = 1 + test_random_below(random, 4);
    for (size_t i = 0; i < count; i++) {
        zs_occur occur = any ? ZS_SHOULD : (zs_occur)test_random_below(random, 3);
        check_ok(zs_query_add(query, occur, random_query(random, depth - 1), &error), error);
    }
    return query;
}

/* ---- The comparison ---------------------------------------------------------------------- */

/* Of words alone any term is enough, also a pair that crosses words. */
static bool is_bare(const zs_query *query)
{
    bool bare = query->kind == ZS_QUERY_WORDS || query->mode == ZS_GROUP_LIST;
    for (size_t i = 0; bare && i < query->count; i++) {
        bare = query->kind == ZS_QUERY_GROUP && query->clauses[i]->occur == ZS_SHOULD &&
               query->clauses[i]->kind == ZS_QUERY_WORDS;
    }
    return bare && query->kind != ZS_QUERY_PHRASE;
}

static void check_query(zs_searcher *searcher, const zs_query *query)
{
    bool wanted[ARTICLES] = {false}, found[ARTICLES] = {false};
    size_t count = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        struct characters all;
        take_characters(texts[i], &all);
        wanted[i] = matches(&all, query, true);
        count += wanted[i];
    }
    char *string = NULL;
    zs_error error;
    zs_results *results = NULL;
    const zs_query_options options = {.limit = ARTICLES, .expand = true};
    check_ok(zs_query_string(query, &string, &error), error);
    zs_status status = zs_searcher_search(searcher, query, &options, &results, &error);
    if (status == ZS_ERROR_QUERY) { /* it says only what is not wanted */
        free(string);
        return;
    }
    check_ok(status, error);
    for (size_t i = 0; i < zs_results_count(results); i++) {
        found[strtoul(zs_results_id(results, i), NULL, 10)] = true;
    }
    for (size_t i = 0; i < ARTICLES; i++) {
        check(found[i] == wanted[i], "%s: %s is %s: %s", string, found[i] ? "found" : "missed",
              wanted[i] ? "wanted" : "not wanted", texts[i]);
    }
    bool exact;
    check(zs_results_total(results, &exact) == count && exact, "%s: counts %d instead of %zu",
          string, (int)zs_results_total(results, NULL), count);
    zs_results_free(results);
    free(string);
}

static void test_random_queries(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    test_random random = test_random_new(1);
    zs_buffer text = ZS_BUFFER_INIT;
    for (size_t i = 0; i < ARTICLES; i++) {
        char id[16];
        make_text(&random, &text);
        texts[i] = strdup(text.data);
        (void)snprintf(id, sizeof id, "%zu", i);
        (void)test_put_text(writer, id, texts[i]);
    }
    zs_writer_close(writer);
    zs_searcher *searcher = NULL;
    zs_error error;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    size_t rounds = test_rounds(10000);
    for (size_t round = 0; round < rounds; round++) {
        random = test_random_new(round + 2);
        zs_query *query = random_query(&random, 3);
        if (!is_bare(query)) {
            check_query(searcher, query);
        }
        zs_query_free(query);
    }
    zs_searcher_close(searcher);
    for (size_t i = 0; i < ARTICLES; i++) {
        free(texts[i]);
    }
    zs_buffer_release(&text);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_queries)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
