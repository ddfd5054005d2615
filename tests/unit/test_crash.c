/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Processes that end in the middle, disks that are full, and two that want to write: what was
 * committed is there afterwards, the index opens and answers, and the next run goes on.
 */
#include "support/test.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"

#define ANALYSER "tests 1"

static zs_status open_writer(const char *index, bool rebuild, zs_writer **out, zs_error *error)
{
    return zs_writer_open(index, ANALYSER, rebuild, out, error);
}

/* Puts article `number`, with a term of its own and one in common. */
static zs_status put(zs_writer *writer, uint32_t number, zs_error *error)
{
    char id[32];
    char text[2000];
    snprintf(id, sizeof id, "article%u", number);
    test_random random = test_random_new(number);
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)('a' + test_random_below(&random, 26));
    }
    zs_article article = {.id = id, .text = text, .text_length = sizeof text};
    zs_term_count terms[142] = {
        {.term = "common", .length = 6, .count = 1},
        {.term = id, .length = (uint32_t)strlen(id), .count = 1},
    };
    for (uint32_t i = 2; i < 42; i++) {
        terms[i] = (zs_term_count){.term = text + 40 * i, .length = 20, .count = i};
    }
    for (uint32_t i = 42; i < 142; i++) { /* some are met again, and count for more */
        terms[i] = (zs_term_count){.term = text + 13 * i, .length = 2, .count = 1};
    }
    zs_document document = {.key = id,
                            .key_length = strlen(id),
                            .article = &article,
                            .terms = terms,
                            .term_count = 142};
    zs_put_outcome outcome;
    return zs_writer_put(writer, &document, &outcome, NULL, error);
}

/* Reads every article that can be found. Returns how many there are of those before `limit`,
 * which must all be there. */
static uint32_t check_readable(const char *index, uint32_t limit)
{
    zs_reader *reader = NULL;
    zs_error error;
    check_ok(zs_reader_open(index, ANALYSER, &reader, &error), error);
    zs_match_term common = {.term = "common", .length = 6, .factor = 1};
    zs_matches matches = ZS_MATCHES_INIT;
    check_ok(zs_reader_match(reader, &common, 1, SIZE_MAX, &matches, &error), error);
    uint32_t articles = zs_reader_collection(reader).articles;
    assert_int_equal(matches.count, articles);
    zs_record record = ZS_RECORD_INIT;
    for (size_t i = 0; i < matches.count; i++) {
        check_ok(zs_reader_article(reader, matches.items[i].docid, SIZE_MAX, &record, &error),
                 error);
        assert_int_equal(record.article.text_length, 2000);
    }
    for (uint32_t number = 0; number < limit; number++) {
        char id[32];
        snprintf(id, sizeof id, "article%u", number);
        check(test_frequency(reader, id) == 1, "article %u of %u is gone", number, limit);
    }
    zs_record_release(&record);
    zs_matches_release(&matches);
    zs_reader_close(reader);
    return articles;
}

/* The work of a process that will be killed: puts, commits once in so many articles, and says
 * through a pipe how much is committed. With little memory, most of a batch of hundreds is
 * built apart (store/bulk.h) and merged. */
static void write_until_killed(const char *index, uint32_t first, int pipe_end, uint64_t seed,
                               size_t batch)
{
    test_random random = test_random_new(seed);
    zs_writer *writer;
    zs_error error;
    if (open_writer(index, false, &writer, &error)) {
        _exit(1);
    }
    zs_writer_use_memory(writer, 1);
    for (uint32_t number = first;; number++) {
        if (put(writer, number, &error)) {
            _exit(1);
        }
        if (!test_random_once_in(&random, batch)) {
            continue;
        }
        bool compact = test_random_once_in(&random, 10);
        if (compact ? zs_writer_compact(writer, &error) : zs_writer_commit(writer, &error)) {
            _exit(1);
        }
        uint32_t committed = number + 1;
        if (write(pipe_end, &committed, sizeof committed) != sizeof committed) {
            _exit(1);
        }
    }
}

static void test_killed_while_writing(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    char *index = test_path(folder, "index");
    uint32_t committed = 0;
    for (uint64_t round = 0; round < 16; round++) {
        size_t batch = round % 2 == 0 ? 20 : 300;
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            close(ends[0]);
            write_until_killed(index, committed, ends[1], round, batch);
        }
        close(ends[1]);
        /* Long enough to have begun, and then some. */
        test_random random = test_random_new(round);
        uint32_t news;
        assert_int_equal(read(ends[0], &news, sizeof news), sizeof news);
        committed = news;
        usleep((useconds_t)test_random_below(&random, 1500 * batch));
        assert_int_equal(kill(child, SIGKILL), 0);
        int result;
        assert_int_equal(waitpid(child, &result, 0), child);
        check(WIFSIGNALED(result), "round %llu: it could not write", (unsigned long long)round);
        while (read(ends[0], &news, sizeof news) == sizeof news) {
            committed = news;
        }
        close(ends[0]);

        uint32_t articles = check_readable(index, committed);
        check(articles >= committed, "%u of %u", articles, committed);
        zs_writer *writer = NULL;
        zs_error error;
        check_ok(open_writer(index, false, &writer, &error), error);
        zs_writer_close(writer);
        assert_int_equal(check_readable(index, committed), articles);
    }
    free(index);
    test_folder_remove(folder);
}

/* Runs `body` in a process of its own and gives what it returned. */
static int in_child(int (*body)(const char *index), const char *index)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(body(index));
    }
    int result;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFEXITED(result));
    return WEXITSTATUS(result);
}

