/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "answers/clean.h"
#include "answers/memory.h"

void zs_complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *message;
    int length = vasprintf(&message, format, args);
    va_end(args);
    if (length < 0) {
        zs_out_of_memory();
    }
    zs_builder line = ZS_BUILDER_INIT;
    zs_append_string(&line, "zsearch: ");
    zs_append_clean(&line, message, (size_t)length);
    zs_append(&line, "\n", 1);
    /* There is nowhere else to say that this failed. */
    (void)fwrite(line.data, 1, line.length, stderr);
    zs_builder_release(&line);
    free(message);
}
