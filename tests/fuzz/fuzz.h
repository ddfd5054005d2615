/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What fuzz targets share: the function that libFuzzer calls, and how they fail.
 */
#ifndef ZS_TESTS_FUZZ_FUZZ_H
#define ZS_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run, for libFuzzer to keep the input. */
static inline void require(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "not so: %s\n", what);
        abort();
    }
}

/* Whether a span of text begins and ends between characters, or in what is none. */
static inline bool cuts_no_character(const char *text, size_t length, size_t at)
{
    if (at == 0 || at == length || ((unsigned char)text[at] & 0xC0) != 0x80) {
        return true;
    }
    /* A continuation byte: well if it continues nothing. */
    size_t lead = at;
    while (lead > 0 && at - lead < 3 && ((unsigned char)text[lead] & 0xC0) == 0x80) {
        lead--;
    }
    unsigned char byte = (unsigned char)text[lead];
    size_t wanted = byte >= 0xF0 && byte <= 0xF4   ? 4
                    : byte >= 0xE0 && byte <= 0xEF ? 3
                    : byte >= 0xC2 && byte <= 0xDF ? 2
                                                   : 1;
    if (lead + wanted <= at || lead + wanted > length) {
        return true;
    }
    for (size_t i = lead + 1; i < lead + wanted; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            return true;
        }
    }
    /* What is too long, a surrogate or too great is no character either. */
    unsigned char second = (unsigned char)text[lead + 1];
    return (byte == 0xE0 && second < 0xA0) || (byte == 0xED && second > 0x9F) ||
           (byte == 0xF0 && second < 0x90) || (byte == 0xF4 && second > 0x8F);
}

#endif
