/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch watch: brings an index up to date with folders, and keeps it so.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "answers/clock.h"
#include "answers/memory.h"
#include "cli/changes.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/indexing.h"
#include "cli/interrupt.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/watcher.h"

/* In milliseconds. Changes are gathered until there is quiet, since they seldom come alone,
 * but not for longer than somebody would wait. */
enum { QUIET = 300, GATHERING_MOST = 1000, LOOK_AGAIN = 1000, TRY_AGAIN = 300 };

static const char help[] =
    "Usage: zsearch watch [OPTIONS] FOLDER...\n"
    "\n"
    "Bring the index up to date with folders, as zsearch index does, and keep it so: what is\n"
    "written, moved or deleted in them is found or gone within two seconds. A file counts as\n"
    "changed when whoever writes to it closes it. Searches and other zsearch index runs go on\n"
    "beside it.\n"
    "\n"
    "Examples:\n"
    "  zsearch watch articles/\n"
    "  zsearch watch -q articles/ notes/ &\n"
    "\n"
    "Options:\n"
    "  --index DIR        the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent,\n"
    "                     and if there is none, a new one here\n" ZS_INDEXING_HELP "\n"
    "Ctrl-C ends it. Folders on other machines may not tell of their changes.\n"
    "Exit status: 130 or 143 when a signal stops it, 2 after an error.\n";

struct run {
    const zs_indexing_settings *settings;
    const char *directory; /* of the index */
    zs_watcher watcher;
    zs_changes changes;
    zs_output *out;
    bool begun;  /* the index has been brought up to date once */
    bool locked; /* somebody else is writing to it, which has been said */
};

/* ---- Indexing ---------------------------------------------------------------------- */

static void put_time(zs_output *out)
{
    struct tm local;
    char text[16];
    time_t now = time(NULL);
    if (localtime_r(&now, &local) && strftime(text, sizeof text, "%H:%M:%S", &local) > 0) {
        zs_put_format(out, "%s  ", text);
    }
}

static void say_what_was_done(struct run *run, const zs_indexing *indexing)
{
    const zs_index_summary *summary = &indexing->summary;
    bool changed = summary->added + summary->updated + summary->moved + summary->deleted > 0;
    if (run->settings->quiet) {
        return;
    }
    if (changed || !run->begun) {
        put_time(run->out);
        zs_indexing_put_summary(indexing, run->out);
        (void)zs_output_flush(run->out); /* a failure is remembered */
    }
    if (!run->begun) {
        zs_complain("watching; Ctrl-C ends it");
    }
}

static zs_status index_changes(struct run *run, zs_index *index, zs_error *error)
{
    const zs_changes *changes = &run->changes;
    const zs_watcher *watcher = &run->watcher;
    size_t count = changes->all ? watcher->root_count : changes->count;
    const char **paths = zs_allocate(count, sizeof *paths);
    for (size_t i = 0; i < count; i++) {
        paths[i] = changes->all ? watcher->roots[i].path : changes->paths[i];
    }
    zs_paths stored;
    zs_paths_init(&stored, run->directory);
    zs_indexing indexing = {.settings = run->settings,
                            .ignore_missing = true,
                            .in_background = run->begun,
                            .paths = &stored};
    zs_status status = zs_indexing_run(&indexing, index, paths, count, error);
    if (!status) {
        say_what_was_done(run, &indexing);
    }
    zs_paths_release(&stored);
    free(paths);
    return status;
}

/* Opens the index only for as long as this takes, so that others can write to it. */
static zs_status bring_up_to_date(struct run *run, zs_error *error)
{
    zs_index *index;
    zs_status status = zs_index_open(run->directory, &index, error);
    if (status) {
        return status;
    }
    zs_watcher_pass_over(&run->watcher, run->directory);
    status = index_changes(run, index, error);
    zs_index_close(index);
    if (!status) {
        zs_changes_clear(&run->changes);
        run->begun = true;
        run->locked = false;
    }
    return status;
}

/* ---- Watching ---------------------------------------------------------------------- */

/* Waits for a change, and then until there is quiet. False if watching cannot go on, which
 * has been said. */
