/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch index: brings an index up to date with files and folders.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/indexing.h"
#include "cli/interrupt.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/passing.h"
#include "cli/units.h"

static const char help[] =
    "Usage: zsearch index [OPTIONS] PATH...\n"
    "\n"
    "Index files and folders: what is new or has changed is read, what has only been moved is\n"
    "followed, what has vanished leaves the index. Encodings are found out; archives are "
    "looked\n"
    "into; names that begin with a dot are passed over. zsearch info --formats lists what is\n"
    "read, zsearch info FILE shows what becomes of a file.\n"
    "\n"
    "Examples:\n"
    "  zsearch index articles/                  make the index .zsearch here, or update it\n"
    "  zsearch index a.txt news.zip reports/    as many files and folders as you like\n"
    "  zsearch index --dry-run articles/        only say what would be done\n"
    "  zsearch index --map title=标题 news.csv  the column that the title stands in\n"
    "  zsearch index --rebuild articles/        start from nothing\n"
    "  zsearch index --prune                    forget all files that have vanished\n"
    "\n"
    "Options:\n"
    "  --index DIR        the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent,\n"
    "                     and if there is none, a new one here\n"
    "  --rebuild          make the index anew; searches use the old one until it is done\n"
    "  --without PARTS    leave parts out of a new index, parted by commas: facets (what "
    "--facet,\n"
    "                     --sort and --collapse need, but for dates)\n"
    "  --prune            also forget what has vanished from elsewhere than the PATHs\n"
    "  --memory MB        about so much memory for the postings of a new index (256)\n"
    "  -n, --dry-run      change nothing, and say what would be done\n"
    "  --report FILE      a line of JSON for each file, what became of it and why; - is\n"
    "                     standard output\n" ZS_INDEXING_HELP "\n"
    "A configuration, of which every line may be left out:\n"
    "  [encoding]                    paths, * stands for anything\n"
    "  */big5/* = big5\n"
    "  [filter]                      programs for what zsearch does not read itself\n"
    "  .doc = antiword {}\n"
    "  [map]\n"
    "  title = 标题\n"
    "\n"
    "Ctrl-C stops and keeps what was read; the same command goes on from there.\n"
    "Exit status: 0 if all went well, 2 after an error, 130 or 143 if a signal stopped it.\n";

enum { MEGABYTE_BITS = 20, MEMORY_MOST = 1 << 20 };

struct settings {
    zs_indexing_settings common;
    bool rebuild;
    bool prune;
    bool dry_run;
    const char *without; /* NULL: nothing, or as the index is */
    uint64_t memory;     /* megabytes; 0: the usual */
    const char *report;  /* NULL: not wanted */
};

static bool report_is_output(const struct settings *settings)
{
    return settings->report && strcmp(settings->report, "-") == 0;
}

static zs_exit stopped(const struct settings *settings, const zs_index_summary *summary)
{
    uint64_t kept = summary->added + summary->updated + summary->moved;
    if (settings->dry_run) {
        zs_complain("stopped");
    } else {
        zs_complain("stopped; %s article%s kept so far; run the same command to go on",
                    zs_count(kept).text, kept == 1 ? " is" : "s are");
    }
    return (zs_exit)(ZS_EXIT_SIGNAL + zs_interrupt_signal());
}

/* Standard output is the report's, if it is wanted there. */
static void put_summary(const struct settings *settings, const zs_indexing *run, zs_output *out)
{
    if (settings->common.quiet) {
        return;
    }
    if (!report_is_output(settings)) {
        zs_indexing_put_summary(run, out);
        return;
    }
    zs_output errors = {.stream = stderr};
    zs_indexing_put_summary(run, &errors);
}

static zs_exit index_paths(const struct settings *settings, zs_index *index, zs_paths *stored,
                           const char *const *paths, size_t path_count, zs_output *out)
{
    zs_report report;
    zs_error error;
    if (!zs_report_open(&report, settings->report, out)) {
        return ZS_EXIT_ERROR;
    }
    report.paths = stored;
    zs_indexing run = {.settings = &settings->common,
                       .prune = settings->prune,
                       .dry_run = settings->dry_run,
                       .paths = stored,
                       .report = &report};
    zs_interrupt_catch();
    zs_status status = zs_indexing_run(&run, index, paths, path_count, &error);
    bool reported = zs_report_close(&report);
    if (status == ZS_ERROR_CANCELLED) {
        return zs_interrupt_signal() != 0 ? stopped(settings, &run.summary) : ZS_EXIT_ERROR;
    }
    if (status) {
        return zs_complain_of(&error);
    }
    put_summary(settings, &run, out);
    return reported ? ZS_EXIT_OK : ZS_EXIT_ERROR;
}

