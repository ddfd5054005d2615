/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Memory for a program of one task: when there is none left, it says so and ends. An index
 * that is being written then stands as of its last commit.
 */
#ifndef ZS_ANSWERS_MEMORY_H
#define ZS_ANSWERS_MEMORY_H

#include <stddef.h>

/* None of these returns NULL. What they return is released with free(). */
void *zs_allocate(size_t count, size_t size); /* zeroed */
void *zs_reallocate(void *old, size_t count, size_t size);
char *zs_duplicate(const char *string);

_Noreturn void zs_out_of_memory(void);

#endif
