/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch show: articles whole, by their ids.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers/clean.h"
#include "answers/documents.h"
#include "answers/paths.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/excerpt.h"
#include "cli/options.h"
#include "cli/searching.h"
#include "cli/styled.h"
#include "cli/table.h"
#include "cli/whole.h"

static const char help[] =
    "Usage: zsearch show [OPTIONS] ID...\n"
    "\n"
    "Show articles whole: title, all that is known of them, text. An ID is what zsearch query "
    "and\n"
    "zsearch kwic call an article: the path of its file or, of one of many in a file, what "
    "stands\n"
    "in brackets behind that.\n"
    "\n"
    "Examples:\n"
    "  zsearch show articles/郑州.md\n"
    "  zsearch show articles/郑州.md --query 人才 | less\n"
    "  zsearch show a-17 a-18 --json\n"
    "\n"
    "Options:\n"
    "  --query QUERY  mark what zsearch query would find\n"
    "  --json         as JSON\n"
    "  --index DIR    the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --color WHEN   auto, always or never\n"
    "  -h, --help     show this\n"
    "\n"
    "Exit status: 0 if all were there, 1 if one was not, 2 after an error.\n";

struct settings {
    const char *query; /* NULL: nothing is marked */
    bool json;
    const char *index;
    zs_color color;
};

struct run {
    const struct settings *settings;
    zs_output *out;
    zs_terminal terminal;
    zs_searching searching;
    zs_query *query; /* NULL: nothing is marked */
    size_t shown;
};

/* ---- For people ---------------------------------------------------------------------------
 */

static void put_title(struct run *run, const zs_article *article, const zs_marks *marks)
{
    zs_builder title = ZS_BUILDER_INIT;
    if (article->title) {
        zs_span all = {.start = 0, .end = strlen(article->title)};
        zs_append_marked(&title, article->title, all, marks ? marks->title_marks : NULL,
                         marks ? marks->title_mark_count : 0,
                         run->terminal.color ? zs_marking_styled : zs_marking_brackets);
    }
    if (title.length > 0) {
        zs_put_wrapped(run->out, &run->terminal, &title, 0,
                       run->terminal.color ? ZS_STYLE_BOLD : "");
    }
    zs_builder_release(&title);
}

static void put_known(struct run *run, const char *name, const char *value)
{
    if (value && value[0] != '\0') {
        zs_put_row(run->out, &run->terminal, name, value);
    }
}

static void put_article(struct run *run, const zs_article *article, const zs_marks *marks)
{
    zs_put_string(run->out, run->shown > 0 ? "\n" : "");
    put_title(run, article, marks);
    bool is_path = article->path && strcmp(article->path, article->id) == 0;
    put_known(run, "id", is_path ? NULL : article->id);
    put_known(run, "path",
              article->path ? zs_paths_from_here(&run->searching.paths, article->path) : NULL);
    put_known(run, "date", article->date_origin == ZS_DATE_FILE ? NULL : article->date);
    put_known(run, "author", article->author);
    put_known(run, "source", article->source);
    put_known(run, "section", article->section);
    put_known(run, "language", article->language);
    put_known(run, "url", article->url);
    for (size_t i = 0; i < article->metadata_count; i++) {
        put_known(run, article->metadata[i].name, article->metadata[i].value);
    }
    zs_put_string(run->out, "\n");
    zs_put_whole(run->out, &run->terminal, article, marks, 0);
}

/* ---- For programs -------------------------------------------------------------------------
 */

static void put_json(struct run *run, const zs_article *article, const zs_marks *marks)
{
    zs_put_string(run->out, run->shown > 0 ? ",\n" : "\n");
    zs_put_article(run->out, article, marks, &run->searching.paths);
}

/* ---- All of them --------------------------------------------------------------------------
 */

/* An id as the index has it, or else a path as it is called from here. */
static zs_status find(struct run *run, const char *id, const zs_article **article,
                      zs_error *error)
{
    zs_status status = zs_searcher_article(run->searching.searcher, id, article, error);
    if (status == ZS_ERROR_NOT_FOUND) {
        const char *stored = zs_paths_stored(&run->searching.paths, id);
        status = stored[0] != '\0' && strcmp(stored, id) != 0
                     ? zs_searcher_article(run->searching.searcher, stored, article, error)
                     : status;
    }
    return status;
}

static zs_exit show(struct run *run, const char *id)
{
    const zs_article *article = NULL;
    zs_marks *marks = NULL;
    zs_error error;
    zs_status status = find(run, id, &article, &error);
    if (status == ZS_ERROR_NOT_FOUND) {
        zs_complain("there is no article %s; one of many in a file is called by what zsearch "
                    "query shows in brackets behind the file",
                    id);
        return ZS_EXIT_NONE;
    }
    if (!status && run->query) {
        status = zs_searcher_mark(run->searching.searcher, run->query, article, &marks, &error);
    }
    if (status) {
        return zs_complain_of(&error);
    }
    if (run->settings->json) {
        put_json(run, article, marks);
    } else {
        put_article(run, article, marks);
    }
    run->shown++;
    zs_marks_free(marks);
    return ZS_EXIT_OK;
}

static zs_exit show_all(struct run *run, int argc, char **argv)
{
    zs_exit result = ZS_EXIT_OK;
    zs_error error;
    if (run->settings->query && zs_searcher_parse(run->searching.searcher, run->settings->query,
                                                  true, &run->query, &error)) {
        return zs_complain_of(&error);
    }
    if (run->settings->json) {
        zs_put_articles_begin(run->out, run->settings->query);
    }
    for (int i = optind; i < argc && result != ZS_EXIT_ERROR && run->out->error == 0; i++) {
        zs_exit shown = show(run, argv[i]);
        result = shown != ZS_EXIT_OK ? shown : result;
    }
    if (run->settings->json) {
        zs_put_string(run->out, run->shown > 0 ? "\n]}\n" : "]}\n");
    }
    zs_query_free(run->query);
    return result;
}

static zs_exit run_on_index(const struct settings *settings, int argc, char **argv,
                            zs_output *out)
{
    struct run run = {.settings = settings,
                      .out = out,
                      .terminal = zs_terminal_of(STDOUT_FILENO, settings->color)};
    if (!zs_searching_open(&run.searching, settings->index)) {
        return ZS_EXIT_ERROR;
    }
    zs_exit result = show_all(&run, argc, argv);
    zs_searching_close(&run.searching);
    return result;
}

static zs_exit run_show(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.query = NULL};
    const zs_option options[] = {{.name = "query", .string = &settings.query},
                                 {.name = "json", .flag = &settings.json},
                                 {.name = "index", .string = &settings.index},
                                 {.name = "color", .color = &settings.color}};
    zs_exit result;
    if (!zs_take_options(&zs_command_show, argc, argv, options,
                         sizeof options / sizeof *options, out, &result)) {
        return result;
    }
    if (optind == argc) {
        zs_complain("which article? Give its id, as in: zsearch show articles/郑州.md");
        return ZS_EXIT_ERROR;
    }
    for (int i = optind; i < argc; i++) {
        if (argv[i][0] == '\0') {
            zs_complain("an id is empty; zsearch query shows the ids of articles");
            return ZS_EXIT_ERROR;
        }
    }
    return run_on_index(&settings, argc, argv, out);
}

const zs_command zs_command_show = {
    .name = "show", .summary = "show articles whole", .help = help, .run = run_show};
