/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON Lines: an article a line, as an object with `text` and whatever else is known.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "encoding/utf8.h"
#include "formats/format.h"
#include "formats/lines.h"

/* A line holds a text, and its JSON is longer than that. */
#define LINE_LIMIT ((size_t)1 << 30)

static bool is_empty(const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (data[i] != ' ' && data[i] != '\t' && data[i] != '\r') {
            return false;
        }
    }
    return true;
}

/* A JSON value as a string: as it is, or else as compact JSON. NULL members stay unknown. */
struct written {
    const char *data;
    size_t length;
    char *owned;
};

static bool write_value(const json_t *value, struct written *out)
{
    *out = (struct written){.data = ""};
    if (json_is_string(value)) {
        out->data = json_string_value(value);
        out->length = json_string_length(value);
    } else if (!json_is_null(value)) {
        /* 15 digits are what a double can hold of any decimal number: 0.1 stays 0.1. */
        out->owned =
            json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
        if (!out->owned) {
            return false;
        }
        out->data = out->owned;
        out->length = strlen(out->owned);
    }
    return true;
}

static void release_written(struct written *written)
{
    if (written->owned) {
        /* The program that uses the library may have given jansson other functions. */
        json_free_t release;
        json_get_alloc_funcs(NULL, &release);
        release(written->owned);
    }
}

/* What should be a string or a number and is not goes to the metadata, so that it is kept. */
static bool keep(zs_draft *draft, const char *name, const json_t *value)
{
    struct written written;
    zs_member member;
    if (!write_value(value, &written)) {
        return false;
    }
    bool single = json_is_string(value) || json_is_number(value);
    bool kept = single && zs_member_named(name, &member)
                    ? zs_draft_set(draft, member, written.data, written.length)
                    : zs_draft_add(draft, name, written.data, written.length);
    release_written(&written);
    return kept;
}

/* An article without an id of its own is known by its place. */
static bool keep_place_as_id(zs_draft *draft, const char *path, uint64_t line)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "#%llu", (unsigned long long)line);
    zs_buffer id = ZS_BUFFER_INIT;
    bool kept = zs_buffer_append_string(&id, path) &&
                zs_buffer_append(&id, digits, (size_t)size) &&
                zs_draft_set(draft, ZS_MEMBER_ID, id.data, id.length);
    zs_buffer_release(&id);
    return kept;
}

static zs_status read_object(json_t *object, const char *path, uint64_t line, zs_draft *out,
                             zs_error *error)
{
    if (!json_is_object(object)) {
        return zs_fail(error, ZS_ERROR_FORMAT, "the line is not a JSON object");
    }
    const json_t *text = json_object_get(object, "text");
    const json_t *id = json_object_get(object, "id");
    if (!json_is_string(text)) {
        return zs_fail(error, ZS_ERROR_FORMAT,
                       text ? "\"text\" is not a string" : "the object has no \"text\"");
    }
    if (id && !json_is_string(id) && !json_is_number(id) && !json_is_null(id)) {
        return zs_fail(error, ZS_ERROR_FORMAT, "\"id\" is neither a string nor a number");
    }
    bool kept = zs_draft_set_text(out, json_string_value(text), json_string_length(text), 0) &&
                zs_draft_set(out, ZS_MEMBER_ID, "", 0);
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        if (value != text) {
            kept = kept && keep(out, name, value);
        }
    }
    if (out->members[ZS_MEMBER_ID] == 0) {
        kept = kept && keep_place_as_id(out, path, line);
    }
    if (!kept) {
        return zs_fail_memory(error);
    }
    if (out->text.length == 0 && out->members[ZS_MEMBER_TITLE] == 0) {
        return zs_fail(error, ZS_ERROR_FORMAT, "the article has neither title nor text");
    }
    return ZS_OK;
}

/* jansson calls it a syntax error when memory runs out, so what cannot be read is tried
 * again before that is said of it. */
static json_t *load(const char *data, size_t length, json_error_t *reason)
{
    const size_t flags = JSON_ALLOW_NUL | JSON_DECODE_ANY;
    json_t *value = json_loadb(data, length, flags, reason);
    return value ? value : json_loadb(data, length, flags, reason);
}

/* Fills the draft with the article of a line that is not empty. */
static zs_status read_line(const char *data, size_t length, const char *path, uint64_t line,
                           zs_draft *out, zs_error *error)
{
    json_error_t reason;
    json_t *object = load(data, length, &reason);
    if (object) {
        zs_status status = read_object(object, path, line, out, error);
        json_decref(object);
        return status;
    }
    if (json_error_code(&reason) == json_error_out_of_memory) {
        return zs_fail_memory(error);
    }
    /* jansson quotes the line and cuts its message anywhere. */
    int whole = (int)zs_utf8_valid(reason.text, strlen(reason.text));
    return zs_fail_at(error, ZS_ERROR_FORMAT, reason.position,
                      "the line is not JSON (column %d): %.*s", reason.column, whole,
                      reason.text);
}

/* Puts the article of a line, or remarks why there is none. */
static zs_status take_line(zs_reading *reading, zs_line_kind kind, const char *line,
                           size_t length, uint64_t number, zs_error *error)
{
    zs_draft *draft;
    zs_error reason;
    if (kind == ZS_LINE_TOO_LONG) {
        return zs_reading_remark(reading, number, error, ZS_ERROR_FORMAT,
                                 "the line is longer than 1 GiB");
    }
    if (is_empty(line, length)) {
        return ZS_OK;
    }
    zs_status status = zs_reading_begin(reading, &draft, error);
    if (status) {
        return status;
    }
    status = read_line(line, length, reading->path, number, draft, &reason);
    if (status == ZS_ERROR_MEMORY) {
        return zs_fail_memory(error);
    }
    return status ? zs_reading_remark(reading, number, error, status, "%s", reason.message)
                  : zs_reading_put(reading, number, error);
}

zs_status zs_read_jsonl(const zs_stream *stream, zs_reading *reading, zs_error *error)
{
    zs_decoded decoded;
    zs_lines lines;
    zs_status status = zs_decoded_open(&decoded, stream, reading, error);
    zs_lines_init(&lines, &decoded, LINE_LIMIT);
    while (!status) {
        zs_line_kind kind;
        const char *line;
        size_t length;
        status = zs_lines_next(&lines, &kind, &line, &length, error);
        if (status || kind == ZS_LINE_NONE) {
            break;
        }
        status = take_line(reading, kind, line, length, lines.number, error);
    }
    zs_lines_release(&lines);
    zs_decoded_release(&decoded);
    return status;
}
