/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/glass_termlist.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Small counts share a byte with how much of the term before is kept. */
enum { COUNT_IN_BYTE = 127, BYTE = 256 };

enum { PIECE = 16 };

/* What a term takes at the most besides its bytes: how many these are, and its count. */
enum { AROUND_TERM = 2 + 5 };

bool zs_glass_termlist_append_head(zs_buffer *out, size_t count, uint32_t length)
{
    return zs_buffer_append_varint(out, length) && zs_buffer_append_varint(out, count);
}

bool zs_glass_termlist_append_next(zs_buffer *out, const zs_glass_term *before,
                                   const zs_glass_term *term)
{
    if (!zs_buffer_reserve(out, AROUND_TERM + (size_t)term->length)) {
        return false;
    }
    uint32_t same = 0;
    while (before && same < before->length && same < term->length &&
           before->bytes[same] == term->bytes[same]) {
        same++;
    }
    bool in_byte = false;
    uint8_t *at = (uint8_t *)out->data + out->length;
    if (before) {
        uint64_t both = ((uint64_t)term->count + 1) * (before->length + 1) + same;
        in_byte = term->count < COUNT_IN_BYTE && both < BYTE;
        *at++ = (uint8_t)(in_byte ? both : same);
    }
    *at++ = (uint8_t)(term->length - same);
    for (uint32_t i = same; i < term->length; i++) {
        *at++ = (uint8_t)term->bytes[i];
    }
    at += in_byte ? 0 : zs_glass_put_varint(at, term->count);
    out->length = (size_t)((char *)at - out->data);
    return true;
}

bool zs_glass_termlist_append(zs_buffer *out, const zs_glass_term *terms, size_t count,
                              uint32_t length)
{
    bool kept = count == 0 || zs_glass_termlist_append_head(out, count, length);
    for (size_t i = 0; kept && i < count; i++) {
        kept = zs_glass_termlist_append_next(out, i > 0 ? &terms[i - 1] : NULL, &terms[i]);
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

/* Copies a piece, which is short mostly: a call would cost more than the copy. */
static void copy_piece(char *to, size_t room, const char *from, size_t there, size_t length)
{
    if (length <= PIECE && room >= PIECE && there >= PIECE) {
        memcpy(to, from, PIECE);
    } else {
        memcpy(to, from, length);
    }
}

/* Whether a term comes behind the one before it, with which it has so many bytes in common. */
static bool is_behind(const zs_glass_term *before, uint32_t same, const char *rest,
                      size_t length)
{
    return length > 0 &&
           (same == before->length || (uint8_t)before->bytes[same] < (uint8_t)rest[0]);
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
    size_t there = list->size - list->at;
    const char *bytes = list->data + list->at;
    if (rest > there || same + rest > sizeof list->bytes ||
        (!first && !is_behind(&list->term, same, bytes, rest))) {
        return false;
    }
    copy_piece(list->bytes + same, sizeof list->bytes - same, bytes, there, rest);
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
        copy_piece(bytes, PIECE, list.bytes, sizeof list.bytes, list.term.length);
        terms->bytes.length += list.term.length;
        items[terms->count++] = (zs_glass_term){bytes, list.term.length, list.term.count};
    }
    if (list.left > 0) {
        return zs_fail(error, ZS_ERROR_INTERNAL, "a list of terms is damaged");
    }
    *length = list.length;
    return ZS_OK;
}
