/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What may have been meant by a text, against slow and obvious ways of the same: pairs counted
 * in the texts themselves, and every ideograph tried in every place.
 */
#include "searcher/amending.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/han_order.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/real_text.h"
#include "support/store.h"
#include "support/test.h"
#include "text/readings.h"
#include "text/shapes.h"
#include "text/utf.h"

enum { LONGEST = 8 };

/* Folded texts, an index of them, and what reads it. */
static struct library {
    char *folder;
    zs_folded *texts;
    size_t count;
    zs_reader *reader;
    zs_analyser *analyser;
} library;

static int make_library(void **state)
{
    (void)state;
    zs_error error;
    test_texts texts = test_corpus_texts();
    library.folder = test_folder_new();
    library.texts = calloc(texts.count, sizeof *library.texts);
    assert_non_null(library.texts);
    zs_writer *writer = test_open_writer(library.folder, false);
    for (size_t i = 0; i < texts.count; i++) {
        char id[] = {'t', (char)('a' + i / 26), (char)('a' + i % 26), '\0'};
        test_put_text(writer, id, texts.items[i].data);
        check_ok(zs_fold(texts.items[i].data, strlen(texts.items[i].data), ZS_PURPOSE_INDEX,
                         &library.texts[i], &error),
                 error);
    }
    library.count = texts.count;
    test_commit(writer);
    zs_writer_close(writer);
    test_texts_release(&texts);
    library.reader = test_open_reader(library.folder);
    check_ok(zs_analyser_new(&library.analyser, &error), error);
    return 0;
}

static int free_library(void **state)
{
    (void)state;
    zs_analyser_free(library.analyser);
    zs_reader_close(library.reader);
    for (size_t i = 0; i < library.count; i++) {
        zs_folded_release(&library.texts[i]);
    }
    free(library.texts);
    test_folder_remove(library.folder);
    return 0;
}

/* ---- Pairs ---------------------------------------------------------------------------------
 */

static bool text_has(const zs_folded *text, UChar32 first, UChar32 second)
{
    for (size_t i = 0; i + 1 < text->length; i++) {
        if (text->units[i] == first && text->units[i + 1] == second &&
            text->class[i] == ZS_CHAR_HAN && text->class[i + 1] == ZS_CHAR_HAN) {
            return true;
        }
    }
    return false;
}

static uint32_t slow_count(const UChar32 *characters, size_t count, uint32_t most)
{
    uint32_t found = 0;
    for (size_t i = 0; i < library.count && found < most; i++) {
        bool all = count > 1;
        for (size_t j = 0; j + 1 < count; j++) {
            all = all && text_has(&library.texts[i], characters[j], characters[j + 1]);
        }
        found += all;
    }
    return found;
}

/* Up to `count` ideographs of some text that stand one behind another. */
static size_t random_run(test_random *random, size_t count, UChar32 *out)
{
    const zs_folded *text = &library.texts[test_random_below(random, library.count)];
    size_t found = 0;
    if (text->length == 0) {
        return 0;
    }
    for (size_t i = test_random_below(random, text->length); i < text->length && found < count;
         i++) {
        bool han = text->class[i] == ZS_CHAR_HAN && !U16_IS_SURROGATE(text->units[i]);
        if (!han && found > 0) {
            break;
        }
        if (han) {
            out[found++] = text->units[i];
        }
    }
    return found;
}

static UChar32 random_character(test_random *random)
{
    UChar32 one = U'的';
    (void)random_run(random, 1, &one);
    return one;
}

static void test_pairs_are_those_of_the_texts(void **state)
{
    (void)state;
    zs_error error;
    for (size_t round = 0; round < test_rounds(400); round++) {
        test_random random = test_random_new(round);
        UChar32 run[LONGEST];
        size_t count = random_run(&random, 1 + test_random_below(&random, LONGEST), run);
        if (count > 1 && test_random_once_in(&random, 2)) {
            run[test_random_below(&random, count)] = random_character(&random);
        }
        bool stands = false;
        check_ok(zs_pairs_stand(library.reader, run, count, &stands, &error), error);
        check(stands == (slow_count(run, count, 1) > 0), "round %zu: %d", round, stands);
        if (count > 1) {
            uint32_t found = 99;
            check_ok(zs_pairs_frequency(library.reader, run[0], run[1], &found, &error), error);
            check(found == slow_count(run, 2, UINT32_MAX), "round %zu", round);
        }
    }
}

