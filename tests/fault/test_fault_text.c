/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Folding, cutting and analysing when memory runs out.
 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "support/random.h"
#include "text/analyser.h"
#include "text/term_counts.h"
#include "text/term_hash.h"

/* Some of everything, long enough that all buffers grow more than once. */
static zs_buffer text;

static int make_text(void **state)
{
    (void)state;
    test_random random = test_random_new(1);
    test_random_text(&random, 2000, TEST_EVERYTHING, &text);
    return 0;
}

static int free_text(void **state)
{
    (void)state;
    zs_buffer_release(&text);
    return 0;
}

static zs_status run_fold(void *context, zs_error *error)
{
    return zs_fold(text.data, text.length, ZS_PURPOSE_INDEX, context, error);
}

static void check_fold(void *context)
{
    const zs_folded *folded = context;
    zs_folded again = ZS_FOLDED_INIT;
    zs_error error;
    check_ok(run_fold(&again, &error), error);
    assert_int_equal(folded->length, again.length);
    assert_memory_equal(folded->units, again.units, again.length * sizeof *again.units);
    zs_folded_release(&again);
}

static void reset_fold(void *context)
{
    zs_folded_release(context);
}

static void test_folding(void **state)
{
    (void)state;
    zs_folded folded = ZS_FOLDED_INIT;
    const test_trial trial = {run_fold, check_fold, reset_fold, &folded, TEST_LIBRARIES};
    test_without_memory(&trial, 1000);
}

struct counting {
    zs_analyser *analyser;
    const zs_term_count *terms;
    size_t count;
    size_t expected; /* how many terms the first good run gave */
};

static zs_status run_count(void *context, zs_error *error)
{
    struct counting *counting = context;
    if (!counting->analyser) {
        zs_status status = zs_analyser_new(&counting->analyser, error);
        if (status) {
            return status;
        }
    }
    zs_part parts[] = {{"标题", 6, 0}, {text.data, text.length, 0}};
    return zs_analyser_count(counting->analyser, parts, 2, &counting->terms, &counting->count,
                             error);
}

static void check_count(void *context)
{
    struct counting *counting = context;
    if (counting->expected == 0) {
        counting->expected = counting->count;
    }
    check(counting->count == counting->expected, "%zu terms instead of %zu", counting->count,
          counting->expected);
}

/* An analyser that ran out of memory is good for the next text. */
static void reset_count(void *context)
{
    struct counting *counting = context;
    zs_error error;
    check_ok(run_count(counting, &error), error);
    check_count(counting);
    zs_analyser_free(counting->analyser);
    counting->analyser = NULL;
}

static void test_counting_terms(void **state)
{
    (void)state;
    struct counting counting = {.analyser = NULL};
    const test_trial trial = {run_count, check_count, reset_count, &counting, TEST_LIBRARIES};
    test_without_memory(&trial, 400);
}

struct analysis {
    zs_analysis *analysis;
    size_t expected;
};

static zs_status run_analysis(void *context, zs_error *error)
{
    struct analysis *analysis = context;
    return zs_analyze(text.data, text.length, ZS_PURPOSE_QUERY, &analysis->analysis, error);
}

static void check_analysis(void *context)
{
    struct analysis *analysis = context;
    size_t tokens = zs_analysis_token_count(analysis->analysis);
    if (analysis->expected == 0) {
        analysis->expected = tokens;
    }
    check(tokens == analysis->expected, "%zu tokens instead of %zu", tokens,
          analysis->expected);
}

static void reset_analysis(void *context)
{
    struct analysis *analysis = context;
    zs_analysis_free(analysis->analysis);
    analysis->analysis = NULL;
}

static void test_analysing(void **state)
{
    (void)state;
    struct analysis analysis = {.analysis = NULL};
    const test_trial trial = {run_analysis, check_analysis, reset_analysis, &analysis,
                              TEST_LIBRARIES};
    test_without_memory(&trial, 400);
}

static zs_status run_table(void *context, zs_error *error)
{
    zs_term_counts *counts = context;
    for (uint32_t i = 0; i < 3000; i++) {
        if (!zs_term_counts_add(counts, 0, (const char *)&i, sizeof i,
                                zs_term_hash((const char *)&i, sizeof i), 1)) {
            error->status = ZS_ERROR_MEMORY;
            return ZS_ERROR_MEMORY;
        }
    }
    size_t length;
    if (!zs_term_counts_list(counts, &length)) {
        error->status = ZS_ERROR_MEMORY;
        return ZS_ERROR_MEMORY;
    }
    assert_int_equal(length, 3000);
    return ZS_OK;
}

static void reset_table(void *context)
{
    zs_term_counts_release(context);
}

static void test_the_table_of_terms(void **state)
{
    (void)state;
    zs_term_counts counts = ZS_TERM_COUNTS_INIT;
    const test_trial trial = {run_table, NULL, reset_table, &counts, TEST_LIBRARIES};
    test_without_memory(&trial, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folding),
        cmocka_unit_test(test_counting_terms),
        cmocka_unit_test(test_analysing),
        cmocka_unit_test(test_the_table_of_terms),
    };
    return cmocka_run_group_tests(tests, make_text, free_text);
}
