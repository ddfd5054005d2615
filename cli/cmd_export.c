/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch export: all articles of an index as JSON Lines.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers/json.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/interrupt.h"
#include "cli/locate.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/replacement.h"

static const char help[] =
    "Usage: zsearch export [OPTIONS]\n"
    "\n"
    "Write all articles of the index as JSON Lines, with all that is known of them. Indexing\n"
    "that file gives the same articles again.\n"
    "\n"
    "Examples:\n"
    "  zsearch export > articles.jsonl\n"
    "  zsearch export -o articles.jsonl      the same, but never half a file\n"
    "  zsearch export | jq -r .title | sort  the titles of all articles\n"
    "  zsearch export | zstd > articles.jsonl.zst\n"
    "\n"
    "Options:\n"
    "  -o, --output FILE  write to FILE, which is replaced once all is written\n"
    "  --index DIR        the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  -q, --quiet        no progress bar\n"
    "  -h, --help         show this\n"
    "\n"
    "Exit status: 0 if all went well, 2 after an error, 130 or 143 if a signal stopped it.\n";

struct settings {
    bool quiet;
    const char *output; /* NULL: standard output */
    const char *index;
};

struct run {
    zs_output *out;
    zs_progress progress;
    uint64_t done, total;
};

static json_t *json_of(const zs_article *article)
{
    json_t *object = zs_json_object();
    zs_json_set_string(object, "id", article->id);
    zs_json_set_string(object, "title", article->title);
    zs_json_set_string(object, "path", article->path);
    zs_json_set_about(object, article);
    zs_json_set(object, "text",
                zs_json_text(article->text ? article->text : "", article->text_length));
    return object;
}

static bool on_article(void *context, const zs_article *article)
{
    struct run *run = context;
    json_t *object = json_of(article);
    zs_put_json(run->out, object, 0);
    zs_put_string(run->out, "\n");
    json_decref(object);
    run->done++;
    zs_progress_draw_count(&run->progress, run->done, run->total, "articles");
    return run->out->error != 0 || zs_interrupt_signal() != 0;
}

static zs_exit write_all(const struct settings *settings, zs_searcher *searcher, zs_output *out)
{
    struct run run = {.out = out};
    zs_index_info info;
    zs_error error;
    /* Beside lines on the same terminal, a bar would only be in the way. */
    bool bar = !settings->quiet && (settings->output || isatty(STDOUT_FILENO) != 1);
    zs_progress_begin(&run.progress, bar);
    zs_status status = zs_searcher_info(searcher, &info, &error);
    if (!status) {
        run.total = info.articles;
        status = zs_searcher_each(searcher, on_article, &run, &error);
    }
    zs_progress_erase(&run.progress);
    if (zs_interrupt_signal() != 0) {
        zs_complain("stopped after %" PRIu64 " of %" PRIu64 " articles", run.done, run.total);
        return (zs_exit)(ZS_EXIT_SIGNAL + zs_interrupt_signal());
    }
    if (out->error != 0) {
        return ZS_EXIT_ERROR; /* whoever closes it says so */
    }
    return status ? zs_complain_of(&error) : ZS_EXIT_OK;
}

static zs_exit write_file(const struct settings *settings, zs_searcher *searcher)
{
    zs_replacement file;
    if (!zs_replacement_open(&file, settings->output)) {
        return ZS_EXIT_ERROR;
    }
    zs_exit result = write_all(settings, searcher, &file.out);
    if (result == ZS_EXIT_OK || file.out.error != 0) {
        return zs_replacement_finish(&file) ? result : ZS_EXIT_ERROR;
    }
    zs_replacement_discard(&file);
    return result;
}

static zs_exit export(const struct settings *settings, zs_output *out)
{
    char *directory = zs_locate_to_read(settings->index);
    if (!directory) {
        return ZS_EXIT_ERROR;
    }
    zs_searcher *searcher;
    zs_error error;
    zs_status opened = zs_searcher_open(directory, &searcher, &error);
    free(directory);
    if (opened) {
        return zs_complain_of(&error);
    }
    zs_interrupt_catch(); /* before there is a file that would be left behind */
    zs_exit result =
        settings->output ? write_file(settings, searcher) : write_all(settings, searcher, out);
    zs_searcher_close(searcher);
    return result;
}

static zs_exit run_export(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.index = NULL};
    const zs_option options[] = {{.name = "output", .letter = 'o', .string = &settings.output},
                                 {.name = "index", .string = &settings.index},
                                 {.name = "quiet", .letter = 'q', .flag = &settings.quiet}};
    zs_exit result;
    if (!zs_take_options(&zs_command_export, argc, argv, options,
                         sizeof options / sizeof *options, out, &result)) {
        return result;
    }
    if (optind < argc) {
        zs_complain("export takes no %s; to name a file: zsearch export -o FILE", argv[optind]);
        return ZS_EXIT_ERROR;
    }
    if (settings.output && strcmp(settings.output, "-") == 0) {
        settings.output = NULL;
    }
    return export(&settings, out);
}

const zs_command zs_command_export = {.name = "export",
                                      .summary = "write all articles as JSON Lines",
                                      .help = help,
                                      .run = run_export};
