/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/locate.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers/builder.h"
#include "answers/memory.h"
#include "answers/paths.h"
#include "cli/complain.h"

/* Looks in the folders above the current one; NULL if there is none. */
static char *find_above(void)
{
    /* A current folder that has been deleted has nothing above it. */
    char *folder = getcwd(NULL, 0);
    char *found = NULL;
    zs_builder path = ZS_BUILDER_INIT;
    for (char *slash; !found && folder && (slash = strrchr(folder, '/'));) {
        *slash = '\0';
        zs_builder_clear(&path);
        zs_append_format(&path, "%s/" ZS_INDEX_NAME, folder);
        if (zs_is_folder(path.data)) {
            found = zs_duplicate(path.data);
        }
    }
    zs_builder_release(&path);
    free(folder);
    return found;
}

zs_origin zs_locate(const char *option, char **directory)
{
    const char *named = option;
    if (!named) {
        named = getenv("ZSEARCH_INDEX");
    }
    if (named && named[0] != '\0') {
        *directory = zs_duplicate(named);
        return ZS_ORIGIN_NAMED;
    }
    if (zs_is_folder(ZS_INDEX_NAME)) {
        *directory = zs_duplicate(ZS_INDEX_NAME);
        return ZS_ORIGIN_HERE;
    }
    *directory = find_above();
    return *directory ? ZS_ORIGIN_PARENT : ZS_ORIGIN_NONE;
}

char *zs_locate_to_read(const char *option)
{
    char *directory;
    if (zs_locate(option, &directory) == ZS_ORIGIN_NONE) {
        zs_complain("no index found here or in a parent folder; make one with: "
                    "zsearch index FOLDER");
    }
    return directory;
}

char *zs_locate_to_write(const char *option, bool quiet)
{
    char *directory;
    switch (zs_locate(option, &directory)) {
    case ZS_ORIGIN_NONE: return zs_duplicate(ZS_INDEX_NAME);
    case ZS_ORIGIN_PARENT:
        if (!quiet) {
            zs_complain("using the index of a parent folder, %s", directory);
        }
        return directory;
    case ZS_ORIGIN_NAMED:
    case ZS_ORIGIN_HERE: break;
    }
    return directory;
}
