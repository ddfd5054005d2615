/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "searcher/regional_words.h"
#include "text/terms.h"

/* A synonym of a phrase; both lie in `units`. */
struct entry {
    size_t phrase, synonym, shown;
    uint32_t phrase_length, synonym_length;
};

struct zs_vocabulary {
    UChar *units;
    size_t unit_count, unit_capacity;
    struct entry *entries; /* by phrase, then as they were added */
    size_t count, capacity;
    zs_buffer shown; /* NUL-terminated, one behind another */
    zs_folded folded;
    uint32_t longest; /* phrase, in units */
};

void zs_vocabulary_free(zs_vocabulary *vocabulary)
{
    if (vocabulary) {
        free(vocabulary->units);
        free(vocabulary->entries);
        zs_buffer_release(&vocabulary->shown);
        zs_folded_release(&vocabulary->folded);
        free(vocabulary);
    }
}

static zs_status add_regional_words(zs_vocabulary *vocabulary, zs_error *error)
{
    zs_status status = ZS_OK;
    const char *mainland, *taiwan;
    for (size_t i = 0; !status && zs_regional_word(i, &mainland, &taiwan); i++) {
        size_t length = strlen(mainland), other = strlen(taiwan);
        status = zs_vocabulary_add_synonym(vocabulary, mainland, length, taiwan, other, false,
                                           error);
        if (!status) {
            status = zs_vocabulary_add_synonym(vocabulary, taiwan, other, mainland, length,
                                               true, error);
        }
    }
    return status;
}

zs_status zs_vocabulary_new(bool regional, zs_vocabulary **out, zs_error *error)
{
    zs_vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (!vocabulary) {
        return zs_fail_memory(error);
    }
    zs_status status = regional ? add_regional_words(vocabulary, error) : ZS_OK;
    if (status) {
        zs_vocabulary_free(vocabulary);
        return status;
    }
    zs_vocabulary_end(vocabulary);
    *out = vocabulary;
    return ZS_OK;
}

/* Appends a text, folded; its length may be 0. */
static zs_status add_units(zs_vocabulary *vocabulary, const char *text, size_t length,
                           size_t *place, uint32_t *unit_length, zs_error *error)
{
    zs_folded *folded = &vocabulary->folded;
    zs_status status = zs_fold(text, length, ZS_PURPOSE_QUERY, folded, error);
    if (status) {
        return status;
    }
    UChar *units = zs_array_grow(vocabulary->units, &vocabulary->unit_capacity,
                                 vocabulary->unit_count + folded->length + 1, sizeof *units);
    if (!units) {
        return zs_fail_memory(error);
    }
    vocabulary->units = units;
    if (folded->length > 0) {
        memcpy(units + vocabulary->unit_count, folded->units, folded->length * sizeof *units);
    }
    *place = vocabulary->unit_count;
    *unit_length = (uint32_t)folded->length;
    vocabulary->unit_count += folded->length;
    return ZS_OK;
}

zs_status zs_vocabulary_add_synonym(zs_vocabulary *vocabulary, const char *phrase,
                                    size_t phrase_length, const char *synonym,
                                    size_t synonym_length, bool shown_folded, zs_error *error)
{
    struct entry entry;
    size_t units = vocabulary->unit_count;
    zs_status status = add_units(vocabulary, phrase, phrase_length, &entry.phrase,
                                 &entry.phrase_length, error);
    if (!status) {
        status = add_units(vocabulary, synonym, synonym_length, &entry.synonym,
                           &entry.synonym_length, error);
    }
    if (status) {
        return status;
    }
    const UChar *from = vocabulary->units + entry.phrase,
                *to = vocabulary->units + entry.synonym;
    bool same = entry.phrase_length == entry.synonym_length &&
                memcmp(from, to, entry.phrase_length * sizeof *from) == 0;
    if (same || entry.phrase_length == 0 || entry.synonym_length == 0) {
        vocabulary->unit_count = units;
        return ZS_OK;
    }
    entry.shown = vocabulary->shown.length;
    bool kept = shown_folded ? zs_append_units(&vocabulary->shown, to, entry.synonym_length)
                             : zs_buffer_append(&vocabulary->shown, synonym, synonym_length);
    struct entry *entries = zs_array_grow(vocabulary->entries, &vocabulary->capacity,
                                          vocabulary->count + 1, sizeof *entries);
    if (entries) {
        vocabulary->entries = entries;
    }
    if (!kept || !entries || !zs_buffer_append_byte(&vocabulary->shown, '\0')) {
        return zs_fail_memory(error);
    }
    entries[vocabulary->count++] = entry;
    if (entry.phrase_length > vocabulary->longest) {
        vocabulary->longest = entry.phrase_length;
    }
    return ZS_OK;
}

