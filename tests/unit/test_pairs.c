/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Pairs of characters and terms that stand together, against going through all terms and all
 * articles.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/store.h"
#include "text/utf.h"

enum { ARTICLES_MOST = 400 };

static char *folder;
static zs_reader *reader;
static uint32_t docids[ARTICLES_MOST];
static size_t article_count;

static int make_index(void **state)
{
    (void)state;
    folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    test_texts texts = test_corpus_texts();
    test_random random = test_random_new(21);
    zs_buffer rare = ZS_BUFFER_INIT;
    for (size_t i = 0; i < texts.count + 100 && i < ARTICLES_MOST; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "%zu", i);
        zs_buffer_clear(&rare);
        if (i >= texts.count) {
            test_random_text(&random, 200, TEST_HAN | TEST_HAN_RARE | TEST_LATIN, &rare);
        }
        assert_true(zs_buffer_terminate(&rare));
        docids[article_count++] =
            test_put_text(writer, id, i < texts.count ? texts.items[i].data : rare.data);
    }
    zs_buffer_release(&rare);
    test_texts_release(&texts);
    zs_writer_close(writer);
    reader = test_open_reader(folder);
    return 0;
}

static int remove_index(void **state)
{
    (void)state;
    zs_reader_close(reader);
    test_folder_remove(folder);
    return 0;
}

/* All terms of two characters. */
struct pair {
    uint32_t first, second, frequency;
};

struct pairs {
    struct pair *items;
    size_t count, capacity;
};

static void add_pair(struct pairs *pairs, struct pair pair)
{
    struct pair *items =
        zs_array_grow(pairs->items, &pairs->capacity, pairs->count + 1, sizeof *items);
    assert_non_null(items);
    pairs->items = items;
    items[pairs->count++] = pair;
}

static bool take_term(void *context, const char *term, size_t length, uint32_t frequency)
{
    size_t at = 0;
    uint32_t characters[2] = {0};
    for (int i = 0; i < 2; i++) {
        if (at == length) {
            return false;
        }
        characters[i] = (uint32_t)zs_utf8_next(term, at, length, &at);
    }
    if (at == length) {
        add_pair(context, (struct pair){characters[0], characters[1], frequency});
    }
    return false;
}

static bool take_pair(void *context, uint32_t first, uint32_t second, uint32_t frequency)
{
    add_pair(context, (struct pair){first, second, frequency});
    return false;
}

static int by_characters(const void *one, const void *other)
{
    const struct pair *a = one, *b = other;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return a->second < b->second ? -1 : a->second > b->second;
}

static bool is_one_of(uint32_t character, const uint32_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == character) {
            return true;
        }
    }
    return false;
}

static void test_each_pair(void **state)
{
    (void)state;
    struct pairs all = {.count = 0}, found = {.count = 0}, wanted = {.count = 0};
    zs_error error;
    check_ok(zs_reader_each_term(reader, "", 0, false, take_term, &all, &error), error);
    assert_true(all.count > 5000);
    test_random random = test_random_new(22);
    for (size_t round = 0; round < test_rounds(200); round++) {
        uint32_t firsts[60], seconds[60];
        size_t first_count = test_random_below(&random, 60);
        size_t second_count = test_random_below(&random, 60);
        for (size_t i = 0; i < 60; i++) {
            /* Of the same pair, so that some are found; in any order, and some twice. */
            const struct pair *pair = &all.items[test_random_below(&random, all.count)];
            firsts[i] = test_random_once_in(&random, 9) ? 0x4E00 + (uint32_t)i : pair->first;
            seconds[i] = test_random_once_in(&random, 9) ? 0x20000 + (uint32_t)i : pair->second;
        }
        found.count = wanted.count = 0;
        check_ok(zs_reader_each_pair(reader, firsts, first_count, seconds, second_count,
                                     take_pair, &found, &error),
                 error);
        for (size_t i = 0; i < all.count; i++) {
            if (is_one_of(all.items[i].first, firsts, first_count) &&
                is_one_of(all.items[i].second, seconds, second_count)) {
                add_pair(&wanted, all.items[i]);
            }
        }
        assert_int_equal(found.count, wanted.count);
        if (found.count > 0) {
            qsort(found.items, found.count, sizeof *found.items, by_characters);
            qsort(wanted.items, wanted.count, sizeof *wanted.items, by_characters);
            assert_memory_equal(found.items, wanted.items, found.count * sizeof *found.items);
        }
    }
    free(all.items);
    free(found.items);
    free(wanted.items);
}

