/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A run of zs_index_files with all that is said meanwhile: a bar, lines about files, a report.
 * What the commands index and watch have in common.
 */
#ifndef ZS_CLI_INDEXING_H
#define ZS_CLI_INDEXING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answers/output.h"
#include "cli/journal.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/report.h"
#include "zsearch.h"

enum { ZS_THREADS_MOST = 1024 };

/* Options that both commands have. */
typedef struct zs_indexing_settings {
    bool quiet;
    bool verbose;
    uint64_t threads;
    const char *index;
    zs_color color;
    zs_reading reading;
} zs_indexing_settings;

#define ZS_INDEXING_OPTIONS(settings)                                                          \
    {.name = "index", .string = &(settings)->index},                                           \
        {.name = "threads", .number = &(settings)->threads, .most = ZS_THREADS_MOST},          \
        {.name = "quiet", .letter = 'q', .flag = &(settings)->quiet},                          \
        {.name = "verbose", .letter = 'v', .flag = &(settings)->verbose},                      \
        {.name = "color", .color = &(settings)->color},                                        \
        ZS_READING_OPTIONS(&(settings)->reading)

/* What help says of them, besides of --index. */
#define ZS_INDEXING_HELP                                                                       \
    ZS_READING_HELP                                                                            \
    "  --threads N        analyse in N threads (0: one for each core)\n"                       \
    "  -q, --quiet        say nothing but errors\n"                                            \
    "  -v, --verbose      a line for each file\n"                                              \
    "  --color WHEN       auto, always or never\n"                                             \
    "  -h, --help         show this\n"

/* Whether the options go together. Reads the configuration, too. False if something is wrong,
 * which has been said. */
bool zs_indexing_prepare(zs_indexing_settings *settings);

typedef struct zs_indexing {
    const zs_indexing_settings *settings;
    bool prune;
    bool dry_run;
    bool ignore_missing;
    bool in_background; /* no bar */
    zs_paths *paths;
    zs_report *report; /* NULL: not wanted */

    zs_progress progress;
    zs_journal journal;
    zs_index_summary summary;
    uint64_t files_added, files_updated; /* or that would be */
} zs_indexing;

/* Fills `summary`, also if it fails. ZS_ERROR_CANCELLED after a signal, or if the report
 * cannot be written. */
zs_status zs_indexing_run(zs_indexing *run, zs_index *index, const char *const *paths,
                          size_t path_count, zs_error *error);

/* "40 articles added, 3 updated, 15 unchanged, 2 deleted; 1 file skipped (1.2 MB of text in
 * 0.4 s)" */
void zs_indexing_put_summary(const zs_indexing *run, zs_output *out);

#endif
