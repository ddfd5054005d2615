/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Searching while the index changes: committed to, compacted, rebuilt, and from several
 * threads at once. Results show what was found, or say that it is gone; never something else.
 */
#include "support/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

static zs_index *open_index(const char *folder, bool rebuild)
{
    zs_index *index = NULL;
    zs_error error;
    check_ok(rebuild ? zs_index_open_rebuild(folder, &index, &error)
                     : zs_index_open(folder, &index, &error),
             error);
    return index;
}

/* Article `number`: its id says what is in it. */
static void put(zs_index *index, unsigned number)
{
    char id[32];
    char text[200];
    snprintf(id, sizeof id, "article%u", number);
    snprintf(text, sizeof text, "共同的文章，%s的内容，每一篇都不同。number%u", id, number);
    zs_article article = {.id = id, .title = id, .text = text, .text_length = strlen(text)};
    zs_error error;
    check_ok(zs_index_put(index, &article, &error), error);
}

static void put_many(zs_index *index, unsigned first, unsigned end)
{
    for (unsigned number = first; number < end; number++) {
        put(index, number);
    }
    zs_error error;
    check_ok(zs_index_commit(index, &error), error);
}

static zs_searcher *open_searcher(const char *folder)
{
    zs_searcher *searcher = NULL;
    zs_error error;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    return searcher;
}

/* An error is not touched by a call that succeeds, also when it has to try twice. */
static const zs_error untouched = {.status = ZS_OK, .position = 77, .message = "untouched"};

static zs_results *search(zs_searcher *searcher, const char *query)
{
    zs_query_options options = {.expand = true, .limit = 1000};
    zs_results *results = NULL;
    zs_error error = untouched;
    check_ok(zs_searcher_query(searcher, query, &options, &results, &error), error);
    assert_string_equal(error.message, untouched.message);
    return results;
}

/* Every hit is the article that its id says, or is gone. Returns how many are there. */
static size_t check_hits(zs_results *results)
{
    size_t there = 0;
    for (size_t i = 0; i < zs_results_count(results); i++) {
        const zs_article *article = NULL;
        zs_error error = untouched;
        zs_status status = zs_results_article(results, i, &article, &error);
        check(status == ZS_OK || status == ZS_ERROR_NOT_FOUND, "%s", error.message);
        if (status == ZS_OK) {
            check(strcmp(article->id, zs_results_id(results, i)) == 0,
                  "hit %s shows the article %s", zs_results_id(results, i), article->id);
            assert_string_equal(error.message, untouched.message);
            there++;
        }
    }
    return there;
}

static void test_a_searcher_sees_what_was_when_it_looked(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = open_index(folder, false);
    put_many(index, 0, 10);
    zs_searcher *searcher = open_searcher(folder);
    put_many(index, 10, 20);
    zs_results *results = search(searcher, "文章");
    assert_int_equal(zs_results_count(results), 10);
    zs_error error;
    check_ok(zs_searcher_refresh(searcher, &error), error);
    assert_int_equal(check_hits(results), 10);
    zs_results_free(results);
    results = search(searcher, "文章");
    assert_int_equal(zs_results_count(results), 20);
    zs_results_free(results);
    zs_searcher_close(searcher);
    zs_index_close(index);
    test_folder_remove(folder);
}

/* When much has been committed since, the blocks that a searcher reads are overwritten. */
static void test_an_old_searcher_is_still_answered(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = open_index(folder, false);
    put_many(index, 0, 200);
    zs_searcher *searcher = open_searcher(folder);
    zs_results *early = search(searcher, "文章");
    for (unsigned round = 1; round < 10; round++) {
        put_many(index, 200 * round, 200 * round + 200);
        if (round % 3 == 0) {
            zs_error error;
            check_ok(zs_index_delete(index, "article7", &error), error);
            put_many(index, 7, 8);
        }
    }
    zs_results *late = search(searcher, "number1999 文章");
    assert_true(zs_results_count(late) >= 200);
    assert_true(check_hits(early) >= 190);
    assert_true(check_hits(late) >= 190);
    zs_results_free(early);
    zs_results_free(late);
    zs_searcher_close(searcher);
    zs_index_close(index);
    test_folder_remove(folder);
}