struct summing {
    UChar32 first;
    uint64_t sum;
};

static bool add_pair(void *context, uint32_t second, uint32_t frequency)
{
    struct summing *summing = context;
    const UChar32 pair[] = {summing->first, (UChar32)second};
    check(frequency == slow_count(pair, 2, UINT32_MAX), "U+%04X U+%04X", (unsigned)pair[0],
          (unsigned)pair[1]);
    summing->sum += frequency;
    return false;
}

static void test_what_begins_with_a_character(void **state)
{
    (void)state;
    zs_error error;
    for (size_t round = 0; round < test_rounds(20); round++) {
        test_random random = test_random_new(round);
        struct summing summing = {.first = random_character(&random)};
        char first[4];
        uint32_t all = 0, some = 0;
        size_t length = zs_utf8_put(first, summing.first);
        check_ok(
            zs_reader_each_second(library.reader, first, length, add_pair, &summing, &error),
            error);
        check_ok(
            zs_reader_pairs_beginning(library.reader, first, length, SIZE_MAX, &all, &error),
            error);
        check_ok(zs_reader_pairs_beginning(library.reader, first, length, 3, &some, &error),
                 error);
        check(all == summing.sum && some <= all, "round %zu", round);
    }
}

/* ---- What is alike -------------------------------------------------------------------------
 */

static bool share_syllable(UChar32 one, UChar32 other)
{
    const zs_syllable *readings = NULL;
    size_t count = zs_readings(one, &readings), rank;
    for (size_t i = 0; i < count; i++) {
        if (zs_reads_as(other, readings[i], &rank)) {
            return true;
        }
    }
    return false;
}

static bool is_frequent(UChar32 character)
{
    size_t count = sizeof ZS_HAN_BY_FREQUENCY / sizeof *ZS_HAN_BY_FREQUENCY - 1;
    for (size_t i = 0; i < count; i++) {
        if (ZS_HAN_BY_FREQUENCY[i] == character) {
            return true;
        }
    }
    return false;
}

/* What it costs to take one character for another; negative if they are not alike. */
static double cost_of(const zs_alike *alikes, size_t count, UChar32 other)
{
    for (size_t i = 0; i < count; i++) {
        if (alikes[i].character == other) {
            return alikes[i].cost;
        }
    }
    return -1;
}

static void test_all_that_sound_or_look_the_same_are_alike(void **state)
{
    (void)state;
    zs_error error;
    zs_alikes *alikes = NULL;
    check_ok(zs_alikes_new(&alikes, &error), error);
    for (size_t round = 0; round < test_rounds(40); round++) {
        test_random random = test_random_new(round);
        UChar32 one = random_character(&random);
        const zs_alike *items = NULL;
        size_t count = 0, expected = 0;
        check_ok(zs_alikes_of(alikes, one, &items, &count, &error), error);
        for (UChar32 other = ZS_PAIRS_FIRST; other < ZS_PAIRS_END; other++) {
            double cost = cost_of(items, count, other);
            bool same = share_syllable(one, other);
            bool looks = zs_shapes_alike(one, other) && is_frequent(other);
            check(other == one ? cost < 0 : cost >= 0 || (!same && !looks),
                  "round %zu: U+%04X and U+%04X", round, (unsigned)one, (unsigned)other);
            expected += cost >= 0;
        }
        check(expected == count, "round %zu: one is there twice", round);
    }
    zs_alikes_free(alikes);
}

