/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is said of single files while they are indexed, as lines on standard error: of all of
 * them, of those that change something, or only of those that were skipped; and of these not
 * of hundreds.
 */
#ifndef ZS_CLI_JOURNAL_H
#define ZS_CLI_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "answers/paths.h"
#include "cli/tally.h"
#include "zsearch.h"

typedef enum zs_journal_detail {
    ZS_JOURNAL_NOTHING,
    ZS_JOURNAL_SKIPPED, /* the first ones; the rest is counted */
    ZS_JOURNAL_CHANGES, /* and all that was added, updated, moved or deleted */
    ZS_JOURNAL_ALL
} zs_journal_detail;

typedef struct zs_journal {
    zs_journal_detail detail;
    bool dry_run; /* nothing was done, only said */
    bool color;
    zs_paths *paths;
    uint64_t skipped; /* but for those of formats that are not known, */
    zs_tally unknown; /* which are these */
} zs_journal;

/* Whether a line will be written about this file. */
bool zs_journal_wants(const zs_journal *journal, const zs_file_report *report);

void zs_journal_write(zs_journal *journal, const zs_file_report *report);

/* Says how many were not mentioned, and releases what the journal holds. */
void zs_journal_end(zs_journal *journal);

#endif
