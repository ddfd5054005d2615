/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Memory that runs out on purpose. In a plain build every allocation of the process can fail,
 * also those of the libraries that bear it. Under a sanitizer, which has an allocator of its
 * own, those that zsearch makes itself.
 */
#ifndef ZS_TESTS_FAULT_ALLOCATION_H
#define ZS_TESTS_FAULT_ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>

#include "zsearch.h"

/* Whose allocations fail. ICU's never do: without memory it cuts words elsewhere, or falls. */
typedef enum test_victims {
    TEST_LIBRARIES,          /* all others */
    TEST_LIBRARIES_BUT_ZSTD, /* which falls when it makes a dictionary */
    TEST_ZSEARCH             /* what zsearch itself makes, in C */
} test_victims;

/* Something to try with too little memory. It keeps what it made in `context`. */
typedef struct test_trial {
    zs_status (*run)(void *context, zs_error *error);
    /* Fails the test unless what `run` made is right; called when it gave ZS_OK. */
    void (*verify)(void *context);
    /* Back to how it was before `run`, whether that went well or not. */
    void (*reset)(void *context);
    void *context;
    test_victims victims;
} test_trial;

/* Runs the trial with the first, the second, … allocation failing, and then with all behind
 * it failing too, until there are no more allocations; of many, `most` chosen places. Only
 * the right answer or ZS_ERROR_MEMORY passes. */
void test_without_memory(const test_trial *trial, size_t most);

#endif
