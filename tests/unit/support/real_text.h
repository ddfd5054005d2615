/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Real text for tests: a few sentences that are always here, the articles in corpus/, and
 * what ZSEARCH_TEST_DATA names, a folder of folders with a corpus.jsonl.zst in each.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_REAL_TEXT_H
#define ZS_TESTS_UNIT_SUPPORT_REAL_TEXT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct test_text {
    char *data; /* NUL-terminated */
    size_t length;
} test_text;

typedef struct test_texts {
    test_text *items;
    size_t count;
    size_t capacity;
} test_texts;

/* About `wanted` characters of the sentences that are always here, from a place that follows
 * from `place`. Not NUL-terminated. */
const char *test_sample_piece(uint64_t place, size_t wanted, size_t *length);

/* The sentences and the files of corpus/: of .jsonl the text of each line, of others the
 * whole. */
test_texts test_corpus_texts(void);

/* The first `bytes` of text, article by article, of a collection in ZSEARCH_TEST_DATA. None
 * if the variable is not set. */
test_texts test_collection_texts(const char *collection, size_t bytes);

void test_texts_release(test_texts *texts);

#ifdef __cplusplus
}
#endif

#endif
