/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/journal.h"

#include <inttypes.h>
#include <stdio.h>

#include "answers/clean.h"
#include "cli/terminal.h"
#include "cli/units.h"

/* So many skipped files are named; a folder of pictures should not drown the summary. */
enum { SKIPPED_NAMED = 20, UNKNOWN_NAMED = 5 };

static bool is_unknown(const zs_file_report *report)
{
    return report->outcome == ZS_FILE_SKIPPED && report->reason == ZS_ERROR_FORMAT &&
           !report->format && !report->part;
}

static bool changes_something(const zs_file_report *report)
{
    switch (report->outcome) {
    case ZS_FILE_ADDED:
    case ZS_FILE_UPDATED:
    case ZS_FILE_MOVED:
    case ZS_FILE_DELETED: return true;
    case ZS_FILE_UNCHANGED:
    case ZS_FILE_SKIPPED:
    case ZS_FILE_READ: break;
    }
    return false;
}

bool zs_journal_wants(const zs_journal *journal, const zs_file_report *report)
{
    if (journal->detail == ZS_JOURNAL_NOTHING || journal->detail == ZS_JOURNAL_ALL) {
        return journal->detail == ZS_JOURNAL_ALL;
    }
    if (report->outcome == ZS_FILE_SKIPPED) {
        return is_unknown(report) ? journal->unknown.total < UNKNOWN_NAMED
                                  : journal->skipped < SKIPPED_NAMED;
    }
    return journal->detail == ZS_JOURNAL_CHANGES && changes_something(report);
}

static const char *name_of(const zs_journal *journal, zs_file_outcome outcome)
{
    if (journal->dry_run) {
        switch (outcome) {
        case ZS_FILE_ADDED: return "would add";
        case ZS_FILE_UPDATED: return "would update";
        case ZS_FILE_MOVED: return "would move";
        case ZS_FILE_DELETED: return "would delete";
        case ZS_FILE_UNCHANGED:
        case ZS_FILE_SKIPPED:
        case ZS_FILE_READ: break;
        }
    }
    return zs_file_outcome_name(outcome);
}

/* "skipped a.jsonl:17: it holds no text", "moved b.txt (from a.txt)", "added c.csv (120
 * articles)" */
static void append_line(zs_journal *journal, const zs_file_report *report, zs_builder *line)
{
    bool skipped = report->outcome == ZS_FILE_SKIPPED;
    const char *style = skipped ? ZS_STYLE_WARNING : ZS_STYLE_DIM;
    zs_append_format(line, "%s%s%s ", journal->color ? style : "",
                     name_of(journal, report->outcome), journal->color ? ZS_STYLE_NONE : "");
    if (report->part && report->line == 0) {
        zs_append_string(line, "a part of ");
    }
    zs_append_clean_string(line, zs_paths_from_here(journal->paths, report->path));
    if (report->line > 0) {
        zs_append_format(line, ":%" PRIu64, report->line);
    }
    if (skipped && report->message) {
        zs_append_string(line, ": ");
        zs_append_clean_string(line, report->message);
    } else if (report->outcome == ZS_FILE_MOVED && report->message) {
        zs_append_string(line, " (from ");
        zs_append_clean_string(line, zs_paths_from_here(journal->paths, report->message));
        zs_append_string(line, ")");
    } else if (!skipped && report->articles != 1 && !journal->dry_run) {
        zs_append_format(line, " (%s articles)", zs_count(report->articles).text);
    }
    zs_append(line, "\n", 1);
}

static void count(zs_journal *journal, const zs_file_report *report)
{
    if (is_unknown(report)) {
        zs_tally_add(&journal->unknown, report->path);
    } else {
        journal->skipped += report->outcome == ZS_FILE_SKIPPED;
    }
}

void zs_journal_write(zs_journal *journal, const zs_file_report *report)
{
    bool wanted = zs_journal_wants(journal, report);
    count(journal, report);
    if (!wanted) {
        return;
    }
    zs_builder line = ZS_BUILDER_INIT;
    append_line(journal, report, &line);
    /* A line that cannot be written is no reason to stop. */
    (void)fwrite(line.data, 1, line.length, stderr);
    zs_builder_release(&line);
}

static bool names_only_some(const zs_journal *journal)
{
    return journal->detail == ZS_JOURNAL_SKIPPED || journal->detail == ZS_JOURNAL_CHANGES;
}

void zs_journal_end(zs_journal *journal)
{
    if (names_only_some(journal) && journal->unknown.total > UNKNOWN_NAMED) {
        zs_builder line = ZS_BUILDER_INIT;
        zs_append_format(&line, "%s files of formats that are not read: ",
                         zs_count(journal->unknown.total).text);
        zs_tally_append(&journal->unknown, &line);
        zs_append_string(&line, "; --verbose lists them\n");
        (void)fwrite(line.data, 1, line.length, stderr);
        zs_builder_release(&line);
    }
    if (names_only_some(journal) && journal->skipped > SKIPPED_NAMED) {
        (void)fprintf(stderr, "… and %s more skipped; --verbose lists all\n",
                      zs_count(journal->skipped - SKIPPED_NAMED).text);
    }
    zs_tally_release(&journal->unknown);
}
