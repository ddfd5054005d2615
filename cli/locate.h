/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which index a command works on: the one that --index names, else the environment variable
 * ZSEARCH_INDEX, else the folder .zsearch here or in the nearest parent, as git finds its
 * repository.
 */
#ifndef ZS_CLI_LOCATE_H
#define ZS_CLI_LOCATE_H

#include <stdbool.h>

/* What the folder of an index is called where nobody says otherwise. */
#define ZS_INDEX_NAME ".zsearch"

typedef enum zs_origin {
    ZS_ORIGIN_NONE, /* there is no index, and none was named */
    ZS_ORIGIN_NAMED,
    ZS_ORIGIN_HERE,
    ZS_ORIGIN_PARENT
} zs_origin;

/* `option` is the value of --index or NULL. *directory is malloc'd, NULL if there is none; one
 * that was named need not exist. */
zs_origin zs_locate(const char *option, char **directory);

/* The same for commands that only read: says so if there is none, and returns NULL. */
char *zs_locate_to_read(const char *option);

/* The same for commands that write: where there is none, it is to be made here. If it is one
 * of a parent folder, says so unless `quiet`. Never NULL. */
char *zs_locate_to_write(const char *option, bool quiet);

#endif