/* A concordance that goes on while somebody commits, now and then, or makes all anew. */
struct reading {
    zs_index *index;
    const char *folder;
    bool rebuilds;
    unsigned next; /* article to be put */
    unsigned lines;
    unsigned last; /* article of the last line */
    bool sorted;
};

static bool write_meanwhile(void *context, const zs_kwic_line *line)
{
    struct reading *reading = context;
    unsigned number = (unsigned)strtoul(line->id + strlen("article"), NULL, 10);
    check(reading->sorted || reading->lines == 0 || number > reading->last,
          "%s comes again or too late", line->id);
    reading->last = number;
    if (reading->rebuilds && reading->lines == 100) {
        zs_error error;
        zs_index_close(reading->index);
        reading->index = open_index(reading->folder, true);
        for (unsigned article = 5000; article > 0; article--) { /* other numbers */
            put(reading->index, article);
        }
        check_ok(zs_index_commit(reading->index, &error), error);
    } else if (!reading->rebuilds && reading->lines % 150 == 0 && reading->next < 2000) {
        for (unsigned round = 0; round < 3; round++, reading->next += 50) {
            put_many(reading->index, reading->next, reading->next + 50);
        }
    }
    reading->lines++;
    return false;
}

static void test_a_concordance_goes_on(void **state)
{
    (void)state;
    zs_query *query = NULL;
    zs_error error;
    check_ok(zs_query_words("文章", &query, &error), error);
    for (int round = 0; round < 3; round++) {
        char *folder = test_folder_new();
        struct reading reading = {.index = open_index(folder, false),
                                  .folder = folder,
                                  .rebuilds = round == 2,
                                  .next = 1000,
                                  .sorted = round == 1};
        put_many(reading.index, 0, 1000);
        zs_searcher *searcher = open_searcher(folder);
        if (reading.sorted) { /* it has been overwritten before it is read */
            for (; reading.next < 1300; reading.next += 50) {
                put_many(reading.index, reading.next, reading.next + 50);
            }
        }
        const zs_kwic_options options = {.order =
                                             reading.sorted ? ZS_KWIC_LEFT : ZS_KWIC_INDEX};
        zs_kwic_summary summary;
        zs_status status =
            zs_kwic(searcher, query, &options, write_meanwhile, &reading, &summary, &error);
        check(status == ZS_OK || (status == ZS_ERROR_CHANGED && reading.rebuilds), "%s",
              error.message);
        check(status || (reading.lines >= 1000 && summary.lines == reading.lines &&
                         summary.articles == reading.lines && summary.complete),
              "%u lines", reading.lines);
        zs_searcher_close(searcher);
        zs_index_close(reading.index);
        test_folder_remove(folder);
    }
    zs_query_free(query);
}

static void test_a_deleted_article_is_said_to_be_gone(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = open_index(folder, false);
    put_many(index, 0, 3);
    zs_searcher *searcher = open_searcher(folder);
    zs_results *results = search(searcher, "number1");
    zs_error error;
    check_ok(zs_index_delete(index, "article1", &error), error);
    check_ok(zs_index_commit(index, &error), error);
    check_ok(zs_searcher_refresh(searcher, &error), error);
    const zs_article *article = NULL;
    check_status(zs_results_article(results, 0, &article, &error), ZS_ERROR_NOT_FOUND, error);
    zs_results_free(results);
    zs_searcher_close(searcher);
    zs_index_close(index);
    test_folder_remove(folder);
}

static void test_after_a_rebuild_nothing_else_is_shown(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_index *index = open_index(folder, false);
    put_many(index, 0, 20);
    zs_index_close(index);
    zs_searcher *searcher = open_searcher(folder);
    zs_results *unread = search(searcher, "文章");
    zs_results *read = search(searcher, "文章");
    assert_int_equal(check_hits(read), 20);

    /* The same numbers now belong to others. */
    index = open_index(folder, true);
    put_many(index, 15, 50);
    zs_index_close(index);
    zs_error error;
    check_ok(zs_searcher_refresh(searcher, &error), error);
    (void)check_hits(unread);
    assert_int_equal(check_hits(read), 20);
    zs_results_free(unread);
    zs_results_free(read);
    zs_results *now = search(searcher, "文章");
    assert_int_equal(check_hits(now), 35);
    zs_results_free(now);
    zs_searcher_close(searcher);
    test_folder_remove(folder);
}

/* A thread that searches until it is told to stop. */
struct seeker {
    const char *folder;
    atomic_bool *stop;
    size_t answers;
    char problem[600];
};

