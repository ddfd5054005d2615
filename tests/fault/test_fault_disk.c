/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing an index to a disk that is full after any number of bytes: what was committed is
 * there, nothing that was not is, and the next run goes on.
 */
#include "support/test.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"
#include "text/analyser.h"

enum { ARTICLES = 30, FEW = 5, STEPS = 60, TEXT = 3000, ROUNDS = 40 };

/* ---- A disk with little room ----------------------------------------------------------- */

static struct {
    pthread_mutex_t mutex; /* an index is written by more than one thread */
    bool limited;
    size_t room;
    size_t written; /* since it was last set to zero */
} disk = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static bool is_full(size_t length)
{
    pthread_mutex_lock(&disk.mutex);
    disk.written += length;
    bool full = disk.limited && length > disk.room;
    if (full) {
        disk.room = 0;
    } else if (disk.limited) {
        disk.room -= length;
    }
    pthread_mutex_unlock(&disk.mutex);
    if (full) {
        errno = ENOSPC;
    }
    return full;
}

/* The functions that libraries write by, in their place. */
__attribute__((visibility("default"))) ssize_t pwrite(int file, const void *data, size_t length,
                                                      off_t offset)
{
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "pwrite");
    }
    return is_full(length) ? -1 : real(file, data, length, offset);
}

__attribute__((visibility("default"))) ssize_t write(int file, const void *data, size_t length)
{
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "write");
    }
    return file > STDERR_FILENO && is_full(length) ? -1 : real(file, data, length);
}

#ifdef ZSEARCH_TEST_SANITIZED
/* Xapian does not free what it has begun when compacting ends in an exception. */
const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void)
{
    return "leak:libxapian.so\n";
}
#endif

/* ---- What should be in the index --------------------------------------------------------- */

/* The edition of each article; 0: it is not there. */
typedef struct editions {
    uint32_t of[ARTICLES];
} editions;

static zs_status put(zs_writer *writer, uint32_t number, uint32_t edition, zs_error *error)
{
    char id[32];
    char text[TEXT];
    (void)snprintf(id, sizeof id, "article%u", number);
    memset(text, ' ', sizeof text);
    test_random random = test_random_new((uint64_t)number << 32 | edition);
    for (size_t i = (size_t)snprintf(text, sizeof text, "edition%ux%u ", number, edition);
         i < sizeof text; i++) {
        text[i] = i % 7 == 6 ? ' ' : (char)('a' + test_random_below(&random, 26));
    }
    const zs_article article = {.id = id, .text = text, .text_length = sizeof text};
    zs_put_outcome outcome;
    return test_try_put(writer, NULL, &article, &outcome, NULL, error);
}

/* Whether the index holds exactly these. */
static bool holds(const char *index, const editions *wanted)
{
    zs_reader *reader = test_open_reader(index);
    uint32_t count = 0;
    bool same = true;
    for (uint32_t number = 0; number < ARTICLES; number++) {
        char id[32];
        char term[64];
        (void)snprintf(id, sizeof id, "article%u", number);
        (void)snprintf(term, sizeof term, "edition%ux%u", number, wanted->of[number]);
        uint32_t docid = wanted->of[number] > 0 ? test_find(reader, term) : 0;
        same = same && (wanted->of[number] == 0 || docid != 0);
        count += wanted->of[number] > 0;
        if (docid != 0) {
            zs_record record = ZS_RECORD_INIT;
            zs_error error;
            check_ok(zs_reader_article(reader, docid, SIZE_MAX, &record, &error), error);
            same = same && strcmp(record.article.id, id) == 0 &&
                   strncmp(record.article.text, term, strlen(term)) == 0;
            zs_record_release(&record);
        }
    }
    same = same && zs_reader_collection(reader).articles == count;
    zs_reader_close(reader);
    return same;
}

/* ---- Writing until it is full ------------------------------------------------------------ */

struct work {
    const char *index;
    bool batch; /* most articles come at once, after a few */
    test_random random;
    editions now, committed;
    editions since[ARTICLES]; /* before each step of a batch, which may have been committed */
    size_t since_count;
    bool commits; /* was the last step to */
    uint32_t edition;
};

static zs_status put_next(struct work *work, zs_writer *writer, uint32_t number,
                          zs_error *error)
{
    zs_status status = put(writer, number, ++work->edition, error);
    work->now.of[number] = status ? work->now.of[number] : work->edition;
    return status;
}

/* A few articles, and then so many that they are built apart and merged, while some of the few
 * change. */
