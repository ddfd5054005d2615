/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/word_counts.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "searcher/function_words.h"
#include "text/terms.h"
#include "text/utf.h"

struct zs_word_pair {
    uint32_t first, second; /* numbers of words + 1; 0: free */
    uint32_t times, count;
};

/* Words are taken to always stand together if they do so in 9 of 10 places of each, twice at
 * the least; a word and a single character, which meet by accident (考核|按), once more, unless
 * it is one that words are made with (青草|茶). Of no more than so many is one made. */
enum { TOGETHER_TIMES = 2, TOGETHER_OF_TEN = 9, JOINED_MOST = 4 };

enum { SLOTS_LEAST = 256 };

void zs_word_counts_release(zs_word_counts *counts)
{
    free(counts->units);
    zs_buffer_release(&counts->sources);
    free(counts->words);
    free(counts->slots);
    free(counts->pairs);
    *counts = ZS_WORD_COUNTS_INIT;
}

void zs_word_counts_clear(zs_word_counts *counts)
{
    counts->unit_count = 0;
    zs_buffer_clear(&counts->sources);
    counts->count = 0;
    counts->pair_count = 0;
    counts->texts = 0;
    if (counts->slots) {
        memset(counts->slots, 0, counts->slot_count * sizeof *counts->slots);
    }
    if (counts->pairs) {
        memset(counts->pairs, 0, counts->pair_slots * sizeof *counts->pairs);
    }
}

void zs_word_counts_begin(zs_word_counts *counts)
{
    counts->texts++;
}

/* ---- Tables ------------------------------------------------------------------------------ */

/* FNV-1a, by Fowler, Noll and Vo. */
static uint32_t hash_units(const UChar *units, size_t length)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ units[i]) * 16777619U;
    }
    return hash ^ (hash >> 15);
}

static uint32_t hash_pair(uint32_t first, uint32_t second)
{
    uint64_t mixed = ((uint64_t)first << 32 | second) * 0x9E3779B97F4A7C15U;
    return (uint32_t)(mixed >> 32);
}

static uint32_t *slot_of(const zs_word_counts *counts, const UChar *units, size_t length)
{
    size_t at = hash_units(units, length) & (counts->slot_count - 1);
    while (counts->slots[at] > 0) {
        const zs_counted_word *word = &counts->words[counts->slots[at] - 1];
        if (word->length == length &&
            memcmp(counts->units + word->start, units, length * sizeof *units) == 0) {
            break;
        }
        at = (at + 1) & (counts->slot_count - 1);
    }
    return &counts->slots[at];
}

static struct zs_word_pair *pair_of(const zs_word_counts *counts, uint32_t first,
                                    uint32_t second)
{
    size_t at = hash_pair(first, second) & (counts->pair_slots - 1);
    while (counts->pairs[at].first > 0 &&
           (counts->pairs[at].first != first || counts->pairs[at].second != second)) {
        at = (at + 1) & (counts->pair_slots - 1);
    }
    return &counts->pairs[at];
}

/* Room for one word more, at most half of the slots taken. */
static bool reserve_word(zs_word_counts *counts)
{
    if (2 * (counts->count + 1) <= counts->slot_count) {
        return true;
    }
    size_t wanted = counts->slot_count > 0 ? 2 * counts->slot_count : SLOTS_LEAST;
    uint32_t *slots = calloc(wanted, sizeof *slots);
    if (!slots) {
        return false;
    }
    free(counts->slots);
    counts->slots = slots;
    counts->slot_count = wanted;
    for (size_t i = 0; i < counts->count; i++) {
        const zs_counted_word *word = &counts->words[i];
        *slot_of(counts, counts->units + word->start, word->length) = (uint32_t)i + 1;
    }
    return true;
}

static bool reserve_pair(zs_word_counts *counts)
{
    if (2 * (counts->pair_count + 1) <= counts->pair_slots) {
        return true;
    }
    size_t before = counts->pair_slots;
    struct zs_word_pair *old = counts->pairs;
    size_t wanted = before > 0 ? 2 * before : SLOTS_LEAST;
    struct zs_word_pair *pairs = calloc(wanted, sizeof *pairs);
    if (!pairs) {
        return false;
    }
    counts->pairs = pairs;
    counts->pair_slots = wanted;
    for (size_t i = 0; i < before; i++) {
        if (old[i].first > 0) {
            *pair_of(counts, old[i].first, old[i].second) = old[i];
        }
    }
    free(old);
    return true;
}

/* ---- Counting ---------------------------------------------------------------------------- */

static bool is_single(const zs_folded *folded, const zs_word *word)
{
    size_t next;
    (void)zs_utf16_next(folded->units, word->start, word->end, &next);
    return next == word->end;
}

