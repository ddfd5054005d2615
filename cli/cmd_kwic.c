/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch kwic: a concordance, the key word in context.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/asked.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/kwic_page.h"
#include "cli/options.h"
#include "cli/searching.h"

enum { LINES_MOST = 1000 * 1000 * 1000, WIDTH_MOST = 1000, LINES_ON_TERMINAL = 100 };

enum { TIMEOUT_MOST = 24 * 60 * 60 * 1000 }; /* ms: a day */

static const char help[] =
    "Usage: zsearch kwic [OPTIONS] QUERY...\n"
    "\n"
    "Show every place where something stands, in all articles, with what stands around it: a\n"
    "concordance (key word in context). Words stand as they are typed; the query may have "
    "all that\n"
    "zsearch query knows.\n"
    "\n"
    "Examples:\n"
    "  zsearch kwic 人才 --width 20\n"
    "  zsearch kwic 人才 --sort left            what goes before it, the same together\n"
    "  zsearch kwic '人才 date:2020.. -source:晚报' --sort date\n"
    "  zsearch kwic '区块*' --sort right | less\n"
    "  zsearch kwic 人才 --format tsv > 人才.tsv  for a table\n"
    "\n"
    "Options:\n"
    "  --width N        characters on either side (as many as fit on the terminal; else 30)\n"
    "  --sort ORDER     index (as articles were indexed), left (by what stands before the "
    "key),\n"
    "                   right (behind it) or date; but for index, of the first 100,000 lines\n"
    "  -n N             show at most N lines (100 on a terminal, else all)\n"
    "  --offset N       leave out the first N\n"
    "  --timeout MS     stop after so many milliseconds, with what was found by then\n"
    "  --lenient        what cannot be understood in the query is searched for as text\n"
    "  --format FORMAT  text, json, jsonl (JSON, line by line) or tsv (with a head)\n"
    "  --json           short for --format json\n"
    "  --index DIR      the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --color WHEN     auto, always or never\n"
    "  -h, --help       show this\n"
    "\n"
    "Exit status: 0 if there were lines, 1 if there were none, 2 after an error.\n";

/* In the order of zs_kwic_order. */
static const char *const orders[] = {"index", "left", "right", "date"};

static const zs_kwic_format *const formats[] = {&zs_kwic_text, &zs_kwic_json, &zs_kwic_jsonl,
                                                &zs_kwic_tsv};
enum {
    ORDER_COUNT = sizeof orders / sizeof *orders,
    FORMAT_COUNT = sizeof formats / sizeof *formats
};

struct settings {
    uint64_t width; /* 0: as many as fit */
    size_t order;
    uint64_t limit; /* 0: nobody has said */
    uint64_t offset;
    uint64_t timeout; /* ms; 0: none */
    bool lenient;
    const zs_kwic_format *format;
    bool json;
    const char *index;
    zs_color color;
};

struct run {
    const struct settings *settings;
    zs_kwic_page page;
    bool begun;
};

static bool take_order(void *context, const char *value)
{
    struct settings *settings = context;
    return zs_take_choice("option --sort", value, orders, ORDER_COUNT, &settings->order);
}

static bool take_format(void *context, const char *value)
{
    struct settings *settings = context;
    const char *names[FORMAT_COUNT];
    size_t choice = 0;
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        names[i] = formats[i]->name;
    }
    bool taken = zs_take_choice("option --format", value, names, FORMAT_COUNT, &choice);
    settings->format = taken ? formats[choice] : settings->format;
    return taken;
}

/* ---- Lines ------------------------------------------------------------------------------ */

static void begin(struct run *run)
{
    if (!run->begun && run->settings->format->begin) {
        run->settings->format->begin(&run->page);
    }
    run->begun = true;
}

static bool on_line(void *context, const zs_kwic_line *line)
{
    struct run *run = context;
    begin(run);
    run->settings->format->line(&run->page, line);
    run->page.lines++;
    return run->page.out->error != 0;
}

/* Says why there is nothing to see, and what to try. */
static void advise(zs_searcher *searcher, const char *query, const zs_kwic_summary *summary,
                   uint64_t offset)
{
    zs_index_info info;
    if (summary->partial) {
        zs_complain("the time was over before anything was found; --timeout gives more");
    } else if (summary->occurrences > 0) {
        zs_complain("there are %" PRIu64 " lines; --offset %" PRIu64 " is behind the last",
                    summary->occurrences, offset);
    } else if (!zs_query_has_words(query)) {
        zs_complain("the query %s has no words to search for", query);
    } else if (zs_searcher_info(searcher, &info, NULL) == ZS_OK && info.articles == 0) {
        zs_complain("the index holds no articles; add some with: zsearch index FOLDER");
    } else {
        zs_complain("no article has %s; words stand as they are typed here: put a space where "
                    "other text may stand between",
                    query);
    }
}

