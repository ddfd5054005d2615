/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The report of a run: what became of every file, a JSON object a line.
 */
#ifndef ZS_CLI_REPORT_H
#define ZS_CLI_REPORT_H

#include <stdio.h>

#include "cli/output.h"
#include "cli/paths.h"
#include "zsearch.h"

typedef struct zs_report {
    zs_output out; /* its stream is NULL if no report is wanted */
} zs_report;

/* Opens the file ("-": standard output); false, which has been said, if that cannot be done.
 * With `name` NULL there is no report, and the others do nothing. */
bool zs_report_open(zs_report *report, const char *name);
void zs_report_write(zs_report *report, zs_paths *paths, const zs_file_report *file);

/* False, which has been said, if not all could be written. */
bool zs_report_close(zs_report *report, const char *name);

#endif
