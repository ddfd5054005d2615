/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/replacement.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "answers/builder.h"
#include "answers/memory.h"
#include "cli/complain.h"

static void release(zs_replacement *replacement)
{
    free(replacement->target);
    free(replacement->beside);
    *replacement = (zs_replacement){.path = NULL};
}

static void complain(const zs_replacement *replacement, int number)
{
    zs_complain("%s cannot be written: %s", replacement->path, strerror(number));
}

/* Makes a file beside the path, with the rights that a new file has. */
static int make_beside(zs_replacement *replacement)
{
    zs_builder name = ZS_BUILDER_INIT;
    zs_append_format(&name, "%s.XXXXXX", replacement->target);
    replacement->beside = name.data;
    int file = mkostemp(replacement->beside, O_CLOEXEC);
    if (file >= 0) {
        mode_t mask = umask(0);
        (void)umask(mask);
        (void)fchmod(file, 0666 & ~mask); /* else it is for its owner alone */
    }
    return file;
}

bool zs_replacement_open(zs_replacement *replacement, const char *path)
{
    struct stat status;
    *replacement = (zs_replacement){.path = path, .target = realpath(path, NULL)};
    if (!replacement->target) {
        replacement->target = zs_duplicate(path);
    }
    bool special = stat(path, &status) == 0 && !S_ISREG(status.st_mode);
    int file = special ? open(path, O_WRONLY | O_CLOEXEC) : make_beside(replacement);
    FILE *stream = file >= 0 ? fdopen(file, "w") : NULL;
    if (!stream) {
        complain(replacement, errno);
        release(replacement);
        return false;
    }
    zs_output_init(&replacement->out, stream);
    return true;
}

void zs_replacement_discard(zs_replacement *replacement)
{
    if (replacement->out.stream) {
        (void)zs_output_close(&replacement->out); /* it is thrown away */
    }
    if (replacement->beside) {
        (void)unlink(replacement->beside);
    }
    release(replacement);
}

bool zs_replacement_finish(zs_replacement *replacement)
{
    zs_output *out = &replacement->out;
    bool written = zs_output_flush(out);
    if (written && replacement->beside && fsync(fileno(out->stream)) != 0) {
        out->error = errno;
    }
    written = zs_output_close(out);
    if (written && replacement->beside) {
        written = rename(replacement->beside, replacement->target) == 0;
        out->error = written ? 0 : errno;
    }
    if (!written) {
        complain(replacement, out->error);
        zs_replacement_discard(replacement);
        return false;
    }
    release(replacement);
    return true;
}