static int try_to_write(const char *index)
{
    zs_writer *writer;
    return (int)open_writer(index, false, &writer, NULL);
}

static int try_to_rebuild(const char *index)
{
    zs_writer *writer;
    return (int)open_writer(index, true, &writer, NULL);
}

static void test_one_process_writes(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = NULL;
    zs_writer *other = NULL;
    zs_error error;
    check_ok(open_writer(folder, false, &writer, &error), error);
    assert_int_equal(in_child(try_to_write, folder), ZS_ERROR_LOCKED);
    assert_int_equal(in_child(try_to_rebuild, folder), ZS_ERROR_LOCKED);
    check_status(open_writer(folder, false, &other, &error), ZS_ERROR_LOCKED, error);
    check_ok(put(writer, 0, &error), error);
    zs_writer_close(writer);
    assert_int_equal(in_child(try_to_write, folder), ZS_OK);
    assert_int_equal(check_readable(folder, 1), 1);
    test_folder_remove(folder);
}

static int begin_rebuild_and_end(const char *index)
{
    zs_writer *writer;
    zs_error error;
    if (open_writer(index, true, &writer, &error)) {
        return 1;
    }
    for (uint32_t number = 100; number < 200; number++) {
        if (put(writer, number, &error)) {
            return 1;
        }
    }
    return 0; /* without a commit, and without closing */
}

static void test_an_interrupted_rebuild_leaves_the_old(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    zs_writer *writer = NULL;
    zs_error error;
    check_ok(open_writer(folder, false, &writer, &error), error);
    check_ok(put(writer, 0, &error), error);
    zs_writer_close(writer);
    assert_int_equal(in_child(begin_rebuild_and_end, folder), 0);
    assert_true(test_database_count(folder) > 1);
    assert_int_equal(check_readable(folder, 1), 1);

    /* What it left is cleaned away, or taken over by another rebuild. */
    check_ok(open_writer(folder, false, &writer, &error), error);
    assert_int_equal(test_database_count(folder), 1);
    zs_writer_close(writer);
    assert_int_equal(in_child(begin_rebuild_and_end, folder), 0);
    check_ok(open_writer(folder, true, &writer, &error), error);
    check_ok(put(writer, 0, &error), error);
    check_ok(put(writer, 1, &error), error);
    zs_writer_close(writer);
    assert_int_equal(check_readable(folder, 2), 2);
    test_folder_remove(folder);
}

static int end_before_the_first_commit(const char *index)
{
    zs_writer *writer;
    return open_writer(index, false, &writer, NULL) || put(writer, 0, NULL);
}

static void test_an_index_answers_from_the_first_moment(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    assert_int_equal(in_child(end_before_the_first_commit, folder), 0);
    assert_int_equal(check_readable(folder, 0), 0);
    test_folder_remove(folder);
}

/* Puts until something fails, and goes on to commit. Returns the first status. */
static zs_status write_until_full(const char *index, zs_error *error)
{
    zs_writer *writer;
    zs_status status = open_writer(index, false, &writer, error);
    if (status) {
        return status;
    }
    for (uint32_t number = 10; number < 100000 && !status; number++) {
        status = put(writer, number, error);
        if (!status && number % 500 == 0) {
            status = zs_writer_commit(writer, error);
        }
    }
    zs_writer_close(writer);
    return status;
}

static int write_beyond_the_limit(const char *index)
{
    const struct rlimit limit = {.rlim_cur = 3 << 20, .rlim_max = 3 << 20};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit)) {
        return 99;
    }
    zs_error error;
    return (int)write_until_full(index, &error);
}

static void put_ten(const char *index)
{
    zs_writer *writer = NULL;
    zs_error error;
    check_ok(open_writer(index, false, &writer, &error), error);
    for (uint32_t number = 0; number < 10; number++) {
        check_ok(put(writer, number, &error), error);
    }
    zs_writer_close(writer);
}

static void test_files_that_may_not_grow(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    put_ten(folder);
    assert_int_equal(in_child(write_beyond_the_limit, folder), ZS_ERROR_IO);
    assert_true(check_readable(folder, 10) >= 10);
    put_ten(folder);
    test_folder_remove(folder);
}

enum { CANNOT_MOUNT = 98, NOT_SAID = 97, NOT_READABLE = 96 };

/* Fills a small file system that nobody else sees. */
static int fill_a_disk(const char *folder)
{
    if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
        mount("none", folder, "tmpfs", 0, "size=3m")) {
        return CANNOT_MOUNT;
    }
    char *index = test_path(folder, "index");
    put_ten(index);
    zs_error error;
    zs_status status = write_until_full(index, &error);
    if (status == ZS_ERROR_FULL && !strstr(error.message, "full")) {
        return NOT_SAID;
    }
    if (check_readable(index, 10) < 10) {
        return NOT_READABLE;
    }
    free(index);
    return (int)status;
}

static void test_a_full_disk(void **state)
{
    (void)state;
    char *folder = test_folder_new();
    int result = in_child(fill_a_disk, folder);
    test_folder_remove(folder);
    if (result == CANNOT_MOUNT) {
        print_message("skipped: no file system can be mounted here\n");
        skip();
    }
    assert_int_equal(result, ZS_ERROR_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_killed_while_writing),
        cmocka_unit_test(test_one_process_writes),
        cmocka_unit_test(test_an_interrupted_rebuild_leaves_the_old),
        cmocka_unit_test(test_an_index_answers_from_the_first_moment),
        cmocka_unit_test(test_files_that_may_not_grow),
        cmocka_unit_test(test_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
