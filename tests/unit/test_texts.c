/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Texts that are kept are what they were, or are not there; memory is bounded.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "searcher/texts.h"
#include "support/folder.h"
#include "support/random.h"

enum { ARTICLES = 3000, LONGEST = 60000 };

/* A text that tells which article it is of. */
static size_t length_of(uint32_t docid)
{
    return ZS_TEXTS_LEAST - 200 + docid * 2654435769U % LONGEST;
}

static void fill(zs_folded *folded, uint32_t docid, size_t length)
{
    folded->length = length;
    for (size_t i = 0; i < length; i++) {
        folded->units[i] = (UChar)(docid + i);
        folded->class[i] = (uint8_t)((docid + i) % 5);
    }
}

static void check_kept(const zs_kept_text *kept, uint32_t docid)
{
    size_t length = length_of(docid);
    assert_int_equal(kept->text.length, length);
    assert_int_equal(kept->title.length, docid % 7);
    for (size_t i = 0; i < length; i++) {
        check(kept->text.units[i] == (UChar)(docid + i) &&
                  kept->text.class[i] == (docid + i) % 5,
              "article %u: unit %zu is another", docid, i);
    }
}

static void test_what_is_kept_is_what_it_was(void **state)
{
    (void)state;
    zs_texts texts = {.slots = NULL};
    UChar *units = malloc((LONGEST + ZS_TEXTS_LEAST) * sizeof *units);
    uint8_t *classes = malloc(LONGEST + ZS_TEXTS_LEAST);
    assert_true(units && classes);
    zs_folded text = {.units = units, .class = classes, .plain = true};
    test_random random = test_random_new(1);
    size_t found = 0;
    for (size_t round = 0; round < test_rounds(6000); round++) {
        uint32_t docid = 1 + (uint32_t)test_random_below(&random, ARTICLES);
        const zs_kept_text *kept = zs_texts_find(&texts, docid);
        found += kept != NULL;
        if (kept) {
            check_kept(kept, docid);
        }
        fill(&text, docid, length_of(docid));
        zs_folded title = text;
        title.length = docid % 7;
        zs_texts_add(&texts, docid, &title, &text);
        assert_true(texts.bytes <= ZS_TEXTS_BYTES);
        kept = zs_texts_find(&texts, docid);
        assert_true((kept != NULL) == (length_of(docid) >= ZS_TEXTS_LEAST));
        if (test_random_once_in(&random, 2000)) {
            zs_texts_clear(&texts);
            assert_null(zs_texts_find(&texts, docid));
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
