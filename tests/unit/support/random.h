/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random numbers and random texts for tests. The same seed gives the same text everywhere;
 * the environment variable ZSEARCH_TEST_SEED is added to all seeds, so that a test can be run
 * on other input, and a failure prints the seed it was seen with.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_RANDOM_H
#define ZS_TESTS_UNIT_SUPPORT_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct test_random {
    uint64_t state;
    uint64_t seed; /* to be printed */
} test_random;

test_random test_random_new(uint64_t seed);
uint64_t test_random_next(test_random *random);

/* A number below `bound`, which must not be 0. */
size_t test_random_below(test_random *random, size_t bound);

/* True once in `times`. */
bool test_random_once_in(test_random *random, size_t times);

/* How many rounds to run where `rounds` are usual: fewer under a sanitizer, and as many per
 * cent as ZSEARCH_TEST_SCALE says. At least one. */
size_t test_rounds(size_t rounds);

/* What a random text is made of. */
enum {
    TEST_HAN = 1 << 0,         /* pieces of real sentences, in both scripts */
    TEST_HAN_RARE = 1 << 1,    /* any ideograph of the BMP, extensions A to H, compatibility */
    TEST_LATIN = 1 << 2,       /* words and numbers, also Cyrillic, Greek, Kana, Thai */
    TEST_SPACE = 1 << 3,       /* any white space but line ends */
    TEST_LINE_END = 1 << 4,    /* any line end, also several */
    TEST_PUNCTUATION = 1 << 5, /* of Chinese and of others */
    TEST_MARK = 1 << 6,        /* combining marks */
    TEST_INVISIBLE = 1 << 7,   /* what folding drops: joiners, variation selectors */
    TEST_EMOJI = 1 << 8,       /* also sequences with joiners */
    TEST_HANGUL = 1 << 9,      /* syllables and jamo */
    TEST_COMPATIBLE = 1 << 10, /* full width, circled, ligatures, U+FDFA */
    TEST_ANY = 1 << 11,        /* any code point, assigned or not */
    TEST_INVALID = 1 << 12,    /* bytes that are not UTF-8, in every way there is */
    TEST_NUL = 1 << 13,
    TEST_KINDS = 14,
    TEST_EVERYTHING = (1 << TEST_KINDS) - 1,
    TEST_VALID = TEST_EVERYTHING & ~TEST_INVALID
};

/* Appends about `characters` characters of the kinds given. */
void test_random_text(test_random *random, size_t characters, unsigned kinds, zs_buffer *out);

/* Appends one code point, which may not be a surrogate, as UTF-8. */
void test_put_character(zs_buffer *out, uint32_t character);

#ifdef __cplusplus
}
#endif

#endif
