/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Notes against a plain sorted list: keys of any bytes and lengths, in byte order, by prefix,
 * kept with the articles.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

enum { LIST_LIMIT = 400, KEY_LIMIT = 700 };

struct note {
    char key[KEY_LIMIT];
    size_t key_length;
    char value[40];
    size_t value_length; /* 0: it is not there */
};

struct list {
    struct note notes[LIST_LIMIT];
    size_t count;
};

static int compare_bytes(const char *one, size_t one_length, const char *other,
                         size_t other_length)
{
    int order = memcmp(one, other, one_length < other_length ? one_length : other_length);
    return order != 0 ? order : (one_length > other_length) - (one_length < other_length);
}

static int by_key(const void *one, const void *other)
{
    const struct note *a = one;
    const struct note *b = other;
    return compare_bytes(a->key, a->key_length, b->key, b->key_length);
}

static struct note *find(struct list *list, const char *key, size_t length)
{
    for (size_t i = 0; i < list->count; i++) {
        if (compare_bytes(list->notes[i].key, list->notes[i].key_length, key, length) == 0) {
            return &list->notes[i];
        }
    }
    assert_true(list->count < LIST_LIMIT);
    struct note *note = &list->notes[list->count++];
    *note = (struct note){.key_length = length};
    memcpy(note->key, key, length);
    return note;
}

/* Keys of few letters, so that many begin alike, with zero bytes, short and long. */
static size_t random_key(test_random *random, char key[KEY_LIMIT])
{
    static const size_t lengths[] = {0,   1,   2,   3,   5,   119, 120, 121, 200, 227,
                                     228, 229, 238, 239, 240, 241, 245, 255, 300, 600};
    size_t length = lengths[test_random_below(random, sizeof lengths / sizeof *lengths)];
    static const char letters[] = {'\0', 'a', 'b', '\xFF'};
    char letter = letters[test_random_below(random, 4)];
    memset(key, letter, length);
    for (size_t changes = test_random_below(random, 3); length > 0 && changes > 0; changes--) {
        key[test_random_below(random, length < 4 ? length : 4)] =
            letters[test_random_below(random, 4)];
    }
    if (length > 0 && test_random_once_in(random, 2)) {
        key[length - 1] = letters[test_random_below(random, 4)];
    }
    return length;
}

static void set_note(zs_writer *writer, const char *key, size_t length, const char *value,
                     size_t value_length)
{
    zs_error error;
    check_ok(zs_writer_set_note(writer, key, length, value, value_length, &error), error);
}

/* Compares what is visited with the list from its beginning. */
struct walk {
    const struct list *list;
    size_t at;
    const char *prefix;
};

static bool is_expected(const struct walk *walk, const struct note *note)
{
    size_t length = strlen(walk->prefix);
    return note->value_length > 0 && note->key_length >= length &&
           memcmp(note->key, walk->prefix, length) == 0;
}

static void skip_unexpected(struct walk *walk)
{
    while (walk->at < walk->list->count && !is_expected(walk, &walk->list->notes[walk->at])) {
        walk->at++;
    }
}

static zs_status compare(void *context, const char *key, size_t key_length, const char *value,
                         size_t value_length, zs_error *error)
{
    struct walk *walk = context;
    skip_unexpected(walk);
    if (walk->at == walk->list->count) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "a note too many, of %zu bytes", key_length);
    }
    const struct note *note = &walk->list->notes[walk->at++];
    if (compare_bytes(key, key_length, note->key, note->key_length) != 0) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "a key of %zu bytes instead of %zu",
                       key_length, note->key_length);
    }
    if (compare_bytes(value, value_length, note->value, note->value_length) != 0) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "another value of a key of %zu bytes",
                       key_length);
    }
    return ZS_OK;
}

static void check_notes(zs_writer *writer, struct list *list, const char *prefix, uint64_t seed)
{
    qsort(list->notes, list->count, sizeof *list->notes, by_key);
    struct walk walk = {.list = list, .prefix = prefix};
    zs_error error;
    zs_status status = zs_writer_each_note(writer, prefix, compare, &walk, &error);
    check(status == ZS_OK, "seed %llu, a prefix of %zu bytes: %s", (unsigned long long)seed,
          strlen(prefix), error.message);
    skip_unexpected(&walk);
    check(walk.at == list->count, "seed %llu, a prefix of %zu bytes: notes are missing",
          (unsigned long long)seed, strlen(prefix));
}

