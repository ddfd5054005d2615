/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/vocabulary.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>

#include "base/buffer.h"
#include "base/error.h"
#include "searcher/function_words.h"
#include "searcher/regional_words.h"
#include "text/terms.h"
#include "text/utf.h"

void zs_vocabulary_free(zs_vocabulary *vocabulary)
{
    if (vocabulary) {
        free(vocabulary->units);
        free(vocabulary->entries);
        zs_buffer_release(&vocabulary->shown);
        zs_word_list_release(&vocabulary->words);
        zs_word_list_release(&vocabulary->stopped);
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
    vocabulary->numerals = true;
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
    zs_vocabulary_entry entry = {.phrase = 0};
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
    zs_vocabulary_entry *entries = zs_array_grow(vocabulary->entries, &vocabulary->capacity,
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

zs_status zs_vocabulary_add_word(zs_vocabulary *vocabulary, zs_vocabulary_kind kind,
                                 const char *word, size_t length, zs_error *error)
{
    zs_folded *folded = &vocabulary->folded;
    zs_status status = zs_fold(word, length, ZS_PURPOSE_QUERY, folded, error);
    zs_word_list *list =
        kind == ZS_VOCABULARY_WORDS ? &vocabulary->words : &vocabulary->stopped;
    if (!status && folded->length > 0 &&
        !zs_word_list_add(list, folded->units, folded->length)) {
        status = zs_fail_memory(error);
    }
    return status;
}

zs_vocabulary zs_vocabulary_without_synonyms(const zs_vocabulary *vocabulary)
{
    zs_vocabulary without = *vocabulary;
    without.count = 0;
    without.numerals = false;
    return without;
}

zs_vocabulary_mark zs_vocabulary_begin(const zs_vocabulary *vocabulary)
{
    return (zs_vocabulary_mark){.entries = vocabulary->count,
                                .units = vocabulary->unit_count,
                                .shown = vocabulary->shown.length,
                                .words = vocabulary->words.count,
                                .word_units = vocabulary->words.unit_count,
                                .stopped = vocabulary->stopped.count,
                                .stopped_units = vocabulary->stopped.unit_count};
}

/* What was there before is in order, and stays so: new entries are behind it until the end. */
void zs_vocabulary_undo(zs_vocabulary *vocabulary, zs_vocabulary_mark mark)
{
    vocabulary->count = mark.entries;
    vocabulary->unit_count = mark.units;
    vocabulary->shown.length = mark.shown;
    vocabulary->words.count = mark.words;
    vocabulary->words.unit_count = mark.word_units;
    vocabulary->stopped.count = mark.stopped;
    vocabulary->stopped.unit_count = mark.stopped_units;
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
    const zs_vocabulary_entry *a = one, *b = other;
    const UChar *units = context;
    int order =
        compare_units(units + a->phrase, a->phrase_length, units + b->phrase, b->phrase_length);
    return order != 0 ? order : (a->shown > b->shown) - (a->shown < b->shown);
}

static bool is_same(const UChar *units, const zs_vocabulary_entry *one,
                    const zs_vocabulary_entry *other)
{
    return compare_units(units + one->phrase, one->phrase_length, units + other->phrase,
                         other->phrase_length) == 0 &&
           compare_units(units + one->synonym, one->synonym_length, units + other->synonym,
                         other->synonym_length) == 0;
}

void zs_vocabulary_end(zs_vocabulary *vocabulary)
{
    zs_vocabulary_entry *entries = vocabulary->entries;
    zs_word_list_sort(&vocabulary->words);
    zs_word_list_sort(&vocabulary->stopped);
    if (!entries || vocabulary->count == 0) {
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

/* The entries of a phrase: how many, and the number of the first. */
static size_t find(const zs_vocabulary *vocabulary, const UChar *units, size_t length,
                   size_t *first)
{
    size_t low = 0, high = vocabulary->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const zs_vocabulary_entry *entry = &vocabulary->entries[middle];
        if (compare_units(vocabulary->units + entry->phrase, entry->phrase_length, units,
                          length) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t count = 0;
    while (low + count < vocabulary->count) {
        const zs_vocabulary_entry *entry = &vocabulary->entries[low + count];
        if (compare_units(vocabulary->units + entry->phrase, entry->phrase_length, units,
                          length) != 0) {
            break;
        }
        count++;
    }
    *first = low;
    return count;
}

bool zs_vocabulary_stops(const zs_vocabulary *vocabulary, const zs_folded *folded,
                         const zs_word *word)
{
    if (vocabulary && zs_word_list_has(&vocabulary->stopped, folded->units + word->start,
                                       word->end - word->start)) {
        return true;
    }
    zs_cut whole = {.start = word->start, .end = word->end};
    char bytes[ZS_TERM_LIMIT];
    return zs_is_function_word(bytes, zs_token_term(folded, &whole, bytes));
}

/* The longest phrase that has entries. */
static size_t find_phrase(const zs_vocabulary *vocabulary, const zs_folded *folded,
                          const zs_words *words, size_t first, zs_synonyms *out)
{
    uint32_t start = words->items[first].start;
    size_t found = 0;
    for (size_t i = first; i < words->count; i++) {
        uint32_t length = words->items[i].end - start;
        size_t number, count = 0;
        if (length > vocabulary->longest) {
            break;
        }
        count = find(vocabulary, folded->units + start, length, &number);
        if (count == 0) {
            continue;
        }
        found = i - first + 1;
        out->count = count < ZS_SYNONYMS_MOST ? count : ZS_SYNONYMS_MOST;
        for (size_t j = 0; j < out->count; j++) {
            const zs_vocabulary_entry *entry = &vocabulary->entries[number + j];
            out->items[j] = (zs_synonym){.units = vocabulary->units + entry->synonym,
                                         .length = entry->synonym_length,
                                         .shown = vocabulary->shown.data + entry->shown};
        }
    }
    return found;
}

/* ---- Numbers --------------------------------------------------------------------------- */

enum { ORDINAL = 0x7B2C /* 第 */, YEAR = 0x5E74 /* 年 */ };

/* Numbers of one figure are words of their own (一个, 三农) but where they count something that
 * is numbered. */
static bool is_numbered(UChar unit)
{
    static const UChar counters[] = u"年月日号条章节款项届期卷级岁元";
    return u_strchr(counters, unit) != NULL;
}

/* Puts a number in the place of another, with what stands before and behind it. */
static bool put_number(const UChar *before, size_t before_length, const UChar *number,
                       size_t number_length, const UChar *behind, size_t behind_length,
                       size_t i, zs_synonyms *out)
{
    size_t length = before_length + number_length + behind_length;
    if (length > ZS_NUMBER_UNITS) {
        return false;
    }
    UChar *units = out->numbers[i];
    memcpy(units, before, before_length * sizeof *units);
    memcpy(units + before_length, number, number_length * sizeof *units);
    memcpy(units + before_length + number_length, behind, behind_length * sizeof *units);
    size_t bytes = 0;
    for (size_t at = 0; at < length;) {
        bytes += zs_utf8_put(out->shown[i] + bytes, zs_utf16_next(units, at, length, &at));
    }
    out->shown[i][bytes] = '\0';
    out->items[out->count++] =
        (zs_synonym){.units = units, .length = length, .shown = out->shown[i]};
    return true;
}

/* A number and the word behind it, which says what is counted: without that, 10 would be every
 * 十. It may begin with 第. */
static size_t find_number(const zs_folded *folded, const zs_words *words, size_t first,
                          zs_synonyms *out)
{
    const UChar *units = folded->units;
    uint32_t start = words->items[first].start, at = start, end;
    size_t last = first;
    at += units[at] == ORDINAL;
    /* As far as words stand side by side. */
    for (end = start; last < words->count && words->items[last].start == end; last++) {
        end = words->items[last].end;
    }
    if (at > start && at == end) {
        return 0;
    }
    zs_numerals numerals;
    size_t length = 0;
    while (at + length < end && (zs_is_numeral(units[at + length]) ||
                                 (units[at + length] >= '0' && units[at + length] <= '9'))) {
        length++;
    }
    uint32_t behind = at + (uint32_t)length;
    bool ideograph = behind < end && folded->class[behind] == ZS_CHAR_HAN;
    if (length == 0 || !ideograph ||
        zs_numerals_read(units + at, length, units[behind] == YEAR, &numerals) != length ||
        (length == 1 && zs_is_numeral(units[at]) && at == start &&
         !is_numbered(units[behind]))) {
        return 0;
    }
    /* To the end of the word that it stands before, or in. */
    for (last = first; words->items[last].end <= behind; last++) {
    }
    end = words->items[last].end;
    for (size_t i = 0; i < numerals.count; i++) {
        (void)put_number(units + start, at - start, numerals.form[i], numerals.length[i],
                         units + behind, end - behind, i, out);
    }
    return out->count > 0 ? last - first + 1 : 0;
}

size_t zs_vocabulary_synonyms(const zs_vocabulary *vocabulary, const zs_folded *folded,
                              const zs_words *words, size_t first, zs_synonyms *out)
{
    out->count = 0;
    if (!vocabulary) {
        return 0;
    }
    size_t found = find_phrase(vocabulary, folded, words, first, out);
    return found == 0 && vocabulary->numerals ? find_number(folded, words, first, out) : found;
}
