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

#include "cli/clean.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/width.h"

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
    "  --query       analyse as a query, where white space always parts words\n"
    "  --json        as JSON\n"
    "  --color WHEN  auto, always or never\n"
    "  -h, --help    show this\n";

struct settings {
    bool json;
    bool query;
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

enum { CELLS = 4 };

struct row {
    zs_builder cells[CELLS]; /* term, kind, bytes, source */
};

static void release_row(struct row *row)
{
    for (size_t i = 0; i < CELLS; i++) {
        zs_builder_release(&row->cells[i]);
    }
}

static struct row make_row(const zs_builder *text, zs_token token)
{
    struct row row = {.cells = {ZS_BUILDER_INIT}};
    zs_append_clean_string(&row.cells[0], token.term);
    zs_append_string(&row.cells[1], zs_token_kind_name(token.kind));
    zs_append_format(&row.cells[2], "%zu-%zu", token.span.start, token.span.end);
    zs_append_clean(&row.cells[3], text->data + token.span.start,
                    token.span.end - token.span.start);
    return row;
}

static struct row make_head(void)
{
    static const char *const names[CELLS] = {"term", "kind", "bytes", "source"};
    struct row row = {.cells = {ZS_BUILDER_INIT}};
    for (size_t i = 0; i < CELLS; i++) {
        zs_append_string(&row.cells[i], names[i]);
    }
    return row;
}

static void widen(size_t *widths, const struct row *row)
{
    for (size_t i = 0; i < CELLS; i++) {
        size_t columns = zs_columns_of(zs_builder_string(&row->cells[i]), row->cells[i].length);
        if (columns > widths[i]) {
            widths[i] = columns;
        }
    }
}

static void put_row(zs_output *out, const struct row *row, const size_t *widths)
{
    for (size_t i = 0; i < CELLS; i++) {
        const zs_builder *cell = &row->cells[i];
        zs_put_string(out, "  ");
        zs_put_string(out, zs_builder_string(cell));
        if (i + 1 < CELLS) {
            zs_put_blank(out, widths[i] - zs_columns_of(zs_builder_string(cell), cell->length));
        }
    }
    zs_put_string(out, "\n");
}

/* Rows are made twice, once to be measured: a long text has a great many. */
static void put_terms(zs_output *out, const zs_builder *text, const zs_analysis *analysis,
                      bool color)
{
    size_t widths[CELLS] = {0};
    size_t count = zs_analysis_token_count(analysis);
    struct row head = make_head();
    widen(widths, &head);
    for (size_t i = 0; i < count; i++) {
        struct row row = make_row(text, zs_analysis_token(analysis, i));
        widen(widths, &row);
        release_row(&row);
    }
    zs_put_string(out, color ? ZS_STYLE_DIM : "");
    put_row(out, &head, widths);
    zs_put_string(out, color ? ZS_STYLE_NONE : "");
    release_row(&head);
    for (size_t i = 0; i < count; i++) {
        struct row row = make_row(text, zs_analysis_token(analysis, i));
        put_row(out, &row, widths);
        release_row(&row);
    }
}

static void put_stage(zs_output *out, const char *name, bool color)
{
    zs_put_format(out, "%s%s:%s", color ? ZS_STYLE_BOLD : "", name, color ? ZS_STYLE_NONE : "");
}

static void put_stages(zs_output *out, const zs_builder *text, const zs_analysis *analysis,
                       bool color)
{
    zs_builder line = ZS_BUILDER_INIT;
    zs_append_clean_string(&line, zs_analysis_folded(analysis));
    put_stage(out, "folded", color);
    zs_put_format(out, " %s\n", zs_builder_string(&line));
    put_stage(out, "words", color);
    for (size_t i = 0; i < zs_analysis_word_count(analysis); i++) {
        zs_builder_clear(&line);
        zs_append_clean_string(&line, zs_analysis_word(analysis, i));
        zs_put_format(out, "%s %s", i > 0 ? " |" : "", zs_builder_string(&line));
    }
    zs_put_string(out, "\n");
    put_stage(out, "terms", color);
    zs_put_string(out, "\n");
    put_terms(out, text, analysis, color);
    zs_builder_release(&line);
}

/* ---- As JSON ---------------------------------------------------------------------- */

static void put_document(zs_output *out, const zs_builder *text, const zs_analysis *analysis,
                         zs_purpose purpose)
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
    zs_put_json(out, document, 0);
    zs_put_string(out, "\n");
    json_decref(document);
}

static zs_exit analyze(const struct settings *settings, const zs_builder *text, zs_output *out)
{
    zs_purpose purpose = settings->query ? ZS_PURPOSE_QUERY : ZS_PURPOSE_INDEX;
    zs_analysis *analysis;
    zs_error error;
    if (zs_analyze(zs_builder_string(text), text->length, purpose, &analysis, &error)) {
        return zs_complain_of(&error);
    }
    if (settings->json) {
        put_document(out, text, analysis, purpose);
    } else {
        put_stages(out, text, analysis, zs_terminal_of(STDOUT_FILENO, settings->color).color);
    }
    zs_analysis_free(analysis);
    return ZS_EXIT_OK;
}

static zs_exit run_analyze(int argc, char **argv, zs_output *out)
{
    struct settings settings = {.json = false};
    const zs_option options[] = {{.name = "query", .flag = &settings.query},
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
