/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What every unit test includes: cmocka, and a check that says what it was looking at.
 */
#ifndef ZS_TESTS_UNIT_SUPPORT_TEST_H
#define ZS_TESTS_UNIT_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#include <cmocka.h>
#ifdef __cplusplus
}
#endif

#include "zsearch.h"

/* Fails the test unless the condition holds. The rest is a message in the manner of printf:
 * the seed, the place, what was wanted and what came. */
#define check(condition, ...)                                                                  \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            print_error("not so: %s\n", #condition);                                           \
            print_error(__VA_ARGS__);                                                          \
            print_error("\n");                                                                 \
            _fail(__FILE__, __LINE__);                                                         \
        }                                                                                      \
    } while (0)

/* Fails the test unless a call gives ZS_OK. `error` is what was given to the call. */
#define check_ok(call, error)                                                                  \
    do {                                                                                       \
        zs_status check_status_ = (call);                                                      \
        check(check_status_ == ZS_OK, "%s: %s", zs_status_name(check_status_),                 \
              (error).message);                                                                \
    } while (0)

/* Fails the test unless a call gives this status, with an error that says so in words. */
#define check_status(call, wanted, error)                                                      \
    do {                                                                                       \
        (error).status = ZS_OK;                                                                \
        (error).message[0] = '\0';                                                             \
        zs_status check_status_ = (call);                                                      \
        check(check_status_ == (wanted), "%s instead of %s: %s",                               \
              zs_status_name(check_status_), zs_status_name(wanted), (error).message);         \
        check((error).status == (wanted) && (error).message[0] != '\0',                        \
              "the error is not filled in");                                                   \
    } while (0)

#endif