zs_vocabulary_mark zs_vocabulary_begin(const zs_vocabulary *vocabulary)
{
    return (zs_vocabulary_mark){.entries = vocabulary->count,
                                .units = vocabulary->unit_count,
                                .shown = vocabulary->shown.length};
}

/* What was there before is in order, and stays so: new entries are behind it until the end. */
void zs_vocabulary_undo(zs_vocabulary *vocabulary, zs_vocabulary_mark mark)
{
    vocabulary->count = mark.entries;
    vocabulary->unit_count = mark.units;
    vocabulary->shown.length = mark.shown;
}

/* ---- Looking up ------------------------------------------------------------------------ */

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
    const struct entry *a = one, *b = other;
    const UChar *units = context;
    int order =
        compare_units(units + a->phrase, a->phrase_length, units + b->phrase, b->phrase_length);
    return order != 0 ? order : (a->shown > b->shown) - (a->shown < b->shown);
}

static bool is_same(const UChar *units, const struct entry *one, const struct entry *other)
{
    return compare_units(units + one->phrase, one->phrase_length, units + other->phrase,
                         other->phrase_length) == 0 &&
           compare_units(units + one->synonym, one->synonym_length, units + other->synonym,
                         other->synonym_length) == 0;
}

void zs_vocabulary_end(zs_vocabulary *vocabulary)
{
    struct entry *entries = vocabulary->entries;
    if (vocabulary->count == 0) {
        return;
    }
    qsort_r(entries, vocabulary->count, sizeof *entries, compare_entries, vocabulary->units);
    size_t kept = 0;
    for (size_t i = 0; i < vocabulary->count; i++) {
        bool known = false;
        for (size_t j = kept; !known && j > 0; j--) {
            known = is_same(vocabulary->units, &entries[j - 1], &entries[i]);
            if (compare_units(
                    vocabulary->units + entries[j - 1].phrase, entries[j - 1].phrase_length,
                    vocabulary->units + entries[i].phrase, entries[i].phrase_length) != 0) {
                break;
            }
        }
        if (!known) {
            entries[kept++] = entries[i];
        }
    }
    vocabulary->count = kept;
}

size_t zs_vocabulary_find(const zs_vocabulary *vocabulary, const UChar *units, size_t length,
                          size_t *first)
{
    size_t low = 0, high = vocabulary->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct entry *entry = &vocabulary->entries[middle];
        if (compare_units(vocabulary->units + entry->phrase, entry->phrase_length, units,
                          length) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t count = 0;
    while (low + count < vocabulary->count) {
        const struct entry *entry = &vocabulary->entries[low + count];
        if (compare_units(vocabulary->units + entry->phrase, entry->phrase_length, units,
                          length) != 0) {
            break;
        }
        count++;
    }
    *first = low;
    return count;
}

zs_synonym zs_vocabulary_synonym(const zs_vocabulary *vocabulary, size_t number)
{
    const struct entry *entry = &vocabulary->entries[number];
    return (zs_synonym){.units = vocabulary->units + entry->synonym,
                        .length = entry->synonym_length,
                        .shown = vocabulary->shown.data + entry->shown};
}

size_t zs_vocabulary_phrase(const zs_vocabulary *vocabulary, const zs_folded *folded,
                            const zs_words *words, size_t first)
{
    uint32_t start = words->items[first].start;
    size_t found = 0;
    for (size_t i = first; vocabulary && i < words->count; i++) {
        uint32_t length = words->items[i].end - start;
        size_t number;
        if (length > vocabulary->longest) {
            break;
        }
        if (zs_vocabulary_find(vocabulary, folded->units + start, length, &number) > 0) {
            found = i - first + 1;
        }
    }
    return found;
}