/* ---- Which index ------------------------------------------------------------------ */

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

/* One that cannot be read is there all the same. */
static bool holds_index(const char *directory)
{
    zs_searcher *searcher = NULL;
    zs_status status = zs_searcher_open(directory, &searcher, NULL);
    zs_searcher_close(searcher);
    return status != ZS_ERROR_NOT_FOUND;
}

static zs_exit run_on_index(const struct settings *settings, const char *directory,
                            bool outside, const char *const *paths, size_t path_count,
                            zs_output *out)
{
    zs_index *index;
    zs_error error;
    const zs_index_options options = {.rebuild = settings->rebuild && !outside,
                                      .without = settings->without,
                                      .memory = (size_t)settings->memory << MEGABYTE_BITS};
    if (zs_index_open_with(directory, &options, &index, &error)) {
        return zs_complain_of(&error);
    }
    zs_paths stored;
    zs_paths_init(&stored, directory);
    stored.outside = outside;
    zs_exit result = index_paths(settings, index, &stored, paths, path_count, out);
    zs_paths_release(&stored);
    zs_index_close(index);
    return result;
}

/* A dry run makes no index, but the library works on one. */
static zs_exit run_on_passing_index(const struct settings *settings, const char *const *paths,
                                    size_t path_count, zs_output *out)
{
    zs_builder directory = ZS_BUILDER_INIT;
    char *folder = zs_passing_make();
    zs_exit result = ZS_EXIT_ERROR;
    if (folder) {
        zs_append_format(&directory, "%s/" ZS_INDEX_NAME, folder);
        result = run_on_index(settings, directory.data, true, paths, path_count, out);
    }
    zs_builder_release(&directory);
    zs_passing_remove(folder);
    return result;
}

static zs_exit choose_index(const struct settings *settings, const char *const *paths,
                            size_t path_count, zs_output *out)
{
    struct stat status;
    char *directory = path_count > 0 || settings->rebuild
                          ? zs_locate_to_write(settings->common.index, settings->common.quiet)
                          : zs_locate_to_read(settings->common.index);
    if (!directory) {
        return ZS_EXIT_ERROR;
    }
    bool fresh = settings->rebuild || stat(directory, &status) != 0 ||
                 ((settings->dry_run || path_count == 0) && !holds_index(directory));
    zs_exit result = ZS_EXIT_ERROR;
    if (fresh && path_count == 0) {
        zs_complain("there is no index in %s", directory);
    } else if (fresh && !all_exist(paths, path_count)) {
        result = ZS_EXIT_ERROR; /* has been said */
    } else if (fresh && settings->dry_run) {
        result = run_on_passing_index(settings, paths, path_count, out);
    } else {
        result = run_on_index(settings, directory, false, paths, path_count, out);
    }
    free(directory);
    return result;
}

static bool check_arguments(const struct settings *settings, int argc, char **argv)
{
    if (optind == argc && (!settings->prune || settings->rebuild)) {
        zs_complain("what should be indexed? For example: zsearch index articles/");
        return false;
    }
    for (int i = optind; i < argc; i++) {
        if (argv[i][0] == '\0') {
            zs_complain("the name of a file or folder is empty");
            return false;
        }
    }
    return true;
}

static zs_exit run_index(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.report = NULL};
    const zs_option options[] = {
        ZS_INDEXING_OPTIONS(&settings.common),
        {.name = "rebuild", .flag = &settings.rebuild},
        {.name = "without", .string = &settings.without},
        {.name = "memory", .number = &settings.memory, .least = 1, .most = MEMORY_MOST},
        {.name = "prune", .flag = &settings.prune},
        {.name = "dry-run", .letter = 'n', .flag = &settings.dry_run},
        {.name = "report", .string = &settings.report}};
    zs_exit result = ZS_EXIT_ERROR;
    if (zs_take_options(&zs_command_index, argc, argv, options,
                        sizeof options / sizeof *options, out, &result)) {
        result = ZS_EXIT_ERROR;
        if (check_arguments(&settings, argc, argv) && zs_indexing_prepare(&settings.common)) {
            result = choose_index(&settings, (const char *const *)argv + optind,
                                  (size_t)(argc - optind), out);
        }
    }
    zs_reading_release(&settings.common.reading);
    return result;
}

const zs_command zs_command_index = {.name = "index",
                                     .summary = "make or update an index of files and folders",
                                     .help = help,
                                     .run = run_index};
