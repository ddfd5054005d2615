/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch forget: takes articles out of the index by the names of their files, or their ids.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers/clean.h"
#include "answers/memory.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/string_set.h"
#include "cli/units.h"

static const char help[] =
    "Usage: zsearch forget [OPTIONS] PATTERN...\n"
    "\n"
    "Remove articles from the index, by the names of their files or by their ids. The files\n"
    "themselves are not touched.\n"
    "\n"
    "Examples:\n"
    "  zsearch forget --dry-run 'news/2019*'  list what would go\n"
    "  zsearch forget 'news/2019*'            * stands for anything, also for a /\n"
    "  zsearch forget news/old                a folder or an archive and all in it\n"
    "\n"
    "Names are those that the index has, as zsearch query --json tells them by id: from the\n"
    "folder that the index lies in. What is forgotten comes back when its folder is next\n"
    "indexed, unless it has been moved away.\n"
    "\n"
    "Options:\n"
    "  -n, --dry-run  change nothing, and list the ids of the articles that would go\n"
    "  --index DIR    the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  -q, --quiet    say nothing but errors\n"
    "  -h, --help     show this\n"
    "\n"
    "Exit status: 0 if there were articles, 1 if there were none, 2 after an error.\n";

struct settings {
    bool dry_run;
    bool quiet;
    const char *index;
};

/* A dry run, in which an article that fits two patterns is met twice. */
struct listing {
    zs_output *out;
    bool is_terminal;
    zs_string_set listed; /* ids */
    uint64_t count;
};

static void on_article(void *context, const char *id)
{
    struct listing *listing = context;
    if (zs_string_set_add(&listing->listed, id)) {
        listing->count++;
        zs_put_name(listing->out, id, listing->is_terminal);
    }
}

/* A pattern as the index knows paths: without "./" before it and "/" behind; malloc'd. */
static char *clean_pattern(const char *pattern)
{
    while (strncmp(pattern, "./", 2) == 0) {
        pattern += 2 + strspn(pattern + 2, "/");
    }
    char *clean = zs_duplicate(pattern);
    for (size_t length = strlen(clean); length > 1 && clean[length - 1] == '/'; length--) {
        clean[length - 1] = '\0';
    }
    return clean;
}

static void say_none(const struct settings *settings, const char *pattern, bool several)
{
    if (!settings->quiet) {
        zs_complain("the index has nothing that fits %s%s; names begin at the folder that the "
                    "index lies in",
                    several ? "these patterns, such as " : "", pattern);
    }
}

static void say_count(const struct settings *settings, uint64_t count, zs_output *out)
{
    if (settings->quiet) {
        return;
    }
    if (settings->dry_run) {
        zs_complain("%s article%s would be removed; nothing was changed", zs_count(count).text,
                    zs_plural(count));
        return;
    }
    zs_put_format(out,
                  "%s article%s removed; the next zsearch index of the folder takes %s in "
                  "again unless the files are moved away\n",
                  zs_count(count).text, zs_plural(count), count == 1 ? "it" : "them");
}

static zs_exit forget(const struct settings *settings, zs_index *index, char *const *patterns,
                      size_t pattern_count, zs_output *out)
{
    struct listing listing = {.out = out, .is_terminal = isatty(STDOUT_FILENO) == 1};
    zs_error error;
    zs_status status = ZS_OK;
    uint64_t removed = 0;
    for (size_t i = 0; i < pattern_count && !status; i++) {
        uint64_t count = 0;
        char *pattern = clean_pattern(patterns[i]);
        status =
            zs_index_forget(index, pattern, settings->dry_run,
                            settings->dry_run ? on_article : NULL, &listing, &count, &error);
        removed += count;
        free(pattern);
    }
    if (!status && removed > 0 && !settings->dry_run) {
        status = zs_index_commit(index, &error);
    }
    zs_string_set_release(&listing.listed);
    if (status) {
        return zs_complain_of(&error);
    }
    if (removed == 0) {
        say_none(settings, patterns[0], pattern_count > 1);
        return ZS_EXIT_NONE;
    }
    say_count(settings, settings->dry_run ? listing.count : removed, out);
    return ZS_EXIT_OK;
}

/* Opens the index for writing, but only if there is one. */
static zs_status open_existing(const char *directory, zs_index **index, zs_error *error)
{
    zs_searcher *searcher;
    zs_status status = zs_searcher_open(directory, &searcher, error);
    if (!status) {
        zs_searcher_close(searcher);
        status = zs_index_open(directory, index, error);
    }
    return status;
}

static zs_exit run_on_index(const struct settings *settings, char *const *patterns,
                            size_t pattern_count, zs_output *out)
{
    char *directory = zs_locate_to_read(settings->index);
    if (!directory) {
        return ZS_EXIT_ERROR;
    }
    zs_index *index;
    zs_error error;
    zs_status opened = open_existing(directory, &index, &error);
    free(directory);
    if (opened) {
        return zs_complain_of(&error);
    }
    zs_exit result = forget(settings, index, patterns, pattern_count, out);
    zs_index_close(index);
    return result;
}

static bool check_patterns(int argc, char **argv)
{
    if (optind == argc) {
        zs_complain("what should be forgotten? For example: zsearch forget 'news/2019*'");
        return false;
    }
    for (int i = optind; i < argc; i++) {
        if (argv[i][0] == '\0') {
            zs_complain("a pattern is empty; to forget all, say: zsearch forget '*'");
            return false;
        }
    }
    return true;
}

static zs_exit run_forget(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.index = NULL};
    const zs_option options[] = {{.name = "dry-run", .letter = 'n', .flag = &settings.dry_run},
                                 {.name = "index", .string = &settings.index},
                                 {.name = "quiet", .letter = 'q', .flag = &settings.quiet}};
    zs_exit result;
    if (!zs_take_options(&zs_command_forget, argc, argv, options,
                         sizeof options / sizeof *options, out, &result)) {
        return result;
    }
    return check_patterns(argc, argv)
               ? run_on_index(&settings, argv + optind, (size_t)(argc - optind), out)
               : ZS_EXIT_ERROR;
}

const zs_command zs_command_forget = {.name = "forget",
                                      .summary = "remove articles from the index by name",
                                      .help = help,
                                      .run = run_forget};
