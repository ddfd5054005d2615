/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch export: all articles of an index, as JSON Lines.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/render.h"

static const char help[] =
    "Usage: zsearch export [OPTIONS]\n"
    "\n"
    "Write all articles that the index holds as JSON Lines, which zsearch index reads again.\n"
    "\n"
    "Examples:\n"
    "  zsearch export | zstd > articles.jsonl.zst\n"
    "  zsearch export -o articles.jsonl\n"
    "  zsearch export | jq -r .title\n"
    "\n"
    "Options:\n"
    "  --index DIR        the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  -o, --output FILE  instead of standard output; there only once it is whole\n"
    "  -h, --help         show this\n";

struct settings {
    bool help;
    const char *index, *output;
};

static bool take_options(int argc, char **argv, struct settings *settings)
{
    static const struct option options[] = {{"index", required_argument, NULL, 'i'},
                                            {"output", required_argument, NULL, 'o'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    *settings = (struct settings){.help = false};
    for (;;) {
        switch (zs_option_next(argc, argv, ":ho:", options)) {
        case 'i': settings->index = optarg; break;
        case 'o': settings->output = optarg; break;
        case 'h': settings->help = true; break;
        case ZS_OPTIONS_END: return true;
        default: return false; /* has been said */
        }
    }
}

/* A name that stands more than once has an array of values. */
static json_t *json_of_fields(const zs_article *article)
{
    json_t *object = zs_json_object();
    for (size_t i = 0; i < article->metadata_count; i++) {
        const zs_field *field = &article->metadata[i];
        json_t *value = zs_json_text(field->value, strlen(field->value));
        json_t *name = zs_json_text(field->name, strlen(field->name));
        const char *key = json_string_value(name);
        json_t *before = json_object_get(object, key);
        if (json_is_array(before)) {
            zs_json_append(before, value);
        } else if (before) {
            json_t *both = zs_json_array();
            zs_json_append(both, json_incref(before));
            zs_json_append(both, value);
            zs_json_set(object, key, both);
        } else {
            zs_json_set(object, key, value);
        }
        json_decref(name);
    }
    return object;
}

static bool put_article(void *context, const zs_article *article)
{
    zs_output *out = context;
    json_t *object = zs_json_object();
    zs_json_set_string(object, "id", article->id);
    zs_json_set_string(object, "title", article->title);
    zs_json_set_string(object, "path", article->path);
    zs_json_set_facts(object, article);
    if (article->metadata_count > 0) {
        zs_json_set(object, "metadata", json_of_fields(article));
    }
    zs_json_set(object, "text", zs_json_text(article->text, article->text_length));
    zs_put_json(out, object, 0);
    zs_put_string(out, "\n");
    json_decref(object);
    return out->error != 0 || zs_interrupt_signal() != 0;
}

static zs_exit put_all(zs_searcher *searcher, zs_output *out)
{
    zs_error error;
    zs_interrupt_catch();
    zs_status status = zs_searcher_each(searcher, put_article, out, &error);
    if (zs_interrupt_signal() != 0) {
        return (zs_exit)(ZS_EXIT_SIGNAL + zs_interrupt_signal());
    }
    /* What cannot be written is said by whoever ends the output. */
    return status && status != ZS_ERROR_CANCELLED ? zs_complain_of(&error) : ZS_EXIT_OK;
}

/* Writes beside the file, and puts it in its place when it is whole. */
static zs_exit put_to_file(zs_searcher *searcher, const char *name)
{
    zs_builder beside = ZS_BUILDER_INIT;
    zs_append_format(&beside, "%s.part", name);
    FILE *stream = fopen(beside.data, "we");
    zs_exit result = ZS_EXIT_ERROR;
    if (!stream) {
        zs_complain("%s cannot be written: %s", beside.data, strerror(errno));
    } else {
        zs_output out;
        zs_output_init(&out, stream);
        result = put_all(searcher, &out);
        if (!zs_output_close(&out) || (!result && rename(beside.data, name) != 0)) {
            zs_complain("%s cannot be written: %s", name,
                        strerror(out.error ? out.error : errno));
            result = ZS_EXIT_ERROR;
        }
        if (result) {
            (void)remove(beside.data);
        }
    }
    zs_builder_release(&beside);
    return result;
}

static zs_exit run_export(int argc, char **argv, zs_output *out)
{
    struct settings settings;
    if (!take_options(argc, argv, &settings)) {
        return ZS_EXIT_ERROR;
    }
    if (settings.help) {
        zs_put_string(out, help);
        return ZS_EXIT_OK;
    }
    if (optind < argc) {
        zs_complain("export takes no %s; to name an index: zsearch export --index DIR",
                    argv[optind]);
        return ZS_EXIT_ERROR;
    }
    char *directory = zs_locate_to_read(settings.index);
    zs_searcher *searcher;
    zs_error error;
    if (!directory) {
        return ZS_EXIT_ERROR;
    }
    zs_exit result;
    if (zs_searcher_open(directory, &searcher, &error)) {
        result = zs_complain_of(&error);
    } else {
        result =
            settings.output ? put_to_file(searcher, settings.output) : put_all(searcher, out);
        zs_searcher_close(searcher);
    }
    free(directory);
    return result;
}

const zs_command zs_command_export = {.name = "export",
                                      .summary = "write all articles as JSON Lines",
                                      .help = help,
                                      .run = run_export};
