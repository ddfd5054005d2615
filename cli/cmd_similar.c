/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch similar: articles like one of the index, or like a file that is not in it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers/memory.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/searching.h"

enum { HITS_MOST = 1000 * 1000 * 1000 };

enum { TIMEOUT_MOST = 24 * 60 * 60 * 1000 }; /* ms: a day */

enum { KEYWORDS_MOST = 1000 };

/* Of a file that is not in the index so much is read at the most; the library looks at less. */
enum { TEXT_MOST = 64 << 10 };

static const char help[] =
    "Usage: zsearch similar [OPTIONS] PATH|ID\n"
    "\n"
    "Find articles like one: those that share the words that say most about it. It is named "
    "as\n"
    "zsearch query shows it, by its path or, if it is one of many in a file, by the id in\n"
    "brackets. A file that is not in the index is read, and is compared in the same way.\n"
    "\n"
    "Examples:\n"
    "  zsearch similar corpus/人才/第三次搬家.txt         the ten that are most like it\n"
    "  zsearch similar zj-003 -n 3 --keywords 8           three, and what it is about\n"
    "  zsearch similar ~/draft.md --json                  like a file of one's own\n"
    "  zsearch query 'like:zj-003 +date:2023..'           the same, in a query\n"
    "\n"
    "Options:\n"
    "  -n N             show at most N articles (10)\n"
    "  --offset N       leave out the first N\n"
    "  --keywords N     also N words that say what it is about (text, json)\n"
    "  --timeout MS     answer within so many milliseconds, with what was found by then "
    "(5000)\n"
    "  --expand         of articles that are nearly the same, show each, also of this one's\n"
    "  --first-stage    rank by BM25 alone, without looking at the texts: faster, not as good\n"
    "  --format FORMAT  text, json, jsonl (an article a line), paths or trec\n"
    "  --json           short for --format json\n"
    "  --explain        which words each article shares, and what they count (text, json and\n"
    "                   jsonl)\n"
    "  --no-snippet     no passages, only what articles are called\n"
    "  --index DIR      the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --color WHEN     auto, always or never\n"
    "  -h, --help       show this\n"
    "\n"
    "Exit status: 0 if there are such articles, 1 if there are none, 2 after an error.\n";

struct settings {
    uint64_t limit, offset, timeout, keywords;
    bool expand, first_stage, json, no_snippet, explain;
    const zs_renderer *renderer;
    const char *index;
    zs_color color;
};

static bool take_format(void *context, const char *value)
{
    struct settings *settings = context;
    settings->renderer = zs_renderer_named(value);
    return settings->renderer;
}

/* ---- Of a file that is not in the index -------------------------------------------------- */

/* The title and the text of the first article; others are left. */
static bool take_article(void *context, const zs_article *article)
{
    zs_builder *text = context;
    size_t length = article->text_length < TEXT_MOST ? article->text_length : TEXT_MOST;
    zs_append_string(text, article->title ? article->title : "");
    zs_append_string(text, "\n");
    zs_append(text, article->text ? article->text : "", article->text ? length : 0);
    return true;
}

/* False if it cannot be read, or has nothing to be read. */
static bool read_file(const char *path, zs_builder *text)
{
    const zs_read_file_callbacks callbacks = {.on_article = take_article, .context = text};
    zs_error error;
    zs_status status = zs_read_file(path, NULL, &callbacks, &error);
    return (status == ZS_OK || status == ZS_ERROR_CANCELLED) && text->length > 0;
}

/* ---- Answering --------------------------------------------------------------------------- */

/* Tries what the path may be called in the index, then the name as it is, then the file. */
static zs_status find(zs_answer *answer, zs_searcher *searcher, zs_page *page, const char *name,
                      const char *query, const zs_query_options *options, zs_needs needs,
                      zs_error *error)
{
    char *stored = zs_duplicate(zs_paths_stored(page->paths, name));
    zs_model model = {.id = stored};
    zs_status status =
        zs_answer_similar(answer, searcher, &model, query, options, needs, error);
    if (status == ZS_ERROR_NOT_FOUND) {
        model.id = name;
        status = zs_answer_similar(answer, searcher, &model, query, options, needs, error);
    }
    zs_builder text = ZS_BUILDER_INIT;
    if (status == ZS_ERROR_NOT_FOUND && read_file(name, &text)) {
        model = (zs_model){.text = text.data};
        status = zs_answer_similar(answer, searcher, &model, query, options, needs, error);
    }
    zs_builder_release(&text);
    free(stored);
    return status;
}

