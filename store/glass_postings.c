/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass_postings.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/glass_code.h"

/* What keys begin with that are not those of terms. */
static const char metadata_key[] = "\0\xC0", value_totals_key[] = "\0\xD0",
                  value_chunk_key[] = "\0\xD8", lengths_key[] = "\0\xE0";
enum { KIND = 2 };

/* ---- Metadata ---------------------------------------------------------------------------- */

zs_status zs_glass_add_metadata(zs_glass_table *table, const char *key, size_t key_length,
                                const char *value, size_t value_length, zs_error *error)
{
    char whole[KIND + ZS_GLASS_METADATA_KEY_MOST];
    if (key_length == 0 || key_length > ZS_GLASS_METADATA_KEY_MOST || value_length == 0) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "a key of metadata has %zu bytes, a value %zu",
                       key_length, value_length);
    }
    memcpy(whole, metadata_key, KIND);
    memcpy(whole + KIND, key, key_length);
    return zs_glass_table_add(table, whole, KIND + key_length, value, value_length, false, NULL,
                              error);
}

/* ---- Values ------------------------------------------------------------------------------ */

enum { CHUNK_HEAD = 8 };

void zs_glass_values_release(zs_glass_values *values)
{
    zs_buffer_release(&values->chunks);
    zs_buffer_release(&values->least);
    zs_buffer_release(&values->greatest);
}

static void put32(char *at, uint32_t number)
{
    memcpy(at, &number, sizeof number);
}

static uint32_t get32(const char *at)
{
    uint32_t number;
    memcpy(&number, at, sizeof number);
    return number;
}

static bool keep(zs_buffer *out, const char *value, size_t length)
{
    zs_buffer_clear(out);
    return zs_buffer_append(out, value, length);
}

static bool keep_bounds(zs_glass_values *values, const char *value, size_t length)
{
    bool first = values->count == 0;
    bool less =
        first || zs_glass_compare(value, length, values->least.data, values->least.length) < 0;
    bool greater = first || zs_glass_compare(value, length, values->greatest.data,
                                             values->greatest.length) > 0;
    return (!less || keep(&values->least, value, length)) &&
           (!greater || keep(&values->greatest, value, length));
}

zs_status zs_glass_values_put(zs_glass_values *values, uint32_t docid, const char *value,
                              size_t length, zs_error *error)
{
    zs_buffer *chunks = &values->chunks;
    size_t body = chunks->length - values->chunk - CHUNK_HEAD;
    bool begins = values->count == 0 || body >= ZS_GLASS_CHUNK;
    if (!keep_bounds(values, value, length)) {
        return zs_fail_memory(error);
    }
    if (begins) {
        char head[CHUNK_HEAD] = {0};
        put32(head, docid);
        values->chunk = chunks->length;
        if (!zs_buffer_append(chunks, head, sizeof head)) {
            return zs_fail_memory(error);
        }
    }
    if ((!begins && !zs_buffer_append_varint(chunks, docid - values->last - 1)) ||
        !zs_buffer_append_varint(chunks, length) || !zs_buffer_append(chunks, value, length)) {
        return zs_fail_memory(error);
    }
    put32(chunks->data + values->chunk + 4,
          (uint32_t)(chunks->length - values->chunk - CHUNK_HEAD));
    values->last = docid;
    values->count++;
    return ZS_OK;
}

/* A slot as little-endian bytes without zeros at the end. */
static size_t slot_bytes(uint8_t *out, uint32_t slot)
{
    size_t length = 0;
    for (; slot > 0; slot >>= 8) {
        out[length++] = (uint8_t)(slot & 0xFF);
    }
    return length;
}

static int by_spelling(const void *one, const void *other,
                       size_t (*spell)(uint8_t *out, uint32_t slot))
{
    uint8_t a[8], b[8];
    size_t a_length = spell(a, ((const zs_glass_values *)one)->slot);
    size_t b_length = spell(b, ((const zs_glass_values *)other)->slot);
    return zs_glass_compare(a, a_length, b, b_length);
}

static int by_bytes(const void *one, const void *other)
{
    return by_spelling(one, other, slot_bytes);
}

static int by_varint(const void *one, const void *other)
{
    return by_spelling(one, other, zs_glass_put_varint);
}

static zs_status add_totals(zs_glass_table *table, const zs_glass_values *values,
                            zs_error *error)
{
    uint8_t key[KIND + 4];
    zs_buffer tag = ZS_BUFFER_INIT;
    const zs_buffer *least = &values->least, *greatest = &values->greatest;
    memcpy(key, value_totals_key, KIND);
    size_t key_length = KIND + slot_bytes(key + KIND, values->slot);
    bool differ =
        zs_glass_compare(least->data, least->length, greatest->data, greatest->length) != 0;
    bool kept = zs_buffer_append_varint(&tag, values->count) &&
                zs_buffer_append_varint(&tag, least->length) &&
                zs_buffer_append(&tag, least->data, least->length) &&
                (!differ || zs_buffer_append(&tag, greatest->data, greatest->length));
    zs_status status = kept ? zs_glass_table_add(table, key, key_length, tag.data, tag.length,
                                                 false, NULL, error)
                            : zs_fail_memory(error);
    zs_buffer_release(&tag);
    return status;
}