static void test_what_is_alike_in_which_way(void **state)
{
    (void)state;
    zs_error error;
    zs_alikes *alikes = NULL;
    const zs_alike *items = NULL;
    size_t count = 0;
    check_ok(zs_alikes_new(&alikes, &error), error);
    check_ok(zs_alikes_of(alikes, U'材', &items, &count, &error), error);
    assert_true(cost_of(items, count, U'才') == 0);
    assert_true(cost_of(items, count, U'财') == 0);
    assert_true(cost_of(items, count, U'柴') > 0); /* chai: nearly cai */
    assert_true(cost_of(items, count, U'村') > 0); /* the same corners */
    assert_true(cost_of(items, count, U'国') < 0);
    check_ok(zs_alikes_of(alikes, U'心', &items, &count, &error), error);
    assert_true(cost_of(items, count, U'新') == 0);
    assert_true(cost_of(items, count, U'星') > 0);
    check_ok(zs_alikes_of(alikes, 'a', &items, &count, &error), error);
    assert_int_equal(count, 0);
    zs_alikes_free(alikes);
    assert_true(zs_shapes_alike(U'己', U'已'));
    assert_true(zs_shapes_alike(U'未', U'末'));
    assert_true(zs_shapes_alike(U'晴', U'睛'));
    assert_true(zs_shapes_alike(U'拔', U'拨'));
    assert_true(zs_shapes_alike(U'析', U'折'));
    assert_false(zs_shapes_alike(U'人', U'国'));
    assert_false(zs_shapes_alike(U'人', 'x'));
}

/* ---- Every ideograph in every place
 * ----------------------------------------------------------- */

/* The gain of another character in a place, by the likelihood of the whole run. */
static double slow_gain(zs_pairs *pairs, const UChar32 *run, size_t count, size_t at,
                        UChar32 other)
{
    zs_error error;
    UChar32 changed[LONGEST];
    double before = 0, after = 0;
    memcpy(changed, run, count * sizeof *run);
    changed[at] = other;
    check_ok(zs_pairs_likelihood(pairs, library.reader, run, count, true, &before, &error),
             error);
    check_ok(zs_pairs_likelihood(pairs, library.reader, changed, count, true, &after, &error),
             error);
    return after - before;
}

static bool has_pair(const UChar32 *run, size_t count, size_t at, UChar32 other)
{
    zs_error error;
    uint32_t left = 0, right = 0;
    if (at > 0) {
        check_ok(zs_pairs_frequency(library.reader, run[at - 1], other, &left, &error), error);
    }
    if (at + 1 < count) {
        check_ok(zs_pairs_frequency(library.reader, other, run[at + 1], &right, &error), error);
    }
    return left > 0 || right > 0;
}

/* The greatest gain less cost that any ideograph gives in any place. */
static double slow_best(zs_pairs *pairs, zs_alikes *alikes, const UChar32 *run, size_t count)
{
    zs_error error;
    double best = -HUGE_VAL;
    for (size_t at = 0; at < count; at++) {
        const zs_alike *items = NULL;
        size_t alike_count = 0;
        check_ok(zs_alikes_of(alikes, run[at], &items, &alike_count, &error), error);
        for (UChar32 other = ZS_PAIRS_FIRST; other < ZS_PAIRS_END; other++) {
            double cost = cost_of(items, alike_count, other);
            if (cost >= 0 && has_pair(run, count, at, other)) {
                double gain = slow_gain(pairs, run, count, at, other) - cost;
                best = gain > best ? gain : best;
            }
        }
    }
    return best;
}

/* Replaces a character by one that sounds the same; false if there is none. */
static bool mistype(test_random *random, zs_alikes *alikes, UChar32 *run, size_t count)
{
    zs_error error;
    const zs_alike *items = NULL;
    size_t alike_count = 0, same = 0, at = test_random_below(random, count);
    check_ok(zs_alikes_of(alikes, run[at], &items, &alike_count, &error), error);
    while (same < alike_count && items[same].cost == 0) {
        same++;
    }
    if (same == 0) {
        return false;
    }
    run[at] = items[test_random_below(random, same)].character;
    return true;
}

