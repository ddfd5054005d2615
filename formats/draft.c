/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/draft.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void zs_draft_release(zs_draft *draft)
{
    zs_buffer_release(&draft->text);
    zs_buffer_release(&draft->strings);
    free(draft->metadata);
    free(draft->fields);
    *draft = ZS_DRAFT_INIT;
}

void zs_draft_clear(zs_draft *draft)
{
    zs_buffer_clear(&draft->text);
    draft->text_offset = 0;
    draft->date_origin = ZS_DATE_NONE;
    zs_buffer_clear(&draft->strings);
    memset(draft->members, 0, sizeof draft->members);
    draft->metadata_count = 0;
}

/* *place is where the string begins. */
static bool add_string(zs_buffer *strings, const char *value, size_t length, size_t *place)
{
    size_t begin = strings->length;
    /* It may be one of the draft's own, which move when there has to be more room. */
    uintptr_t own = (uintptr_t)strings->data, at = (uintptr_t)value;
    bool is_own = strings->length > 0 && at >= own && at < own + strings->length;
    bool added = zs_buffer_reserve(strings, 3 * length + 1);
    if (added && is_own) {
        value = strings->data + (at - own);
    }
    while (added && length > 0) {
        const char *nul = memchr(value, '\0', length);
        size_t part = nul ? (size_t)(nul - value) : length;
        added = zs_buffer_append(strings, value, part);
        value += part;
        length -= part;
        if (added && length > 0) {
            added = zs_buffer_append_string(strings, "\xEF\xBF\xBD");
            value++;
            length--;
        }
    }
    if (!added || !zs_buffer_append_byte(strings, '\0')) {
        strings->length = begin;
        return false;
    }
    *place = begin;
    return true;
}

bool zs_draft_set(zs_draft *draft, zs_member member, const char *value, size_t length)
{
    size_t place;
    if (length == 0) {
        draft->members[member] = 0;
        return true;
    }
    if (!add_string(&draft->strings, value, length, &place)) {
        return false;
    }
    draft->members[member] = place + 1;
    return true;
}

bool zs_draft_add(zs_draft *draft, const char *name, const char *value, size_t length)
{
    if (length == 0) {
        return true;
    }
    size_t count = draft->metadata_count;
    size_t *metadata = zs_array_grow(draft->metadata, &draft->metadata_capacity,
                                     2 * (count + 1), sizeof *metadata);
    if (!metadata) {
        return false;
    }
    draft->metadata = metadata;
    zs_field *fields =
        zs_array_grow(draft->fields, &draft->field_capacity, count + 1, sizeof *fields);
    if (!fields) {
        return false;
    }
    draft->fields = fields;
    if (!add_string(&draft->strings, name, strlen(name), &metadata[2 * count]) ||
        !add_string(&draft->strings, value, length, &metadata[2 * count + 1])) {
        return false;
    }
    draft->metadata_count = count + 1;
    return true;
}

bool zs_draft_set_text(zs_draft *draft, const char *text, size_t length, size_t offset)
{
    zs_buffer_clear(&draft->text);
    draft->text_offset = offset;
    return zs_buffer_append(&draft->text, text, length);
}

const char *zs_path_name(const char *path)
{
    const char *name = path;
    for (const char *at = path; *at; at++) {
        name = (*at == '/' || *at == '!') && at[1] != '\0' ? at + 1 : name;
    }
    return name;
}

size_t zs_path_stem(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && dot != name ? (size_t)(dot - name) : strlen(name);
}

bool zs_draft_set_title_from_path(zs_draft *draft, const char *path)
{
    const char *name = zs_path_name(path);
    return zs_draft_set(draft, ZS_MEMBER_TITLE, name, zs_path_stem(name));
}

bool zs_draft_set_numbered_id(zs_draft *draft, const char *path, uint64_t number)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "#%llu", (unsigned long long)number);
    zs_buffer id = ZS_BUFFER_INIT;
    bool kept = zs_buffer_append_string(&id, path) &&
                zs_buffer_append(&id, digits, (size_t)size) &&
                zs_draft_set(draft, ZS_MEMBER_ID, id.data, id.length);
    zs_buffer_release(&id);
    return kept;
}

bool zs_member_named(const char *name, zs_member *out)
{
    static const struct {
        const char *name;
        zs_member member;
    } members[] = {
        {"id", ZS_MEMBER_ID},
        {"title", ZS_MEMBER_TITLE},
        {"date", ZS_MEMBER_DATE},
        {"author", ZS_MEMBER_AUTHOR},
        {"source", ZS_MEMBER_SOURCE},
        {"section", ZS_MEMBER_SECTION},
        {"language", ZS_MEMBER_LANGUAGE},
        {"url", ZS_MEMBER_URL},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (strcmp(name, members[i].name) == 0) {
            *out = members[i].member;
            return true;
        }
    }
    return false;
}

const char *zs_draft_get(const zs_draft *draft, zs_member member)
{
    size_t place = draft->members[member];
    return place > 0 ? draft->strings.data + place - 1 : NULL;
}

const zs_article *zs_draft_article(zs_draft *draft)
{
    for (size_t i = 0; i < draft->metadata_count; i++) {
        draft->fields[i].name = draft->strings.data + draft->metadata[2 * i];
        draft->fields[i].value = draft->strings.data + draft->metadata[2 * i + 1];
    }
    draft->article = (zs_article){
        .id = zs_draft_get(draft, ZS_MEMBER_ID),
        .path = zs_draft_get(draft, ZS_MEMBER_PATH),
        .title = zs_draft_get(draft, ZS_MEMBER_TITLE),
        .text = draft->text.length > 0 ? draft->text.data : "",
        .text_length = draft->text.length,
        .text_offset = draft->text_offset,
        .date = zs_draft_get(draft, ZS_MEMBER_DATE),
        .date_origin = draft->date_origin,
        .author = zs_draft_get(draft, ZS_MEMBER_AUTHOR),
        .source = zs_draft_get(draft, ZS_MEMBER_SOURCE),
        .section = zs_draft_get(draft, ZS_MEMBER_SECTION),
        .language = zs_draft_get(draft, ZS_MEMBER_LANGUAGE),
        .url = zs_draft_get(draft, ZS_MEMBER_URL),
        .metadata = draft->metadata_count > 0 ? draft->fields : NULL,
        .metadata_count = draft->metadata_count,
    };
    return &draft->article;
}

size_t zs_draft_size(const zs_draft *draft)
{
    return draft->text.length + draft->strings.length +
           draft->metadata_count * (sizeof(zs_field) + 2 * sizeof(size_t));
}
