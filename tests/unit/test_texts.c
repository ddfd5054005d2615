/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Texts that are kept are what they were, or are not there; memory is bounded.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "searcher/texts.h"
#include "support/folder.h"
#include "support/random.h"

enum { ARTICLES = 3000, LONGEST = 60000 };

/* How many bytes an article's text has, a unit each. */
static size_t length_of(uint32_t docid)
{
    return docid * 2654435769U % LONGEST;
}

/* Reads so much of an article, whose units tell which it is of. */
static zs_kept_text read_text(uint32_t docid, size_t limit, UChar *units, uint8_t *classes,
                              char id[16])
{
    size_t length = length_of(docid) < limit ? length_of(docid) : limit;
    for (size_t i = 0; i < length + docid % 7; i++) {
        units[i] = (UChar)(docid + i);
        classes[i] = (uint8_t)((docid + i) % 5);
    }
    (void)snprintf(id, 16, "%u", docid);
    return (zs_kept_text){.docid = docid,
                          .limit = length_of(docid) <= limit ? SIZE_MAX : limit,
                          .bytes = length,
                          .title = {.units = units, .class = classes, .length = docid % 7},
                          .text = {.units = units, .class = classes, .length = length},
                          .facts = {.id = id, .term_count = docid + 1}};
}

static void check_folded(const zs_folded *is, const zs_folded *should_be)
{
    assert_int_equal(is->length, should_be->length);
    if (is->length > 0) {
        assert_memory_equal(is->units, should_be->units, is->length * sizeof *is->units);
        assert_memory_equal(is->class, should_be->class, is->length);
    }
}

static void check_kept(const zs_kept_text *kept, const zs_kept_text *read)
{
    assert_int_equal(kept->docid, read->docid);
    assert_int_equal(kept->limit, read->limit);
    assert_int_equal(kept->facts.term_count, read->facts.term_count);
    assert_string_equal(kept->facts.id, read->facts.id);
    check_folded(&kept->title, &read->title);
    check_folded(&kept->text, &read->text);
}

/* Whether an article was kept before or not, what is found is what would be read. */
static void test_what_is_kept_is_what_it_was(void **state)
{
    (void)state;
    static const size_t limits[] = {4096, 32768, SIZE_MAX};
    zs_texts texts = {.slots = NULL};
    UChar *units = malloc((LONGEST + 7) * sizeof *units);
    uint8_t *classes = malloc(LONGEST + 7);
    assert_true(units && classes);
    test_random random = test_random_new(1);
    size_t found = 0;
    for (size_t round = 0; round < test_rounds(6000); round++) {
        char id[16];
        uint32_t docid = 1 + (uint32_t)test_random_below(&random, ARTICLES);
        size_t limit = limits[test_random_below(&random, 3)];
        const zs_kept_text read = read_text(docid, limit, units, classes, id);
        const zs_kept_text *kept = zs_texts_find(&texts, docid, limit);
        found += kept != NULL;
        if (kept) {
            check_kept(kept, &read);
        }
        zs_texts_add(&texts, &read);
        assert_true(texts.bytes <= ZS_TEXTS_BYTES);
        kept = zs_texts_find(&texts, docid, limit);
        assert_non_null(kept);
        check_kept(kept, &read);
        if (test_random_once_in(&random, 2000)) {
            zs_texts_clear(&texts);
            assert_null(zs_texts_find(&texts, docid, limit));
        }
    }
    assert_true(found > 0);
    zs_texts_release(&texts);
    zs_texts_release(&texts);
    free(units);
    free(classes);
}

/* A phrase is found in a long text the second time as the first, and not when it has gone. */
static void test_searching_twice(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_error error;
    zs_index *index = NULL;
    zs_searcher *searcher = NULL;
    zs_buffer text = ZS_BUFFER_INIT;
    check_ok(zs_index_open(folder, &index, &error), error);
    for (int round = 0; round < 3; round++) {
        zs_buffer_clear(&text);
        for (size_t i = 0; i < 3000; i++) {
            assert_true(zs_buffer_append_string(&text, i % 3 == 0   ? "国际消费"
                                                       : i % 3 == 1 ? "费中心，"
                                                                    : "消费中"));
        }
        assert_true(zs_buffer_append_string(&text, round == 1 ? "。" : "国际消费中心。"));
        zs_article article = {.id = "long", .text = text.data, .text_length = text.length};
        check_ok(zs_index_put(index, &article, &error), error);
        check_ok(zs_index_commit(index, &error), error);
        if (!searcher) {
            check_ok(zs_searcher_open(folder, &searcher, &error), error);
        }
        check_ok(zs_searcher_refresh(searcher, &error), error);
        for (int again = 0; again < 3; again++) {
            zs_results *results = NULL;
            check_ok(zs_searcher_query(searcher, "\"国际消费中心\"", NULL, &results, &error),
                     error);
            assert_int_equal(zs_results_count(results), round != 1);
            zs_results_free(results);
        }
    }
    zs_searcher_close(searcher);
    zs_index_close(index);
    zs_buffer_release(&text);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_kept_is_what_it_was),
        cmocka_unit_test(test_searching_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