static zs_status add_chunks(zs_glass_table *table, const zs_glass_values *values,
                            zs_error *error)
{
    uint8_t key[KIND + 8 + ZS_GLASS_ORDERED_MOST];
    zs_status status = ZS_OK;
    memcpy(key, value_chunk_key, KIND);
    size_t slot_end = KIND + zs_glass_put_varint(key + KIND, values->slot);
    for (size_t at = 0; !status && at < values->chunks.length;) {
        const char *chunk = values->chunks.data + at;
        size_t key_length = slot_end + zs_glass_put_ordered(key + slot_end, get32(chunk));
        size_t length = get32(chunk + 4);
        status = zs_glass_table_add(table, key, key_length, chunk + CHUNK_HEAD, length, false,
                                    NULL, error);
        at += CHUNK_HEAD + length;
    }
    return status;
}

zs_status zs_glass_add_values(zs_glass_table *table, zs_glass_values *values, size_t count,
                              zs_error *error)
{
    zs_status status = ZS_OK;
    qsort(values, count, sizeof *values, by_bytes);
    for (size_t i = 0; !status && i < count; i++) {
        status = add_totals(table, &values[i], error);
    }
    qsort(values, count, sizeof *values, by_varint);
    for (size_t i = 0; !status && i < count; i++) {
        status = add_chunks(table, &values[i], error);
    }
    return status;
}

/* ---- Posting lists ----------------------------------------------------------------------- */

void zs_glass_list_release(zs_glass_list *list)
{
    zs_buffer_release(&list->key);
    zs_buffer_release(&list->chunk_key);
    zs_buffer_release(&list->tag);
}

static void begin(zs_glass_list *list, uint32_t articles, uint64_t occurrences, bool of_term)
{
    zs_buffer_clear(&list->key);
    list->body_length = 0;
    list->first = list->last = 0;
    list->articles = articles;
    list->occurrences = occurrences;
    list->begun = false;
    list->of_term = of_term;
}

zs_status zs_glass_list_begin(zs_glass_list *list, const char *term, size_t length,
                              uint32_t articles, uint64_t occurrences, zs_error *error)
{
    begin(list, articles, occurrences, true);
    if (occurrences > UINT32_MAX) {
        return zs_fail(error, ZS_ERROR_FULL, "a term occurs more than %u times", UINT32_MAX);
    }
    return zs_glass_append_term(&list->key, term, length) ? ZS_OK : zs_fail_memory(error);
}

zs_status zs_glass_lengths_begin(zs_glass_list *list, zs_error *error)
{
    begin(list, 0, 0, false);
    return zs_buffer_append(&list->key, lengths_key, KIND) ? ZS_OK : zs_fail_memory(error);
}

/* Adds the chunk at hand. */
static zs_status end_chunk(zs_glass_list *list, bool last, zs_error *error)
{
    zs_buffer *tag = &list->tag, *key = &list->chunk_key;
    zs_buffer_clear(tag);
    zs_buffer_clear(key);
    bool kept = zs_buffer_append(key, list->key.data, list->key.length);
    if (!list->begun) {
        kept = kept && zs_buffer_append_varint(tag, list->articles) &&
               zs_buffer_append_varint(tag, list->occurrences) &&
               zs_buffer_append_varint(tag, list->first - 1);
    } else {
        kept = kept && (!list->of_term || zs_buffer_append_byte(key, '\0')) &&
               zs_glass_append_ordered(key, list->first);
    }
    kept = kept && zs_buffer_append_byte(tag, last ? '1' : '0') &&
           zs_buffer_append_varint(tag, list->last - list->first) &&
           zs_buffer_append(tag, list->body, list->body_length);
    if (!kept) {
        return zs_fail_memory(error);
    }
    list->begun = true;
    list->body_length = 0;
    list->last = 0;
    return zs_glass_table_add(list->table, key->data, key->length, tag->data, tag->length,
                              false, NULL, error);
}

/* There is always room for two numbers. */
static void put_varint(zs_glass_list *list, uint32_t number)
{
    list->body_length += zs_glass_put_varint(list->body + list->body_length, number);
}

zs_status zs_glass_list_put(zs_glass_list *list, uint32_t docid, uint32_t count,
                            zs_error *error)
{
    if (list->body_length >= ZS_GLASS_CHUNK) {
        zs_status status = end_chunk(list, false, error);
        if (status) {
            return status;
        }
    }
    if (list->last == 0) {
        list->first = docid;
    } else {
        put_varint(list, docid - list->last - 1);
    }
    put_varint(list, count);
    list->last = docid;
    return ZS_OK;
}

zs_status zs_glass_list_end(zs_glass_list *list, zs_error *error)
{
    return list->last > 0 ? end_chunk(list, true, error) : ZS_OK;
}