static void test_no_character_in_any_place_is_better(void **state)
{
    (void)state;
    zs_error error;
    zs_amender amender = {.alikes = NULL};
    size_t compared = 0;
    check_ok(zs_alikes_new(&amender.alikes, &error), error);
    check_ok(zs_pairs_begin(&amender.pairs, library.reader, &error), error);
    for (size_t round = 0; round < test_rounds(40); round++) {
        test_random random = test_random_new(round);
        UChar32 run[LONGEST];
        size_t count = random_run(&random, 2 + test_random_below(&random, LONGEST - 1), run);
        if (count < 2 || !mistype(&random, amender.alikes, run, count)) {
            continue;
        }
        zs_amending amending = {.amender = &amender,
                                .reader = library.reader,
                                .analyser = library.analyser,
                                .error = &error,
                                .typed_at = SIZE_MAX};
        amender.count = count;
        for (size_t i = 0; i < count; i++) {
            amender.items[i] = (zs_amend_item){.character = run[i], .han = true};
            if (i + 1 < count) {
                check_ok(zs_pairs_frequency(library.reader, run[i], run[i + 1],
                                            &amending.frequencies[i], &error),
                         error);
            }
        }
        check_ok(zs_amend_consider_alikes(&amending), error);
        double best = slow_best(&amender.pairs, amender.alikes, run, count);
        double fast = -HUGE_VAL;
        for (size_t i = 0; i < amending.best_count; i++) {
            const zs_candidate *one = &amending.best[i];
            double gain = one->gain - one->cost;
            fast = gain > fast ? gain : fast;
            if (one->removed == 1 && one->put_count == 1) {
                double slow = slow_gain(&amender.pairs, run, count, one->at, one->put[0]);
                check(fabs(slow - one->gain) < 1e-9, "round %zu: %g and %g", round, slow,
                      one->gain);
            }
        }
        /* Nothing that is worth a closer look is passed over. */
        if (best > 1) {
            check(fast > best - 1e-9, "round %zu: %g and %g", round, fast, best);
            compared++;
        }
    }
    assert_true(compared > 0);
    zs_amender_release(&amender);
}

/* ---- Words of other scripts
 * -------------------------------------------------------------------- */

static void test_words_of_other_scripts(void **state)
{
    (void)state;
    zs_error error;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    test_put_text(writer, "a", "kubernetes and docker, kerberos");
    test_put_text(writer, "b", "kubernetes or docker, kerberos");
    test_put_text(writer, "c", "kubectl once");
    test_commit(writer);
    zs_writer_close(writer);
    zs_reader *reader = test_open_reader(folder);
    static const struct {
        const char *typed, *meant;
    } words[] = {{"kubernets", "kubernetes"},
                 {"kuberntse", "kubernetes"},
                 {"dokcer", "docker"},
                 {"dockerr", "docker"},
                 {"kubernetes", NULL},
                 {"ocker", NULL},
                 {"kubectx", NULL},
                 {"dock", NULL},
                 {"k8s", NULL},
                 {"doc", NULL}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        zs_amendment amendment = {.length = 0};
        size_t looked_at = 0;
        bool found = true;
        check_ok(zs_amend_word(reader, words[i].typed, strlen(words[i].typed), &looked_at,
                               &amendment, &found, &error),
                 error);
        check(found == (words[i].meant != NULL), "%s", words[i].typed);
        if (found) {
            check(amendment.length == strlen(words[i].meant) &&
                      memcmp(amendment.put, words[i].meant, amendment.length) == 0,
                  "%s: %.*s", words[i].typed, (int)amendment.length, amendment.put);
        }
    }
    zs_reader_close(reader);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_are_those_of_the_texts),
        cmocka_unit_test(test_what_begins_with_a_character),
        cmocka_unit_test(test_all_that_sound_or_look_the_same_are_alike),
        cmocka_unit_test(test_what_is_alike_in_which_way),
        cmocka_unit_test(test_no_character_in_any_place_is_better),
        cmocka_unit_test(test_words_of_other_scripts),
    };
    return cmocka_run_group_tests(tests, make_library, free_library);
}
