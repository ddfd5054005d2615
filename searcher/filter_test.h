/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The tests that a filter is made of, run on folded text.
 */
#ifndef ZS_SEARCHER_FILTER_TEST_H
#define ZS_SEARCHER_FILTER_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/fold.h"
#include "text/terms.h"
#include "zsearch.h"

typedef enum zs_test_kind {
    ZS_TEST_ALL,
    ZS_TEST_ANY,
    ZS_TEST_PHRASE,
    ZS_TEST_NEAR
} zs_test_kind;

typedef struct zs_test_term {
    char bytes[ZS_TERM_LIMIT];
    size_t length;
    bool prefix;
} zs_test_term;

typedef struct zs_test {
    zs_test_kind kind;
    bool negated;           /* in the group that it is in */
    struct zs_test **tests; /* of all but ZS_TEST_PHRASE */
    size_t count, capacity;
    /* ZS_TEST_PHRASE: folded text that stands so, and what finds its articles. */
    UChar *units;
    size_t length;
    bool begins_word, ends_word; /* in a script in which words have edges */
    zs_test_term *terms;
    size_t term_count, term_capacity;
    /* ZS_TEST_NEAR */
    zs_near near;
    unsigned distance;
} zs_test;

void zs_test_free(zs_test *test);

/* A part of an article, title or text: folded, and the source that it came from. */
typedef struct zs_test_part {
    const zs_folded *folded;
    const char *source;
} zs_test_part;

/* What is kept from one article to the next. */
typedef struct zs_test_scratch {
    uint32_t *sentences, *paragraphs; /* the number of the one that each unit is in */
    size_t sentence_capacity, paragraph_capacity;
} zs_test_scratch;

void zs_test_scratch_release(zs_test_scratch *scratch);

/* Whether an article passes a test. A phrase stands in one part; so do things near each other.
 * The only error is ZS_ERROR_MEMORY. */
zs_status zs_test_run(const zs_test *test, const zs_test_part *parts, size_t count,
                      zs_test_scratch *scratch, bool *passes, zs_error *error);

#endif