static bool stop(void *context, uint32_t first, uint32_t second, uint32_t frequency)
{
    (void)first;
    (void)second;
    (void)frequency;
    ++*(size_t *)context;
    return true;
}

static void test_a_visitor_stops(void **state)
{
    (void)state;
    zs_error error;
    size_t count = 0;
    const uint32_t firsts[] = {U'城', U'人'}, seconds[] = {U'市', U'才'};
    check_ok(zs_reader_each_pair(reader, firsts, 2, seconds, 2, stop, &count, &error), error);
    assert_int_equal(count, 1);
}

static bool has_all(uint32_t docid, const zs_term_text *terms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool has = false;
        zs_error error;
        check_ok(zs_reader_has_term(reader, docid, terms[i].bytes, terms[i].length, false, &has,
                                    &error),
                 error);
        if (!has) {
            return false;
        }
    }
    return true;
}

static void test_together(void **state)
{
    (void)state;
    static const char *const texts[] = {"城市", "人才", "青年", "消费", "国际", "的人",
                                        "一个", "没有", "可以", "什么", "年人", "中心"};
    enum { TEXTS = sizeof texts / sizeof *texts };
    test_random random = test_random_new(23);
    for (size_t round = 0; round < test_rounds(300); round++) {
        zs_term_text terms[4];
        size_t count = 1 + test_random_below(&random, 4);
        for (size_t i = 0; i < count; i++) {
            terms[i].bytes = texts[test_random_below(&random, TEXTS)];
            terms[i].length = strlen(terms[i].bytes);
        }
        size_t slow = 0;
        for (size_t i = 0; i < article_count; i++) {
            slow += has_all(docids[i], terms, count);
        }
        zs_together together;
        zs_error error;
        check_ok(
            zs_reader_together(reader, terms, count, 100000, UINT32_MAX, &together, &error),
            error);
        assert_true(together.exact);
        assert_int_equal(together.count, slow);
        assert_int_equal(together.kept > 0, slow > 0);
        assert_true(slow > ZS_TOGETHER_KEPT || together.kept == slow);
        for (size_t i = 0; i < together.kept; i++) {
            assert_true(has_all(together.docids[i], terms, count));
        }
        check_ok(zs_reader_shortest_first(reader, &together, &error), error);
        for (size_t i = 0; i < together.kept; i++) {
            assert_true(has_all(together.docids[i], terms, count));
        }
        check_ok(zs_reader_together(reader, terms, count, 100000, 2, &together, &error), error);
        assert_int_equal(together.count, slow < 2 ? slow : 2);
        check_ok(zs_reader_together(reader, terms, count, 5, UINT32_MAX, &together, &error),
                 error);
        assert_true(!together.exact || together.count == slow);
        assert_true(together.count == 0 || slow > 0);
    }
}

static void test_what_is_not_there_is_nowhere(void **state)
{
    (void)state;
    const zs_term_text terms[] = {{"城市", strlen("城市")}, {"鿕鿖", strlen("鿕鿖")}};
    zs_together together;
    zs_error error;
    check_ok(zs_reader_together(reader, terms, 2, 100, UINT32_MAX, &together, &error), error);
    assert_int_equal(together.count, 0);
    assert_true(together.exact);
    check_ok(zs_reader_together(reader, terms, 0, 100, UINT32_MAX, &together, &error), error);
    assert_int_equal(together.count, 0);
}

struct counted {
    size_t terms;
    bool right;
};

static bool count_term(void *context, const char *term, size_t length, uint32_t count)
{
    struct counted *counted = context;
    (void)count;
    counted->terms++;
    counted->right = counted->right && length >= 3 && memcmp(term, "城", strlen("城")) == 0;
    return false;
}

static void test_the_terms_of_an_article(void **state)
{
    (void)state;
    zs_error error;
    for (size_t i = 0; i < article_count; i++) {
        struct counted counted = {.right = true};
        bool has = false;
        check_ok(zs_reader_each_term_of(reader, docids[i], "城", strlen("城"), count_term,
                                        &counted, &error),
                 error);
        check_ok(zs_reader_has_term(reader, docids[i], "城", strlen("城"), true, &has, &error),
                 error);
        assert_true(counted.right);
        assert_int_equal(counted.terms > 0, has);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_pair),
        cmocka_unit_test(test_a_visitor_stops),
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_what_is_not_there_is_nowhere),
        cmocka_unit_test(test_the_terms_of_an_article),
    };
    return cmocka_run_group_tests(tests, make_index, remove_index);
}
