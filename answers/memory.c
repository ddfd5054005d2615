/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the program ends with after any error. */
enum { FAILED = 2 };

void zs_out_of_memory(void)
{
    /* Nothing that might allocate: neither stdio nor the functions run at exit. */
    static const char message[] = "zsearch: out of memory\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written; /* there is nowhere else to say it */
    _exit(FAILED);
}

void *zs_allocate(size_t count, size_t size)
{
    /* calloc may return NULL for nothing. */
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory) {
        zs_out_of_memory();
    }
    return memory;
}

void *zs_reallocate(void *old, size_t count, size_t size)
{
    void *memory = reallocarray(old, count > 0 ? count : 1, size);
    if (!memory) {
        zs_out_of_memory();
    }
    return memory;
}

char *zs_duplicate(const char *string)
{
    char *copy = strdup(string);
    if (!copy) {
        zs_out_of_memory();
    }
    return copy;
}