static zs_status step_of_batch(struct work *work, zs_writer *writer, int i, zs_error *error)
{
    work->since[work->since_count++] = work->now;
    work->commits = i == FEW;
    if (i == FEW) {
        zs_status status = zs_writer_commit(writer, error);
        work->committed = status ? work->committed : work->now;
        work->since_count = status ? work->since_count : 0;
        return status;
    }
    bool again = i >= ARTICLES || (i > 2 * FEW && i % 10 == 0);
    return put_next(work, writer, again ? (uint32_t)(i % FEW) : (uint32_t)i, error);
}

static zs_status step(struct work *work, zs_writer *writer, zs_error *error)
{
    uint32_t number = (uint32_t)test_random_below(&work->random, ARTICLES);
    work->commits = false;
    if (test_random_once_in(&work->random, 8)) {
        work->commits = true;
        zs_status status = test_random_once_in(&work->random, 3)
                               ? zs_writer_compact(writer, error)
                               : zs_writer_commit(writer, error);
        work->committed = status ? work->committed : work->now;
        return status;
    }
    if (work->now.of[number] > 0 && test_random_once_in(&work->random, 4)) {
        char id[32];
        int length = snprintf(id, sizeof id, "article%u", number);
        zs_status status = zs_writer_delete(writer, id, (size_t)length, error);
        work->now.of[number] = status ? work->now.of[number] : 0;
        return status;
    }
    return put_next(work, writer, number, error);
}

/* What the index holds, of all that it may; NULL if it is none of that. */
static const editions *held(const struct work *work)
{
    if (holds(work->index, &work->committed)) {
        return &work->committed;
    }
    if (work->commits && holds(work->index, &work->now)) {
        return &work->now;
    }
    for (size_t i = 0; i < work->since_count; i++) {
        if (holds(work->index, &work->since[i])) {
            return &work->since[i];
        }
    }
    return NULL;
}

static void write_until_full(struct work *work)
{
    zs_error error;
    zs_writer *writer = NULL;
    work->commits = true;
    zs_status status =
        zs_writer_open(work->index, zs_analyser_fingerprint(), false, &writer, &error);
    work->since_count = 0;
    if (work->batch && writer) {
        zs_writer_use_memory(writer, 1);
    }
    for (int i = 0; i < (work->batch ? ARTICLES : STEPS) && !status; i++) {
        status =
            work->batch ? step_of_batch(work, writer, i, &error) : step(work, writer, &error);
    }
    if (!status) {
        work->commits = true;
        status = zs_writer_commit(writer, &error);
        work->committed = status ? work->committed : work->now;
    }
    if (status) {
        check(status == ZS_ERROR_FULL, "%s: %s", zs_status_name(status), error.message);
        /* Whoever goes on is told the same, and closing does not write what is left over. */
        check(!writer || put(writer, 0, 1, &error) == ZS_ERROR_FULL, "it goes on");
    }
    zs_writer_close(writer);
}

static void check_held(struct work *work)
{
    const editions *found = held(work);
    check(found, "the index is neither as it was committed nor as it was to be");
    work->now = *found;
    work->committed = work->now;
}

/* The same in a process of its own: Xapian 1.4 ends it where the disk is full while it commits
 * values, which a destructor writes. No other end is taken. */
static void write_in_child(struct work *work)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        /* It says so on standard error. */
        (void)freopen("/dev/null", "w", stderr);
        write_until_full(work);
        _exit(0);
    }
    int result;
    assert_int_equal(waitpid(child, &result, 0), child);
    check((WIFEXITED(result) && WEXITSTATUS(result) == 0) ||
              (WIFSIGNALED(result) && WTERMSIG(result) == SIGABRT),
          "it ended with %d", result);
}

static void fill_up(bool batch)
{
    size_t most = 0;
    struct work *work =
        mmap(NULL, sizeof *work, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(work != MAP_FAILED);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        char *folder = test_folder_new();
        char *index = test_path(folder, "index");
        *work = (struct work){.index = index, .batch = batch, .random = test_random_new(round)};
        zs_writer_close(test_open_writer(index, false));
        /* The first round says how much a whole run writes. */
        disk.written = 0;
        disk.limited = round > 0;
        disk.room = round > 0 ? test_random_below(&work->random, most) : 0;
        if (batch && disk.limited) {
            write_in_child(work);
        } else {
            write_until_full(work);
        }
        disk.limited = false;
        check_held(work);
        most = round == 0 ? disk.written : most;
        write_until_full(work);
        check_held(work);
        free(index);
        test_folder_remove(folder);
    }
    munmap(work, sizeof *work);
}

static void test_a_disk_that_fills_up(void **state)
{
    (void)state;
    fill_up(false);
}

static void test_a_disk_that_fills_up_in_a_batch(void **state)
{
    (void)state;
    fill_up(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_disk_that_fills_up),
                                       cmocka_unit_test(test_a_disk_that_fills_up_in_a_batch)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
