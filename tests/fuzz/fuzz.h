/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What every fuzz target is: one function that takes bytes. libFuzzer calls it with what it
 * invents, replay.c with the seeds.
 */
#ifndef ZS_TESTS_FUZZ_FUZZ_H
#define ZS_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold; a fuzzer and a sanitizer see an abort, and so does ctest. */
#define MUST(condition)                                                                        \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            abort();                                                                           \
        }                                                                                      \
    } while (0)

#endif
