/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/word_list.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>

#include "base/buffer.h"
#include "base/error.h"

void zs_word_list_release(zs_word_list *list)
{
    free(list->units);
    free(list->items);
    *list = (zs_word_list){.count = 0};
}

bool zs_word_list_add(zs_word_list *list, const UChar *units, size_t length)
{
    UChar *all = zs_array_grow(list->units, &list->unit_capacity, list->unit_count + length,
                               sizeof *all);
    if (all) {
        list->units = all;
    }
    zs_listed_word *items =
        zs_array_grow(list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items) {
        list->items = items;
    }
    if (!all || !items) {
        return false;
    }
    memcpy(all + list->unit_count, units, length * sizeof *units);
    items[list->count++] =
        (zs_listed_word){.start = list->unit_count, .length = (uint32_t)length};
    list->unit_count += length;
    list->longest = length > list->longest ? (uint32_t)length : list->longest;
    return true;
}

static int compare(const UChar *one, size_t length, const UChar *other, size_t other_length)
{
    return u_strCompare(one, (int32_t)length, other, (int32_t)other_length, false);
}

static int compare_items(const void *one, const void *other, void *units)
{
    const zs_listed_word *a = one, *b = other;
    const UChar *all = units;
    return compare(all + a->start, a->length, all + b->start, b->length);
}

void zs_word_list_sort(zs_word_list *list)
{
    if (list->count > 0) {
        qsort_r(list->items, list->count, sizeof *list->items, compare_items, list->units);
    }
}

bool zs_word_list_has(const zs_word_list *list, const UChar *units, size_t length)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const zs_listed_word *item = &list->items[middle];
        int order = compare(list->units + item->start, item->length, units, length);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

uint32_t zs_word_list_longest(const zs_word_list *list, const UChar *units, size_t length)
{
    uint32_t most = length < list->longest ? (uint32_t)length : list->longest;
    while (most > 0 && !zs_word_list_has(list, units, most)) {
        most--;
    }
    return most;
}

/* Marks where the words of a run begin, which ends at `end`. */
static void mark_run(const zs_word_list *list, const zs_folded *folded, uint32_t start,
                     uint32_t end, uint8_t *begins)
{
    for (uint32_t at = start; at < end;) {
        uint32_t length = zs_word_list_longest(list, folded->units + at, end - at);
        if (length == 0) {
            at++;
            continue;
        }
        memset(begins + at, 0, length);
        begins[at] = 1;
        at += length;
        if (at < end) {
            begins[at] = 1;
        }
    }
}

zs_status zs_word_list_cut(const zs_word_list *list, const zs_folded *folded, zs_words *words,
                           zs_error *error)
{
    if (list->count == 0 || words->count == 0) {
        return ZS_OK;
    }
    uint8_t *begins = calloc(folded->length + 1, 1);
    zs_words cut = ZS_WORDS_INIT;
    /* A unit begins one word at the most. */
    cut.items = zs_array_grow(NULL, &cut.capacity, folded->length + 1, sizeof *cut.items);
    if (!begins || !cut.items) {
        free(begins);
        zs_words_release(&cut);
        return zs_fail_memory(error);
    }
    for (size_t i = 0; i < words->count;) {
        if (!words->items[i].han) {
            cut.items[cut.count++] = words->items[i++];
            continue;
        }
        uint32_t start = words->items[i].start, end = start;
        for (; i < words->count && words->items[i].han && words->items[i].start == end; i++) {
            begins[end] = 1;
            end = words->items[i].end;
        }
        mark_run(list, folded, start, end, begins);
        for (uint32_t at = start; at < end;) {
            uint32_t next = at + 1;
            while (next < end && !begins[next]) {
                next++;
            }
            cut.items[cut.count++] = (zs_word){.start = at, .end = next, .han = true};
            at = next;
        }
    }
    free(begins);
    zs_words_release(words);
    *words = cut;
    return ZS_OK;
}
