/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch forget: takes articles out of an index.
 */
#include <stdlib.h>

#include "cli/clean.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/units.h"

static const char help[] =
    "Usage: zsearch forget [OPTIONS] PATTERN...\n"
    "\n"
    "Take articles out of the index: those whose file or id fits a pattern, in which * stands\n"
    "for anything, / too. The files stay; the next zsearch index of their folder reads them\n"
    "again, unless they have been moved away.\n"
    "\n"
    "Examples:\n"
    "  zsearch forget old/                 all below a folder\n"
    "  zsearch forget '*.html' news.jsonl  by pattern, or one file\n"
    "  zsearch forget --dry-run 'a.zip!*'  only show what would go\n"
    "\n"
    "Options:\n"
    "  --index DIR    the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  -n, --dry-run  change nothing\n"
    "  -h, --help     show this\n"
    "\n"
    "Exit status: 0 if something fitted, 1 if nothing did, 2 after an error.\n";

struct settings {
    bool help, dry_run;
    const char *index;
};

static bool take_options(int argc, char **argv, struct settings *settings)
{
    static const struct option options[] = {{"index", required_argument, NULL, 'i'},
                                            {"dry-run", no_argument, NULL, 'n'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    *settings = (struct settings){.help = false};
    for (;;) {
        switch (zs_option_next(argc, argv, ":hn", options)) {
        case 'i': settings->index = optarg; break;
        case 'n': settings->dry_run = true; break;
        case 'h': settings->help = true; break;
        case ZS_OPTIONS_END: return true;
        default: return false; /* has been said */
        }
    }
}

static void put_id(void *context, const char *id)
{
    zs_output *out = context;
    zs_builder line = ZS_BUILDER_INIT;
    zs_append_clean_string(&line, id);
    zs_put_format(out, "%s\n", zs_builder_string(&line));
    zs_builder_release(&line);
}

/* Folders are often named with a "/" behind them. */
static zs_status forget(zs_index *index, const char *pattern, const struct settings *settings,
                        zs_output *out, uint64_t *count, zs_error *error)
{
    zs_builder plain = ZS_BUILDER_INIT;
    zs_append_string(&plain, pattern);
    while (plain.length > 1 && plain.data[plain.length - 1] == '/') {
        plain.data[--plain.length] = '\0';
    }
    zs_status status = zs_index_forget(index, zs_builder_string(&plain), settings->dry_run,
                                       settings->dry_run ? put_id : NULL, out, count, error);
    zs_builder_release(&plain);
    return status;
}

static zs_exit forget_all(zs_index *index, const struct settings *settings, char **patterns,
                          int pattern_count, zs_output *out)
{
    uint64_t total = 0;
    zs_error error;
    for (int i = 0; i < pattern_count; i++) {
        uint64_t count;
        if (forget(index, patterns[i], settings, out, &count, &error)) {
            return zs_complain_of(&error);
        }
        if (count == 0) {
            zs_complain("nothing in the index fits %s", patterns[i]);
        }
        total += count;
    }
    if (!settings->dry_run && zs_index_commit(index, &error)) {
        return zs_complain_of(&error);
    }
    if (!settings->dry_run) {
        zs_put_format(out, "%s article%s forgotten\n", zs_count(total).text, zs_plural(total));
    }
    return total > 0 ? ZS_EXIT_OK : ZS_EXIT_NONE;
}

static zs_exit run_forget(int argc, char **argv, zs_output *out)
{
    struct settings settings;
    if (!take_options(argc, argv, &settings)) {
        return ZS_EXIT_ERROR;
    }
    if (settings.help) {
        zs_put_string(out, help);
        return ZS_EXIT_OK;
    }
    if (optind == argc) {
        zs_complain("what should be forgotten? For example: zsearch forget 'old/*'");
        return ZS_EXIT_ERROR;
    }
    char *directory = zs_locate_to_read(settings.index);
    zs_index *index;
    zs_error error;
    if (!directory) {
        return ZS_EXIT_ERROR;
    }
    zs_exit result;
    if (zs_index_open(directory, &index, &error)) {
        result = zs_complain_of(&error);
    } else {
        result = forget_all(index, &settings, argv + optind, argc - optind, out);
        zs_index_close(index);
    }
    free(directory);
    return result;
}

const zs_command zs_command_forget = {.name = "forget",
                                      .summary = "take articles out of an index",
                                      .help = help,
                                      .run = run_forget};
