/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/passing.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers/builder.h"
#include "cli/complain.h"

enum { FILES_OPEN = 8 };

char *zs_passing_make(void)
{
    const char *folder = getenv("TMPDIR");
    zs_builder path = ZS_BUILDER_INIT;
    zs_append_format(&path, "%s/zsearch-XXXXXX", folder && folder[0] ? folder : "/tmp");
    if (!mkdtemp(path.data)) {
        zs_complain("no temporary folder can be made in %s: %s",
                    folder && folder[0] ? folder : "/tmp", strerror(errno));
        zs_builder_release(&path);
        return NULL;
    }
    return path.data;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    (void)remove(path); /* whoever cleans up temporary files takes what is left */
    return 0;
}

void zs_passing_remove(char *directory)
{
    if (directory) {
        (void)nftw(directory, remove_one, FILES_OPEN, FTW_DEPTH | FTW_PHYS);
    }
    free(directory);
}
