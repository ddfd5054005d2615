/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/field_values.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/field.h"
#include "text/utf.h"

/* So many articles are looked at, as far apart as there are more; so many values are told
 * apart; longer ones are no help. */
enum { ARTICLES = 1000, VALUES = 256, LONGEST = 60, NAMED = 3 };

struct value {
    size_t text; /* in `texts` */
    uint32_t count;
    uint32_t shared; /* characters that it has of what was asked for */
};

struct values {
    zs_buffer texts; /* NUL-terminated, one behind another */
    struct value items[VALUES];
    size_t count;
};

static bool take(struct values *values, const char *text)
{
    for (size_t i = 0; i < values->count; i++) {
        if (strcmp(values->texts.data + values->items[i].text, text) == 0) {
            values->items[i].count++;
            return true;
        }
    }
    if (values->count == VALUES || text[0] == '\0' || strlen(text) > LONGEST) {
        return true;
    }
    values->items[values->count++] = (struct value){.text = values->texts.length, .count = 1};
    return zs_buffer_append(&values->texts, text, strlen(text) + 1);
}

static bool take_all(struct values *values, const zs_article *article, const char *name)
{
    zs_field_id field = zs_field_named(name, strlen(name));
    bool kept = true;
    if (field != ZS_FIELD_METADATA) {
        const char *text = zs_field_value(article, field);
        return !text || take(values, text);
    }
    size_t next = 0;
    const char *text;
    while (kept && (text = zs_field_value_next(article, name, &next)) != NULL) {
        kept = take(values, text);
    }
    return kept;
}

static uint32_t shared_characters(const char *asked, const char *text)
{
    uint32_t shared = 0;
    size_t length = strlen(asked);
    for (size_t at = 0, next; at < length; at = next) {
        (void)zs_utf8_next(asked, at, length, &next);
        shared += memmem(text, strlen(text), asked + at, next - at) != NULL;
    }
    return shared;
}

static int by_nearness(const void *one, const void *other)
{
    const struct value *a = one, *b = other;
    if (a->shared != b->shared) {
        return a->shared < b->shared ? 1 : -1;
    }
    return a->count != b->count ? (a->count < b->count ? 1 : -1)
                                : (a->text > b->text) - (a->text < b->text);
}

static bool put_nearest(struct values *values, const char *asked, zs_buffer *out)
{
    bool kept = true;
    for (size_t i = 0; i < values->count; i++) {
        values->items[i].shared =
            shared_characters(asked, values->texts.data + values->items[i].text);
    }
    qsort(values->items, values->count, sizeof *values->items, by_nearness);
    for (size_t i = 0; kept && i < values->count && i < NAMED; i++) {
        kept = zs_buffer_append_string(out, i > 0 ? ", " : "") &&
               zs_buffer_append_string(out, values->texts.data + values->items[i].text);
    }
    return kept;
}

zs_status zs_field_values_near(zs_reader *reader, const char *field, const char *asked,
                               zs_deadline *deadline, zs_buffer *out, zs_error *error)
{
    struct values values = {.count = 0};
    zs_record record = ZS_RECORD_INIT;
    uint32_t step = zs_reader_collection(reader).articles / ARTICLES, docid = 0;
    zs_status status = zs_reader_next(reader, 0, &docid, error);
    while (!status && docid > 0 && !zs_deadline_over(deadline)) {
        status = zs_reader_article(reader, docid, 0, &record, error);
        if (!status && !take_all(&values, &record.article, field)) {
            status = zs_fail_memory(error);
        }
        if (!status) {
            status = zs_reader_next(reader, docid + step, &docid, error);
        }
    }
    if (!status && !put_nearest(&values, asked, out)) {
        status = zs_fail_memory(error);
    }
    zs_record_release(&record);
    zs_buffer_release(&values.texts);
    return status;
}
