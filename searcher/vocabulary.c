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
        zs_synonym_list_release(&vocabulary->synonyms);
        zs_word_list_release(&vocabulary->words);
        zs_word_list_release(&vocabulary->stopped);
        zs_folded_release(&vocabulary->folded);
        free(vocabulary);
    }
}

zs_status zs_vocabulary_new(bool regional, zs_vocabulary **out, zs_error *error)
{
    zs_vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (!vocabulary) {
        return zs_fail_memory(error);
    }
    vocabulary->numerals = true;
    vocabulary->regional = regional ? &zs_regional_words : NULL;
    *out = vocabulary;
    return ZS_OK;
}

zs_status zs_vocabulary_add_synonym(zs_vocabulary *vocabulary, const char *phrase,
                                    size_t phrase_length, const char *synonym,
                                    size_t synonym_length, bool shown_folded, zs_error *error)
{
    return zs_synonym_list_add(&vocabulary->synonyms, phrase, phrase_length, synonym,
                               synonym_length, shown_folded, error);
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
    without.regional = NULL;
    without.synonyms.count = 0;
    without.numerals = false;
    return without;
}

zs_vocabulary_mark zs_vocabulary_begin(const zs_vocabulary *vocabulary)
{
    return (zs_vocabulary_mark){.entries = vocabulary->synonyms.count,
                                .units = vocabulary->synonyms.unit_count,
                                .shown = vocabulary->synonyms.shown.length,
                                .words = vocabulary->words.count,
                                .word_units = vocabulary->words.unit_count,
                                .stopped = vocabulary->stopped.count,
                                .stopped_units = vocabulary->stopped.unit_count};
}

/* What was there before is in order, and stays so: new entries are behind it until the end. */
void zs_vocabulary_undo(zs_vocabulary *vocabulary, zs_vocabulary_mark mark)
{
    vocabulary->synonyms.count = mark.entries;
    vocabulary->synonyms.unit_count = mark.units;
    vocabulary->synonyms.shown.length = mark.shown;
    vocabulary->words.count = mark.words;
    vocabulary->words.unit_count = mark.word_units;
    vocabulary->stopped.count = mark.stopped;
    vocabulary->stopped.unit_count = mark.stopped_units;
}

void zs_vocabulary_end(zs_vocabulary *vocabulary)
{
    zs_word_list_sort(&vocabulary->words);
    zs_word_list_sort(&vocabulary->stopped);
    zs_synonym_list_end(&vocabulary->synonyms, vocabulary->regional);
}

/* ---- Looking up ------------------------------------------------------------------------ */

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

/* Adds entries of a table, as far as there is room. */
static void add_entries(const zs_synonym_table *table, const zs_synonym_entry *entries,
                        size_t count, zs_synonyms *out)
{
    for (size_t i = 0; i < count && out->count < ZS_SYNONYMS_MOST; i++) {
        out->items[out->count++] = (zs_synonym){.units = table->units + entries[i].synonym,
                                                .length = entries[i].synonym_length,
                                                .shown = table->shown + entries[i].shown};
    }
}

/* The longest phrase that has synonyms. */
static size_t find_phrase(const zs_vocabulary *vocabulary, const zs_folded *folded,
                          const zs_words *words, size_t first, zs_synonyms *out)
{
    static const zs_synonym_table none = {.count = 0};
    const zs_synonym_table *regional = vocabulary->regional ? vocabulary->regional : &none;
    const zs_synonym_table own = zs_synonym_list_table(&vocabulary->synonyms);
    uint32_t longest = own.longest > regional->longest ? own.longest : regional->longest;
    uint32_t start = words->items[first].start;
    const UChar *units = folded->units + start;
    size_t found = 0;
    for (size_t i = first; i < words->count && words->items[i].end - start <= longest; i++) {
        uint32_t length = words->items[i].end - start;
        const zs_synonym_entry *entries, *own_entries;
        size_t count = zs_synonym_table_find(regional, units, length, &entries);
        size_t own_count = zs_synonym_table_find(&own, units, length, &own_entries);
        if (count + own_count > 0) {
            found = i - first + 1;
            out->count = 0;
            add_entries(regional, entries, count, out);
            add_entries(&own, own_entries, own_count, out);
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
