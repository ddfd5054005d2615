/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch info: what an index holds.
 */
#include <stdlib.h>

#include "cli/clean.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/inspect.h"
#include "cli/json.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/units.h"

static const char help[] =
    "Usage: zsearch info [OPTIONS] [FILE...]\n"
    "\n"
    "Show what the index holds, how large it is, what made it and when; or what zsearch would\n"
    "make of files: their format, encoding and articles.\n"
    "\n"
    "Examples:\n"
    "  zsearch info                        the index\n"
    "  zsearch info --json | jq .articles\n"
    "  zsearch info old.txt page.html      files\n"
    "  zsearch info --formats              what can be read\n"
    "\n"
    "Options:\n"
    "  --index DIR       the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --formats         the formats that this build reads\n"
    "  --json            as JSON\n"
    "  --markdown        of formats: as a table in Markdown\n" ZS_READING_HELP
    "  -h, --help        show this\n";

struct settings {
    bool help;
    bool json, markdown, formats;
    const char *index;
    zs_reading_settings reading;
};

static bool take_options(int argc, char **argv, struct settings *settings)
{
    static const struct option options[] = {{"index", required_argument, NULL, 'i'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"formats", no_argument, NULL, 'f'},
                                            {"markdown", no_argument, NULL, 'm'},
                                            ZS_READING_OPTIONS,
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    *settings = (struct settings){.help = false};
    for (;;) {
        int letter = zs_option_next(argc, argv, ":h", options);
        bool taken;
        switch (letter) {
        case 'i': settings->index = optarg; break;
        case 'j': settings->json = true; break;
        case 'f': settings->formats = true; break;
        case 'm': settings->markdown = true; break;
        case 'h': settings->help = true; break;
        case ZS_OPTIONS_END: return true;
        default:
            if (!zs_take_reading_option(&settings->reading, letter, optarg, &taken) || !taken) {
                return false; /* has been said */
            }
        }
    }
}

static void put_row(zs_output *out, const char *name, const char *value)
{
    zs_builder clean = ZS_BUILDER_INIT;
    zs_append_clean_string(&clean, value);
    zs_put_format(out, "%-16s%s\n", name, zs_builder_string(&clean));
    zs_builder_release(&clean);
}

static void put_table(zs_output *out, const char *directory, const zs_index_info *info)
{
    zs_builder value = ZS_BUILDER_INIT;
    put_row(out, "index", directory);
    put_row(out, "articles", zs_count(info->articles).text);
    put_row(out, "files", zs_count(info->files).text);
    put_row(out, "terms", zs_count(info->terms).text);
    zs_append_format(&value, "%.1f terms", info->average_length);
    put_row(out, "average length", value.data);
    put_row(out, "text", zs_bytes((double)info->text_bytes).text);
    zs_builder_clear(&value);
    zs_append_string(&value, zs_bytes((double)info->index_bytes).text);
    if (info->text_bytes > 0) {
        zs_append_format(&value, ", %.2f times the text",
                         (double)info->index_bytes / (double)info->text_bytes);
    }
    put_row(out, "size on disk", value.data);
    put_row(out, "created", info->created);
    put_row(out, "updated", info->updated);
    zs_builder_clear(&value);
    zs_append_format(&value, "zsearch %s, layout %u", info->made_by, info->schema);
    put_row(out, "made by", value.data);
    put_row(out, "analyser", info->analyser);
    put_row(out, "backend", info->backend);
    zs_builder_release(&value);
}

static void put_document(zs_output *out, const char *directory, const zs_index_info *info)
{
    json_t *object = zs_json_object();
    zs_json_set(object, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(object, "index", directory);
    zs_json_set(object, "articles", zs_json_number(info->articles));
    zs_json_set(object, "files", zs_json_number(info->files));
    zs_json_set(object, "terms", zs_json_number(info->terms));
    zs_json_set(object, "average_length", zs_json_real(info->average_length));
    zs_json_set(object, "text_bytes", zs_json_number(info->text_bytes));
    zs_json_set(object, "index_bytes", zs_json_number(info->index_bytes));
    zs_json_set_string(object, "created", info->created);
    zs_json_set_string(object, "updated", info->updated);
    zs_json_set_string(object, "made_by", info->made_by);
    zs_json_set(object, "schema", zs_json_number(info->schema));
    zs_json_set_string(object, "analyser", info->analyser);
    zs_json_set_string(object, "backend", info->backend);
    zs_put_json(out, object, 0);
    zs_put_string(out, "\n");
    json_decref(object);
}

static zs_exit inspect_files(zs_output *out, struct settings *settings, char **files, int count)
{
    zs_exit result = zs_reading_settle(&settings->reading) ? ZS_EXIT_OK : ZS_EXIT_ERROR;
    for (int i = 0; !result && i < count; i++) {
        result = zs_inspect_file(out, files[i], &settings->reading.options, settings->json);
    }
    return result;
}

static zs_exit run_info(int argc, char **argv, zs_output *out)
{
    struct settings settings;
    if (!take_options(argc, argv, &settings)) {
        return ZS_EXIT_ERROR;
    }
    if (settings.help) {
        zs_put_string(out, help);
        return ZS_EXIT_OK;
    }
    if (settings.formats) {
        zs_list_formats(out, settings.json       ? ZS_LIST_JSON
                             : settings.markdown ? ZS_LIST_MARKDOWN
                                                 : ZS_LIST_TEXT);
        return ZS_EXIT_OK;
    }
    if (optind < argc) {
        zs_exit inspected = inspect_files(out, &settings, argv + optind, argc - optind);
        zs_reading_release(&settings.reading);
        return inspected;
    }
    char *directory = zs_locate_to_read(settings.index);
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
    } else if (settings.json) {
        put_document(out, directory, &info);
    } else {
        put_table(out, directory, &info);
    }
    zs_searcher_close(searcher);
    free(directory);
    return result;
}

const zs_command zs_command_info = {.name = "info",
                                    .summary = "show what an index or a file holds",
                                    .help = help,
                                    .run = run_info};
