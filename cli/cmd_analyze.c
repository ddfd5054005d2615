/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * zsearch analyze: what becomes of a text, stage by stage.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "answers/clean.h"
#include "answers/json.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/plan.h"

static const char help[] =
    "Usage: zsearch analyze [OPTIONS] TEXT...\n"
    "\n"
    "Show how a text is folded, cut into words and turned into the terms of the index, with\n"
    "the bytes that each term comes from. Without TEXT, or with -, standard input is read.\n"
    "\n"
    "Examples:\n"
    "  zsearch analyze 中原科技城与省科学院\n"
    "  zsearch analyze --query '青年人才 政策'\n"
    "  zsearch analyze --json < article.txt\n"
    "\n"
    "Options:\n"
    "  --query       analyse as a query, where white space always parts words; then its tree,\n"
    "                what it asks of an article, its terms and what Xapian is asked (if there\n"
    "                is an index)\n"
    "  --lenient     with --query: what cannot be understood is words like any other\n"
    "  --index DIR   the index; else $ZSEARCH_INDEX, else .zsearch here or in a parent\n"
    "  --json        as JSON\n"
    "  --color WHEN  auto, always or never\n"
    "  -h, --help    show this\n";

struct settings {
    bool json;
    bool query;
    bool lenient;
    const char *index;
    zs_color color;
};

static bool read_standard_input(zs_builder *text)
{
    static const size_t chunk = 1 << 16;
    char data[1 << 16];
    size_t size;
    if (isatty(STDIN_FILENO)) {
        zs_complain("reading the text from the terminal; end it with Ctrl-D");
    }
    do {
        errno = 0;
        size = fread(data, 1, chunk, stdin);
        zs_append(text, data, size);
    } while (size == chunk);
    if (ferror(stdin)) {
        zs_complain("standard input cannot be read: %s", strerror(errno));
        return false;
    }
    return true;
}

/* The text of the arguments, or of standard input. */
static bool take_text(int argc, char **argv, zs_builder *text)
{
    bool standard_input =
        optind == argc || (optind + 1 == argc && strcmp(argv[optind], "-") == 0);
    if (standard_input) {
        return read_standard_input(text);
    }
    for (int i = optind; i < argc; i++) {
        zs_append_string(text, i > optind ? " " : "");
        zs_append_string(text, argv[i]);
    }
    return true;
}

/* ---- As a table ------------------------------------------------------------------- */

/* Term, kind, bytes, source. */
static zs_cells make_row(const zs_builder *text, zs_token token)
{
    zs_cells row = {.count = 4};
    zs_append_clean_string(&row.cells[0], token.term);
    zs_append_string(&row.cells[1], zs_token_kind_name(token.kind));
    zs_append_format(&row.cells[2], "%zu-%zu", token.span.start, token.span.end);
    zs_append_clean(&row.cells[3], text->data + token.span.start,
                    token.span.end - token.span.start);
    return row;
}

/* Rows are made twice, once to be measured: a long text has a great many. */
static void put_terms(zs_output *out, const zs_builder *text, const zs_analysis *analysis,
                      bool color)
{
    static const char *const names[] = {"term", "kind", "bytes", "source"};
    size_t widths[ZS_CELLS_MOST] = {0};
    size_t count = zs_analysis_token_count(analysis);
    zs_cells head = zs_cells_of(names, sizeof names / sizeof *names);
    zs_cells_widen(&head, widths);
    for (size_t i = 0; i < count; i++) {
        zs_cells row = make_row(text, zs_analysis_token(analysis, i));
        zs_cells_widen(&row, widths);
        zs_cells_release(&row);
    }
    zs_put_string(out, color ? ZS_STYLE_DIM : "");
    zs_put_cells(out, &head, widths);
    zs_put_string(out, color ? ZS_STYLE_NONE : "");
    zs_cells_release(&head);
    for (size_t i = 0; i < count; i++) {
        zs_cells row = make_row(text, zs_analysis_token(analysis, i));
        zs_put_cells(out, &row, widths);
        zs_cells_release(&row);
    }
}

