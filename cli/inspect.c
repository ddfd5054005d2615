/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/inspect.h"

#include <string.h>

#include "cli/clean.h"
#include "cli/complain.h"
#include "cli/json.h"
#include "cli/units.h"

enum { SHOWN = 3, EXCERPT = 150 };

/* What the callbacks work on. */
struct inspecting {
    zs_output *out;
    bool json;
    uint64_t articles;
};

static void put_row(zs_output *out, const char *name, const char *value)
{
    if (value) {
        zs_builder clean = ZS_BUILDER_INIT;
        zs_append_clean_string(&clean, value);
        zs_put_format(out, "  %-12s%s\n", name, zs_builder_string(&clean));
        zs_builder_release(&clean);
    }
}

static void put_excerpt(zs_output *out, const zs_article *article)
{
    size_t length = article->text_length < EXCERPT ? article->text_length : EXCERPT;
    while (length > 0 && length < article->text_length &&
           ((unsigned char)article->text[length] & 0xC0) == 0x80) {
        length--;
    }
    zs_builder text = ZS_BUILDER_INIT;
    zs_append_clean(&text, article->text, length);
    zs_put_format(out, "  %-12s%s%s\n", "text", zs_builder_string(&text),
                  length < article->text_length ? " …" : "");
    zs_builder_release(&text);
}

static void put_article(zs_output *out, const zs_article *article)
{
    zs_builder date = ZS_BUILDER_INIT;
    put_row(out, "id", article->id);
    put_row(out, "title", article->title);
    if (article->date) {
        zs_append_format(&date, "%s (%s)", article->date,
                         zs_date_origin_name(article->date_origin));
        put_row(out, "date", date.data);
    }
    put_row(out, "author", article->author);
    put_row(out, "source", article->source);
    put_row(out, "section", article->section);
    put_row(out, "language", article->language);
    put_row(out, "url", article->url);
    for (size_t i = 0; i < article->metadata_count; i++) {
        put_row(out, article->metadata[i].name, article->metadata[i].value);
    }
    zs_put_format(out, "  %-12s%s\n", "length", zs_bytes((double)article->text_length).text);
    put_excerpt(out, article);
    zs_put_string(out, "\n");
    zs_builder_release(&date);
}

static json_t *json_of_article(const zs_article *article)
{
    json_t *object = zs_json_object();
    zs_json_set_string(object, "id", article->id);
    zs_json_set_string(object, "path", article->path);
    zs_json_set_string(object, "title", article->title);
    if (article->date_origin == ZS_DATE_NONE) {
        zs_json_set_string(object, "date_origin", zs_date_origin_name(ZS_DATE_NONE));
    }
    zs_json_set_facts(object, article);
    json_t *metadata = zs_json_array();
    for (size_t i = 0; i < article->metadata_count; i++) {
        const zs_field *field = &article->metadata[i];
        json_t *pair = zs_json_array();
        zs_json_append(pair, zs_json_text(field->name, strlen(field->name)));
        zs_json_append(pair, zs_json_text(field->value, strlen(field->value)));
        zs_json_append(metadata, pair);
    }
    zs_json_set(object, "metadata", metadata);
    zs_json_set(object, "text", zs_json_text(article->text, article->text_length));
    return object;
}

static bool on_article(void *context, const zs_article *article)
{
    struct inspecting *inspecting = context;
    inspecting->articles++;
    if (inspecting->json) {
        json_t *object = json_of_article(article);
        zs_put_json(inspecting->out, object, 0);
        zs_put_string(inspecting->out, "\n");
        json_decref(object);
    } else if (inspecting->articles <= SHOWN) {
        put_article(inspecting->out, article);
    }
    return inspecting->out->error != 0;
}

static void put_report(zs_output *out, const zs_file_report *report)
{
    zs_builder line = ZS_BUILDER_INIT;
    zs_append_clean_string(&line, report->path);
    if (report->line > 0) {
        zs_append_format(&line, ":%llu", (unsigned long long)report->line);
    }
    if (report->reason) {
        zs_append_format(&line, ": %s: ", report->part ? "part skipped" : "skipped");
        zs_append_clean_string(&line, report->message);
    } else {
        zs_append_format(&line, ": %s", report->format);
        if (report->encoding) {
            zs_append_format(&line, ", %s", report->encoding);
        }
        zs_append_format(&line, ", %s article%s", zs_count(report->articles).text,
                         zs_plural(report->articles));
    }
    zs_put_format(out, "%s\n", zs_builder_string(&line));
    zs_builder_release(&line);
}

static void put_report_json(zs_output *out, const zs_file_report *report)
{
    json_t *object = zs_json_object();
    zs_json_set_string(object, "file", report->path);
    zs_json_set_string(object, "format", report->format);
    zs_json_set_string(object, "encoding", report->encoding);
    zs_json_set(object, "articles", zs_json_number(report->articles));
    zs_json_set_string(object, "status",
                       report->part ? "part" : zs_file_outcome_name(report->outcome));
    if (report->line > 0) {
        zs_json_set(object, "line", zs_json_number(report->line));
    }
    zs_json_set_string(object, "reason", report->message);
    zs_put_json(out, object, 0);
    zs_put_string(out, "\n");
    json_decref(object);
}

static void on_file(void *context, const zs_file_report *report)
{
    const struct inspecting *inspecting = context;
    if (inspecting->json) {
        put_report_json(inspecting->out, report);
    } else {
        put_report(inspecting->out, report);
    }
}

zs_exit zs_inspect_file(zs_output *out, const char *path, const zs_reading_options *options,
                        bool json)
{
    struct inspecting inspecting = {.out = out, .json = json};
    const zs_read_file_callbacks callbacks = {
        .on_article = on_article, .on_file = on_file, .context = &inspecting};
    zs_error error;
    zs_status status = zs_read_file(path, options, &callbacks, &error);
    if (status == ZS_ERROR_CANCELLED) {
        return ZS_EXIT_OK; /* nobody reads on */
    }
    if (status && strncmp(error.message, path, strlen(path)) != 0) {
        zs_complain("%s: %s", path, error.message);
        return ZS_EXIT_ERROR;
    }
    return status ? zs_complain_of(&error) : ZS_EXIT_OK;
}

/* ---- Formats -------------------------------------------------------------------------------
 */

static void put_format(zs_output *out, zs_listing listing, const zs_format_info *format)
{
    const char *library = format->library ? format->library : "zsearch itself";
    if (listing == ZS_LIST_JSON) {
        json_t *object = zs_json_object();
        zs_json_set_string(object, "name", format->name);
        zs_json_set_string(object, "extensions", format->extensions);
        zs_json_set_string(object, "holds", format->holds);
        zs_json_set_string(object, "library", format->library);
        zs_json_set(object, "available", format->available ? json_true() : json_false());
        zs_put_json(out, object, 0);
        zs_put_string(out, "\n");
        json_decref(object);
    } else if (listing == ZS_LIST_MARKDOWN) {
        zs_put_format(out, "| %s | `%s` | %s | %s |\n", format->name, format->extensions,
                      format->holds, library);
    } else {
        zs_put_format(out, "%-11s %s%s\n            %s\n            by %s\n", format->name,
                      format->extensions, format->available ? "" : "  (not in this build)",
                      format->holds, library);
    }
}

void zs_list_formats(zs_output *out, zs_listing listing)
{
    zs_format_info format;
    if (listing == ZS_LIST_MARKDOWN) {
        zs_put_string(out, "| format | extensions | becomes | read by |\n|---|---|---|---|\n");
    }
    for (size_t i = 0; zs_format_at(i, &format); i++) {
        put_format(out, listing, &format);
    }
}
