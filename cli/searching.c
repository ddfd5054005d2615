/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/searching.h"

#include <stdlib.h>

#include "cli/complain.h"
#include "cli/locate.h"

bool zs_searching_open(zs_searching *searching, const char *index)
{
    zs_error error;
    char *directory = zs_locate_to_read(index);
    if (!directory) {
        return false;
    }
    bool opened = zs_searcher_open(directory, &searching->searcher, &error) == ZS_OK;
    if (opened) {
        zs_paths_init(&searching->paths, directory);
    } else {
        (void)zs_complain_of(&error);
    }
    free(directory);
    return opened;
}

void zs_searching_close(zs_searching *searching)
{
    zs_paths_release(&searching->paths);
    zs_searcher_close(searching->searcher);
}
