/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Writing an index to a disk that is full after any number of bytes: what was committed is
 * there, nothing that was not is, and the next run goes on.
 */
#include "support/test.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/folder.h"
#include "support/random.h"
#include "support/store.h"
#include "text/analyser.h"

enum { ARTICLES = 30, STEPS = 60, TEXT = 3000, ROUNDS = 40 };

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
    test_random random;
    editions now, committed;
    uint32_t edition;
};

static zs_status step(struct work *work, zs_writer *writer, bool *commits, zs_error *error)
{
    uint32_t number = (uint32_t)test_random_below(&work->random, ARTICLES);
    *commits = false;
    if (test_random_once_in(&work->random, 8)) {
        *commits = true;
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
    zs_status status = put(writer, number, ++work->edition, error);
    work->now.of[number] = status ? work->now.of[number] : work->edition;
    return status;
}

static void write_until_full(struct work *work)
{
    zs_error error;
    zs_writer *writer = NULL;
    bool commits = true;
    zs_status status =
        zs_writer_open(work->index, zs_analyser_fingerprint(), false, &writer, &error);
    for (int i = 0; i < STEPS && !status; i++) {
        status = step(work, writer, &commits, &error);
    }
    if (!status) {
        commits = true;
        status = zs_writer_commit(writer, &error);
        work->committed = status ? work->committed : work->now;
    }
    if (status) {
        check(status == ZS_ERROR_FULL, "%s: %s", zs_status_name(status), error.message);
        /* Whoever goes on is told the same, and closing does not write what is left over. */
        check(!writer || put(writer, 0, 1, &error) == ZS_ERROR_FULL, "it goes on");
    }
    zs_writer_close(writer);
    disk.limited = false;
    check(holds(work->index, &work->committed) || (commits && holds(work->index, &work->now)),
          "the index is neither as it was committed nor as it was to be");
    work->now = holds(work->index, &work->committed) ? work->committed : work->now;
    work->committed = work->now;
}

static void test_a_disk_that_fills_up(void **state)
{
    (void)state;
    size_t most = 0;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        char *folder = test_folder_new();
        char *index = test_path(folder, "index");
        struct work work = {.index = index, .random = test_random_new(round)};
        zs_writer_close(test_open_writer(index, false));
        /* The first round says how much a whole run writes. */
        disk.written = 0;
        disk.limited = round > 0;
        disk.room = round > 0 ? test_random_below(&work.random, most) : 0;
        write_until_full(&work);
        most = round == 0 ? disk.written : most;
        write_until_full(&work);
        free(index);
        test_folder_remove(folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_disk_that_fills_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
