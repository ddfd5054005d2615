/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/info_file.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "answers/clean.h"
#include "answers/json.h"
#include "answers/paths.h"
#include "cli/complain.h"
#include "cli/interrupt.h"
#include "cli/table.h"
#include "cli/units.h"

/* So many are shown; the others are counted. */
enum { ARTICLES_SHOWN = 3, SKIPPED_SHOWN = 10, MEMBERS_SHOWN = 10 };
enum { BEGINNING = 40 }; /* characters of a text */

/* A file as it is described. Its articles come first, the file itself last, so that all is
 * kept: as JSON, from which the text is made, too. */
struct description {
    const char *path;
    uint64_t articles;
    uint64_t skipped;
    uint64_t members;
    json_t *shown_articles;
    json_t *shown_skipped;
    json_t *shown_members;
    json_t *file;
};

static void add_begin(json_t *object, const zs_article *article, uint64_t *characters)
{
    size_t begin = 0;
    *characters = 0;
    for (size_t at = 0; at < article->text_length; (*characters)++) {
        int32_t character;
        at += zs_character_at(article->text + at, article->text_length - at, &character);
        if (*characters < BEGINNING) {
            begin = at;
        }
    }
    zs_json_set(object, "begins", zs_json_text(article->text ? article->text : "", begin));
}

static json_t *json_of_article(const zs_article *article)
{
    uint64_t characters;
    json_t *object = zs_json_object();
    zs_json_set_string(object, "id", article->id);
    zs_json_set_string(object, "title", article->title);
    zs_json_set_about(object, article);
    add_begin(object, article, &characters);
    zs_json_set(object, "text_bytes", zs_json_number(article->text_length));
    zs_json_set(object, "text_characters", zs_json_number(characters));
    return object;
}

static bool on_article(void *context, const zs_article *article)
{
    struct description *description = context;
    if (description->articles++ < ARTICLES_SHOWN) {
        zs_json_append(description->shown_articles, json_of_article(article));
    }
    return zs_interrupt_signal() != 0;
}

static json_t *json_of_report(const struct description *description,
                              const zs_file_report *report)
{
    json_t *object = zs_json_object();
    if (strcmp(report->path, description->path) != 0) {
        zs_json_set_string(object, "path", report->path);
    }
    if (report->line > 0) {
        zs_json_set(object, "line", zs_json_number(report->line));
    }
    zs_json_set_string(object, "format", report->format);
    zs_json_set_string(object, "encoding", report->encoding);
    if (report->outcome == ZS_FILE_READ) {
        zs_json_set(object, "articles", zs_json_number(report->articles));
    }
    zs_json_set_string(object, "reason", report->message);
    return object;
}

static void on_file(void *context, const zs_file_report *report)
{
    struct description *description = context;
    if (report->outcome == ZS_FILE_SKIPPED) {
        if (description->skipped++ < SKIPPED_SHOWN) {
            zs_json_append(description->shown_skipped, json_of_report(description, report));
        }
    } else if (report->member) {
        if (description->members++ < MEMBERS_SHOWN) {
            zs_json_append(description->shown_members, json_of_report(description, report));
        }
    } else {
        zs_json_set_string(description->file, "format", report->format);
        zs_json_set_string(description->file, "encoding", report->encoding);
    }
}

/* ---- As text ----------------------------------------------------------------------- */

