/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/synonym_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/terms.h"

void zs_synonym_list_release(zs_synonym_list *list)
{
    free(list->units);
    free(list->entries);
    zs_buffer_release(&list->shown);
    zs_folded_release(&list->folded);
}

/* Appends a text, folded; its length may be 0. */
static zs_status add_units(zs_synonym_list *list, const char *text, size_t length,
                           uint32_t *place, uint32_t *unit_length, zs_error *error)
{
    zs_folded *folded = &list->folded;
    zs_status status = zs_fold(text, length, ZS_PURPOSE_QUERY, folded, error);
    if (status) {
        return status;
    }
    if (list->unit_count + folded->length > UINT32_MAX) {
        return zs_fail_memory(error);
    }
    UChar *units = zs_array_grow(list->units, &list->unit_capacity,
                                 list->unit_count + folded->length + 1, sizeof *units);
    if (!units) {
        return zs_fail_memory(error);
    }
    list->units = units;
    if (folded->length > 0) {
        memcpy(units + list->unit_count, folded->units, folded->length * sizeof *units);
    }
    *place = (uint32_t)list->unit_count;
    *unit_length = (uint32_t)folded->length;
    list->unit_count += folded->length;
    return ZS_OK;
}

zs_status zs_synonym_list_add(zs_synonym_list *list, const char *phrase, size_t phrase_length,
                              const char *synonym, size_t synonym_length, bool shown_folded,
                              zs_error *error)
{
    zs_synonym_entry entry = {.phrase = 0};
    size_t units = list->unit_count;
    zs_status status =
        add_units(list, phrase, phrase_length, &entry.phrase, &entry.phrase_length, error);
    if (!status) {
        status = add_units(list, synonym, synonym_length, &entry.synonym, &entry.synonym_length,
                           error);
    }
    if (status) {
        return status;
    }
    const UChar *from = list->units + entry.phrase, *to = list->units + entry.synonym;
    bool same = entry.phrase_length == entry.synonym_length &&
                memcmp(from, to, entry.phrase_length * sizeof *from) == 0;
    if (same || entry.phrase_length == 0 || entry.synonym_length == 0) {
        list->unit_count = units;
        return ZS_OK;
    }
    entry.shown = (uint32_t)list->shown.length;
    bool kept = shown_folded ? zs_append_units(&list->shown, to, entry.synonym_length)
                             : zs_buffer_append(&list->shown, synonym, synonym_length);
    zs_synonym_entry *entries =
        zs_array_grow(list->entries, &list->capacity, list->count + 1, sizeof *entries);
    if (entries) {
        list->entries = entries;
    }
    if (!kept || !entries || !zs_buffer_append_byte(&list->shown, '\0')) {
        return zs_fail_memory(error);
    }
    entries[list->count++] = entry;
    if (entry.phrase_length > list->longest) {
        list->longest = entry.phrase_length;
    }
    return ZS_OK;
}

static int compare_units(const UChar *one, size_t length, const UChar *other,
                         size_t other_length)
{
    size_t both = length < other_length ? length : other_length;
    for (size_t i = 0; i < both; i++) {
        if (one[i] != other[i]) {
            return one[i] < other[i] ? -1 : 1;
        }
    }
    return (length > other_length) - (length < other_length);
}

static int compare_entries(const void *one, const void *other, void *context)
{
    const zs_synonym_entry *a = one, *b = other;
    const UChar *units = context;
    int order =
        compare_units(units + a->phrase, a->phrase_length, units + b->phrase, b->phrase_length);
    return order != 0 ? order : (a->shown > b->shown) - (a->shown < b->shown);
}

size_t zs_synonym_table_find(const zs_synonym_table *table, const UChar *units, size_t length,
                             const zs_synonym_entry **first)
{
    size_t low = 0, high = length > table->longest ? 0 : table->count;
    size_t end = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const zs_synonym_entry *entry = &table->entries[middle];
        if (compare_units(table->units + entry->phrase, entry->phrase_length, units, length) <
            0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t count = 0;
    while (low + count < end) {
        const zs_synonym_entry *entry = &table->entries[low + count];
        if (compare_units(table->units + entry->phrase, entry->phrase_length, units, length) !=
            0) {
            break;
        }
        count++;
    }
    *first = count > 0 ? &table->entries[low] : NULL;
    return count;
}

/* Whether a table has an entry of another. */
static bool has(const zs_synonym_table *table, const UChar *units,
                const zs_synonym_entry *entry)
{
    const zs_synonym_entry *first;
    size_t count =
        zs_synonym_table_find(table, units + entry->phrase, entry->phrase_length, &first);
    for (size_t i = 0; i < count; i++) {
        if (compare_units(table->units + first[i].synonym, first[i].synonym_length,
                          units + entry->synonym, entry->synonym_length) == 0) {
            return true;
        }
    }
    return false;
}

void zs_synonym_list_end(zs_synonym_list *list, const zs_synonym_table *other)
{
    size_t count = list->count;
    if (count == 0) {
        return;
    }
    qsort_r(list->entries, count, sizeof *list->entries, compare_entries, list->units);
    list->count = 0;
    for (size_t i = 0; i < count; i++) {
        const zs_synonym_entry entry = list->entries[i];
        const zs_synonym_table kept = zs_synonym_list_table(list);
        if (!has(&kept, list->units, &entry) && !(other && has(other, list->units, &entry))) {
            list->entries[list->count++] = entry;
        }
    }
}

zs_synonym_table zs_synonym_list_table(const zs_synonym_list *list)
{
    return (zs_synonym_table){.units = list->units,
                              .entries = list->entries,
                              .shown = list->shown.data,
                              .count = list->count,
                              .longest = list->longest};
}
