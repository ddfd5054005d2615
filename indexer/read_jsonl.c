/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON Lines: an article a line, as an object with `text` and whatever else is known.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "indexer/format.h"
#include "indexer/utf8.h"

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

/* Where a member of the object goes. */
static bool find_member(const char *name, zs_member *member)
{
    static const struct {
        const char *name;
        zs_member member;
    } known[] = {{"id", ZS_MEMBER_ID},         {"title", ZS_MEMBER_TITLE},
                 {"date", ZS_MEMBER_DATE},     {"author", ZS_MEMBER_AUTHOR},
                 {"source", ZS_MEMBER_SOURCE}, {"url", ZS_MEMBER_URL}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i].name) == 0) {
            *member = known[i].member;
            return true;
        }
    }
    return false;
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
    bool kept = single && find_member(name, &member)
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
                zs_draft_set(out, ZS_MEMBER_PATH, path, strlen(path));
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

zs_status zs_read_jsonl(const char *data, size_t length, const char *path, uint64_t line,
                        zs_draft *out, bool *found, zs_error *error)
{
    zs_draft_clear(out);
    size_t bom = line == 1 ? zs_utf8_bom(data, length) : 0;
    *found = !is_empty(data + bom, length - bom);
    if (!*found) {
        return ZS_OK;
    }
    json_error_t reason;
    json_t *object = load(data + bom, length - bom, &reason);
    if (object) {
        zs_status status = read_object(object, path, line, out, error);
        json_decref(object);
        return status;
    }
    switch (json_error_code(&reason)) {
    case json_error_out_of_memory: return zs_fail_memory(error);
    case json_error_invalid_utf8: {
        zs_status status = zs_check_utf8(data, length, error);
        if (status) {
            return status;
        }
        break;
    }
    default: break;
    }
    /* jansson quotes the line and cuts its message anywhere. */
    int whole = (int)zs_utf8_valid(reason.text, strlen(reason.text));
    return zs_fail_at(error, ZS_ERROR_FORMAT, (int64_t)bom + reason.position,
                      "the line is not JSON (column %d): %.*s", reason.column, whole,
                      reason.text);
}

/* A character may be cut at the end of what was read. */
static bool is_utf8(const char *line, size_t length, bool whole)
{
    size_t valid = zs_utf8_valid(line, length);
    return valid == length || (!whole && length - valid < 4);
}

static bool is_ascii(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)line[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

zs_status zs_check_lines_encoding(const char *head, size_t length, bool whole, zs_error *error)
{
    bool damaged = false;
    for (size_t at = zs_utf8_bom(head, length); at < length;) {
        const char *newline = memchr(head + at, '\n', length - at);
        size_t end = newline ? (size_t)(newline - head) : length;
        if (!is_ascii(head + at, end - at)) {
            if (is_utf8(head + at, end - at, whole || newline)) {
                return ZS_OK;
            }
            damaged = true;
        }
        at = end + 1;
    }
    return damaged ? zs_check_utf8(head, length, error) : ZS_OK;
}