/* Whether a word of another script is worth counting: it has a letter, and more than that. */
static bool has_letters(const zs_folded *folded, const zs_word *word)
{
    bool letter = false;
    for (uint32_t i = word->start; i < word->end; i++) {
        letter = letter || u_isalpha(folded->units[i]);
    }
    return letter && word->end - word->start > 1;
}

static bool is_one_of(const UChar *list, UChar unit)
{
    return unit != 0 && u_strchr(list, unit) != NULL;
}

/* Whether a word only counts: 第三, 二十条, 两个. */
static bool only_counts(const UChar *units, size_t length)
{
    static const UChar numerals[] = u"零〇一二三四五六七八九十百千万亿两几半多";
    static const UChar measures[] =
        u"个年月日天次张吨岁条名家人块元章节项款篇段点种位座件台部本只辆层号届度倍米分秒时斤亩";
    size_t begin = units[0] == u'第', at = begin;
    while (at < length && is_one_of(numerals, units[at])) {
        at++;
    }
    return at > begin && (at == length || (at + 1 == length && is_one_of(measures, units[at])));
}

/* Whether what the dictionary takes for a word is one with a particle, or a pronoun with a
 * function word: 它的, 占了, 我也, 他在; but not 我国. */
static bool has_particle(const UChar *units, size_t length)
{
    UChar first = units[0], last = units[length - 1];
    char bytes[ZS_TERM_LIMIT];
    if (length == 2 && is_one_of(u"我你您他她它", first) &&
        zs_is_function_word(bytes, zs_units_term(&last, 1, bytes))) {
        return true;
    }
    return length > 1 &&
           (first == u'的' || last == u'了' || (last == u'的' && units[length - 2] != u'目'));
}

static bool says_something(const zs_folded *folded, const zs_word *word)
{
    if (!word->han) {
        return has_letters(folded, word) && word->end - word->start <= ZS_TERM_LIMIT / 3;
    }
    char bytes[ZS_TERM_LIMIT];
    const UChar *units = folded->units + word->start;
    size_t length = zs_units_term(units, word->end - word->start, bytes);
    return !zs_is_function_word(bytes, length) &&
           !only_counts(units, word->end - word->start) &&
           !has_particle(units, word->end - word->start);
}

/* What stands in the source, unless there is white space within: then the folded text. */
static bool keep_source(zs_word_counts *counts, const zs_folded *folded, const zs_word *word,
                        const char *text, zs_counted_word *out)
{
    const char *begin = text + folded->start[word->start];
    size_t length = folded->end[word->end - 1] - folded->start[word->start];
    bool whole = true;
    for (uint32_t i = word->start + 1; i < word->end; i++) {
        whole = whole && folded->start[i] <= folded->end[i - 1];
    }
    out->source = counts->sources.length;
    bool kept = whole ? zs_buffer_append(&counts->sources, begin, length)
                      : zs_append_units(&counts->sources, folded->units + word->start,
                                        word->end - word->start);
    out->source_length = (uint32_t)(counts->sources.length - out->source);
    return kept;
}

/* The number of a word, which is new perhaps; ZS_NO_WORD if out of memory. */
static uint32_t find_or_add(zs_word_counts *counts, const zs_folded *folded,
                            const zs_word *word, const char *text)
{
    const UChar *units = folded->units + word->start;
    uint32_t length = word->end - word->start;
    if (!reserve_word(counts)) {
        return ZS_NO_WORD;
    }
    uint32_t *slot = slot_of(counts, units, length);
    if (*slot > 0) {
        return *slot - 1;
    }
    zs_counted_word *words =
        zs_array_grow(counts->words, &counts->capacity, counts->count + 1, sizeof *words);
    UChar *all = zs_array_grow(counts->units, &counts->unit_capacity,
                               counts->unit_count + length, sizeof *all);
    counts->words = words ? words : counts->words;
    counts->units = all ? all : counts->units;
    zs_counted_word made = {.start = counts->unit_count,
                            .length = length,
                            .han = word->han,
                            .single = word->han && is_single(folded, word),
                            .next = ZS_NO_WORD,
                            .prev = ZS_NO_WORD};
    if (!words || !all || !keep_source(counts, folded, word, text, &made)) {
        return ZS_NO_WORD;
    }
    memcpy(all + counts->unit_count, units, length * sizeof *units);
    counts->unit_count += length;
    words[counts->count] = made;
    *slot = (uint32_t)++counts->count;
    return *slot - 1;
}

/* Whether a word begins where another ends; words of other scripts after one space. */
static bool adjoins(const zs_folded *folded, const zs_word *word, const zs_word *before)
{
    if (word->han != before->han) {
        return false;
    }
    return word->han
               ? word->start == before->end
               : word->start == before->end + 1 && folded->class[before->end] == ZS_CHAR_SPACE;
}

