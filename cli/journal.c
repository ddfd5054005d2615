/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/journal.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/clean.h"
#include "cli/terminal.h"
#include "cli/units.h"

/* So many skipped files are named; a folder of pictures should not drown the summary. */
enum { SKIPPED_NAMED = 20 };

bool zs_journal_wants(const zs_journal *journal, const zs_file_report *report)
{
    return journal->detail == ZS_JOURNAL_ALL ||
           (journal->detail == ZS_JOURNAL_SKIPPED && report->outcome == ZS_FILE_SKIPPED &&
            journal->skipped < SKIPPED_NAMED);
}

void zs_journal_write(zs_journal *journal, const zs_file_report *report)
{
    bool wanted = zs_journal_wants(journal, report);
    bool skipped = report->outcome == ZS_FILE_SKIPPED;
    journal->skipped += skipped;
    if (!wanted) {
        return;
    }
    zs_builder line = ZS_BUILDER_INIT;
    const char *style = skipped ? ZS_STYLE_WARNING : ZS_STYLE_DIM;
    zs_append_format(&line, "%s%s%s ", journal->color ? style : "",
                     zs_file_outcome_name(report->outcome),
                     journal->color ? ZS_STYLE_NONE : "");
    zs_append_clean_string(&line, zs_paths_from_here(journal->paths, report->path));
    if (report->line > 0) {
        zs_append_format(&line, ":%" PRIu64, report->line);
    }
    if (skipped && report->message) {
        zs_append_string(&line, ": ");
        zs_append_clean_string(&line, report->message);
    } else if (!skipped && report->articles != 1) {
        zs_append_format(&line, " (%s articles)", zs_count(report->articles).text);
    }
    zs_append(&line, "\n", 1);
    /* A line that cannot be written is no reason to stop. */
    (void)fwrite(line.data, 1, line.length, stderr);
    zs_builder_release(&line);
}

void zs_journal_end(const zs_journal *journal)
{
    if (journal->detail == ZS_JOURNAL_SKIPPED && journal->skipped > SKIPPED_NAMED) {
        (void)fprintf(stderr, "… and %s more; --verbose lists all\n",
                      zs_count(journal->skipped - SKIPPED_NAMED).text);
    }
}
