/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pipeline by itself: the order of what comes out, the bound on what is in flight, and
 * every way in which a run can end. Run it under ThreadSanitizer.
 */
#include "support/test.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "indexer/pipeline.h"

struct run {
    uint64_t items;      /* to be read */
    size_t article_size; /* bytes of text */
    bool slow_to_read;
    uint64_t fail_at; /* write fails for this item; 0: never */
    unsigned stop_at; /* tick stops the run at the n-th time; 0: never */

    uint64_t written;
    unsigned ticks;
    atomic_uint_fast64_t pushed;
    uint64_t most_ahead; /* items pushed and not written */
};

static void pause_for(long milliseconds)
{
    const struct timespec time = {.tv_nsec = milliseconds * 1000 * 1000};
    (void)nanosleep(&time, NULL);
}

/* Every third item is no article. */
static bool is_article(uint64_t number)
{
    return number % 3 != 0;
}

static void read_items(void *context, zs_pipeline *pipeline)
{
    struct run *run = context;
    char *text = calloc(run->article_size + 100, 1);
    for (uint64_t i = 1; i <= run->items && zs_pipeline_goes_on(pipeline); i++) {
        zs_item *item = zs_pipeline_take(pipeline);
        if (!item) {
            break;
        }
        /* cmocka's assertions work in the main thread only. */
        if (item->draft.text.length != 0 || item->signature != 0 || item->line != 0) {
            abort();
        }
        item->line = i;
        item->kind = is_article(i) ? ZS_ITEM_ARTICLE : ZS_ITEM_REMARK;
        if (item->kind == ZS_ITEM_ARTICLE) {
            int size = snprintf(text, 100, "number%llu 国际消费中心", (unsigned long long)i);
            size_t length = (size_t)size + run->article_size;
            memset(text + size, ' ', run->article_size);
            if (!zs_draft_set_text(&item->draft, text, length, 0)) {
                abort();
            }
        }
        if (run->slow_to_read) {
            pause_for(30);
        }
        atomic_fetch_add(&run->pushed, 1);
        zs_pipeline_push(pipeline, item);
    }
    free(text);
}

/* Says with an article's signature whether it has the term that it should have. Each thread
 * counts, in what it keeps, the articles that it has prepared. */
static zs_status prepare_item(void *context, void **own, zs_item *item,
                              const zs_term_count *terms, size_t count, zs_error *error)
{
    (void)context;
    char wanted[40];
    int length = snprintf(wanted, sizeof wanted, "number%llu", (unsigned long long)item->line);
    uint64_t *prepared = *own ? *own : calloc(1, sizeof *prepared);
    *own = prepared;
    if (!prepared) {
        return zs_fail_memory(error);
    }
    ++*prepared;
    item->signature = 0;
    for (size_t i = 0; i < count; i++) {
        if (terms[i].length == (uint32_t)length &&
            memcmp(terms[i].term, wanted, (size_t)length) == 0) {
            item->signature = item->line;
        }
    }
    return ZS_OK;
}

static atomic_uint_fast64_t prepared_by_those_that_left;

static void leave(void *own)
{
    atomic_fetch_add(&prepared_by_those_that_left, *(uint64_t *)own);
    free(own);
}

static zs_status write_item(void *context, zs_item *item, zs_error *error)
{
    struct run *run = context;
    uint64_t ahead = atomic_load(&run->pushed) - run->written;
    run->most_ahead = ahead > run->most_ahead ? ahead : run->most_ahead;
    run->written++;
    assert_int_equal(item->line, run->written);
    if (item->kind == ZS_ITEM_ARTICLE) {
        assert_int_equal(item->status, ZS_OK);
        check(item->signature == item->line, "item %llu was not prepared",
              (unsigned long long)item->line);
    }
    return run->written == run->fail_at ? zs_fail(error, ZS_ERROR_FULL, "no room") : ZS_OK;
}

static bool tick(void *context)
{
    struct run *run = context;
    run->ticks++;
    return run->ticks == run->stop_at;
}

static zs_status start(struct run *run, unsigned analysers, zs_error *error)
{
    const zs_stages stages = {.read = read_items,
                              .read_context = run,
                              .prepare = prepare_item,
                              .leave = leave,
                              .write = write_item,
                              .tick = tick,
                              .write_context = run,
                              .analysers = analysers};
    return zs_pipeline_run(&stages, error);
}

static void test_order(void **state)
{
    (void)state;
    for (unsigned analysers = 0; analysers < 9; analysers++) {
        struct run run = {.items = 2000};
        zs_error error;
        atomic_store(&prepared_by_those_that_left, 0);
        check_ok(start(&run, analysers, &error), error);
        assert_int_equal(run.written, 2000);
        /* All but every third, and no thread has kept what it should have given back. */
        assert_int_equal(atomic_load(&prepared_by_those_that_left), 1334);
        check(run.most_ahead <= 66, "%llu in flight", (unsigned long long)run.most_ahead);
    }
}

static void test_nothing_to_read(void **state)
{
    (void)state;
    struct run run = {.items = 0};
    zs_error error;
    check_ok(start(&run, 4, &error), error);
    assert_int_equal(run.written, 0);
}

/* Articles of 3 MB: no more than two are let in, and what stands between them. */
static void test_bound_on_bytes(void **state)
{
    (void)state;
    struct run run = {.items = 30, .article_size = 3 << 20};
    zs_error error;
    check_ok(start(&run, 3, &error), error);
    assert_int_equal(run.written, 30);
    check(run.most_ahead <= 6, "%llu in flight", (unsigned long long)run.most_ahead);
}

/* Larger than all that may be in flight. */
static void test_one_large_article_passes(void **state)
{
    (void)state;
    struct run run = {.items = 4, .article_size = 9 << 20};
    zs_error error;
    check_ok(start(&run, 2, &error), error);
    assert_int_equal(run.written, 4);
}

static void test_failure_to_write(void **state)
{
    (void)state;
    static const uint64_t places[] = {1, 2, 63, 64, 65, 500, 1000};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct run run = {.items = 1000, .fail_at = places[i]};
        zs_error error;
        check_status(start(&run, 3, &error), ZS_ERROR_FULL, error);
        assert_string_equal(error.message, "no room");
        assert_int_equal(run.written, places[i]);
    }
}

/* The ring is full of bytes, not of items, when the writer fails. */
static void test_failure_while_the_reader_waits(void **state)
{
    (void)state;
    struct run run = {.items = 30, .article_size = 3 << 20, .fail_at = 2};
    zs_error error;
    check_status(start(&run, 2, &error), ZS_ERROR_FULL, error);
}

/* Ticks come while nothing does; what was read by then is written. */
static void test_cancelling(void **state)
{
    (void)state;
    struct run run = {.items = 1000, .slow_to_read = true, .stop_at = 3};
    zs_error error;
    check_status(start(&run, 2, &error), ZS_ERROR_CANCELLED, error);
    assert_int_equal(run.written, atomic_load(&run.pushed));
    check(run.written > 2 && run.written < 100, "%llu", (unsigned long long)run.written);
    assert_true(run.ticks >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_nothing_to_read),
        cmocka_unit_test(test_bound_on_bytes),
        cmocka_unit_test(test_one_large_article_passes),
        cmocka_unit_test(test_failure_to_write),
        cmocka_unit_test(test_failure_while_the_reader_waits),
        cmocka_unit_test(test_cancelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
