/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tables of synonyms against a list of pairs that is looked through.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/regional_words.h"
#include "searcher/synonym_table.h"
#include "support/random.h"

enum { PAIRS = 300, WORDS = 12 };

static const char *const words[WORDS] = {"软件", "软件包", "软",   "程序", "程式", "网络",
                                         "网路", "計算機", "电脑", "A",    "ａ",   ""};

/* A pair as it was added, and whether it was shown folded. */
struct pair {
    const char *phrase, *synonym;
};

/* What a word is folded. */
static size_t fold(const char *word, UChar units[8])
{
    zs_folded folded = ZS_FOLDED_INIT;
    assert_int_equal(zs_fold(word, strlen(word), ZS_PURPOSE_QUERY, &folded, NULL), ZS_OK);
    size_t length = folded.length;
    if (length > 0) {
        memcpy(units, folded.units, length * sizeof *units);
    }
    zs_folded_release(&folded);
    return length;
}

static bool is_same(const char *one, const char *other)
{
    UChar left[8], right[8];
    size_t length = fold(one, left);
    return length == fold(other, right) && memcmp(left, right, length * sizeof *left) == 0;
}

/* How many different synonyms a phrase has, but for those of the first `known` pairs. */
static size_t slow_count(const struct pair *pairs, size_t count, size_t known,
                         const char *phrase)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        bool counts = i >= known && is_same(pairs[i].phrase, phrase) && *pairs[i].phrase &&
                      *pairs[i].synonym && !is_same(pairs[i].phrase, pairs[i].synonym);
        for (size_t j = 0; counts && j < i; j++) {
            counts = !is_same(pairs[j].phrase, phrase) ||
                     !is_same(pairs[j].synonym, pairs[i].synonym);
        }
        found += counts;
    }
    return found;
}

static void fill(zs_synonym_list *list, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(zs_synonym_list_add(list, pairs[i].phrase, strlen(pairs[i].phrase),
                                             pairs[i].synonym, strlen(pairs[i].synonym),
                                             i % 2 == 0, NULL),
                         ZS_OK);
    }
}

/* All that was added is found once, in the order in which it was, and nothing else. */
static void test_random_tables(void **state)
{
    (void)state;
    test_random random = test_random_new(7);
    for (size_t round = 0; round < 40; round++) {
        struct pair pairs[PAIRS];
        size_t count = test_random_below(&random, round < 20 ? 12 : PAIRS);
        size_t known = count > 0 ? test_random_below(&random, count) : 0;
        for (size_t i = 0; i < count; i++) {
            pairs[i] = (struct pair){words[test_random_below(&random, WORDS)],
                                     words[test_random_below(&random, WORDS)]};
        }
        zs_synonym_list before = {.count = 0}, list = {.count = 0};
        fill(&before, pairs, known);
        zs_synonym_list_end(&before, NULL);
        const zs_synonym_table other = zs_synonym_list_table(&before);
        fill(&list, pairs + known, count - known);
        zs_synonym_list_end(&list, &other);
        const zs_synonym_table table = zs_synonym_list_table(&list);
        for (size_t i = 0; i < WORDS; i++) {
            UChar units[8];
            const zs_synonym_entry *entries;
            size_t length = fold(words[i], units);
            size_t found = zs_synonym_table_find(&table, units, length, &entries);
            assert_int_equal(found, slow_count(pairs, count, known, words[i]));
            for (size_t j = 0; j < found; j++) {

                assert_true(j == 0 || entries[j].shown > entries[j - 1].shown);
            }
        }
        zs_synonym_list_release(&before);
        zs_synonym_list_release(&list);
    }
}

/* The table that is made while zsearch is built is in order, and either word leads to the
 * other. */
static void test_regional_words(void **state)
{
    (void)state;
    const zs_synonym_table *table = &zs_regional_words;
    assert_true(table->count > 500);
    for (size_t i = 0; i < table->count; i++) {
        const zs_synonym_entry *entry = &table->entries[i], *back;
        size_t count = zs_synonym_table_find(table, table->units + entry->synonym,
                                             entry->synonym_length, &back);
        bool found = false;
        for (size_t j = 0; !found && j < count; j++) {
            found = back[j].synonym_length == entry->phrase_length &&
                    memcmp(table->units + back[j].synonym, table->units + entry->phrase,
                           entry->phrase_length * sizeof(UChar)) == 0;
        }
        assert_true(found);
        assert_true(entry->phrase_length <= table->longest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables),
        cmocka_unit_test(test_regional_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