static void complain(struct seeker *seeker, const char *what, const zs_error *error)
{
    snprintf(seeker->problem, sizeof seeker->problem, "%s: %s", what, error->message);
}

static bool ask(struct seeker *seeker, zs_searcher *searcher, unsigned number)
{
    char query[64];
    snprintf(query, sizeof query, "number%u 文章", number);
    zs_results *results = NULL;
    zs_error error;
    const zs_query_options each = {.expand = true};
    zs_status status = zs_searcher_query(searcher, query, &each, &results, &error);
    if (status) {
        complain(seeker, "query", &error);
        return status == ZS_ERROR_CHANGED;
    }
    bool well = zs_results_count(results) == 10;
    for (size_t i = 0; well && i < zs_results_count(results); i++) {
        const zs_article *article = NULL;
        status = zs_results_article(results, i, &article, &error);
        if (status && status != ZS_ERROR_NOT_FOUND && status != ZS_ERROR_CHANGED) {
            complain(seeker, "article", &error);
            well = false;
        }
        if (!status && strcmp(article->id, zs_results_id(results, i)) != 0) {
            snprintf(seeker->problem, sizeof seeker->problem, "another article");
            well = false;
        }
    }
    zs_results_free(results);
    seeker->answers++;
    return well;
}

static void *seek(void *context)
{
    struct seeker *seeker = context;
    zs_searcher *searcher = NULL;
    zs_error error;
    if (zs_searcher_open(seeker->folder, &searcher, &error)) {
        complain(seeker, "open", &error);
        return NULL;
    }
    bool well = true;
    for (unsigned number = 0; well && !atomic_load(seeker->stop); number++) {
        well = ask(seeker, searcher, number % 300);
        if (well && number % 5 == 0 && zs_searcher_refresh(searcher, &error)) {
            complain(seeker, "refresh", &error);
            well = false;
        }
    }
    if (well) {
        seeker->problem[0] = '\0';
    }
    zs_searcher_close(searcher);
    return NULL;
}

static void test_threads_search_while_one_writes(void **state)
{
    (void)state;
    enum { THREADS = 3 };
    char *folder = test_folder_new();
    zs_index *index = open_index(folder, false);
    put_many(index, 0, 50);
    atomic_bool stop = false;
    pthread_t threads[THREADS];
    struct seeker seekers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        seekers[i] = (struct seeker){.folder = folder, .stop = &stop};
        assert_int_equal(pthread_create(&threads[i], NULL, seek, &seekers[i]), 0);
    }
    zs_error error;
    for (unsigned round = 1; round <= test_rounds(12) + 2; round++) {
        put_many(index, 50 * round, 50 * round + 50);
        if (round % 3 == 0) {
            check_ok(zs_index_compact(index, &error), error);
        }
        if (round % 7 == 0) {
            zs_index_close(index);
            index = open_index(folder, true);
            put_many(index, 0, 60);
        }
    }
    atomic_store(&stop, true);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        check(seekers[i].problem[0] == '\0', "thread %zu: %s", i, seekers[i].problem);
    }
    zs_index_close(index);
    test_folder_remove(folder);
}

/* The database that a searcher has open may be gone: a writer has compacted it away. */
static void test_information_on_what_was_replaced(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = test_open_writer(folder, false);
    (void)test_put_text(writer, "a", "城市");
    test_commit(writer);
    zs_searcher *searcher = NULL;
    zs_index_info info;
    zs_error error;
    check_ok(zs_searcher_open(folder, &searcher, &error), error);
    (void)test_put_text(writer, "b", "人才");
    check_ok(zs_writer_compact(writer, &error), error);
    check_ok(zs_searcher_info(searcher, &info, &error), error);
    assert_int_equal(info.articles, 2);
    zs_searcher_close(searcher);
    zs_writer_close(writer);
    test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_information_on_what_was_replaced),
        cmocka_unit_test(test_a_searcher_sees_what_was_when_it_looked),
        cmocka_unit_test(test_an_old_searcher_is_still_answered),
        cmocka_unit_test(test_a_concordance_goes_on),
        cmocka_unit_test(test_a_deleted_article_is_said_to_be_gone),
        cmocka_unit_test(test_after_a_rebuild_nothing_else_is_shown),
        cmocka_unit_test(test_threads_search_while_one_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
