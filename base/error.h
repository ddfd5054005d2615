/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How functions fail: they fill the caller's zs_error, if there is one, and return the
 * status, so that `return zs_fail(error, …)` is the whole of it.
 */
#ifndef ZS_BASE_ERROR_H
#define ZS_BASE_ERROR_H

#include <stdint.h>

#include "base/for_modules.h"
#include "zsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Message in the manner of printf. A message that is too long is cut between characters. */
ZS_FOR_MODULES __attribute__((format(printf, 3, 4))) zs_status
zs_fail(zs_error *error, zs_status status, const char *format, ...);

/* The same, with the place in the input that the message is about. */
__attribute__((format(printf, 4, 5))) zs_status
zs_fail_at(zs_error *error, zs_status status, int64_t position, const char *format, ...);

/* For a failed system call: the status follows from `number` (an errno), and the system's
 * words for it are put behind the message. */
__attribute__((format(printf, 3, 4))) zs_status zs_fail_errno(zs_error *error, int number,
                                                              const char *format, ...);

ZS_FOR_MODULES zs_status zs_fail_memory(zs_error *error);

/* The status that an errno stands for. */
zs_status zs_status_of_errno(int number);

#ifdef __cplusplus
}
#endif

#endif
