/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch watch: keeps an index current with folders while they change.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/interrupt.h"
#include "cli/locate.h"
#include "cli/memory.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/units.h"
#include "cli/watcher.h"

static const char help[] =
    "Usage: zsearch watch [OPTIONS] FOLDER...\n"
    "\n"
    "Bring the index up to date with folders as zsearch index does, then keep it so: what\n"
    "changes is found within two seconds. Ctrl-C ends it.\n"
    "\n"
    "Examples:\n"
    "  zsearch watch articles/\n"
    "  zsearch watch --quiet news/ reports/ &\n"
    "\n"
    "Options:\n"
    "  --index DIR       the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent,\n"
    "                    and if there is none, a new one here\n" ZS_READING_HELP
    "  -q, --quiet       say nothing but errors\n"
    "  -h, --help        show this\n";

/* So often, with a tenth of a second between, another process is waited for. */
enum { TRIES = 600 };

struct settings {
    bool help, quiet;
    const char *index;
    zs_reading_settings reading;
};

static bool take_options(int argc, char **argv, struct settings *settings)
{
    static const struct option options[] = {{"index", required_argument, NULL, 'i'},
                                            {"quiet", no_argument, NULL, 'q'},
                                            {"help", no_argument, NULL, 'h'},
                                            ZS_READING_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    *settings = (struct settings){.help = false};
    for (;;) {
        int letter = zs_option_next(argc, argv, ":hq", options);
        bool taken;
        switch (letter) {
        case 'i': settings->index = optarg; break;
        case 'q': settings->quiet = true; break;
        case 'h': settings->help = true; break;
        case ZS_OPTIONS_END: return true;
        default:
            if (!zs_take_reading_option(&settings->reading, letter, optarg, &taken) || !taken) {
                return false; /* has been said */
            }
        }
    }
}

static bool on_progress(void *context, const zs_index_progress *progress)
{
    (void)context;
    (void)progress;
    return zs_interrupt_signal() != 0;
}

static void put_batch(zs_output *out, const zs_index_summary *summary)
{
    if (summary->added + summary->updated + summary->moved + summary->deleted == 0) {
        return;
    }
    zs_put_format(out, "%s added, %s updated, %s moved, %s deleted\n",
                  zs_count(summary->added).text, zs_count(summary->updated).text,
                  zs_count(summary->moved).text, zs_count(summary->deleted).text);
    (void)zs_output_flush(out);
}

/* Opens the index, though another process may be writing for a while. */
static zs_status open_index(const char *directory, zs_index **index, zs_error *error)
{
    zs_status status = ZS_ERROR_LOCKED;
    for (int i = 0; i < TRIES && status == ZS_ERROR_LOCKED && zs_interrupt_signal() == 0; i++) {
        status = zs_index_open(directory, index, error);
        if (status == ZS_ERROR_LOCKED) {
            (void)nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
        }
    }
    return status;
}

/* Brings the index up to date with some paths, and closes it, so that others can write. */
static zs_exit update(const struct settings *settings, const char *directory,
                      const char *const *paths, size_t count, zs_output *out)
{
    zs_index *index;
    zs_error error;
    zs_index_summary summary;
    const zs_index_files_options options = {.reading = &settings->reading.options,
                                            .ignore_missing = true,
                                            .on_progress = on_progress};
    zs_status status = open_index(directory, &index, &error);
    if (!status) {
        status = zs_index_files(index, paths, count, &options, &summary, &error);
        zs_index_close(index);
    }
    if (zs_interrupt_signal() != 0) {
        return ZS_EXIT_OK; /* the caller sees it */
    }
    if (status) {
        return zs_complain_of(&error);
    }
    if (!settings->quiet) {
        put_batch(out, &summary);
    }
    return ZS_EXIT_OK;
}

static zs_exit watch(const struct settings *settings, const char *directory,
                     const char *const *folders, size_t count, zs_output *out)
{
    /* Watched before it is read, so that nothing falls between. */
    zs_watcher *watcher = zs_watcher_new(folders, count);
    const zs_changes *changes;
    if (!watcher) {
        return ZS_EXIT_ERROR;
    }
    zs_exit result = update(settings, directory, folders, count, out);
    if (!result && !settings->quiet && zs_interrupt_signal() == 0) {
        zs_put_string(out, "watching; Ctrl-C ends it\n");
        (void)zs_output_flush(out);
    }
    while (!result && zs_interrupt_signal() == 0 && zs_watcher_wait(watcher, &changes)) {
        result = changes->all ? update(settings, directory, folders, count, out)
                              : update(settings, directory, (const char *const *)changes->paths,
                                       changes->count, out);
    }
    zs_watcher_free(watcher);
    if (zs_interrupt_signal() != 0) {
        return (zs_exit)(ZS_EXIT_SIGNAL + zs_interrupt_signal());
    }
    return result ? result : ZS_EXIT_ERROR;
}

static bool are_folders(const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct stat status;
        if (stat(paths[i], &status) != 0) {
            zs_complain("the folder %s cannot be read: %s", paths[i], strerror(errno));
            return false;
        }
        if (!S_ISDIR(status.st_mode)) {
            zs_complain("%s is not a folder; watch the folder that it is in", paths[i]);
            return false;
        }
    }
    return true;
}

static zs_exit run_watch(int argc, char **argv, zs_output *out)
{
    struct settings settings;
    if (!take_options(argc, argv, &settings)) {
        return ZS_EXIT_ERROR;
    }
    if (settings.help) {
        zs_put_string(out, help);
        return ZS_EXIT_OK;
    }
    const char *const *folders = (const char *const *)argv + optind;
    size_t count = (size_t)(argc - optind);
    if (count == 0) {
        zs_complain("what should be watched? For example: zsearch watch articles/");
        return ZS_EXIT_ERROR;
    }
    zs_exit result = ZS_EXIT_ERROR;
    if (are_folders(folders, count) && zs_reading_settle(&settings.reading)) {
        char *directory;
        if (zs_locate(settings.index, &directory) == ZS_ORIGIN_NONE) {
            directory = zs_duplicate(ZS_INDEX_NAME);
        }
        zs_interrupt_catch();
        result = watch(&settings, directory, folders, count, out);
        free(directory);
    }
    zs_reading_release(&settings.reading);
    return result;
}

const zs_command zs_command_watch = {.name = "watch",
                                     .summary = "keep an index current with folders",
                                     .help = help,
                                     .run = run_watch};
