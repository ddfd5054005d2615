/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch info: what an index holds, what would become of a file, which formats are read.
 */
#include <stdlib.h>
#include <unistd.h>

#include "answers/documents.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/info_file.h"
#include "cli/info_formats.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "cli/units.h"

static const char help[] =
    "Usage: zsearch info [OPTIONS]\n"
    "       zsearch info [OPTIONS] FILE...\n"
    "       zsearch info --formats [--json | --markdown]\n"
    "\n"
    "Show what the index holds, how large it is, what made it and when; or what zsearch would\n"
    "make of files, without an index; or which formats it reads.\n"
    "\n"
    "Examples:\n"
    "  zsearch info\n"
    "  zsearch info --json | jq .articles\n"
    "  zsearch info report.html                   its encoding, title, date, author …\n"
    "  zsearch info --encoding big5 old.txt\n"
    "  zsearch info --formats\n"
    "\n"
    "Options:\n"
    "  --index DIR        the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --formats          list the formats that are read\n"
    "  --json             as JSON\n"
    "  --markdown         the formats as a table in Markdown\n" ZS_READING_HELP
    "  -h, --help         show this\n"
    "\n"
    "Exit status: 0 if all went well, 2 after an error.\n";

struct settings {
    bool json;
    bool formats;
    bool markdown;
    const char *index;
    zs_reading reading;
};

static void put_table(zs_output *out, const char *directory, const zs_index_info *info)
{
    zs_terminal terminal = zs_terminal_of(STDOUT_FILENO, ZS_COLOR_NEVER);
    zs_builder value = ZS_BUILDER_INIT;
    zs_put_row(out, NULL, "index", directory);
    zs_put_row(out, &terminal, "articles", zs_count(info->articles).text);
    zs_put_row(out, &terminal, "files", zs_count(info->files).text);
    zs_put_row(out, &terminal, "terms", zs_count(info->terms).text);
    zs_append_format(&value, "%.1f terms", info->average_length);
    zs_put_row_of(out, &terminal, "average length", &value);
    zs_put_row(out, &terminal, "text", zs_bytes((double)info->text_bytes).text);
    zs_append_string(&value, zs_bytes((double)info->index_bytes).text);
    if (info->text_bytes > 0) {
        zs_append_format(&value, ", %.2f times the text",
                         (double)info->index_bytes / (double)info->text_bytes);
    }
    zs_put_row_of(out, &terminal, "size on disk", &value);
    zs_put_row(out, NULL, "created", info->created);
    zs_put_row(out, NULL, "updated", info->updated);
    zs_append_format(&value, "zsearch %s, layout %u", info->made_by, info->schema);
    zs_put_row_of(out, &terminal, "made by", &value);
    if (info->without[0] != '\0') {
        zs_put_row(out, &terminal, "without", info->without);
    }
    zs_put_row(out, &terminal, "analyser", info->analyser);
    zs_put_row(out, &terminal, "backend", info->backend);
    zs_builder_release(&value);
}

static zs_exit put_index(const struct settings *settings, zs_output *out)
{
    char *directory = zs_locate_to_read(settings->index);
    if (!directory) {
        return ZS_EXIT_ERROR;
    }
    zs_searcher *searcher = NULL;
    zs_index_info info;
    zs_error error;
    zs_exit result = ZS_EXIT_OK;
    if (zs_searcher_open(directory, &searcher, &error) ||
        zs_searcher_info(searcher, &info, &error)) {
        result = zs_complain_of(&error);
    } else if (settings->json) {
        zs_put_index_info(out, directory, &info);
        zs_put_string(out, "\n");
    } else {
        put_table(out, directory, &info);
    }
    zs_searcher_close(searcher);
    free(directory);
    return result;
}

static zs_exit put_formats(const struct settings *settings, zs_output *out)
{
    if (settings->json) {
        zs_put_formats_json(out);
    } else if (settings->markdown) {
        zs_put_formats_markdown(out);
    } else {
        zs_put_formats(out);
    }
    return ZS_EXIT_OK;
}

/* What the options ask for together. */
static zs_exit put_what_is_asked(struct settings *settings, int argc, char **argv,
                                 zs_output *out)
{
    bool has_files = optind < argc;
    if (settings->formats + has_files + (settings->index != NULL) > 1) {
        zs_complain("info takes one of --formats, --index and names of files");
        return ZS_EXIT_ERROR;
    }
    if (settings->markdown && (!settings->formats || settings->json)) {
        zs_complain("--markdown goes with --formats alone");
        return ZS_EXIT_ERROR;
    }
    if (settings->formats) {
        return put_formats(settings, out);
    }
    if (!has_files) {
        return put_index(settings, out);
    }
    return zs_reading_prepare(&settings->reading)
               ? zs_put_files(out, &settings->reading, argv + optind, (size_t)(argc - optind),
                              settings->json)
               : ZS_EXIT_ERROR;
}

static zs_exit run_info(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.json = false};
    const zs_option options[] = {{.name = "index", .string = &settings.index},
                                 {.name = "formats", .flag = &settings.formats},
                                 {.name = "json", .flag = &settings.json},
                                 {.name = "markdown", .flag = &settings.markdown},
                                 ZS_READING_OPTIONS(&settings.reading)};
    zs_exit result;
    if (zs_take_options(&zs_command_info, argc, argv, options, sizeof options / sizeof *options,
                        out, &result)) {
        result = put_what_is_asked(&settings, argc, argv, out);
    }
    zs_reading_release(&settings.reading);
    return result;
}

const zs_command zs_command_info = {.name = "info",
                                    .summary = "show what an index holds, or a file",
                                    .help = help,
                                    .run = run_info};
