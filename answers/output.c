/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/output.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { BUFFER = 1 << 16 };

void zs_output_init(zs_output *output, FILE *stream)
{
    *output = (zs_output){.stream = stream};
    /* If this fails the stream keeps a smaller buffer. */
    (void)setvbuf(stream, NULL, _IOFBF, BUFFER);
}

static void note_failure(zs_output *output)
{
    output->error = errno != 0 ? errno : EIO;
}

void zs_put(zs_output *output, const char *data, size_t length)
{
    if (output->error == 0 && length > 0 && fwrite(data, 1, length, output->stream) != length) {
        note_failure(output);
    }
}

void zs_put_string(zs_output *output, const char *string)
{
    zs_put(output, string, strlen(string));
}

void zs_put_format(zs_output *output, const char *format, ...)
{
    if (output->error != 0) {
        return;
    }
    va_list args;
    va_start(args, format);
    if (vfprintf(output->stream, format, args) < 0) {
        note_failure(output);
    }
    va_end(args);
}

void zs_put_blank(zs_output *output, size_t count)
{
    static const char blank[] = "                                ";
    for (; count >= sizeof blank; count -= sizeof blank - 1) {
        zs_put(output, blank, sizeof blank - 1);
    }
    zs_put(output, blank, count);
}

bool zs_output_flush(zs_output *output)
{
    if (output->error == 0 && fflush(output->stream) != 0) {
        note_failure(output);
    }
    return output->error == 0;
}

bool zs_output_close(zs_output *output)
{
    bool flushed = zs_output_flush(output);
    if (fclose(output->stream) != 0 && flushed) {
        note_failure(output);
    }
    output->stream = NULL;
    return output->error == 0;
}
