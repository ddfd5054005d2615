/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch index: brings an index up to date with files and folders.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/interrupt.h"
#include "cli/journal.h"
#include "cli/locate.h"
#include "cli/memory.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/report.h"
#include "cli/units.h"

enum { THREADS_MOST = 1024 };

static const char help[] =
    "Usage: zsearch index [OPTIONS] PATH...\n"
    "\n"
    "Index files and folders: what is new or has changed is read, what has vanished leaves "
    "the\n"
    "index. Text in any encoding, HTML, PDF, Word, archives and more: zsearch info --formats\n"
    "lists them. Names that begin with a dot are passed over.\n"
    "\n"
    "Examples:\n"
    "  zsearch index articles/                  make the index .zsearch here, or update it\n"
    "  zsearch index a.txt news.jsonl reports/  as many files and folders as you like\n"
    "  zsearch index --rebuild articles/        start from nothing\n"
    "\n"
    "Options:\n"
    "  --index DIR    the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent, and\n"
    "                 if there is none, a new one here\n"
    "  -n, --dry-run  say what would be done, and change nothing\n"
    "  --prune        also forget files that have vanished from elsewhere\n"
    "  --report FILE  write what became of each file as JSON Lines (-: to standard "
    "output)\n" ZS_READING_HELP
    "  --rebuild      make the index anew; searches use the old one until it is done\n"
    "  --threads N    analyse in N threads (0: one for each core)\n"
    "  -q, --quiet    say nothing but errors\n"
    "  -v, --verbose  a line for each file\n"
    "  --color WHEN   auto, always or never\n"
    "  -h, --help     show this\n"
    "\n"
    "Ctrl-C stops and keeps what was read; the same command goes on from there.\n"
    "Exit status: 0 if all went well, 2 after an error, 130 or 143 if a signal stopped it.\n";

struct settings {
    bool help;
    bool rebuild;
    bool quiet;
    bool verbose;
    bool dry_run;
    bool prune;
    unsigned threads;
    const char *report;
    zs_reading_settings reading;
    const char *index;
    zs_color color;
};

/* What the callbacks of the library work on. */
struct run {
    zs_progress progress;
    zs_journal journal;
    zs_report report;
};

static bool take_option(int letter, struct settings *settings)
{
    uint64_t number;
    switch (letter) {
    case 'i': settings->index = optarg; return true;
    case 'r': settings->rebuild = true; return true;
    case 't':
        if (!zs_take_number("--threads", optarg, 0, THREADS_MOST, &number)) {
            return false;
        }
        settings->threads = (unsigned)number;
        return true;
    case 'q': settings->quiet = true; return true;
    case 'v': settings->verbose = true; return true;
    case 'c': return zs_take_color(optarg, &settings->color);
    case 'h': settings->help = true; return true;
    case 'n': settings->dry_run = true; return true;
    case 'p': settings->prune = true; return true;
    case 'R': settings->report = optarg; return true;
    default: {
        bool taken;
        return zs_take_reading_option(&settings->reading, letter, optarg, &taken) && taken;
    }
    }
}

static bool take_options(int argc, char **argv, struct settings *settings)
{
    static const struct option options[] = {
        {"index", required_argument, NULL, 'i'},   {"rebuild", no_argument, NULL, 'r'},
        {"threads", required_argument, NULL, 't'}, {"quiet", no_argument, NULL, 'q'},
        {"verbose", no_argument, NULL, 'v'},       {"color", required_argument, NULL, 'c'},
        {"dry-run", no_argument, NULL, 'n'},       {"prune", no_argument, NULL, 'p'},
        {"report", required_argument, NULL, 'R'},  ZS_READING_OPTIONS,
        {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0}};
    *settings = (struct settings){.threads = 0};
    for (;;) {
        int letter = zs_option_next(argc, argv, ":hnqv", options);
        if (letter == ZS_OPTIONS_END) {
            break;
        }
        if (!take_option(letter, settings)) {
            return false;
        }
    }
    if (settings->quiet && settings->verbose) {
        zs_complain("--quiet and --verbose exclude each other");
        return false;
    }
    return true;
}

/* ---- While it runs ---------------------------------------------------------------- */

static void on_file(void *context, const zs_file_report *report)
{
    struct run *run = context;
    if (zs_journal_wants(&run->journal, report)) {
        zs_progress_erase(&run->progress);
    }
    zs_journal_write(&run->journal, report);
    zs_report_write(&run->report, run->journal.paths, report);
}

static bool on_progress(void *context, const zs_index_progress *state)
{
    struct run *run = context;
    zs_progress_draw(&run->progress, state);
    return zs_interrupt_signal() != 0;
}

/* ---- Afterwards ------------------------------------------------------------------- */

/* "40 articles added, 3 updated, 15 unchanged, 2 deleted; 1 file skipped (1.2 MB of text in
 * 0.4 s)" */
static void put_summary(zs_output *out, const zs_index_summary *summary, double seconds)
{
    zs_put_format(out, "%s article%s added, %s updated, %s unchanged, %s deleted",
                  zs_count(summary->added).text, zs_plural(summary->added),
                  zs_count(summary->updated).text, zs_count(summary->unchanged).text,
                  zs_count(summary->deleted).text);
    if (summary->moved > 0) {
        zs_put_format(out, ", %s moved", zs_count(summary->moved).text);
    }
    if (summary->files_skipped > 0 || summary->parts_skipped > 0) {
        const char *separator = "; ";
        if (summary->files_skipped > 0) {
            zs_put_format(out, "; %s file%s", zs_count(summary->files_skipped).text,
                          zs_plural(summary->files_skipped));
            separator = " and ";
        }
        if (summary->parts_skipped > 0) {
            zs_put_format(out, "%s%s part%s of files", separator,
                          zs_count(summary->parts_skipped).text,
                          zs_plural(summary->parts_skipped));
        }
        zs_put_string(out, " skipped");
    }
    if (summary->text_bytes > 0) {
        zs_put_format(out, " (%s of text in %s)", zs_bytes((double)summary->text_bytes).text,
                      zs_duration(seconds).text);
    }
    zs_put_string(out, "\n");
}

