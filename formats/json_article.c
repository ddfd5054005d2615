/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/json_article.h"

#include <string.h>

#include "base/error.h"
#include "formats/columns.h"

json_t *zs_json_load(const char *data, size_t length, json_error_t *reason)
{
    const size_t flags = JSON_ALLOW_NUL | JSON_DECODE_ANY;
    json_t *value = json_loadb(data, length, flags, reason);
    /* jansson calls it a syntax error when memory runs out, so what cannot be read is tried
     * again before that is said of it. */
    return value ? value : json_loadb(data, length, flags, reason);
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

static bool keep_as_metadata(zs_draft *draft, const char *name, const json_t *value)
{
    struct written written;
    if (!write_value(value, &written)) {
        return false;
    }
    bool kept = zs_draft_add(draft, name, written.data, written.length);
    release_written(&written);
    return kept;
}

/* {"name": "value", "name": ["value", "value"]}, as zsearch exports it. */
static bool keep_metadata(zs_draft *draft, const json_t *object)
{
    void *iterator = json_object_iter((json_t *)(uintptr_t)object);
    bool kept = true;
    for (; kept && iterator;
         iterator = json_object_iter_next((json_t *)(uintptr_t)object, iterator)) {
        const char *name = json_object_iter_key(iterator);
        const json_t *value = json_object_iter_value(iterator);
        size_t count = json_is_array(value) ? json_array_size(value) : 1;
        for (size_t i = 0; kept && i < count; i++) {
            kept = keep_as_metadata(draft, name,
                                    json_is_array(value) ? json_array_get(value, i) : value);
        }
    }
    return kept;
}

/* Several authors are one string. */
static bool keep_list(zs_draft *draft, zs_member member, const json_t *list)
{
    zs_buffer joined = ZS_BUFFER_INIT;
    bool kept = true;
    for (size_t i = 0; kept && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        kept = (i == 0 || zs_buffer_append_string(&joined, ", ")) &&
               zs_buffer_append(&joined, json_string_value(item), json_string_length(item));
    }
    kept = kept && zs_draft_set(draft, member, joined.data, joined.length);
    zs_buffer_release(&joined);
    return kept;
}

static bool is_list_of_strings(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_string(json_array_get(value, i))) {
            return false;
        }
    }
    return json_is_array(value);
}

/* A member of the article. What should be a string or a number and is not goes to the
 * metadata, so that it is kept. */
static bool keep_member(zs_draft *draft, zs_member member, const char *name,
                        const json_t *value)
{
    if (is_list_of_strings(value) && member == ZS_MEMBER_AUTHOR) {
        return keep_list(draft, member, value);
    }
    if (!json_is_string(value) && !json_is_number(value)) {
        return keep_as_metadata(draft, name, value);
    }
    struct written written;
    if (!write_value(value, &written)) {
        return false;
    }
    bool kept = zs_draft_set(draft, member, written.data, written.length);
    release_written(&written);
    return kept;
}

/* Whether another key of the object is meant rather than this one. */
static bool is_outranked(json_t *object, const zs_reading *reading, const char *name,
                         const zs_column *column)
{
    const char *other;
    json_t *value;
    json_object_foreach(object, other, value)
    {
        zs_column rival = zs_column_of(reading, other);
        if (!json_is_null(value) && strcmp(other, name) != 0 &&
            zs_column_same(&rival, column) && rival.rank < column->rank) {
            return true;
        }
    }
    return false;
}

/* Takes the origin of the date over from an export. */
static bool take_origin(zs_draft *draft, const char *name, const json_t *value)
{
    if (strcmp(name, "date_origin") != 0 || !json_is_string(value)) {
        return false;
    }
    for (zs_date_origin origin = ZS_DATE_NONE; origin <= ZS_DATE_FILE; origin++) {
        if (strcmp(json_string_value(value), zs_date_origin_name(origin)) == 0) {
            draft->date_origin = origin;
            return true;
        }
    }
    return false;
}

static bool keep(zs_draft *draft, const zs_reading *reading, json_t *object, const char *name,
                 const json_t *value, const json_t **text)
{
    zs_column column = zs_column_of(reading, name);
    if (column.kind != ZS_COLUMN_OTHER && is_outranked(object, reading, name, &column)) {
        column.kind = ZS_COLUMN_OTHER;
    }
    switch (column.kind) {
    case ZS_COLUMN_TEXT: *text = value; return true;
    case ZS_COLUMN_MEMBER: return keep_member(draft, column.member, name, value);
    case ZS_COLUMN_PATH:
        return json_is_string(value)
                   ? zs_draft_set(draft, ZS_MEMBER_PATH, json_string_value(value),
                                  json_string_length(value))
                   : keep_as_metadata(draft, name, value);
    case ZS_COLUMN_OTHER: break;
    }
    if (strcmp(name, "metadata") == 0 && json_is_object(value)) {
        return keep_metadata(draft, value);
    }
    return take_origin(draft, name, value) || keep_as_metadata(draft, name, value);
}

bool zs_json_has_text(const json_t *object, const zs_reading *reading)
{
    void *iterator = json_object_iter((json_t *)(uintptr_t)object);
    for (; iterator; iterator = json_object_iter_next((json_t *)(uintptr_t)object, iterator)) {
        zs_column column = zs_column_of(reading, json_object_iter_key(iterator));
        if (column.kind == ZS_COLUMN_TEXT && json_is_string(json_object_iter_value(iterator))) {
            return true;
        }
    }
    return false;
}

zs_status zs_json_article(const json_t *object, const zs_reading *reading, uint64_t number,
                          zs_draft *out, zs_error *error)
{
    if (!json_is_object(object)) {
        return zs_fail(error, ZS_ERROR_FORMAT, "not a JSON object");
    }
    const json_t *text = NULL;
    json_t *members = (json_t *)(uintptr_t)object; /* jansson's iterators want it so */
    const json_t *id = json_object_get(object, "id");
    if (id && !json_is_string(id) && !json_is_number(id) && !json_is_null(id)) {
        return zs_fail(error, ZS_ERROR_FORMAT, "\"id\" is neither a string nor a number");
    }
    bool kept = zs_draft_set(out, ZS_MEMBER_ID, "", 0);
    const char *name;
    json_t *value;
    json_object_foreach(members, name, value)
    {
        kept = kept && keep(out, reading, members, name, value, &text);
    }
    if (!kept) {
        return zs_fail_memory(error);
    }
    if (!json_is_string(text)) {
        return zs_fail(error, ZS_ERROR_FORMAT,
                       text ? "\"text\" is not a string" : "the object has no \"text\"");
    }
    kept = zs_draft_set_text(out, json_string_value(text), json_string_length(text), 0);
    if (kept && out->members[ZS_MEMBER_ID] == 0) {
        kept = zs_draft_set_numbered_id(out, reading->path, number);
    }
    if (!kept) {
        return zs_fail_memory(error);
    }
    if (out->text.length == 0 && out->members[ZS_MEMBER_TITLE] == 0) {
        return zs_fail(error, ZS_ERROR_FORMAT, "the article has neither title nor text");
    }
    return ZS_OK;
}
