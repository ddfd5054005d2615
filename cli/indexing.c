/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/indexing.h"

#include <unistd.h>

#include "cli/complain.h"
#include "cli/interrupt.h"
#include "cli/units.h"

bool zs_indexing_prepare(zs_indexing_settings *settings)
{
    if (settings->quiet && settings->verbose) {
        zs_complain("--quiet and --verbose exclude each other");
        return false;
    }
    return zs_reading_prepare(&settings->reading);
}

/* ---- While it runs ---------------------------------------------------------------- */

static void on_file(void *context, const zs_file_report *report)
{
    zs_indexing *run = context;
    if (!report->member && !report->part) {
        run->files_added += report->outcome == ZS_FILE_ADDED;
        run->files_updated += report->outcome == ZS_FILE_UPDATED;
    }
    if (zs_journal_wants(&run->journal, report)) {
        zs_progress_erase(&run->progress);
    }
    zs_journal_write(&run->journal, report);
    if (run->report) {
        zs_report_write(run->report, report);
    }
}

static bool on_progress(void *context, const zs_index_progress *state)
{
    zs_indexing *run = context;
    zs_progress_draw(&run->progress, state);
    return zs_interrupt_signal() != 0 || (run->report && zs_report_failed(run->report));
}

static zs_journal_detail detail_of(const zs_indexing *run)
{
    if (run->settings->quiet) {
        return ZS_JOURNAL_NOTHING;
    }
    if (run->settings->verbose) {
        return ZS_JOURNAL_ALL;
    }
    return run->dry_run ? ZS_JOURNAL_CHANGES : ZS_JOURNAL_SKIPPED;
}

zs_status zs_indexing_run(zs_indexing *run, zs_index *index, const char *const *paths,
                          size_t path_count, zs_error *error)
{
    const zs_indexing_settings *settings = run->settings;
    const zs_index_files_options options = {.threads = (unsigned)settings->threads,
                                            .reading = &settings->reading.options,
                                            .prune = run->prune,
                                            .dry_run = run->dry_run,
                                            .ignore_missing = run->ignore_missing,
                                            .on_file = on_file,
                                            .on_progress = on_progress,
                                            .context = run};
    run->summary = (zs_index_summary){.added = 0};
    run->files_added = run->files_updated = 0;
    run->journal = (zs_journal){.detail = detail_of(run),
                                .dry_run = run->dry_run,
                                .color = zs_terminal_of(STDERR_FILENO, settings->color).color,
                                .paths = run->paths};
    zs_progress_begin(&run->progress, !settings->quiet && !run->in_background);
    zs_status status = zs_index_files(index, paths, path_count, &options, &run->summary, error);
    zs_progress_erase(&run->progress);
    zs_journal_end(&run->journal);
    return status;
}

/* ---- Afterwards ------------------------------------------------------------------- */

static void put_skipped(const zs_index_summary *summary, zs_output *out)
{
    const char *separator = "; ";
    if (summary->files_skipped > 0) {
        zs_put_format(out, "; %s file%s", zs_count(summary->files_skipped).text,
                      zs_plural(summary->files_skipped));
        separator = " and ";
    }
    if (summary->parts_skipped > 0) {
        zs_put_format(out, "%s%s part%s", separator, zs_count(summary->parts_skipped).text,
                      summary->parts_skipped == 1 ? " of a file" : "s of files");
    }
    if (summary->files_skipped > 0 || summary->parts_skipped > 0) {
        zs_put_string(out, " skipped");
    }
}

static void put_counts(const zs_index_summary *summary, zs_output *out)
{
    zs_put_format(out, "%s article%s added, %s updated, %s unchanged, %s deleted",
                  zs_count(summary->added).text, zs_plural(summary->added),
                  zs_count(summary->updated).text, zs_count(summary->unchanged).text,
                  zs_count(summary->deleted).text);
    if (summary->moved > 0) {
        zs_put_format(out, ", %s moved", zs_count(summary->moved).text);
    }
}

/* Files that have not been read hold nobody knows how many articles. */
static void put_plan(const zs_indexing *run, zs_output *out)
{
    const zs_index_summary *summary = &run->summary;
    zs_put_format(out,
                  "nothing was changed: %s file%s would be added, %s updated; %s article%s "
                  "unchanged, %s deleted",
                  zs_count(run->files_added).text, zs_plural(run->files_added),
                  zs_count(run->files_updated).text, zs_count(summary->unchanged).text,
                  zs_plural(summary->unchanged), zs_count(summary->deleted).text);
}

void zs_indexing_put_summary(const zs_indexing *run, zs_output *out)
{
    const zs_index_summary *summary = &run->summary;
    if (run->dry_run) {
        put_plan(run, out);
    } else {
        put_counts(summary, out);
    }
    put_skipped(summary, out);
    if (summary->text_bytes > 0) {
        zs_put_format(out, " (%s of text in %s)", zs_bytes((double)summary->text_bytes).text,
                      zs_duration(zs_progress_seconds(&run->progress)).text);
    }
    zs_put_string(out, "\n");
}