static zs_exit render(zs_page *page, const struct settings *settings, const zs_answer *answer,
                      const char *name)
{
    const zs_renderer *renderer = settings->renderer;
    if (renderer->begin) {
        renderer->begin(page);
    }
    if (answer->count == 0 && renderer == &zs_renderer_text) {
        zs_complain(answer->total > 0 ? "there are no more articles like %s"
                                      : "no article is like %s: none shares a word that says "
                                        "something about it",
                    name);
    } else {
        renderer->answer(page, answer);
        page->answers++;
    }
    if (renderer->end) {
        renderer->end(page);
    }
    if (answer->partial && renderer != &zs_renderer_text) {
        zs_complain("the time was over before all was looked at; --timeout gives more");
    }
    return answer->count > 0 ? ZS_EXIT_OK : ZS_EXIT_NONE;
}

static zs_exit answer_with(zs_searcher *searcher, zs_page *page,
                           const struct settings *settings, const char *name)
{
    const zs_renderer *renderer = settings->renderer;
    const zs_query_options options = {.limit = settings->limit,
                                      .offset = settings->offset,
                                      .timeout = (unsigned)settings->timeout,
                                      .expand = settings->expand || renderer->expands,
                                      .first_stage = settings->first_stage};
    zs_needs needs = renderer->needs;
    needs.snippet = needs.snippet && !settings->no_snippet;
    needs.explanation = settings->explain && renderer->explains;
    needs.keywords = renderer->keywords ? (size_t)settings->keywords : 0;
    zs_answer answer;
    zs_error error;
    char *query = zs_query_like_text(name);
    zs_exit result;
    if (find(&answer, searcher, page, name, query, &options, needs, &error)) {
        result = zs_complain_of(&error);
    } else {
        result = render(page, settings, &answer, name);
        zs_answer_release(&answer);
    }
    free(query);
    return result;
}

static zs_exit run_on_index(const struct settings *settings, const char *name, zs_output *out)
{
    zs_searching searching;
    if (!zs_searching_open(&searching, settings->index)) {
        return ZS_EXIT_ERROR;
    }
    zs_page page = {.out = out,
                    .terminal = zs_terminal_of(STDOUT_FILENO, settings->color),
                    .paths = &searching.paths};
    zs_exit result = answer_with(searching.searcher, &page, settings, name);
    zs_searching_close(&searching);
    return result;
}

/* ---- The command ------------------------------------------------------------------------- */

static zs_exit run_similar(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.limit = 10, .timeout = 5000, .renderer = &zs_renderer_text};
    const zs_option options[] = {
        {.letter = 'n', .number = &settings.limit, .least = 1, .most = HITS_MOST},
        {.name = "offset", .number = &settings.offset, .most = HITS_MOST},
        {.name = "keywords", .number = &settings.keywords, .least = 1, .most = KEYWORDS_MOST},
        {.name = "timeout", .number = &settings.timeout, .least = 1, .most = TIMEOUT_MOST},
        {.name = "expand", .flag = &settings.expand},
        {.name = "first-stage", .flag = &settings.first_stage},
        {.name = "format", .take = take_format, .context = &settings},
        {.name = "json", .flag = &settings.json},
        {.name = "no-snippet", .flag = &settings.no_snippet},
        {.name = "explain", .flag = &settings.explain},
        {.name = "index", .string = &settings.index},
        {.name = "color", .color = &settings.color}};
    zs_exit result;
    if (!zs_take_options(&zs_command_similar, argc, argv, options,
                         sizeof options / sizeof *options, out, &result)) {
        return result;
    }
    if (settings.json) {
        settings.renderer = &zs_renderer_json;
    }
    if (argc - optind != 1 || argv[optind][0] == '\0') {
        zs_complain("which article should others be like? One path or id, for example: zsearch "
                    "similar corpus/人才/第三次搬家.txt");
        return ZS_EXIT_ERROR;
    }
    return run_on_index(&settings, argv[optind], out);
}

const zs_command zs_command_similar = {
    .name = "similar", .summary = "find articles like one", .help = help, .run = run_similar};
