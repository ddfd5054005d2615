/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass_termlist.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Small counts share a byte with how much of the term before is kept. */
enum { COUNT_IN_BYTE = 127, BYTE = 256 };

static bool append_next(zs_buffer *out, const zs_glass_term *before, const zs_glass_term *term)
{
    uint32_t same = 0;
    while (same < before->length && same < term->length &&
           before->bytes[same] == term->bytes[same]) {
        same++;
    }
    uint64_t both = ((uint64_t)term->count + 1) * (before->length + 1) + same;
    bool in_byte = term->count < COUNT_IN_BYTE && both < BYTE;
    return zs_buffer_append_byte(out, (char)(in_byte ? (uint32_t)both : same)) &&
           zs_buffer_append_byte(out, (char)(term->length - same)) &&
           zs_buffer_append(out, term->bytes + same, term->length - same) &&
           (in_byte || zs_buffer_append_varint(out, term->count));
}

bool zs_glass_termlist_append(zs_buffer *out, const zs_glass_term *terms, size_t count,
                              uint32_t length)
{
    if (count == 0) {
        return true;
    }
    bool kept = zs_buffer_append_varint(out, length) && zs_buffer_append_varint(out, count) &&
                zs_buffer_append_byte(out, (char)terms[0].length) &&
                zs_buffer_append(out, terms[0].bytes, terms[0].length) &&
                zs_buffer_append_varint(out, terms[0].count);
    for (size_t i = 1; kept && i < count; i++) {
        kept = append_next(out, &terms[i - 1], &terms[i]);
    }
    return kept;
}

bool zs_glass_termlist_begin(zs_glass_termlist *list, const char *data, size_t size)
{
    uint64_t length = 0, count = 0;
    size_t at = 0;
    if (size > 0 && (!zs_varint_read(data, size, &at, &length) ||
                     !zs_varint_read(data, size, &at, &count) || length > UINT32_MAX)) {
        return false;
    }
    *list = (zs_glass_termlist){.data = data, .size = size, .at = at, .left = count};
    list->length = (uint32_t)length;
    return true;
}

bool zs_glass_termlist_next(zs_glass_termlist *list)
{
    const uint8_t *data = (const uint8_t *)list->data;
    bool first = !list->term.bytes;
    uint64_t count = UINT64_MAX;
    uint32_t same = 0;
    if (list->left == 0 || list->at + 2 > list->size) {
        return false;
    }
    if (!first) {
        same = data[list->at++];
        if (same > list->term.length) {
            count = same / (list->term.length + 1) - 1;
            same %= list->term.length + 1;
        }
    }
    size_t rest = list->at < list->size ? data[list->at++] : SIZE_MAX;
    if (rest > list->size - list->at || same + rest > sizeof list->bytes) {
        return false;
    }
    memcpy(list->bytes + same, data + list->at, rest);
    list->at += rest;
    if (count == UINT64_MAX &&
        (!zs_varint_read(list->data, list->size, &list->at, &count) || count > UINT32_MAX)) {
        return false;
    }
    list->term = (zs_glass_term){
        .bytes = list->bytes, .length = same + (uint32_t)rest, .count = (uint32_t)count};
    list->left--;
    return true;
}

void zs_glass_terms_release(zs_glass_terms *terms)
{
    free(terms->items);
    zs_buffer_release(&terms->bytes);
    *terms = (zs_glass_terms){.items = NULL};
}

zs_status zs_glass_terms_take(zs_glass_terms *terms, const char *data, size_t size,
                              uint32_t *length, zs_error *error)
{
    zs_glass_termlist list;
    terms->count = 0;
    if (!zs_glass_termlist_begin(&list, data, size)) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "a list of terms is damaged");
    }
    size_t wanted = (size_t)list.left + 1;
    zs_glass_term *items = zs_array_grow(terms->items, &terms->capacity, wanted, sizeof *items);
    terms->items = items ? items : terms->items;
    /* The bytes must not move while terms point to them. */
    zs_buffer_clear(&terms->bytes);
    if (!items || !zs_buffer_reserve(&terms->bytes, wanted * ZS_GLASS_TERM_MOST)) {
        return zs_fail_memory(error);
    }
    while (zs_glass_termlist_next(&list)) {
        char *bytes = terms->bytes.data + terms->bytes.length;
        memcpy(bytes, list.term.bytes, list.term.length);
        terms->bytes.length += list.term.length;
        items[terms->count++] = (zs_glass_term){bytes, list.term.length, list.term.count};
    }
    *length = list.length;
    return ZS_OK;
}