zs_status zs_word_counts_add(zs_word_counts *counts, zs_analyser *analyser, const char *text,
                             size_t length, uint32_t by, zs_error *error)
{
    zs_status status = zs_analyser_run(analyser, text, length, ZS_PURPOSE_INDEX, error);
    if (status) {
        return status;
    }
    const zs_folded *folded = zs_analyser_folded(analyser);
    const zs_words *words = zs_analyser_words(analyser);
    uint32_t before = ZS_NO_WORD; /* the one that stands right before, if it was counted */
    for (size_t i = 0; i < words->count; i++) {
        const zs_word *word = &words->items[i];
        if (!says_something(folded, word)) {
            before = ZS_NO_WORD;
            continue;
        }
        uint32_t number = find_or_add(counts, folded, word, text);
        if (number == ZS_NO_WORD || !reserve_pair(counts)) {
            return zs_fail_memory(error);
        }
        zs_counted_word *counted = &counts->words[number];
        counted->count += by;
        counted->times++;
        counted->texts += counted->last != counts->texts;
        counted->last = counts->texts;
        if (before != ZS_NO_WORD && adjoins(folded, word, word - 1)) {
            struct zs_word_pair *pair = pair_of(counts, before + 1, number + 1);
            counts->pair_count += pair->first == 0;
            *pair = (struct zs_word_pair){before + 1, number + 1, pair->times + 1,
                                          pair->count + by};
        }
        before = number;
    }
    return ZS_OK;
}

/* ---- Joining ----------------------------------------------------------------------------- */

/* Whether a single character makes words with what stands before it, or behind it. */
static bool makes_words(const zs_word_counts *counts, const zs_counted_word *word, bool behind)
{
    static const UChar prefixes[] = u"新老小总副超高低双多非反无全";
    static const UChar suffixes[] =
        u"机车面茶业化性者员法学家率区站店器厂所院校部局室厅馆城县村镇"
        u"路街桥港河湖山岛师工费税权罪金币价力型式级线网病药剂板管阀"
        u"灯窗房楼田园场书史会证卡券品油水电箱带盘";
    return is_one_of(behind ? suffixes : prefixes, counts->units[word->start]);
}

static bool stand_together(const zs_word_counts *counts, const zs_counted_word *first,
                           const zs_counted_word *second, uint32_t times)
{
    uint64_t together = (uint64_t)times * 10;
    bool accidental = first->single != second->single &&
                      !makes_words(counts, first->single ? first : second, second->single);
    return times >= TOGETHER_TIMES + (uint32_t)accidental &&
           together >= (uint64_t)first->times * TOGETHER_OF_TEN &&
           together >= (uint64_t)second->times * TOGETHER_OF_TEN;
}

static void part(zs_word_counts *counts, uint32_t first, uint32_t second)
{
    counts->words[first].next = ZS_NO_WORD;
    counts->words[second].prev = ZS_NO_WORD;
}

/* Goes along what is joined and parts it where it is long enough. */
static void bound(zs_word_counts *counts, uint32_t at)
{
    uint32_t length = 1;
    counts->words[at].reached = true;
    while (counts->words[at].next != ZS_NO_WORD) {
        uint32_t next = counts->words[at].next;
        if (length++ == JOINED_MOST) {
            part(counts, at, next);
            length = 1;
        }
        counts->words[next].reached = true;
        at = next;
    }
}

/* What is not reached from a beginning goes in a circle, as in 哈希哈希. */
static void bound_all(zs_word_counts *counts)
{
    for (uint32_t i = 0; i < counts->count; i++) {
        if (counts->words[i].prev == ZS_NO_WORD && !counts->words[i].reached) {
            bound(counts, i);
        }
    }
    for (uint32_t i = 0; i < counts->count; i++) {
        if (!counts->words[i].reached) {
            part(counts, counts->words[i].prev, i);
            bound(counts, i);
        }
    }
}

void zs_word_counts_join(zs_word_counts *counts)
{
    for (size_t i = 0; i < counts->pair_slots && counts->pair_count > 0; i++) {
        const struct zs_word_pair *pair = &counts->pairs[i];
        if (pair->first == 0 || pair->first == pair->second) {
            continue;
        }
        zs_counted_word *first = &counts->words[pair->first - 1];
        zs_counted_word *second = &counts->words[pair->second - 1];
        if (stand_together(counts, first, second, pair->times)) {
            first->next = pair->second - 1;
            first->together = pair->times;
            first->joined = pair->count;
            second->prev = pair->first - 1;
        }
    }
    bound_all(counts);
}
