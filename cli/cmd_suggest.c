/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch suggest: how the index goes on behind what has been typed so far.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers/clean.h"
#include "answers/documents.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/searching.h"
#include "cli/terminal.h"
#include "cli/units.h"

enum { SUGGESTIONS_MOST = 1000 };

static const char help[] =
    "Usage: zsearch suggest [OPTIONS] TEXT...\n"
    "\n"
    "List how the articles go on behind the last word of TEXT, each with how many articles\n"
    "have it, the most frequent first.\n"
    "\n"
    "Examples:\n"
    "  zsearch suggest 国际消        国际消费, 国际消费中心, 国际消费中心城市\n"
    "  zsearch suggest guojixiao     the same by pinyin\n"
    "  zsearch suggest webs -n 3     website, websocket, webserver\n"
    "\n"
    "Options:\n"
    "  -n N          list at most N (10)\n"
    "  --no-pinyin   Latin letters only begin words\n"
    "  --json        as JSON\n"
    "  --index DIR   the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --color WHEN  auto, always or never\n"
    "  -h, --help    show this\n"
    "\n"
    "Exit status: 0 if there were any, 1 if there were none, 2 after an error.\n";

struct settings {
    uint64_t limit;
    bool no_pinyin;
    bool json;
    const char *index;
    zs_color color;
};

/* "国际消费  about 1,234 articles" */
static zs_cells make_row(const zs_suggestion *suggestion)
{
    zs_cells row = {.count = 2};
    zs_append_clean_string(&row.cells[0], suggestion->text);
    zs_append_format(&row.cells[1], "%s%s article%s", suggestion->exact ? "" : "about ",
                     zs_count(suggestion->articles).text, zs_plural(suggestion->articles));
    return row;
}

static void put_list(zs_output *out, const zs_suggestions *suggestions, bool color)
{
    size_t widths[ZS_CELLS_MOST] = {0};
    for (size_t i = 0; i < suggestions->count; i++) {
        zs_cells row = make_row(&suggestions->items[i]);
        zs_cells_widen(&row, widths);
        zs_cells_release(&row);
    }
    for (size_t i = 0; i < suggestions->count; i++) {
        zs_cells row = make_row(&suggestions->items[i]);
        if (color) {
            zs_builder dim = ZS_BUILDER_INIT;
            zs_append_format(&dim, ZS_STYLE_DIM "%s" ZS_STYLE_NONE,
                             zs_builder_string(&row.cells[1]));
            zs_builder_release(&row.cells[1]);
            row.cells[1] = dim;
        }
        zs_put_cells(out, &row, widths);
        zs_cells_release(&row);
    }
}

static zs_exit suggest(const struct settings *settings, zs_searcher *searcher, const char *text,
                       zs_output *out)
{
    const zs_suggest_options options = {.limit = (size_t)settings->limit,
                                        .no_pinyin = settings->no_pinyin};
    zs_suggestions *suggestions;
    zs_error error;
    if (zs_suggest(searcher, text, &options, &suggestions, &error)) {
        return zs_complain_of(&error);
    }
    size_t count = suggestions->count;
    if (settings->json) {
        zs_put_suggestions(out, text, suggestions);
        zs_put_string(out, "\n");
    } else if (count == 0) {
        zs_complain("no article goes on behind %s; try a shorter beginning", text);
    } else {
        put_list(out, suggestions, zs_terminal_of(STDOUT_FILENO, settings->color).color);
    }
    zs_suggestions_free(suggestions);
    return count > 0 ? ZS_EXIT_OK : ZS_EXIT_NONE;
}

static zs_exit run_on_index(const struct settings *settings, const char *text, zs_output *out)
{
    zs_searching searching;
    if (!zs_searching_open(&searching, settings->index)) {
        return ZS_EXIT_ERROR;
    }
    zs_exit result = suggest(settings, searching.searcher, text, out);
    zs_searching_close(&searching);
    return result;
}

static zs_exit run_suggest(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.limit = 10};
    const zs_option options[] = {
        {.letter = 'n', .number = &settings.limit, .least = 1, .most = SUGGESTIONS_MOST},
        {.name = "no-pinyin", .flag = &settings.no_pinyin},
        {.name = "json", .flag = &settings.json},
        {.name = "index", .string = &settings.index},
        {.name = "color", .color = &settings.color}};
    zs_exit result;
    if (!zs_take_options(&zs_command_suggest, argc, argv, options,
                         sizeof options / sizeof *options, out, &result)) {
        return result;
    }
    zs_builder text = ZS_BUILDER_INIT;
    for (int i = optind; i < argc; i++) {
        zs_append_string(&text, i > optind ? " " : "");
        zs_append_string(&text, argv[i]);
    }
    const char *typed = zs_builder_string(&text);
    if (typed[strspn(typed, " \t\n")] == '\0') {
        zs_complain("behind what should articles go on? For example: zsearch suggest 国际消");
        result = ZS_EXIT_ERROR;
    } else {
        result = run_on_index(&settings, typed, out);
    }
    zs_builder_release(&text);
    return result;
}

const zs_command zs_command_suggest = {.name = "suggest",
                                       .summary =
                                           "list how the articles go on behind a beginning",
                                       .help = help,
                                       .run = run_suggest};