/* What has to be said besides the lines. */
static void remark(const struct run *run, zs_searcher *searcher, const zs_kwic_summary *summary)
{
    if (summary->lines == 0) {
        advise(searcher, run->page.query, summary, run->settings->offset);
    } else if (summary->partial) {
        zs_complain("the time was over before all was looked at; --timeout gives more");
    }
    if (summary->note[0]) {
        zs_complain("%s", summary->note);
    }
}

/* ---- The command ------------------------------------------------------------------------ */

static zs_status parse_and_run(struct run *run, zs_searcher *searcher, zs_kwic_summary *summary,
                               zs_error *error)
{
    const char *text = run->page.query;
    bool lenient = run->settings->lenient;
    zs_query *query = NULL;
    zs_status status = zs_searcher_parse(searcher, text, lenient, &query, error);
    if (!status) {
        status = zs_kwic(searcher, query, run->page.options, on_line, run, summary, error);
    }
    zs_query_free(query);
    if (status == ZS_ERROR_QUERY && lenient) {
        /* It is in order, but cannot be asked for. */
        status = zs_query_words(text, &query, error);
        if (!status) {
            status = zs_kwic(searcher, query, run->page.options, on_line, run, summary, error);
            zs_query_free(query);
        }
    }
    return status;
}

static zs_exit write_lines(struct run *run, zs_searcher *searcher)
{
    zs_kwic_summary summary;
    zs_error error;
    const zs_kwic_format *format = run->settings->format;
    zs_status status = parse_and_run(run, searcher, &summary, &error);
    if (run->page.out->error != 0) {
        return ZS_EXIT_ERROR; /* whoever closes it says so */
    }
    if (!status) {
        begin(run);
    }
    if (run->begun && format->end) {
        format->end(&run->page, status ? NULL : &summary);
    }
    if (status) {
        zs_complain_of_query(&error, run->page.query);
        return ZS_EXIT_ERROR;
    }
    remark(run, searcher, &summary);
    return summary.lines > 0 ? ZS_EXIT_OK : ZS_EXIT_NONE;
}

static zs_exit run_on_index(const struct settings *settings, const char *query, zs_output *out)
{
    zs_searching searching;
    if (!zs_searching_open(&searching, settings->index)) {
        return ZS_EXIT_ERROR;
    }
    struct run run = {.settings = settings,
                      .page = {.out = out,
                               .terminal = zs_terminal_of(STDOUT_FILENO, settings->color),
                               .paths = &searching.paths,
                               .query = query,
                               .order = orders[settings->order]}};
    uint64_t usual = run.page.terminal.is_terminal ? LINES_ON_TERMINAL : 0;
    const zs_kwic_options options = {.width = zs_kwic_fit(&run.page, settings->width),
                                     .order = (zs_kwic_order)settings->order,
                                     .limit = settings->limit > 0 ? settings->limit : usual,
                                     .offset = settings->offset,
                                     .timeout = (unsigned)settings->timeout};
    run.page.options = &options;
    zs_exit result = write_lines(&run, searching.searcher);
    zs_searching_close(&searching);
    return result;
}

static zs_exit run_kwic(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.format = &zs_kwic_text};
    const zs_option options[] = {
        {.name = "width", .number = &settings.width, .least = 1, .most = WIDTH_MOST},
        {.name = "sort", .take = take_order, .context = &settings},
        {.letter = 'n', .number = &settings.limit, .least = 1, .most = LINES_MOST},
        {.name = "offset", .number = &settings.offset, .most = LINES_MOST},
        {.name = "timeout", .number = &settings.timeout, .least = 1, .most = TIMEOUT_MOST},
        {.name = "lenient", .flag = &settings.lenient},
        {.name = "format", .take = take_format, .context = &settings},
        {.name = "json", .flag = &settings.json},
        {.name = "index", .string = &settings.index},
        {.name = "color", .color = &settings.color}};
    zs_exit result;
    if (!zs_take_options(&zs_command_kwic, argc, argv, options,
                         sizeof options / sizeof *options, out, &result)) {
        return result;
    }
    if (settings.json) {
        settings.format = &zs_kwic_json;
    }
    if (optind == argc) {
        zs_complain("what should be shown? For example: zsearch kwic 人才");
        return ZS_EXIT_ERROR;
    }
    zs_builder query = ZS_BUILDER_INIT;
    zs_join_words(argc, argv, &query);
    if (zs_is_blank_query(&query)) {
        zs_complain("the query is empty; for example: zsearch kwic 人才");
        result = ZS_EXIT_ERROR;
    } else {
        result = run_on_index(&settings, zs_builder_string(&query), out);
    }
    zs_builder_release(&query);
    return result;
}

const zs_command zs_command_kwic = {.name = "kwic",
                                    .summary = "show every place of a word in its context",
                                    .help = help,
                                    .run = run_kwic};
