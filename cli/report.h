/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The report of a run for other programs: a line of JSON for each file, member of an archive
 * and part that could not be used. docs/json-output.md describes it.
 */
#ifndef ZS_CLI_REPORT_H
#define ZS_CLI_REPORT_H

#include <stdbool.h>

#include "answers/output.h"
#include "answers/paths.h"
#include "zsearch.h"

typedef struct zs_report {
    const char *name; /* for messages; NULL: no report is wanted */
    zs_output *out;   /* its own, or standard output */
    zs_output file;
    zs_paths *paths;
} zs_report;

/* Opens the file that `path` (NULL: none) names, or takes `standard` for "-". False if it
 * cannot be written, which has been said. */
bool zs_report_open(zs_report *report, const char *path, zs_output *standard);

void zs_report_write(zs_report *report, const zs_file_report *file);

/* Whether something could not be written. */
bool zs_report_failed(const zs_report *report);

/* False if not all could be written, which has been said; of standard output, main says it. */
bool zs_report_close(zs_report *report);

#endif