static const char *string_in(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static uint64_t number_in(const json_t *object, const char *name)
{
    return (uint64_t)json_integer_value(json_object_get(object, name));
}

static void put_string(zs_output *out, const zs_terminal *terminal, const json_t *object,
                       const char *name)
{
    const char *value = string_in(object, name);
    if (value && value[0] != '\0') {
        zs_put_row(out, terminal, name, value);
    }
}

static void put_date(zs_output *out, const zs_terminal *terminal, const json_t *article)
{
    static const char *const said[] = {[ZS_DATE_GIVEN] = "the document says so",
                                       [ZS_DATE_DATELINE] =
                                           "at the beginning or the end of the text",
                                       [ZS_DATE_NAME] = "in the name of the file or in the URL",
                                       [ZS_DATE_FILE] = "when the file was last changed"};
    const char *date = string_in(article, "date");
    const char *origin = string_in(article, "date_origin");
    if (!date) {
        return;
    }
    zs_builder value = ZS_BUILDER_INIT;
    zs_append_string(&value, date);
    for (size_t i = ZS_DATE_GIVEN; origin && i < sizeof said / sizeof *said; i++) {
        if (strcmp(origin, zs_date_origin_name((zs_date_origin)i)) == 0) {
            zs_append_format(&value, " (%s)", said[i]);
        }
    }
    zs_put_row(out, terminal, "date", value.data);
    zs_builder_release(&value);
}

static void put_metadata(zs_output *out, const zs_terminal *terminal, json_t *metadata)
{
    const char *name;
    json_t *value;
    const char *label = "metadata";
    zs_builder row = ZS_BUILDER_INIT;
    json_object_foreach(metadata, name, value)
    {
        size_t count = json_is_array(value) ? json_array_size(value) : 1;
        for (size_t i = 0; i < count; i++) {
            const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
            zs_append_format(&row, "%s: %s", name, json_string_value(one));
            zs_put_row_of(out, terminal, label, &row);
            label = "";
        }
    }
    zs_builder_release(&row);
}

static void put_article(zs_output *out, const zs_terminal *terminal, const json_t *article,
                        bool one_of_many)
{
    if (one_of_many) {
        zs_put_string(out, "\n");
        put_string(out, terminal, article, "id");
    }
    put_string(out, terminal, article, "title");
    put_date(out, terminal, article);
    put_string(out, terminal, article, "author");
    put_string(out, terminal, article, "source");
    put_string(out, terminal, article, "section");
    put_string(out, terminal, article, "language");
    put_string(out, NULL, article, "url");
    put_metadata(out, terminal, json_object_get(article, "metadata"));
    zs_builder text = ZS_BUILDER_INIT;
    uint64_t characters = number_in(article, "text_characters");
    zs_append_format(&text, "%s character%s, %s", zs_count(characters).text,
                     zs_plural(characters),
                     zs_bytes((double)number_in(article, "text_bytes")).text);
    zs_put_row_of(out, terminal, "text", &text);
    if (characters > 0) {
        zs_append_format(&text, "%s%s", string_in(article, "begins"),
                         characters > BEGINNING ? " …" : "");
        zs_put_row_of(out, terminal, "begins", &text);
    }
    zs_builder_release(&text);
}

static void append_count(zs_builder *row, uint64_t count)
{
    zs_append_format(row, "… and %s more", zs_count(count).text);
}

/* Members or what was skipped, a row each. */
static void put_list(zs_output *out, const zs_terminal *terminal, const char *label,
                     json_t *list, uint64_t total)
{
    size_t i;
    json_t *item;
    zs_builder row = ZS_BUILDER_INIT;
    json_array_foreach(list, i, item)
    {
        const char *path = string_in(item, "path");
        const char *format = string_in(item, "format");
        const char *encoding = string_in(item, "encoding");
        const char *reason = string_in(item, "reason");
        uint64_t line = number_in(item, "line");
        zs_append_string(&row, path ? path : "");
        if (line > 0) {
            zs_append_format(&row, "%sline %" PRIu64, path ? ", " : "", line);
        }
        if (reason) {
            zs_append_format(&row, "%s%s", row.length > 0 ? ": " : "", reason);
        } else if (format) {
            zs_append_format(&row, ": %s%s%s", format, encoding ? ", " : "",
                             encoding ? encoding : "");
        }
        zs_put_row_of(out, terminal, i == 0 ? label : "", &row);
    }
    if (total > json_array_size(list)) {
        append_count(&row, total - json_array_size(list));
        zs_put_row_of(out, terminal, "", &row);
    }
    zs_builder_release(&row);
}

static void put_text(zs_output *out, const struct description *description)
{
    zs_terminal terminal = zs_terminal_of(STDOUT_FILENO, ZS_COLOR_NEVER);
    bool many = description->articles != 1;
    size_t i;
    json_t *article;
    zs_put_row(out, NULL, "file", description->path);
    put_string(out, &terminal, description->file, "format");
    put_string(out, &terminal, description->file, "encoding");
    if (many) {
        zs_put_row(out, &terminal, "articles", zs_count(description->articles).text);
    }
    put_list(out, &terminal, "members", description->shown_members, description->members);
    put_list(out, &terminal, "skipped", description->shown_skipped, description->skipped);
    json_array_foreach(description->shown_articles, i, article)
    {
        put_article(out, &terminal, article, many);
    }
    if (description->articles > ARTICLES_SHOWN) {
        zs_builder row = ZS_BUILDER_INIT;
        append_count(&row, description->articles - ARTICLES_SHOWN);
        zs_put_format(out, "\n%s articles\n", row.data);
        zs_builder_release(&row);
    }
}

/* ---- As JSON ----------------------------------------------------------------------- */

/* Takes over what the description holds. */
static void put_json(zs_output *out, struct description *description, bool first)
{
    json_t *file = description->file;
    zs_json_set(file, "articles", zs_json_number(description->articles));
    zs_json_set(file, "first", json_incref(description->shown_articles));
    zs_json_set(file, "members", zs_json_number(description->members));
    zs_json_set(file, "first_members", json_incref(description->shown_members));
    zs_json_set(file, "skipped", zs_json_number(description->skipped));
    zs_json_set(file, "first_skipped", json_incref(description->shown_skipped));
    zs_put_string(out, first ? "\n" : ",\n");
    zs_put_json(out, file, 0);
}

/* ---- The files ---------------------------------------------------------------------- */

static struct description describe(const char *path)
{
    struct description description = {.path = path,
                                      .shown_articles = zs_json_array(),
                                      .shown_skipped = zs_json_array(),
                                      .shown_members = zs_json_array(),
                                      .file = zs_json_object()};
    zs_json_set_string(description.file, "path", path);
    return description;
}

static void forget(struct description *description)
{
    json_decref(description->shown_articles);
    json_decref(description->shown_skipped);
    json_decref(description->shown_members);
    json_decref(description->file);
}

/* Reads a file into a description; else *wrong is what is wrong with it. */
static bool read_file(struct description *description, const zs_reading *reading,
                      zs_builder *wrong)
{
    const char *path = description->path;
    const zs_read_file_callbacks callbacks = {
        .on_article = on_article, .on_file = on_file, .context = description};
    zs_error error;
    if (path[0] == '\0') {
        zs_append_string(wrong, "the name of a file is empty");
    } else if (zs_is_folder(path)) {
        zs_append_format(wrong,
                         "%s is a folder; name files in it, or an index: zsearch info --index "
                         "%s",
                         path, path);
    } else if (zs_read_file(path, &reading->options, &callbacks, &error)) {
        bool named = strstr(error.message, path) != NULL;
        zs_append_format(wrong, "%s%s%s", named ? "" : path, named ? "" : ": ", error.message);
    }
    return wrong->length == 0;
}

static zs_exit put_file(zs_output *out, const zs_reading *reading, const char *path, bool json,
                        bool *first)
{
    struct description description = describe(path);
    zs_builder wrong = ZS_BUILDER_INIT;
    zs_exit result = ZS_EXIT_OK;
    bool read = read_file(&description, reading, &wrong);
    if (zs_interrupt_signal() != 0) {
        result = (zs_exit)(ZS_EXIT_SIGNAL + zs_interrupt_signal());
    } else if (!read) {
        zs_complain("%s", wrong.data);
        zs_json_set_string(description.file, "error", wrong.data);
        result = ZS_EXIT_ERROR;
    }
    if (json) {
        put_json(out, &description, *first);
        *first = false;
    } else if (!result) {
        zs_put_string(out, *first ? "" : "\n");
        put_text(out, &description);
        *first = false;
    }
    zs_builder_release(&wrong);
    forget(&description);
    return result;
}

zs_exit zs_put_files(zs_output *out, const zs_reading *reading, char *const *paths,
                     size_t count, bool json)
{
    zs_exit result = ZS_EXIT_OK;
    bool first = true;
    zs_interrupt_catch();
    if (json) {
        zs_put_format(out, "{\"version\":%d,\"files\":[", ZS_JSON_VERSION);
    }
    for (size_t i = 0; i < count && result < ZS_EXIT_SIGNAL && out->error == 0; i++) {
        zs_exit one = put_file(out, reading, paths[i], json, &first);
        result = one != ZS_EXIT_OK ? one : result;
    }
    if (json) {
        zs_put_string(out, first ? "]}\n" : "\n]}\n");
    }
    return result;
}