static void put_stages(zs_output *out, const zs_builder *text, const zs_analysis *analysis,
                       bool color)
{
    zs_builder line = ZS_BUILDER_INIT;
    zs_append_clean_string(&line, zs_analysis_folded(analysis));
    zs_put_stage(out, "folded", color);
    zs_put_format(out, " %s\n", zs_builder_string(&line));
    zs_put_stage(out, "words", color);
    for (size_t i = 0; i < zs_analysis_word_count(analysis); i++) {
        zs_builder_clear(&line);
        zs_append_clean_string(&line, zs_analysis_word(analysis, i));
        zs_put_format(out, "%s %s", i > 0 ? " |" : "", zs_builder_string(&line));
    }
    zs_put_string(out, "\n");
    zs_put_stage(out, "terms", color);
    zs_put_string(out, "\n");
    put_terms(out, text, analysis, color);
    zs_builder_release(&line);
}

/* ---- As JSON ---------------------------------------------------------------------- */

static void put_document(zs_output *out, const zs_builder *text, const zs_analysis *analysis,
                         zs_purpose purpose, const zs_shown_plan *plan)
{
    json_t *words = zs_json_array();
    for (size_t i = 0; i < zs_analysis_word_count(analysis); i++) {
        json_t *word = zs_json_object();
        zs_json_set_string(word, "word", zs_analysis_word(analysis, i));
        zs_json_set(word, "span", zs_json_span(zs_analysis_word_span(analysis, i)));
        zs_json_append(words, word);
    }
    json_t *terms = zs_json_array();
    for (size_t i = 0; i < zs_analysis_token_count(analysis); i++) {
        zs_token token = zs_analysis_token(analysis, i);
        json_t *term = zs_json_object();
        zs_json_set_string(term, "term", token.term);
        zs_json_set_string(term, "kind", zs_token_kind_name(token.kind));
        zs_json_set(term, "span", zs_json_span(token.span));
        zs_json_set(
            term, "source",
            zs_json_text(text->data + token.span.start, token.span.end - token.span.start));
        zs_json_append(terms, term);
    }
    json_t *document = zs_json_object();
    zs_json_set(document, "version", zs_json_number(ZS_JSON_VERSION));
    zs_json_set_string(document, "purpose", purpose == ZS_PURPOSE_QUERY ? "query" : "index");
    zs_json_set(document, "text", zs_json_text(zs_builder_string(text), text->length));
    zs_json_set_string(document, "folded", zs_analysis_folded(analysis));
    zs_json_set(document, "words", words);
    zs_json_set(document, "terms", terms);
    if (purpose == ZS_PURPOSE_QUERY) {
        zs_json_set_plan(document, plan);
    }
    zs_put_json(out, document, 0);
    zs_put_string(out, "\n");
    json_decref(document);
}

static zs_exit analyze(const struct settings *settings, const zs_builder *text, zs_output *out)
{
    zs_purpose purpose = settings->query ? ZS_PURPOSE_QUERY : ZS_PURPOSE_INDEX;
    zs_analysis *analysis;
    zs_shown_plan plan = {.tree = NULL};
    zs_error error;
    if (settings->query &&
        !zs_plan_query(zs_builder_string(text), settings->lenient, settings->index, &plan)) {
        return ZS_EXIT_ERROR;
    }
    if (zs_analyze(zs_builder_string(text), text->length, purpose, &analysis, &error)) {
        zs_shown_plan_release(&plan);
        return zs_complain_of(&error);
    }
    if (settings->json) {
        put_document(out, text, analysis, purpose, &plan);
    } else {
        bool color = zs_terminal_of(STDOUT_FILENO, settings->color).color;
        put_stages(out, text, analysis, color);
        if (settings->query) {
            zs_put_plan(out, &plan, color);
        }
    }
    zs_analysis_free(analysis);
    zs_shown_plan_release(&plan);
    return ZS_EXIT_OK;
}

static zs_exit run_analyze(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.json = false};
    const zs_option options[] = {{.name = "query", .flag = &settings.query},
                                 {.name = "lenient", .flag = &settings.lenient},
                                 {.name = "index", .string = &settings.index},
                                 {.name = "json", .flag = &settings.json},
                                 {.name = "color", .color = &settings.color}};
    zs_exit result;
    if (!zs_take_options(&zs_command_analyze, argc, argv, options,
                         sizeof options / sizeof *options, out, &result)) {
        return result;
    }
    zs_builder text = ZS_BUILDER_INIT;
    result = ZS_EXIT_ERROR;
    if (take_text(argc, argv, &text)) {
        result = analyze(&settings, &text, out);
    }
    zs_builder_release(&text);
    return result;
}

const zs_command zs_command_analyze = {.name = "analyze",
                                       .summary = "show how a text is cut into terms",
                                       .help = help,
                                       .run = run_analyze};