static zs_exit stopped(const zs_index_summary *summary)
{
    uint64_t kept = summary->added + summary->updated;
    zs_complain("stopped; %s article%s kept so far; run the same command to go on",
                zs_count(kept).text, kept == 1 ? " is" : "s are");
    return (zs_exit)(ZS_EXIT_SIGNAL + zs_interrupt_signal());
}

static zs_journal_detail detail_of(const struct settings *settings)
{
    if (settings->quiet) {
        return ZS_JOURNAL_NOTHING;
    }
    return settings->verbose ? ZS_JOURNAL_ALL : ZS_JOURNAL_SKIPPED;
}

static zs_exit index_paths(const struct settings *settings, zs_index *index, zs_paths *stored,
                           const char *const *paths, size_t path_count, zs_output *out)
{
    struct run run = {.journal = {.detail = detail_of(settings),
                                  .color = zs_terminal_of(STDERR_FILENO, settings->color).color,
                                  .paths = stored}};
    zs_index_files_options options = {.threads = settings->threads,
                                      .reading = &settings->reading.options,
                                      .prune = settings->prune,
                                      .dry_run = settings->dry_run,
                                      .on_file = on_file,
                                      .on_progress = on_progress,
                                      .context = &run};
    zs_index_summary summary = {.added = 0};
    zs_error error;
    if (!zs_report_open(&run.report, settings->report)) {
        return ZS_EXIT_ERROR;
    }
    zs_progress_begin(&run.progress, !settings->quiet);
    zs_interrupt_catch();
    zs_status status = zs_index_files(index, paths, path_count, &options, &summary, &error);
    zs_progress_erase(&run.progress);
    zs_journal_end(&run.journal);
    if (!zs_report_close(&run.report, settings->report) && !status) {
        return ZS_EXIT_ERROR;
    }
    if (status == ZS_ERROR_CANCELLED) {
        return stopped(&summary);
    }
    if (status) {
        return zs_complain_of(&error);
    }
    if (!settings->quiet && !(settings->report && strcmp(settings->report, "-") == 0)) {
        put_summary(out, &summary, zs_progress_seconds(&run.progress));
    }
    return ZS_EXIT_OK;
}

/* ---- Which index ------------------------------------------------------------------ */

/* The folder of the index, malloc'd. */
static char *choose_directory(const struct settings *settings)
{
    char *directory;
    switch (zs_locate(settings->index, &directory)) {
    case ZS_ORIGIN_NONE: return zs_duplicate(ZS_INDEX_NAME);
    case ZS_ORIGIN_PARENT:
        if (!settings->quiet) {
            zs_complain("using the index of a parent folder, %s", directory);
        }
        return directory;
    case ZS_ORIGIN_NAMED:
    case ZS_ORIGIN_HERE: break;
    }
    return directory;
}

/* An index that knows nothing cannot know that a path once existed, and none should be left
 * behind by a mistyped path. */
static bool all_exist(const char *const *paths, size_t count)
{
    struct stat status;
    for (size_t i = 0; i < count; i++) {
        if (lstat(paths[i], &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
            zs_complain("there is no file or folder %s", paths[i]);
            return false;
        }
    }
    return true;
}

static zs_exit run_on_index(const struct settings *settings, const char *const *paths,
                            size_t path_count, zs_output *out)
{
    struct stat status;
    char *directory = choose_directory(settings);
    bool fresh = settings->rebuild || stat(directory, &status) != 0;
    if (fresh && !all_exist(paths, path_count)) {
        free(directory);
        return ZS_EXIT_ERROR;
    }
    if (settings->dry_run && fresh) {
        zs_complain("there is no index yet: all files would be read");
        free(directory);
        return ZS_EXIT_OK;
    }
    zs_index *index;
    zs_error error;
    zs_status opened = settings->rebuild ? zs_index_open_rebuild(directory, &index, &error)
                                         : zs_index_open(directory, &index, &error);
    if (opened) {
        free(directory);
        return zs_complain_of(&error);
    }
    zs_paths stored;
    zs_paths_init(&stored, directory);
    zs_exit result = index_paths(settings, index, &stored, paths, path_count, out);
    zs_paths_release(&stored);
    zs_index_close(index);
    free(directory);
    return result;
}

static zs_exit run_index(int argc, char **argv, zs_output *out)
{
    struct settings settings;
    if (!take_options(argc, argv, &settings)) {
        return ZS_EXIT_ERROR;
    }
    if (settings.help) {
        zs_put_string(out, help);
        return ZS_EXIT_OK;
    }
    if (optind == argc && !settings.prune) {
        zs_complain("what should be indexed? For example: zsearch index articles/");
        return ZS_EXIT_ERROR;
    }
    for (int i = optind; i < argc; i++) {
        if (argv[i][0] == '\0') {
            zs_complain("the name of a file or folder is empty");
            return ZS_EXIT_ERROR;
        }
    }
    zs_exit result = ZS_EXIT_ERROR;
    if (zs_reading_settle(&settings.reading)) {
        result = run_on_index(&settings, (const char *const *)argv + optind,
                              (size_t)(argc - optind), out);
    }
    zs_reading_release(&settings.reading);
    return result;
}

const zs_command zs_command_index = {.name = "index",
                                     .summary = "make or update an index of files and folders",
                                     .help = help,
                                     .run = run_index};