static bool gather(struct run *run)
{
    zs_watcher *watcher = &run->watcher;
    if (run->locked) {
        (void)zs_interrupt_wait(-1, TRY_AGAIN);
    } else {
        (void)zs_interrupt_wait(watcher->file, zs_watcher_misses(watcher) ? LOOK_AGAIN : -1);
    }
    bool watching = zs_watcher_read(watcher, &run->changes);
    uint64_t began = zs_microseconds_now();
    while (watching && !zs_changes_none(&run->changes)) {
        uint64_t gone = (zs_microseconds_now() - began) / 1000;
        int left = gone < GATHERING_MOST ? GATHERING_MOST - (int)gone : 0;
        if (left == 0 || !zs_interrupt_wait(watcher->file, left < QUIET ? left : QUIET)) {
            break;
        }
        watching = zs_watcher_read(watcher, &run->changes);
    }
    return watching;
}

static zs_exit watch(struct run *run)
{
    zs_error error;
    zs_changes_add_all(&run->changes);
    while (zs_interrupt_signal() == 0 && run->out->error == 0) {
        zs_status status =
            zs_changes_none(&run->changes) ? ZS_OK : bring_up_to_date(run, &error);
        if (status == ZS_ERROR_CANCELLED) {
            break;
        }
        if (status && status != ZS_ERROR_LOCKED) {
            return zs_complain_of(&error);
        }
        if (status && !run->locked) {
            run->locked = true;
            zs_complain("another process is writing to the index; waiting for it");
        }
        if (run->out->error == 0 && !gather(run)) {
            return ZS_EXIT_ERROR;
        }
    }
    if (zs_interrupt_signal() == 0) {
        return ZS_EXIT_ERROR; /* main says why the output failed */
    }
    if (!run->settings->quiet) {
        zs_complain("stopped");
    }
    return (zs_exit)(ZS_EXIT_SIGNAL + zs_interrupt_signal());
}

/* ---- The command -------------------------------------------------------------------- */

static bool check_folders(int argc, char **argv)
{
    struct stat status;
    if (optind == argc) {
        zs_complain("which folder should be watched? For example: zsearch watch articles/");
        return false;
    }
    for (int i = optind; i < argc; i++) {
        const char *why = NULL;
        if (argv[i][0] == '\0') {
            why = "a name is empty";
        } else if (stat(argv[i], &status) != 0) {
            why = strerror(errno);
        } else if (!S_ISDIR(status.st_mode)) {
            why = "it is a file; name the folder that it lies in";
        }
        if (why) {
            zs_complain("%s cannot be watched: %s", argv[i], why);
            return false;
        }
    }
    return true;
}

static zs_exit run_on_folders(const zs_indexing_settings *settings, const char *const *folders,
                              size_t count, zs_output *out)
{
    struct run run = {.settings = settings, .out = out};
    zs_interrupt_catch();
    if (!zs_watcher_open(&run.watcher, folders, count)) {
        return ZS_EXIT_ERROR;
    }
    char *directory = zs_locate_to_write(settings->index, settings->quiet);
    run.directory = directory;
    zs_exit result = watch(&run);
    zs_watcher_close(&run.watcher);
    zs_changes_clear(&run.changes);
    free(directory);
    return result;
}

static zs_exit run_watch(int argc, char **argv, zs_output *out)
{
    zs_indexing_settings settings = {.quiet = false};
    const zs_option options[] = {ZS_INDEXING_OPTIONS(&settings)};
    zs_exit result;
    if (zs_take_options(&zs_command_watch, argc, argv, options,
                        sizeof options / sizeof *options, out, &result)) {
        result = ZS_EXIT_ERROR;
        if (check_folders(argc, argv) && zs_indexing_prepare(&settings)) {
            result = run_on_folders(&settings, (const char *const *)argv + optind,
                                    (size_t)(argc - optind), out);
        }
    }
    zs_reading_release(&settings.reading);
    return result;
}

const zs_command zs_command_watch = {.name = "watch",
                                     .summary = "keep an index up to date with folders",
                                     .help = help,
                                     .run = run_watch};