static void test_notes_are_as_a_list(void **state)
{
    (void)state;
    struct list *list = malloc(sizeof *list);
    assert_non_null(list);
    for (size_t round = 0; round < test_rounds(10); round++) {
        test_random random = test_random_new(round);
        char *folder = test_folder_new();
        zs_writer *writer = test_open_writer(folder, false);
        list->count = 0;
        for (size_t step = 0; step < 300; step++) {
            char key[KEY_LIMIT];
            size_t length = random_key(&random, key);
            struct note *note = find(list, key, length);
            note->value_length = test_random_below(&random, 3) * test_random_below(&random, 18);
            for (size_t i = 0; i < note->value_length; i++) {
                note->value[i] = (char)test_random_next(&random);
            }
            set_note(writer, key, length, note->value, note->value_length);
            if (test_random_once_in(&random, 50)) {
                check_notes(writer, list, "", random.seed);
            }
            if (test_random_once_in(&random, 50)) {
                test_commit(writer);
            }
            if (test_random_once_in(&random, 100)) {
                zs_writer_close(writer);
                writer = test_open_writer(folder, false);
            }
        }
        zs_error error;
        check_ok(zs_writer_compact(writer, &error), error);
        check_notes(writer, list, "", random.seed);
        check_notes(writer, list, "a", random.seed);
        check_notes(writer, list, "aa", random.seed);
        check_notes(writer, list, "ab", random.seed);
        check_notes(writer, list, "c", random.seed);
        check_notes(writer, list, "\xFF", random.seed);
        zs_writer_close(writer);
        test_folder_remove(folder);
    }
    free(list);
}

static void test_long_prefixes(void **state)
{
    (void)state;
    struct list *list = malloc(sizeof *list);
    assert_non_null(list);
    list->count = 0;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    char key[KEY_LIMIT];
    memset(key, 'p', sizeof key);
    static const size_t lengths[] = {10, 100, 161, 162, 200, 300, 301, 699};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct note *note = find(list, key, lengths[i]);
        note->value[0] = (char)('1' + i);
        note->value_length = 1;
        set_note(writer, key, lengths[i], note->value, 1);
    }
    for (size_t length = 0; length < 699; length++) {
        char prefix[KEY_LIMIT];
        memset(prefix, 'p', length);
        prefix[length] = '\0';
        check_notes(writer, list, prefix, length);
    }
    zs_writer_close(writer);
    test_folder_remove(folder);
    free(list);
}

static zs_status stop(void *context, const char *key, size_t key_length, const char *value,
                      size_t value_length, zs_error *error)
{
    (void)key;
    (void)key_length;
    (void)value;
    (void)value_length;
    size_t *left = context;
    return --*left == 0 ? zs_fail(error, ZS_ERROR_CANCELLED, "enough") : ZS_OK;
}

static void test_a_visitor_can_stop(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    for (char key = 'a'; key <= 'e'; key++) {
        set_note(writer, &key, 1, "value", 5);
    }
    size_t left = 3;
    zs_error error;
    check_status(zs_writer_each_note(writer, "", stop, &left, &error), ZS_ERROR_CANCELLED,
                 error);
    assert_int_equal(left, 0);
    assert_string_equal(error.message, "enough");
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_large_values(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    /* Of one letter, and of such lengths that what stock Xapian deflates cannot be read. */
    enum { SHORTEST = 8100, LONGEST = 8300 };
    char *value = malloc(LONGEST);
    assert_non_null(value);
    memset(value, 'a', LONGEST);
    for (size_t length = SHORTEST; length < LONGEST; length++) {
        set_note(writer, "large", 5, value, length);
        size_t visited = 2;
        zs_error error;
        check_ok(zs_writer_each_note(writer, "l", stop, &visited, &error), error);
        assert_int_equal(visited, 1);
    }
    free(value);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

static void test_notes_go_with_a_rebuild(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    set_note(writer, "key", 3, "value", 5);
    zs_writer_close(writer);
    writer = test_open_writer(folder, true);
    size_t visited = 1;
    zs_error error;
    check_ok(zs_writer_each_note(writer, "", stop, &visited, &error), error);
    assert_int_equal(visited, 1);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_notes_are_as_a_list),     cmocka_unit_test(test_long_prefixes),
        cmocka_unit_test(test_a_visitor_can_stop),      cmocka_unit_test(test_large_values),
        cmocka_unit_test(test_notes_go_with_a_rebuild),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
