/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers/json.h"

#include <stdlib.h>
#include <string.h>

#include "answers/clean.h"
#include "answers/memory.h"

/* As many digits as tell one score from another. */
enum { REAL_DIGITS = 9 };

static json_t *must(json_t *value)
{
    if (!value) {
        zs_out_of_memory();
    }
    return value;
}

json_t *zs_json_object(void)
{
    return must(json_object());
}

json_t *zs_json_array(void)
{
    return must(json_array());
}

json_t *zs_json_text(const char *text, size_t length)
{
    json_t *value = json_stringn(text, length);
    if (!value) {
        /* jansson takes no bytes that are not UTF-8, as names of files may have. */
        zs_builder valid = ZS_BUILDER_INIT;
        zs_append_valid(&valid, text, length);
        value = json_stringn(valid.data, valid.length);
        zs_builder_release(&valid);
    }
    return must(value);
}

json_t *zs_json_number(uint64_t number)
{
    return must(json_integer((json_int_t)number));
}

json_t *zs_json_real(double number)
{
    return must(json_real(number));
}

json_t *zs_json_span(zs_span span)
{
    json_t *pair = zs_json_array();
    zs_json_append(pair, zs_json_number(span.start));
    zs_json_append(pair, zs_json_number(span.end));
    return pair;
}

json_t *zs_json_of_marks(const zs_span *marks, size_t count)
{
    json_t *array = zs_json_array();
    for (size_t i = 0; i < count; i++) {
        zs_json_append(array, zs_json_span(marks[i]));
    }
    return array;
}

json_t *zs_json_of_term(const zs_explained_term *term)
{
    json_t *object = zs_json_object();
    zs_json_set_string(object, "term", term->term);
    zs_json_set_string(object, "kind", zs_token_kind_name(term->kind));
    zs_json_set(object, "factor", zs_json_real(term->factor));
    zs_json_set(object, "boost", zs_json_real(term->boost));
    zs_json_set(object, "idf", zs_json_real(term->idf));
    zs_json_set(object, "document_frequency", zs_json_number(term->document_frequency));
    return object;
}

void zs_json_set(json_t *object, const char *name, json_t *value)
{
    if (json_object_set_new(object, name, value) != 0) {
        zs_out_of_memory();
    }
}

void zs_json_append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) {
        zs_out_of_memory();
    }
}

void zs_json_set_string(json_t *object, const char *name, const char *value)
{
    if (value) {
        zs_json_set(object, name, zs_json_text(value, strlen(value)));
    }
}

/* A value behind those that the name has already. */
static void add_value(json_t *object, const char *name, json_t *value)
{
    json_t *present = json_object_get(object, name);
    if (!present) {
        zs_json_set(object, name, value);
    } else if (json_is_array(present)) {
        zs_json_append(present, value);
    } else {
        json_t *array = zs_json_array();
        zs_json_append(array, json_incref(present));
        zs_json_append(array, value);
        zs_json_set(object, name, array);
    }
}

static json_t *json_of_metadata(const zs_article *article)
{
    json_t *object = zs_json_object();
    zs_builder name = ZS_BUILDER_INIT;
    for (size_t i = 0; i < article->metadata_count; i++) {
        const zs_field *field = &article->metadata[i];
        zs_builder_clear(&name);
        zs_append_valid(&name, field->name, strlen(field->name));
        add_value(object, name.data, zs_json_text(field->value, strlen(field->value)));
    }
    zs_builder_release(&name);
    return object;
}

void zs_json_set_about(json_t *object, const zs_article *article)
{
    zs_json_set_string(object, "date", article->date);
    if (article->date && article->date_origin != ZS_DATE_NONE) {
        zs_json_set_string(object, "date_origin", zs_date_origin_name(article->date_origin));
    }
    zs_json_set_string(object, "author", article->author);
    zs_json_set_string(object, "source", article->source);
    zs_json_set_string(object, "section", article->section);
    zs_json_set_string(object, "language", article->language);
    zs_json_set_string(object, "url", article->url);
    if (article->metadata_count > 0) {
        zs_json_set(object, "metadata", json_of_metadata(article));
    }
}

/* jansson writes DEL and U+0080 to U+009F as they are, some of which a terminal would act
 * on. They can only stand in strings. */
static void put_escaped(zs_output *out, const char *data, size_t length)
{
    size_t begin = 0;
    for (size_t at = 0; at < length; at++) {
        unsigned char byte = (unsigned char)data[at];
        bool control = byte == 0xC2 && at + 1 < length && (unsigned char)data[at + 1] < 0xA0;
        if (byte == 0x7F || control) {
            zs_put(out, data + begin, at - begin);
            zs_put_format(out, "\\u%04X", control ? (unsigned char)data[at + 1] : byte);
            at += control;
            begin = at + 1;
        }
    }
    zs_put(out, data + begin, length - begin);
}

void zs_put_json(zs_output *out, const json_t *value, size_t flags)
{
    /* As a whole, since jansson hands a callback parts that may end inside a character. */
    char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(REAL_DIGITS) | flags);
    if (!text) {
        zs_out_of_memory();
    }
    put_escaped(out, text, strlen(text));
    free(text);
}

const char *zs_json_path(zs_paths *paths, const char *stored)
{
    return paths ? zs_paths_from_here(paths, stored) : stored;
}

void zs_json_set_article(json_t *object, const zs_article *article, zs_paths *paths)
{
    zs_json_set_string(object, "title", article->title);
    if (article->path) {
        zs_json_set_string(object, "path", zs_json_path(paths, article->path));
    }
    zs_json_set_about(object, article);
    zs_json_set(object, "text_offset", zs_json_number(article->text_offset));
}
