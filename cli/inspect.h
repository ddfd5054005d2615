/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What zsearch would make of a file, and which formats it reads: parts of zsearch info.
 */
#ifndef ZS_CLI_INSPECT_H
#define ZS_CLI_INSPECT_H

#include "cli/command.h"
#include "zsearch.h"

/* Shows the articles of a file: the first few, as a table, or all as JSON Lines. */
zs_exit zs_inspect_file(zs_output *out, const char *path, const zs_reading_options *options,
                        bool json);

/* Lists the formats, as a table for people, as one for README, or as JSON. */
typedef enum zs_listing { ZS_LIST_TEXT, ZS_LIST_MARKDOWN, ZS_LIST_JSON } zs_listing;
void zs_list_formats(zs_output *out, zs_listing listing);

#endif
